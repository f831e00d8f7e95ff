"""The scalar functions of the network, each with its derivative below it.

The derivatives are written in the function's value y, not its argument, since the forward pass has kept the value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from predictor_tui.nn.arrays import Array, Ids


def tanh_derivative(y: Array) -> Array:
    """d tanh(a) / da = 1 - y^2, with y = tanh(a)."""
    return 1 - y * y


def sigmoid(a: Array) -> Array:
    """1 / (1 + exp(-a)), by way of tanh, which neither overflows nor needs a case for the sign."""
    y = 0.5 * np.tanh(0.5 * a) + 0.5
    return np.asarray(y)


def sigmoid_derivative(y: Array) -> Array:
    """d sigmoid(a) / da = y (1 - y), with y = sigmoid(a)."""
    return y * (1 - y)


def squash_gates(a: Array, sigmoids: int) -> None:
    """Apply sigmoid to the first `sigmoids` entries of axis 0 and tanh to the rest, in place, with a single tanh."""
    gates = a[:sigmoids]
    gates *= 0.5
    np.tanh(a, out=a)
    gates *= 0.5
    gates += 0.5


def log_softmax(logits: Array) -> Array:
    """Return log(exp(l) / sum exp(l)) down each column: (V, N) -> (V, N)."""
    shifted = logits - logits.max(axis=0, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=0, keepdims=True)))


def softmax(logits: Array) -> Array:
    """Return exp(l) / sum exp(l) down each column: (V, N) -> (V, N)."""
    return np.exp(log_softmax(logits))


def cross_entropy(logits: Array, targets: Ids) -> Array:
    """Return -log softmax(l)[target] of each column, in nats: (V, N), (N,) -> (N,)."""
    return np.asarray(-log_softmax(logits)[targets, np.arange(targets.size)])


def cross_entropy_derivative(logits: Array, targets: Ids) -> Array:
    """d cross_entropy / d l = softmax(l) - onehot(target): (V, N)."""
    gradient = softmax(logits)
    gradient[targets, np.arange(targets.size)] -= 1
    return gradient
