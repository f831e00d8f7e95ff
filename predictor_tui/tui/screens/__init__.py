"""What fills the terminal: the main screen, and the small ones that open over it."""
