"""Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000).

B sequences side by side, D inputs, H hidden units; * is element by element. A state is h over c, (2H, B).

    o = sigmoid(Wo x + Uo h + bo)          how much of the memory to show          (H, B)
    i = sigmoid(Wi x + Ui h + bi)          how much of the candidate to write      (H, B)
    f = sigmoid(Wf x + Uf h + bf)          how much of the memory to keep          (H, B)
    g = tanh(Wg x + Ug h + bg)             the candidate                           (H, B)
    c' = f * c + i * g                     the new memory                          (H, B)
    h' = o * tanh(c')                      what it shows                           (H, B)

The gates are stacked in this order: the three sigmoids are neighbours, and so are the three that c' is made from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from predictor_tui.nn.cells.base import Cell, Tape, side_by_side
from predictor_tui.nn.functions import sigmoid_derivative, squash_gates, tanh_derivative

if TYPE_CHECKING:
    from predictor_tui.nn.arrays import Array, Parameters, Workspace


@dataclass(eq=False, slots=True)
class LSTMTape(Tape):
    """What the way back needs of each word."""

    c: Array
    """The memory before the window and after each word: (T+1, H, B)."""
    gates: Array
    """o, i, f, g: (T, 4, H, B)."""
    shown: Array
    """tanh(c'): (T, H, B)."""


class LSTMCell(Cell):
    """The LSTM: a memory c that is only ever scaled and added to, so that a gradient can pass through many words."""

    gates = 4
    parts = 2
    names = ("o", "i", "f", "g")
    sigmoids = 3

    @staticmethod
    def step(
        U: Array, a: Array, h: Array, c: Array, gates: Array, c_new: Array, shown: Array, h_new: Array, product: Array
    ) -> None:
        """Read one word: a (4, H, B) = W x + b, h and c (H, B) -> gates (4, H, B), c_new, shown, h_new."""
        np.matmul(U, h, out=product)  # 1
        np.add(product.reshape(a.shape), a, out=gates)  # 2
        squash_gates(gates, sigmoids=3)  # 3
        o, i, f, g = gates
        np.multiply(i, g, out=shown)
        np.multiply(f, c, out=c_new)
        c_new += shown  # 4
        np.tanh(c_new, out=shown)  # 5
        np.multiply(o, shown, out=h_new)  # 6

    def forward(self, parameters: Parameters, x: Array, state: Array, work: Workspace) -> LSTMTape:
        batch, units = state.shape[1], self.units
        a = self.project(parameters, x, batch, work)  # (4, H, T, B)
        steps = a.shape[2]
        h = self.history(state, x.shape[1], work)
        c = work.take(self.key("c"), steps + 1, units, batch)
        gates = work.take(self.key("gates"), steps, 4, units, batch)
        shown = work.take(self.key("shown"), steps, units, batch)
        U, product = parameters[self.key("U")], work.take("product", 4 * units, batch)
        c[0] = state[units:]
        for t in range(steps):
            self.step(U, a[:, :, t], h[:, t], c[t], gates[t], c[t + 1], shown[t], h[:, t + 1], product)
        return LSTMTape(x, h, c, gates, shown)

    def states(self, tape: Tape) -> Array:
        assert isinstance(tape, LSTMTape)
        return np.concatenate((tape.h.transpose(1, 0, 2), tape.c), axis=1)

    def last(self, tape: Tape) -> Array:
        assert isinstance(tape, LSTMTape)
        return np.concatenate((tape.h[:, -1], tape.c[-1]))

    def factors(self, tape: LSTMTape, work: Workspace) -> tuple[Array, Array]:
        """Return what the gradients of h' and c' are multiplied with, for the whole window at once.

        The first, (T, 4, H, B), leads to the gates' arguments: its o from h', its i, f and g from c'. The second,
        (T, H, B), leads from h' to c'.
        """
        o, i, f, g = tape.gates.transpose(1, 0, 2, 3)
        to_gates = work.take(self.key("to_gates"), *tape.gates.shape)
        np.multiply(tape.shown, sigmoid_derivative(o), out=to_gates[:, 0])
        np.multiply(g, sigmoid_derivative(i), out=to_gates[:, 1])
        np.multiply(tape.c[:-1], sigmoid_derivative(f), out=to_gates[:, 2])
        np.multiply(i, tanh_derivative(g), out=to_gates[:, 3])
        return to_gates, o * tanh_derivative(tape.shown)

    def squashed(self, tape: Tape) -> Array:
        assert isinstance(tape, LSTMTape)
        return tape.gates

    def spread(self, tape: Tape, word: int, batch: int) -> LSTMTape:
        assert isinstance(tape, LSTMTape)
        now, around = slice(word, word + 1), slice(word, word + 2)
        parts = (tape.x[:, now], tape.h[:, around], tape.c[around], tape.gates[now], tape.shown[now])
        return LSTMTape(*(side_by_side(part, batch) for part in parts))

    def undo(
        self, parameters: Parameters, tape: Tape, d_h: Array, d_state: Array, work: Workspace
    ) -> tuple[Array, Array]:
        assert isinstance(tape, LSTMTape)
        steps, _, units, batch = tape.gates.shape
        U = parameters[self.key("U")]
        to_gates, to_memory = self.factors(tape, work)
        d_output = d_h.reshape(units, steps, batch)
        d_a = work.take(self.key("d_a"), 4, units, steps, batch)
        now = work.take("d_a.now", 4, units, batch)
        carried, d_c = d_state[:units].copy(), d_state[units:].copy()
        through = np.empty_like(d_c)
        for t in reversed(range(steps)):
            carried += d_output[:, t]
            np.multiply(carried, to_memory[t], out=through)
            d_c += through  # undoes 5 and 6, towards c'
            np.multiply(carried, to_gates[t, 0], out=now[0])  # undoes 6 and 3, towards o
            np.multiply(d_c, to_gates[t, 1:], out=now[1:])  # undoes 4 and 3, towards i, f and g
            d_c *= tape.gates[t, 2]  # undoes 4, towards c
            d_a[:, :, t] = now  # undoes 2
            np.matmul(U.T, now.reshape(4 * units, batch), out=carried)  # undoes 1
        return d_a.reshape(4 * units, steps * batch), np.concatenate((carried, d_c))
