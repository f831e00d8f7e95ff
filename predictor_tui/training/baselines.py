"""What counting alone achieves: the figures that a network has to beat to be worth its while."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from predictor_tui.text.vocabulary import END, UNKNOWN
from predictor_tui.training.evaluation import Perplexity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from predictor_tui.training.streams import Stream


def unigram(train: Stream, valid: Stream, vocabulary: int) -> Perplexity:
    """Judge `valid` by how often each word occurs in `train`, one added to every count (Laplace)."""
    return _judged(valid, _unigram(train, vocabulary)[valid])


def bigram(train: Stream, valid: Stream, vocabulary: int) -> Perplexity:
    """Judge `valid` by the words that follow each word in `train`, smoothed after Witten and Bell (1991).

    p(w | v) = (c(v, w) + t(v) p(w)) / (c(v) + t(v)), with t(v) the number of distinct words seen after v.
    """
    pairs, counts = np.unique(_pairs(train, vocabulary), return_counts=True)
    before = pairs // vocabulary
    distinct = np.bincount(before, minlength=vocabulary)
    seen = np.bincount(before, weights=counts, minlength=vocabulary)
    wanted = _pairs(valid, vocabulary)
    places = np.minimum(np.searchsorted(pairs, wanted), pairs.size - 1)
    count = np.where(pairs[places] == wanted, counts[places], 0)
    v, back_off = wanted // vocabulary, _unigram(train, vocabulary)[valid]
    known = np.maximum(seen[v] + distinct[v], 1)
    return _judged(valid, np.where(seen[v] > 0, (count + distinct[v] * back_off) / known, back_off))


def _unigram(train: Stream, vocabulary: int) -> NDArray[np.float64]:
    counts = np.bincount(train, minlength=vocabulary) + 1.0
    return np.asarray(counts / counts.sum())


def _pairs(stream: Stream, vocabulary: int) -> NDArray[np.int64]:
    """Return each word with the one before it as one number; END stands before the first."""
    before = np.concatenate(([END], stream[:-1])).astype(np.int64)
    return np.asarray(before * vocabulary + stream)


def _judged(valid: Stream, probabilities: NDArray[np.float64]) -> Perplexity:
    return Perplexity(valid.size, float(-np.log(probabilities).mean()), float((valid == UNKNOWN).mean()))
