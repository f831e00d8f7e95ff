"""Weights before training: small, random, and kind to the signal on its way through time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from predictor_tui.nn.arrays import Array


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
