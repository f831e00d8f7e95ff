"""What the program learns from one writer: their words, what they follow, and how they spell them.

    values         what is observed, and what is told of a word
    noticing       from a text to an observation: what is worth learning
    database       the SQLite file: private, shared by processes, scrubbed when something is forgotten
    schema         its tables and their version
    faults         what goes wrong with it, in plain words
    counting       the rows of one observation
    forgetting     deleting all that mentions a word
    store          observing, taking back, adding, forgetting; the writer's block and allow lists
    records        what is known of each word, for a person to read
    tidying        what keeps the file small over the years
    line_form      a row of the store as a line of text
    exchange       the store as a text, out and in
    rules          the numbers that say how observations count
    remembered     what a word's rows come to
    frequencies    the words' weights in memory
    continuations  what came behind the contexts at hand
    estimate       from weights to probabilities
    mixture        the writer's words and the network's prediction as one

`prediction.learner` puts them together. Times and places are arguments; nothing here reads a clock.
"""
