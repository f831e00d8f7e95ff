"""How surprised a model is by a text: perplexity, every word of it counted once.

The text is read in ROWS rows side by side, which is many times faster than in one. Each row first reads the WARM_UP
words that stand before it, uncounted, so that its memory is what it would have been, to within what a memory of that
age still holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from predictor_tui.errors import CorpusError
from predictor_tui.text.vocabulary import END, UNKNOWN, Vocabulary
from predictor_tui.training.progress import perplexity_of
from predictor_tui.training.streams import Stream, encode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from predictor_tui.nn.arrays import Array, Ids
    from predictor_tui.nn.model import LanguageModel
    from predictor_tui.text.corpus import Document

ROWS = 16
WARM_UP = 128
WINDOW = 64

Losses: TypeAlias = NDArray[np.float64]
"""-log p of each word of a text, in nats."""


@dataclass(frozen=True, slots=True)
class Perplexity:
    """How well a text was foreseen."""

    words: int
    """How many predictions were judged: words, sentence marks and ends of lines."""
    nats: float
    """Mean of -log p, in nats."""
    unknown_share: float
    """Share of them that the vocabulary does not have; they count as the unknown word."""

    @property
    def perplexity(self) -> float:
        """Return exp(nats), infinite where that is too large for a number."""
        return perplexity_of(self.nats)


def perplexity(model: LanguageModel, vocabulary: Vocabulary, documents: Sequence[Document]) -> Perplexity:
    """Judge the prediction of every word of some documents, read one after the other. Raises CorpusError."""
    return evaluate(model, encode_all(documents, vocabulary))


def encode_all(documents: Sequence[Document], vocabulary: Vocabulary) -> Stream:
    """Return the ids of some documents. Raises CorpusError where they have no word."""
    stream = encode(documents, vocabulary)
    if not stream.size:
        raise CorpusError("the text has no words to judge")
    return stream


def evaluate(model: LanguageModel, stream: Stream) -> Perplexity:
    """Judge the prediction of every id of `stream` (L,), the first one after an END; L at least 1."""
    return judged(stream, losses(model, stream))


def losses(model: LanguageModel, stream: Stream, share: tuple[int, int] = (0, 1)) -> Losses:
    """Return -log p of every id of `stream` (L,) in nats, the first one after an END: (L,); L at least 1.

    With a `share` (k, n), only those of the k-th of n parts, k from 0; the parts follow each other.
    """
    rows = min(ROWS, max(1, stream.size // WARM_UP))
    length = -(-stream.size // rows)
    read = np.full(WARM_UP + rows * length + 1, END, np.int32)
    read[WARM_UP + 1 : WARM_UP + 1 + stream.size] = stream  # read[WARM_UP + i] is what precedes target i
    starts = np.array_split(np.arange(rows) * length, share[1])[share[0]]
    if not starts.size:
        return np.empty(0)
    state = _warm(model, read, starts)
    found = np.empty(starts.size * length)
    for begin in range(0, length, WINDOW):
        at = starts + np.arange(begin, min(begin + WINDOW, length))[:, None]  # (T, rows): which target
        found[at - starts[0]], state = model.word_losses(read[WARM_UP + at], read[WARM_UP + 1 + at], state)
    return found[: max(0, stream.size - starts[0])]


def evaluate_without_memory(model: LanguageModel, stream: Stream) -> Perplexity:
    """Judge every id of `stream` (L,) with the memory emptied before each word: what is left is a learnt bigram."""
    read = np.concatenate((np.array([END], np.int32), stream))
    found = np.empty(stream.size)
    for begin in range(0, stream.size, WINDOW * ROWS):
        part = slice(begin, min(begin + WINDOW * ROWS, stream.size))
        empty = model.initial_state(part.stop - begin)
        found[part] = model.word_losses(read[None, part], stream[None, part], empty)[0][0]
    return judged(stream, found)


def judged(stream: Stream, nats: Losses) -> Perplexity:
    """Sum up the losses of every id of `stream`: both (L,)."""
    return Perplexity(stream.size, float(nats.mean()), float((stream == UNKNOWN).mean()))


def _warm(model: LanguageModel, read: Stream, starts: Ids) -> Array:
    """Return each row's state before its first word: (S, rows)."""
    before = starts + np.arange(WARM_UP)[:, None]
    state = model.last_state(read[before], model.initial_state(starts.size))
    state[:, starts == 0] = 0  # the text's own start has nothing before it
    return state
