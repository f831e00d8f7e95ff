"""Dropout on what passes between layers, never on what passes between words.

Srivastava et al. 2014; for recurrent networks Zaremba et al. 2014, arXiv:1409.2329.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from predictor_tui.nn.arrays import Array


def dropout_mask(rng: np.random.Generator, shape: tuple[int, ...], rate: float, like: Array) -> Array:
    """Return a mask that is 0 with probability `rate` and 1 / (1 - rate) otherwise, of the type of `like`.

    Multiplying by it leaves the expectation as it was, so nothing needs scaling when dropout is off. The gradient is
    multiplied by the same mask.
    """
    kept = rng.random(shape, dtype=np.float32) >= rate
    return kept * like.dtype.type(1 / (1 - rate))
