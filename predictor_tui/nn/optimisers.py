"""Gradient descent: dicts of arrays in, the same dicts changed in place.

A gradient that touches few rows of a matrix (`Rows`) moves those rows only, their moments included: for Adam this is
the usual "lazy" form, which leaves the moments of untouched rows as they were.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from predictor_tui.nn.arrays import Array, Gradients, Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

OPTIMISERS = ("adam", "sgd")
NUMBERS_AT_ONCE = 1 << 16
"""Numbers of a large matrix that are moved at a time, so that what is computed on the way stays in the cache."""


def squared_norm(gradients: Gradients) -> float:
    """Return the sum of the squares of all gradients, in double precision."""
    values = (g.values if isinstance(g, Rows) else g for g in gradients.values())
    return sum(float(np.vdot(v, v)) for v in values)


def clipping_factor(norm: float, limit: float) -> float:
    """Return what scales gradients of Euclidean norm `norm` to at most `limit` (Pascanu et al. 2013)."""
    return limit / norm if norm > limit else 1.0


class Optimiser(ABC):
    """Moves parameters against their gradients; what it remembers between steps, its moments, belongs to the caller."""

    kept: ClassVar[tuple[str, ...]] = ()
    """The moments kept of each parameter: "m" stands for arrays named "m.NAME" of the parameter's shape."""

    @abstractmethod
    def update(
        self,
        parameters: dict[str, Array],
        gradients: Gradients,
        moments: dict[str, Array],
        *,
        rate: float,
        step: int,
        scale: float = 1.0,
    ) -> None:
        """Change `parameters` and `moments`, zeros at first, in place.

        `step` counts from 1; gradients count `scale` times, which is how they are clipped.
        """


class SGD(Optimiser):
    """Plain stochastic gradient descent: w -= rate * g."""

    def update(
        self,
        parameters: dict[str, Array],
        gradients: Gradients,
        moments: dict[str, Array],  # noqa: ARG002
        *,
        rate: float,
        step: int,  # noqa: ARG002
        scale: float = 1.0,
    ) -> None:
        rate *= scale
        for name, gradient in gradients.items():
            w = parameters[name]
            if isinstance(gradient, Rows):
                w[gradient.ids] -= rate * gradient.values
                continue
            for piece in pieces(w):
                w[piece] -= rate * gradient[piece]


class Adam(Optimiser):
    """Adam (Kingma and Ba 2015, arXiv:1412.6980).

    m = b1 m + (1 - b1) g,  v = b2 v + (1 - b2) g^2,  w -= rate * m / (1 - b1^t) / (sqrt(v / (1 - b2^t)) + eps)
    """

    kept = ("m", "v")
    b1, b2, eps = 0.9, 0.999, 1e-8

    def update(
        self,
        parameters: dict[str, Array],
        gradients: Gradients,
        moments: dict[str, Array],
        *,
        rate: float,
        step: int,
        scale: float = 1.0,
    ) -> None:
        correction = float(np.sqrt(1 - self.b2**step))
        rate = rate * correction / float(1 - self.b1**step)
        for name, gradient in gradients.items():
            w, m, v = parameters[name], moments[f"m.{name}"], moments[f"v.{name}"]
            if isinstance(gradient, Rows):
                ids = gradient.ids
                m_rows, v_rows = m[ids], v[ids]
                w[ids] -= self._move(m_rows, v_rows, gradient.values, scale, rate, correction)
                m[ids], v[ids] = m_rows, v_rows
                continue
            for piece in pieces(w):
                w[piece] -= self._move(m[piece], v[piece], gradient[piece], scale, rate, correction)

    def _move(self, m: Array, v: Array, g: Array, scale: float, rate: float, correction: float) -> Array:
        """Bring m and v up to date in place and return what is to be subtracted."""
        m *= self.b1
        squared = g * ((1 - self.b1) * scale)
        m += squared
        v *= self.b2
        np.multiply(g, g, out=squared)
        squared *= (1 - self.b2) * scale * scale
        v += squared
        np.sqrt(v, out=squared)
        squared += self.eps * correction
        np.divide(m, squared, out=squared)
        squared *= rate
        return squared


def pieces(array: Array) -> Iterator[slice]:
    """Cut the first axis so that each piece has about NUMBERS_AT_ONCE numbers."""
    count = max(1, NUMBERS_AT_ONCE * array.shape[0] // max(1, array.size))
    return (slice(start, start + count) for start in range(0, array.shape[0], count))


def optimiser_named(name: str) -> Optimiser:
    """Return "adam" or "sgd"; ValueError otherwise."""
    if name == "adam":
        return Adam()
    if name == "sgd":
        return SGD()
    raise ValueError(f"optimiser is {name!r}, not one of {', '.join(OPTIMISERS)}")
