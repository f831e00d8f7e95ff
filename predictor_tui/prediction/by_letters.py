"""How soon words are found: hits and saved keys by the number of letters that have been typed.

Row k of each array is a depth, column n a number of letters, from 0 up to one less than the longest word has. A column
counts every word taken after *at most* n letters, so that a curve rises from what next-word prediction alone gives (its
first column is top-k) to what all letters give (its last column of savings is KSR@k):

    hit rate at n  = words taken after at most n letters / all words
    savings at n   = keys that these words save / keys without suggestions
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from predictor_tui.prediction.typist import TypedWords

Shares: TypeAlias = NDArray[np.float64]


def hit_rates(typed: TypedWords) -> Shares:
    """Return the share of words taken after at most n letters: (K, N)."""
    return np.asarray(_up_to(typed, typed.letters < typed.length) / typed.length.size)


def savings(typed: TypedWords) -> Shares:
    """Return the share of all keys that words taken after at most n letters save: (K, N)."""
    return np.asarray(_up_to(typed, typed.length - typed.letters) / (typed.length + 1).sum())


def context_shares(typed: TypedWords, without_memory: TypedWords) -> Shares:
    """Return the share of the hits that context gives: 1 - hits without memory / hits, (K, N); NaN where no hits are.

    `without_memory` holds the same words typed with the memory emptied before each. It is the net gain, so below 0
    where a memory does more harm than good.
    """
    hits, without = hit_rates(typed), hit_rates(without_memory)
    return 1 - np.divide(without, hits, out=np.full_like(hits, np.nan), where=hits > 0)


def _up_to(typed: TypedWords, worth: NDArray[np.generic]) -> Shares:
    """Add up what words are worth (K, W) over those taken after at most n letters: (K, N)."""
    columns = int(typed.length.max())
    sums = [
        np.bincount(letters, weights, minlength=columns + 1)[:columns]  # what comes in the last column was never taken
        for letters, weights in zip(typed.letters, worth, strict=True)
    ]
    return np.cumsum(sums, axis=1)
