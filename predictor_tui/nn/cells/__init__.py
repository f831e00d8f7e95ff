"""The recurrent cells: each file holds one cell's equations, its step, the sequence, and the way back."""
