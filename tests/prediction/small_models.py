"""Models small enough to try everything on: a score of words, a handful of units, random weights from a fixed seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import settings, strategies

from predictor_tui.model_file import ModelFile
from predictor_tui.nn.model import LanguageModel
from predictor_tui.nn.settings import ModelSettings
from predictor_tui.prediction.predictor import Predictor
from predictor_tui.text.tail import build_tail
from predictor_tui.text.tokenizer import WHITESPACE, WORDS
from predictor_tui.text.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from predictor_tui.text.tail import Tail
    from predictor_tui.text.tokenizer import Tokenizer

fixed = settings(derandomize=True, deadline=None, max_examples=100)

SPELLINGS = (
    *("<unk>", "<eos>", ".", "the", "I", "to", "going", "?", "gym", "I'm", "don't", "Monday", "and"),
    *("NASA", "3.5", "iPhone", "go", "then", "there", "gypsy", "home", "café", "well-known", "o'clock"),
    *("...", "straße"),
)

typed = strategies.lists(
    strategies.one_of(
        strategies.sampled_from(
            [*SPELLINGS, " ", " ", " ", "\n", ",", '"', "x", "GYM ", "don’t ", "g", "th", "\0", "\r\n"]
        ),
        strategies.text(max_size=3),
    ),
    max_size=12,
).map("".join)
"""Texts as they may stand before a cursor, finished or not, plain or odd."""


def tail(rare: Mapping[str, int], tokenizer: Tokenizer = WORDS) -> Tail:
    """Return a tail of these words with their counts."""
    words = {tokenizer.key(word): word for word in rare}
    found = build_tail({key: rare[word] for key, word in words.items()}, words, tokenizer)
    assert found is not None
    return found


def vocabulary(tokenizer: Tokenizer = WORDS, rare: Mapping[str, int] | None = None) -> Vocabulary:
    return Vocabulary(SPELLINGS, range(len(SPELLINGS), 0, -1), tokenizer, tail(rare, tokenizer) if rare else None)


def model_file(
    cell: str = "lstm", layers: int = 1, tokenizer: Tokenizer = WORDS, rare: Mapping[str, int] | None = None
) -> ModelFile:
    words = vocabulary(tokenizer, rare)
    shape = ModelSettings(vocabulary=len(words), cell=cell, embedding=5, hidden=4, layers=layers)
    model = LanguageModel.initialised(shape, np.random.default_rng(1))
    model.output_weights[:] *= 30  # else all words are about as probable
    return ModelFile(model, words, {"name": "tiny"})


def predictor(cell: str = "lstm", layers: int = 1, tokenizer: Tokenizer = WORDS) -> Predictor:
    return Predictor(model_file(cell, layers, tokenizer), "tiny")


def treebank_predictor() -> Predictor:
    """Return a predictor for text that is cut into words already, where capitals count."""
    return predictor(tokenizer=WHITESPACE)
