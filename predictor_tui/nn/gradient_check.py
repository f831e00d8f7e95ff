"""Is a gradient right? A directional central difference, in float64.

Along a direction v the slope of the loss must be the gradient's product with v. The slope is taken from five points,
which leaves an error of order e^4:

    (8 (f(w + e v) - f(w - e v)) - (f(w + 2e v) - f(w - 2e v))) / 12e  =  <df/dw, v>

One direction checks every entry at once, since an error in any of them shows in the product almost surely. v is half
random and half the gradient itself, so that the slope is never lost in rounding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from predictor_tui.nn.arrays import Array


def relative_error(
    loss: Callable[[], float], array: Array, gradient: Array, rng: np.random.Generator, step: float = 1e-3
) -> float:
    """Return |numerical - analytical slope| / max(|either|) along one direction; 0 where both vanish.

    `loss` depends on `array`, which is changed in place while it is called, and put back.
    """
    direction = _direction(gradient, rng)
    before = array.copy()

    def at(distance: float) -> float:
        array[...] = before + distance * direction
        return loss()

    near, far = at(step) - at(-step), at(2 * step) - at(-2 * step)
    array[...] = before
    numerical = (8 * near - far) / (12 * step)
    analytical = float((gradient * direction).sum())
    largest = max(abs(numerical), abs(analytical))
    return abs(numerical - analytical) / largest if largest else 0.0


def _direction(gradient: Array, rng: np.random.Generator) -> Array:
    random = rng.standard_normal(gradient.shape)
    size = np.linalg.norm(gradient)
    direction = random / np.linalg.norm(random) + (gradient / size if size else 0)
    return np.asarray(direction / np.linalg.norm(direction))
