"""Which words are offered and with what probability: arrays of log-probabilities in, ids in order out.

V is the size of the vocabulary, N the number of candidates; a candidate is an id that may be offered at all. Equal
probabilities are ordered by id, so by how frequent the words are.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

Ids: TypeAlias = NDArray[np.intp]
LogProbabilities: TypeAlias = NDArray[np.floating[Any]]


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


def shares(log_probabilities: LogProbabilities, candidates: Ids, chosen: Ids) -> list[float]:
    """Return the probability of each chosen id given that the word is one of the candidates.

    Where all candidates are too improbable for their sum to be a number, the most probable ones still get their share.
    """
    scores = log_probabilities[candidates]
    peak = scores.max(initial=-np.inf)
    total = np.exp(scores - peak, dtype=np.float64).sum()
    return [float(share) for share in np.exp(log_probabilities[chosen] - peak, dtype=np.float64) / total]


def distinct_words(
    log_probabilities: LogProbabilities, candidates: Ids, k: int, spell: Callable[[int], str | None]
) -> dict[str, int]:
    """Return up to k words with their ids, the most probable first.

    `spell` turns an id into the word to be offered, or into None where it should not be. Of ids that are spelt alike
    the most probable stands for all.
    """
    words: dict[str, int] = {}
    asked = min(k + 2, len(candidates))
    while True:
        for id_ in best(log_probabilities, candidates, asked):
            if (word := spell(int(id_))) is not None:
                words.setdefault(word, int(id_))
        if len(words) >= k or asked == len(candidates):
            return dict(islice(words.items(), k))
        asked = min(2 * asked, len(candidates))
