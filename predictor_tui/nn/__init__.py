"""The network: arrays in, arrays out; no words, files, clocks or printing.

A window of T words by B sequences is kept feature-major: a matrix of shape (features, T*B) whose column t*B + b
belongs to word t of sequence b. One product then serves all the words of a window, a step is a block of B columns,
and a recurrent product is `(gates, H) @ (H, B)`.
"""
