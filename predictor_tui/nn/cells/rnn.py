"""The simple recurrent network (Elman 1990, "Finding structure in time").

B sequences side by side, D inputs, H hidden units.

    h' = tanh(W x + U h + b)               the new memory from the word and the old memory     (H, B)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from predictor_tui.nn.cells.base import Cell, Tape, side_by_side
from predictor_tui.nn.functions import tanh_derivative

if TYPE_CHECKING:
    from predictor_tui.nn.arrays import Array, Parameters, Workspace


class ElmanCell(Cell):
    """The tanh RNN: the whole memory is written anew at every word."""

    gates = 1
    parts = 1
    names = ("h",)
    sigmoids = 0

    @staticmethod
    def step(U: Array, a: Array, h: Array, h_new: Array, product: Array) -> None:
        """Read one word: a = W x + b and h (H, B) -> h_new; `product` (H, B) is room to work in."""
        np.matmul(U, h, out=product)  # 1
        product += a  # 2
        np.tanh(product, out=h_new)  # 3

    def forward(self, parameters: Parameters, x: Array, state: Array, work: Workspace) -> Tape:
        batch = state.shape[1]
        (a,) = self.project(parameters, x, batch, work)  # (H, T, B)
        h = self.history(state, x.shape[1], work)
        U, product = parameters[self.key("U")], work.take("product", self.units, batch)
        for t in range(a.shape[1]):
            self.step(U, a[:, t], h[:, t], h[:, t + 1], product)
        return Tape(x, h)

    def states(self, tape: Tape) -> Array:
        return np.ascontiguousarray(tape.h.transpose(1, 0, 2))

    def last(self, tape: Tape) -> Array:
        return tape.h[:, -1].copy()

    def squashed(self, tape: Tape) -> Array:
        return tape.h[:, None, 1:].transpose(2, 1, 0, 3)

    def spread(self, tape: Tape, word: int, batch: int) -> Tape:
        return Tape(side_by_side(tape.x[:, word : word + 1], batch), side_by_side(tape.h[:, word : word + 2], batch))

    def undo(
        self, parameters: Parameters, tape: Tape, d_h: Array, d_state: Array, work: Workspace
    ) -> tuple[Array, Array]:
        units, steps, batch = tape.h.shape
        U = parameters[self.key("U")]
        slope = tanh_derivative(tape.h[:, 1:])  # of line 3, for the whole window: (H, T, B)
        d_output = d_h.reshape(units, steps - 1, batch)
        d_a = work.take(self.key("d_a"), units, steps - 1, batch)
        carried, now = d_state.copy(), np.empty_like(d_state)
        for t in reversed(range(steps - 1)):
            np.add(d_output[:, t], carried, out=now)
            np.multiply(now, slope[:, t], out=now)  # undoes 3
            d_a[:, t] = now  # undoes 2
            np.matmul(U.T, now, out=carried)  # undoes 1
        return d_a.reshape(units, -1), carried
