"""The network's prediction, with or without a cache, and the writer's own words as one.

With w a word, p_own and its rest r as `estimate` has them, and strength the most that the writer's words may have:

    p(w) = (1 - strength (1 - r)) p_net(w) + strength p_own(w)                summing to 1 over all words w

So what the writer's words leave open (r) goes to the network, and one of whom nothing is known gets its prediction.
What p_own gives to words that the vocabulary lacks is added to the unknown word, whose probability remains their sum.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from predictor_tui.prediction.next_word import NextWord, OwnWord
from predictor_tui.prediction.ranking import log_sum
from predictor_tui.text.vocabulary import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from predictor_tui.prediction.learning.estimate import Floats
    from predictor_tui.prediction.ranking import Ids


@dataclass(frozen=True, eq=False, slots=True)
class WritersWords:
    """What the writer alone says of the next word."""

    ids: Ids
    """(M,) The words that the vocabulary has; distinct."""
    probabilities: Floats
    """(M,) p_own of these."""
    beyond: float
    """The sum of p_own over the words that the vocabulary lacks, whether they are offered or not."""
    own: tuple[OwnWord, ...]
    """Those of them that may be offered, with log p_own; the most probable first."""
    rest: float
    """r: 1 less the sum over all words of p_own."""


def mixed(after: NextWord, writer: WritersWords, strength: float) -> NextWord:
    """Return the mixture; `strength` is at least 0, which gives `after`, and below 1."""
    if strength <= 0 or writer.rest >= 1:
        return after
    log_network = math.log1p(-strength * (1 - writer.rest))
    mixture = after.log_probabilities.astype(np.float64) + log_network
    ids = np.append(writer.ids, UNKNOWN)
    shares = strength * np.append(writer.probabilities, writer.beyond)
    mixture[ids] = np.log(np.exp(mixture[ids]) + shares, out=mixture[ids], where=shares > 0)
    log_strength = math.log(strength)
    return NextWord(
        mixture,
        after.log_unknown + log_network,
        _together(
            [OwnWord(word.key, word.spelling, word.log_probability + log_network) for word in after.own],
            [OwnWord(word.key, word.spelling, word.log_probability + log_strength) for word in writer.own],
        ),
    )


def _together(of_document: Iterable[OwnWord], of_writer: Iterable[OwnWord]) -> tuple[OwnWord, ...]:
    """Return the words of both, the most probable first; one in both is spelt as in the document."""
    found = {word.key: word for word in of_writer}
    for word in of_document:
        both = [word.log_probability]
        if word.key in found:
            both.append(found[word.key].log_probability)
        found[word.key] = OwnWord(word.key, word.spelling, log_sum(*both))
    return tuple(sorted(found.values(), key=lambda word: (-word.log_probability, word.key)))
