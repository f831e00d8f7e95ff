"""Perplexities that can be held against each other, though the models know different words.

A model's own perplexity says little beside another's: one that knows few words reads many as the unknown word, which is
easy to foresee. So only those places of a text are judged whose word *every* model has in its vocabulary (ends of lines
and sentence marks are words here):

    common perplexity = exp(mean of -log p(word) over these places)

Each model reads the whole text in its own way, with `<unk>` for what it does not know, and p is its plain probability
out of all that may come, `<unk>` and words that other models lack included: nothing is rescaled to the common words.

Places can only be matched where the models cut the text into the same words, so by the same tokenizer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from predictor_tui.text.vocabulary import UNKNOWN, Vocabulary
from predictor_tui.training.evaluation import Losses, Perplexity, encode_all, judged, losses
from predictor_tui.training.progress import perplexity_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from predictor_tui.nn.model import LanguageModel
    from predictor_tui.text.corpus import Document

Known: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, eq=False, slots=True)
class Reading:
    """How one model read a text of L words, marks and ends of lines."""

    tokenizer: str
    """The name of the tokenizer that cut it into words."""
    losses: Losses
    """-log p of each, in nats: (L,)."""
    known: Known
    """Whether the vocabulary has it: (L,)."""
    own: Perplexity
    """Over all of them, unknown ones as the unknown word."""


@dataclass(frozen=True, slots=True)
class CommonPerplexity:
    """How well several models foresaw the words that all of them know."""

    words: int
    """How many places were judged."""
    share: float
    """How much of the text that is, 0 to 1."""
    perplexities: tuple[float, ...]
    """Of each model, in the order of the readings."""


def read_through(model: LanguageModel, vocabulary: Vocabulary, documents: Sequence[Document]) -> Reading:
    """Let a model read documents one after the other. Raises CorpusError if there is no word in them."""
    stream = encode_all(documents, vocabulary)
    found = losses(model, stream)
    return Reading(vocabulary.tokenizer.name, found, stream != UNKNOWN, judged(stream, found))


def common_perplexity(readings: Sequence[Reading]) -> CommonPerplexity | None:
    """Judge one or more readings of the same documents; None where the tokenizers differ."""
    if len({reading.tokenizer for reading in readings}) > 1:
        return None
    common = np.logical_and.reduce([reading.known for reading in readings])  # ends of lines at least
    return CommonPerplexity(
        words=int(common.sum()),
        share=float(common.mean()),
        perplexities=tuple(perplexity_of(float(reading.losses[common].mean())) for reading in readings),
    )
