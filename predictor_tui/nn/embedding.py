"""Words as vectors: the rows of a matrix, looked up on the way in and added up on the way back."""

from __future__ import annotations

import numpy as np

from predictor_tui.nn.arrays import Array, Ids, Rows, Workspace, sum_rows


def look_up(E: Array, ids: Ids, width: int, work: Workspace) -> Array:
    """Return the first `width` columns of the rows of E as columns: E (V, >= D), ids (N,) -> (D, N)."""
    x = work.take("embedding.x", width, ids.size)
    x[...] = E[ids, :width].T
    return x


def look_up_backward(ids: Ids, d_x: Array, columns: int) -> Rows:
    """Return the gradient of E (V, `columns`) from that of the looked-up columns, d_x (D, N), D <= `columns`."""
    rows = np.zeros((ids.size, columns), d_x.dtype)
    rows[:, : d_x.shape[0]] = d_x.T
    return sum_rows(ids, rows)
