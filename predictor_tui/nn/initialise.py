"""Weights before training: small, random, and kind to the signal on its way through time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from predictor_tui.nn.arrays import Array, Ids


def glorot(rng: np.random.Generator, rows: int, columns: int) -> Array:
    """Uniform with variance 2 / (rows + columns): keeps the size of signal and gradient (Glorot and Bengio 2010)."""
    limit = np.sqrt(6 / (rows + columns))
    return np.asarray(rng.uniform(-limit, limit, (rows, columns)))


def orthogonal(rng: np.random.Generator, units: int) -> Array:
    """A random rotation: repeated products neither grow nor shrink (Saxe et al. 2014, arXiv:1312.6120)."""
    q, r = np.linalg.qr(rng.standard_normal((units, units)))
    return np.asarray(q * np.sign(np.diag(r)))


def embedding(rng: np.random.Generator, words: int, width: int) -> Array:
    """Uniform within 0.1: as rows of a tied output this starts the scores near zero."""
    return np.asarray(rng.uniform(-0.1, 0.1, (words, width)))


def output_bias(counts: Ids) -> Array:
    """The logarithm of each word's share of the text, counts (V,) -> (V,), over that of an even share.

    So the first predictions are the unigram ones (as Lin et al. 2017, arXiv:1708.02002, start from the prior), and
    none of the learning goes into finding out which words are rare.
    """
    seen = np.maximum(counts, 1)
    return np.asarray(np.log(seen / seen.sum() * seen.size))
