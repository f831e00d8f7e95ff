"""Gradient descent: dicts of arrays in, the same dicts changed in place.

A gradient that touches few rows of a matrix (`Rows`) moves those rows only, their moments included: for Adam this is
the usual "lazy" form, which leaves the moments of untouched rows as they were.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np

from predictor_tui.nn.arrays import Array, Gradients, Rows

OPTIMISERS = ("adam", "sgd")


def global_norm(gradients: Gradients) -> float:
    """Return the Euclidean norm of all gradients taken as one vector."""
    values = (g.values if isinstance(g, Rows) else g for g in gradients.values())
    return float(np.sqrt(sum(float(np.vdot(v, v)) for v in values)))


def clip_by_global_norm(gradients: Gradients, limit: float) -> float:
    """Scale all gradients in place so that their norm is at most `limit`; return what it was (Pascanu et al. 2013)."""
    norm = global_norm(gradients)
    if norm > limit:
        for gradient in gradients.values():
            values = gradient.values if isinstance(gradient, Rows) else gradient
            values *= limit / norm
    return norm


class Optimiser(ABC):
    """Moves parameters against their gradients; what it remembers is a dict of arrays, so that it can be saved."""

    def __init__(self) -> None:
        self.moments: dict[str, Array] = {}
        """Everything a resumed run needs, by name."""

    @abstractmethod
    def update(self, parameters: dict[str, Array], gradients: Gradients, learning_rate: float) -> None:
        """Change `parameters` in place."""


class SGD(Optimiser):
    """Plain stochastic gradient descent: w -= rate * g."""

    def update(self, parameters: dict[str, Array], gradients: Gradients, learning_rate: float) -> None:
        for name, gradient in gradients.items():
            if isinstance(gradient, Rows):
                parameters[name][gradient.ids] -= learning_rate * gradient.values
            else:
                parameters[name] -= learning_rate * gradient


class Adam(Optimiser):
    """Adam (Kingma and Ba 2015, arXiv:1412.6980).

    m = b1 m + (1 - b1) g,  v = b2 v + (1 - b2) g^2,  w -= rate * m / (1 - b1^t) / (sqrt(v / (1 - b2^t)) + eps)
    """

    b1, b2, eps = 0.9, 0.999, 1e-8

    def update(self, parameters: dict[str, Array], gradients: Gradients, learning_rate: float) -> None:
        steps = self.moments.setdefault("steps", np.zeros(1))
        steps += 1
        correction = float(np.sqrt(1 - self.b2 ** steps[0]))
        rate = learning_rate * correction / float(1 - self.b1 ** steps[0])
        for name, gradient in gradients.items():
            w = parameters[name]
            m = self.moments.setdefault(f"m.{name}", np.zeros_like(w))
            v = self.moments.setdefault(f"v.{name}", np.zeros_like(w))
            if isinstance(gradient, Rows):
                m_rows, v_rows = m[gradient.ids], v[gradient.ids]
                w[gradient.ids] -= self._move(m_rows, v_rows, gradient.values, rate, correction)
                m[gradient.ids], v[gradient.ids] = m_rows, v_rows
            else:
                w -= self._move(m, v, gradient, rate, correction)

    def _move(self, m: Array, v: Array, g: Array, rate: float, correction: float) -> Array:
        """Bring m and v up to date in place and return what is to be subtracted."""
        m *= self.b1
        m += (1 - self.b1) * g
        v *= self.b2
        squared = g * g
        squared *= 1 - self.b2
        v += squared
        np.sqrt(v, out=squared)
        squared += self.eps * correction
        np.divide(m, squared, out=squared)
        squared *= rate
        return squared


def optimiser_named(name: str) -> Optimiser:
    """Return a fresh optimiser: "adam" or "sgd"; ValueError otherwise."""
    if name == "adam":
        return Adam()
    if name == "sgd":
        return SGD()
    raise ValueError(f"optimiser is {name!r}, not one of {', '.join(OPTIMISERS)}")
