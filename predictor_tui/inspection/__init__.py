"""Questions to a model about one text: what went on inside, why this word, how far back, and what if.

All are functions of a model and ids; what they return is frozen and holds numbers and tuples only. They use the
working buffers of the model they are given: a thread asks `model.beside()`.
"""
