"""A cache of what a text held so far (Grave, Joulin and Usunier 2017, arXiv:1612.04426).

Where the memory was once much as it is now, the word that came then is likely again. With h_t the top layer's state
before word t, and the sum over the last `reach` words before it:

    p_cache(w) ~ sum over i of [word i is w] exp(flatness h_t . h_i)        summing to 1 over all words w
    p(w) = (1 - strength) p_model(w) + strength p_cache(w)

Where no word came before, p is p_model. Here keys are the h_i, one a row, and values the words that came after them.
N keys, H units, V words, Q queries.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from predictor_tui.nn.arrays import Array, Ids


@dataclass(frozen=True, slots=True)
class CacheSettings:
    """How much the cache counts, and what it holds; raises ValueError on what no cache can have."""

    strength: float
    """The cache's share in the mixture; at least 0, which is no cache, and below 1."""
    reach: int
    """How many words back it goes; at least 1."""
    flatness: float
    """What the states' dot product is multiplied with: 0 only counts words, and the larger, the more likeness tells."""

    def __post_init__(self) -> None:
        if not 0 <= self.strength < 1:
            raise ValueError(f"strength is {self.strength!r}, not at least 0 and below 1")
        if not isinstance(self.reach, int) or isinstance(self.reach, bool) or self.reach < 1:
            raise ValueError(f"reach is {self.reach!r}, not a whole number of at least 1")
        if not 0 <= self.flatness < math.inf:
            raise ValueError(f"flatness is {self.flatness!r}, not a number of at least 0")


def shares(keys: Array, query: Array, flatness: float) -> Array:
    """Return each remembered word's part of the cache's probability: keys (N, H), query (H,) -> (N,), N at least 1."""
    scores = flatness * (keys @ query)
    scores -= scores.max()
    np.exp(scores, out=scores)
    scores /= scores.sum()
    return scores


def mixed(log_probabilities: Array, values: Ids, shares: Array, strength: float) -> Array:
    """Return log p of every word: log_probabilities of the model (V,), values and shares (N,), 0 < strength < 1."""
    cached = np.bincount(values, shares, minlength=log_probabilities.size)  # (V,)
    ids = np.flatnonzero(cached)
    mixture: Array = log_probabilities + math.log1p(-strength)
    mixture[ids] = np.logaddexp(mixture[ids], math.log(strength) + np.log(cached[ids]))
    return mixture


def target_shares(
    keys: Array, values: Ids, queries: Array, targets: Ids, visible: Array, flatnesses: Sequence[float]
) -> Array:
    """Return p_cache of the target of each query, for each flatness; 0 where a query sees no key.

    keys (N, H), values (N,), queries (Q, H), targets (Q,), visible (Q, N): 0 where a key counts for a query, else -inf
    -> (len(flatnesses), Q).
    """
    likeness = queries @ keys.T  # (Q, N)
    hits = values[None, :] == targets[:, None]
    found = np.zeros((len(flatnesses), targets.size))
    for row, flatness in zip(found, flatnesses, strict=True):
        scores = flatness * likeness + visible
        peak = scores.max(axis=1, keepdims=True)
        weights = np.exp(scores - np.where(np.isfinite(peak), peak, 0))
        total = weights.sum(axis=1)
        np.divide((weights * hits).sum(axis=1), total, out=row, where=total > 0)
    return found
