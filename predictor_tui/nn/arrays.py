"""The array type of the network, buffers that are used again, and gradients that touch few rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import DTypeLike, NDArray

Array: TypeAlias = NDArray[np.floating[Any]]
"""float32 for typing and training, float64 for checking gradients."""
Ids: TypeAlias = NDArray[np.integer[Any]]
Parameters: TypeAlias = Mapping[str, Array]


@dataclass(frozen=True, eq=False, slots=True)
class Rows:
    """The gradient of a matrix of which a batch touches only some rows: all other rows are zero."""

    ids: Ids
    """The touched rows, rising, each once: (R,)."""
    values: Array
    """Their gradients: (R, columns)."""

    def dense(self, like: Array) -> Array:
        """Return the gradient as a full matrix of the shape and type of `like`."""
        full = np.zeros_like(like)
        full[self.ids] = self.values
        return full


Gradients: TypeAlias = dict[str, "Array | Rows"]


class Workspace:
    """Buffers by name, used again from window to window: fresh large arrays cost page faults at every step.

    An array taken from here holds what it held until the next call for the same name.
    """

    def __init__(self, dtype: DTypeLike) -> None:
        self.dtype = np.dtype(dtype)
        self._buffers: dict[str, Array] = {}
        self._lent: set[str] = set()

    def take(self, name: str, *shape: int) -> Array:
        """Return an array of this shape, its values undefined."""
        buffer = self._buffers.get(name)
        if buffer is None or buffer.shape != shape:
            buffer = self._buffers[name] = np.empty(shape, self.dtype)
        return buffer

    def lend(self, name: str, buffer: Array) -> None:
        """Let `take` return this array for its name and shape, so that what is computed lands there."""
        self._buffers[name] = buffer
        self._lent.add(name)

    def nbytes(self) -> int:
        """Return the bytes that all buffers of its own hold together."""
        return sum(buffer.nbytes for name, buffer in self._buffers.items() if name not in self._lent)


def sum_rows(ids: Ids, rows: Array) -> Rows:
    """Add up rows that share an id: ids (N,), rows (N, D) -> at most N rows, their ids rising."""
    order = np.argsort(ids, kind="stable")
    ordered = ids[order]
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    return Rows(ordered[starts], np.add.reduceat(rows[order], starts, axis=0))


def added(gradient: Array | Rows | None, rows: Rows) -> Array | Rows:
    """Return the sum of a matrix's gradient, None for none yet, and that of some of its rows.

    A gradient of the whole matrix is changed in place.
    """
    if gradient is None:
        return rows
    if isinstance(gradient, Rows):
        return _union(gradient, rows)
    gradient[rows.ids] += rows.values
    return gradient


def _union(left: Rows, right: Rows) -> Rows:
    ids = np.union1d(left.ids, right.ids)
    values = np.zeros((ids.size, left.values.shape[1]), left.values.dtype)
    values[np.searchsorted(ids, left.ids)] = left.values
    values[np.searchsorted(ids, right.ids)] += right.values
    return Rows(ids, values)
