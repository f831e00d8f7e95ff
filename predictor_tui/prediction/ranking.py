"""Which words are offered and with what probability: arrays of log-probabilities in, words in order out.

V is the size of the vocabulary, N the number of candidates; a candidate is an id that may be offered at all. Equal
probabilities are ordered by id, so by how frequent the words are.
"""

from __future__ import annotations

import math
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Ids: TypeAlias = NDArray[np.intp]
LogProbabilities: TypeAlias = NDArray[np.floating[Any]]


class Scored(NamedTuple):
    """A word in its usual spelling."""

    word: str
    log_probability: float


def best(log_probabilities: LogProbabilities, candidates: Ids, k: int) -> Ids:
    """Return the k most probable candidates, best first, or all if there are fewer.

    log_probabilities (V,), candidates (N,) distinct ids in any order.
    """
    scores = log_probabilities[candidates]  # (N,)
    if k < len(scores):
        least = np.partition(scores, -k)[-k]
        kept = scores >= least
        scores, candidates = scores[kept], candidates[kept]
    return candidates[np.lexsort((candidates, -scores))][:k]


def log_total(log_probabilities: LogProbabilities, candidates: Ids) -> float:
    """Return the logarithm of the candidates' sum, also where that sum is too small for a number; -inf for none."""
    scores = log_probabilities[candidates]
    peak = float(scores.max(initial=-np.inf))
    if peak == -math.inf:
        return peak
    return peak + math.log(np.exp(scores - peak, dtype=np.float64).sum())


def share(log_probability: float, total: float) -> float:
    """Return which part of a sum, itself given by its logarithm, one of its terms is."""
    return min(1.0, math.exp(log_probability - total))


def log_sum(*terms: float) -> float:
    """Return the logarithm of a sum of numbers that are given by their logarithms."""
    peak = max(terms)
    return peak if peak == -math.inf else peak + math.log(math.fsum(math.exp(term - peak) for term in terms))


def distinct_words(
    ranked: Callable[[int], Sequence[Scored]], k: int, spell: Callable[[str], str | None]
) -> dict[str, float]:
    """Return up to k words with their log-probabilities, the most probable first.

    `ranked` returns so many words, best first, fewer only if there are no more. `spell` turns one into the word to be
    offered, or into None where it should not be. Of those that are then spelt alike the most probable stands for all.
    """
    words: dict[str, float] = {}
    asked = k + 2
    while True:
        found = ranked(asked)
        for usual, score in found:
            if (word := spell(usual)) is not None:
                words.setdefault(word, score)
        if len(words) >= k or len(found) < asked:
            return dict(islice(words.items(), k))
        asked *= 2
