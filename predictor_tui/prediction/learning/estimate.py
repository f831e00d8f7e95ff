"""From how much was written of each word to how probable the writer makes it: absolute discounting with back-off.

(Ney, Essen and Kneser 1994.) n words of the writer's. With c0 the empty context, c1 the word before, c2 the two words
before; N(c, w) the weight of w behind c, N(c) its sum over all w; D the discount; K0 the trust, K1 = K2 the doubt:

    kept(c, w) = max(N(c, w) - D, 0) / (N(c) + K)
    left(c)    = 1 - sum over w of kept(c, w)                             what c leaves to the shorter context
    p0(w) = kept(c0, w)
    pj(w) = kept(cj, w) + left(cj) p(j-1)(w)                              for each longer context that was seen

The p of the longest context sums to 1 - r, where r is the product of all left(c). That rest belongs to the network: a
writer of whom little is known is left to it almost wholly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

    from predictor_tui.prediction.learning.rules import LearningRules

Bools: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]


class Behind(NamedTuple):
    """The weights of the words behind one context."""

    numbers: NDArray[np.intp]
    """(M,), distinct."""
    weights: Floats
    """(M,), each above 0."""


def estimate(alone: Floats, contexts: Sequence[Behind], rules: LearningRules) -> tuple[Floats, float]:
    """Return p of every word, and the rest r: alone (n,) are the weights without context; shortest context first."""
    p, rest = _kept(alone, rules.discount, rules.trust)
    for behind in contexts:
        if behind.numbers.size:
            kept, left = _kept(behind.weights, rules.discount, rules.doubt)
            p *= left
            p[behind.numbers] += kept
            rest *= left
    return p, rest


def _kept(weights: Floats, discount: float, prior: float) -> tuple[Floats, float]:
    """Return kept(c, w) of each word and left(c)."""
    total = float(weights.sum()) + prior
    if not total:
        return np.zeros_like(weights), 1.0
    kept = np.maximum(weights - discount, 0.0) / total
    return kept, (float(np.minimum(weights, discount).sum()) + prior) / total
