"""The matrix products of a training step: their shapes, how many there are, and the operations that they cost.

H units read vectors of width H, T steps of B sequences, N = T B positions, G gates (1, 3 or 4), C scores a position:
the vocabulary, or the candidates of a sampled softmax. Each product of the way forward has two on the way back, one
towards what it read and one towards its weights. Only products are counted: what is done element by element is no
part of the rate that it is held against, so it lowers the share.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

GATES = {"rnn": 1, "gru": 3, "lstm": 4}


@dataclass(frozen=True, slots=True)
class Product:
    """(rows, inner) times (inner, columns), so many times a step."""

    rows: int
    inner: int
    columns: int
    times: int = 1

    @property
    def operations(self) -> int:
        """Multiplications and additions of all of them."""
        return 2 * self.rows * self.inner * self.columns * self.times

    def seconds(self) -> float:
        """Measure how long all of them take."""
        rng = np.random.default_rng(0)
        left = rng.standard_normal((self.rows, self.inner), np.float32)
        right = rng.standard_normal((self.inner, self.columns), np.float32)
        out = np.matmul(left, right)  # which also wakes the threads
        begun = time.perf_counter()
        for _ in range(self.times):
            np.matmul(left, right, out=out)
        return time.perf_counter() - begun


def of_training(cell: str, hidden: int, batch: int, window: int, scores: int) -> list[Product]:
    """Return the products of a step of one worker that learns from `batch` sequences."""
    positions, gates = window * batch, GATES[cell] * hidden
    return [
        *_there_and_back(Product(gates, hidden, positions)),  # all steps' inputs
        *(each for rows in _recurrent(cell, hidden) for each in _step_by_step(rows, hidden, batch, window)),
        *_there_and_back(Product(scores, hidden + 1, positions)),  # the softmax, with its bias
    ]


def _recurrent(cell: str, hidden: int) -> tuple[int, ...]:
    """Return the rows of each recurrent product of a word: a GRU's candidate has to wait for its gates."""
    return (2 * hidden, hidden) if cell == "gru" else (GATES[cell] * hidden,)


def _there_and_back(forward: Product) -> tuple[Product, Product, Product]:
    rows, inner, columns = forward.rows, forward.inner, forward.columns
    return forward, Product(inner, rows, columns), Product(rows, columns, inner)


def _step_by_step(rows: int, hidden: int, batch: int, window: int) -> tuple[Product, Product, Product]:
    """Forward and back word by word, then the weights' gradient of the whole window at once."""
    return (
        Product(rows, hidden, batch, window),
        Product(hidden, rows, batch, window),
        Product(rows, window * batch, hidden),
    )


def operations(products: Iterable[Product]) -> int:
    """Return the operations of all of them."""
    return sum(product.operations for product in products)


def rate(products: Iterable[Product]) -> float:
    """Measure the operations a second at which products of these shapes run one after the other."""
    measured = list(products)
    return operations(measured) / sum(product.seconds() for product in measured)
