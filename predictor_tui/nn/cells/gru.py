"""A gated recurrent unit (Cho et al. 2014, arXiv:1406.1078).

B sequences side by side, D inputs, H hidden units; * is element by element.

    r = sigmoid(Wr x + Ur h + br)          how much of the past to consult         (H, B)
    z = sigmoid(Wz x + Uz h + bz)          how much of the state to renew          (H, B)
    c = tanh(Wc x + Uc (r * h) + bc)       the candidate                           (H, B)
    h' = h + z * (c - h)                   that is, (1 - z) * h + z * c            (H, B)

The gates are stacked in this order. Cho et al. write z for the share that is kept; here it is the share renewed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from predictor_tui.nn.cells.base import Cell, Tape, before, side_by_side
from predictor_tui.nn.functions import sigmoid_derivative, squash_gates, tanh_derivative

if TYPE_CHECKING:
    from predictor_tui.nn.arrays import Array, Parameters, Workspace


@dataclass(eq=False, slots=True)
class GRUTape(Tape):
    """What the way back needs of each word."""

    gates: Array
    """r, z, c: (T, 3, H, B)."""
    consulted: Array
    """r * h: (H, T, B)."""


class GRUCell(Cell):
    """The GRU: one state, renewed in part."""

    gates = 3
    parts = 1
    names = ("r", "z", "c")
    sigmoids = 2

    @staticmethod
    def step(U: Array, a: Array, h: Array, gates: Array, consulted: Array, h_new: Array, product: Array) -> None:
        """Read one word: a (3, H, B) = W x + b, h (H, B) -> gates (3, H, B), consulted and h_new (H, B)."""
        units = h.shape[0]
        rz, c = gates[:2], gates[2]
        np.matmul(U[: 2 * units], h, out=product[: 2 * units])  # 1
        np.add(product[: 2 * units].reshape(rz.shape), a[:2], out=rz)  # 2
        squash_gates(rz, sigmoids=2)  # 3
        np.multiply(gates[0], h, out=consulted)  # 4
        np.matmul(U[2 * units :], consulted, out=product[2 * units :])  # 5
        np.add(product[2 * units :], a[2], out=c)
        np.tanh(c, out=c)  # 6
        change = product[:units]
        np.subtract(c, h, out=change)
        change *= gates[1]
        np.add(h, change, out=h_new)  # 7

    def forward(self, parameters: Parameters, x: Array, state: Array, work: Workspace) -> GRUTape:
        batch, units = state.shape[1], self.units
        a = self.project(parameters, x, batch, work)  # (3, H, T, B)
        steps = a.shape[2]
        h = self.history(state, x.shape[1], work)
        gates = work.take(self.key("gates"), steps, 3, units, batch)
        consulted = work.take(self.key("consulted"), units, steps, batch)
        U, product = parameters[self.key("U")], work.take("product", 3 * units, batch)
        for t in range(steps):
            self.step(U, a[:, :, t], h[:, t], gates[t], consulted[:, t], h[:, t + 1], product)
        return GRUTape(x, h, gates, consulted)

    def states(self, tape: Tape) -> Array:
        return np.ascontiguousarray(tape.h.transpose(1, 0, 2))

    def last(self, tape: Tape) -> Array:
        return tape.h[:, -1].copy()

    def factors(self, tape: GRUTape, work: Workspace) -> Array:
        """Return what leads to the gates' arguments, for the whole window at once: (T, 3, H, B).

        Its r from the gradient of r * h, its z and c from that of h'.
        """
        r, z, c = tape.gates.transpose(1, 0, 2, 3)
        h = tape.h[:, :-1].transpose(1, 0, 2)
        to_gates = work.take(self.key("to_gates"), *tape.gates.shape)
        np.multiply(h, sigmoid_derivative(r), out=to_gates[:, 0])
        np.multiply(c - h, sigmoid_derivative(z), out=to_gates[:, 1])
        np.multiply(z, tanh_derivative(c), out=to_gates[:, 2])
        return to_gates

    def squashed(self, tape: Tape) -> Array:
        assert isinstance(tape, GRUTape)
        return tape.gates

    def spread(self, tape: Tape, word: int, batch: int) -> GRUTape:
        assert isinstance(tape, GRUTape)
        now = slice(word, word + 1)
        parts = (tape.x[:, now], tape.h[:, word : word + 2], tape.gates[now], tape.consulted[:, now])
        return GRUTape(*(side_by_side(part, batch) for part in parts))

    def undo(
        self, parameters: Parameters, tape: Tape, d_h: Array, d_state: Array, work: Workspace
    ) -> tuple[Array, Array]:
        assert isinstance(tape, GRUTape)
        steps, _, units, batch = tape.gates.shape
        U_rz, U_c = np.split(parameters[self.key("U")], [2 * units])
        to_gates = self.factors(tape, work)
        d_output = d_h.reshape(units, steps, batch)
        d_a = work.take(self.key("d_a"), 3, units, steps, batch)
        now = work.take("d_a.now", 3, units, batch)
        d_new, d_consulted, kept = d_state.copy(), np.empty_like(d_state), np.empty_like(d_state)
        for t in reversed(range(steps)):
            d_new += d_output[:, t]
            np.multiply(d_new, to_gates[t, 1:], out=now[1:])  # undoes 7 and 6, towards c; 7 and 3, towards z
            np.matmul(U_c.T, now[2], out=d_consulted)  # undoes 5
            np.multiply(d_consulted, to_gates[t, 0], out=now[0])  # undoes 4 and 3, towards r
            np.multiply(d_new, tape.gates[t, 1], out=kept)
            np.subtract(d_new, kept, out=kept)  # undoes 7, towards h
            d_consulted *= tape.gates[t, 0]
            kept += d_consulted  # undoes 4, towards h
            d_a[:, :, t] = now  # undoes 2
            np.matmul(U_rz.T, now[:2].reshape(2 * units, batch), out=d_new)  # undoes 1
            d_new += kept
        return d_a.reshape(3 * units, steps * batch), d_new

    def recurrent_gradient(self, tape: Tape, d_a: Array) -> Array:
        assert isinstance(tape, GRUTape)
        d_rz, d_c = np.split(d_a, [2 * self.units])
        return np.concatenate((d_rz @ before(tape.h).T, d_c @ tape.consulted.reshape(self.units, -1).T))

    def from_memory(self, parameters: Parameters, tape: Tape) -> Array:
        assert isinstance(tape, GRUTape)
        U_rz, U_c = np.split(parameters[self.key("U")], [2 * self.units])
        parts = (U_rz @ before(tape.h), U_c @ tape.consulted.reshape(self.units, -1))
        return np.concatenate(parts).reshape(self.gates, self.units, -1, tape.h.shape[2])
