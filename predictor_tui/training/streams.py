"""Documents as one long row of ids, the form in which a network reads them."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from predictor_tui.text.vocabulary import END, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from predictor_tui.text.corpus import Document

Stream = NDArray[np.int32]
"""Ids in reading order, each line ended by END."""


def encode(documents: Sequence[Document], vocabulary: Vocabulary) -> Stream:
    """Return the ids of all lines in order, END after each that has a word."""
    ids = array("i")
    for line in lines(documents):
        if words := vocabulary.tokenizer.stream(line):
            ids.extend(vocabulary.encode(words))
            ids.append(END)
    return np.array(ids, np.int32)


def lines(documents: Sequence[Document]) -> Iterator[str]:
    """Yield the lines of all documents."""
    return (line for document in documents for line in document.lines)
