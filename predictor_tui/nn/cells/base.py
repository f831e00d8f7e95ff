"""What every recurrent cell shares: its parameters, and the products that are taken once for a whole window.

A cell has G gates over D inputs and H units, and three parameters, the gates stacked on top of each other:

    W  (G*H, D)   from the input        U  (G*H, H)   from the state        b  (G*H,)   the bias

The input's part of every gate, W x + b, does not wait for the memory, so one product serves all T words of a window;
only U h runs word by word. On the way back the gradients of W, U and b are again one product each.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

if TYPE_CHECKING:
    from predictor_tui.nn.arrays import Array, Parameters, Workspace


@dataclass(eq=False, slots=True)
class Tape:
    """What a forward pass keeps for the way back; a cell adds its own fields."""

    x: Array
    """The inputs: (D, T*B)."""
    h: Array
    """The state before the window and after each word: (H, T+1, B)."""

    @property
    def output(self) -> Array:
        """h after each word: (H, T*B)."""
        return self.h[:, 1:].reshape(self.h.shape[0], -1)


@dataclass(frozen=True, eq=False, slots=True)
class Backward:
    """What a backward pass returns."""

    x: Array
    """Gradient of the inputs: (D, T*B)."""
    state: Array
    """Gradient of the state that came in: (parts*H, B)."""
    parameters: dict[str, Array]
    """Gradients of W, U and b by their full names."""


class Cell(ABC):
    """A recurrent cell without weights or state: both are arguments, so that typing and training share it."""

    gates: ClassVar[int]
    """G: how many blocks of H rows W, U and b have."""
    names: ClassVar[tuple[str, ...]]
    """What the equations call each of the G, in the order in which they are stacked."""
    sigmoids: ClassVar[int]
    """How many of them, the first, are squashed by sigmoid; the rest are by tanh."""
    parts: ClassVar[int]
    """How many blocks of H rows a state has: 1 for h alone, 2 for h over c."""

    def __init__(self, name: str, inputs: int, units: int) -> None:
        self.name = name
        self.inputs = inputs
        self.units = units

    def key(self, parameter: str) -> str:
        """Return the full name of a parameter: "W" -> "layer0.W"."""
        return f"{self.name}.{parameter}"

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Return the shape of each parameter by its full name."""
        rows = self.gates * self.units
        return {self.key("W"): (rows, self.inputs), self.key("U"): (rows, self.units), self.key("b"): (rows,)}

    @abstractmethod
    def forward(self, parameters: Parameters, x: Array, state: Array, work: Workspace) -> Tape:
        """Run the words of a window: x (D, T*B), state (parts*H, B)."""

    @abstractmethod
    def states(self, tape: Tape) -> Array:
        """Return the state before the window and after each word, as new memory: (T+1, parts*H, B)."""

    @abstractmethod
    def last(self, tape: Tape) -> Array:
        """Return the state after the last word, as new memory: (parts*H, B)."""

    @abstractmethod
    def undo(
        self, parameters: Parameters, tape: Tape, d_h: Array, d_state: Array, work: Workspace
    ) -> tuple[Array, Array]:
        """Undo the words of `forward`: return the gradients of W x + b, (G*H, T*B), and of the state that came in.

        d_h (H, T*B) is the gradient of the loss with respect to each word's h as the layer above sends it; d_state
        (parts*H, B) that of the last state, as the words after the window send it.
        """

    @abstractmethod
    def squashed(self, tape: Tape) -> Array:
        """Return the G gates and candidates of each word, not copied: (T, G, H, B)."""

    @abstractmethod
    def spread(self, tape: Tape, word: int, batch: int) -> Tape:
        """Return what a tape of one sequence holds of one word, side by side so many times, not copied."""

    def backward(
        self, parameters: Parameters, tape: Tape, d_h: Array, d_state: Array, work: Workspace, *, learn: bool = True
    ) -> Backward:
        """Undo `forward`; the arguments are those of `undo`. Parameters get no gradients unless `learn` is true."""
        d_a, d_before = self.undo(parameters, tape, d_h, d_state, work)
        return Backward(
            x=parameters[self.key("W")].T @ d_a,
            state=d_before,
            parameters=self.gradients(tape, d_a) if learn else {},
        )

    def gradients(self, tape: Tape, d_a: Array) -> dict[str, Array]:
        """Return the gradients of W, U and b from that of W x + b, (G*H, T*B)."""
        d_U = self.recurrent_gradient(tape, d_a)
        return {self.key("W"): d_a @ tape.x.T, self.key("U"): d_U, self.key("b"): d_a.sum(axis=1)}

    def recurrent_gradient(self, tape: Tape, d_a: Array) -> Array:
        """Return the gradient of U from that of W x + b, (G*H, T*B)."""
        return d_a @ before(tape.h).T

    def from_memory(self, parameters: Parameters, tape: Tape) -> Array:
        """Return the memory's part of what each gate and candidate is squashed from, U h: (G, H, T, B)."""
        part = parameters[self.key("U")] @ before(tape.h)
        return part.reshape(self.gates, self.units, -1, tape.h.shape[2])

    def project(self, parameters: Parameters, x: Array, batch: int, work: Workspace) -> Array:
        """Return W x + b for all words at once: (G, H, T, B)."""
        rows, columns = self.gates * self.units, x.shape[1]
        a = work.take(self.key("a"), rows, columns)
        np.matmul(parameters[self.key("W")], x, out=a)
        a += parameters[self.key("b")][:, None]
        return a.reshape(self.gates, self.units, columns // batch, batch)

    def history(self, state: Array, columns: int, work: Workspace) -> Array:
        """Return room for h before the window and after each word, the first filled in: (H, T+1, B)."""
        batch = state.shape[1]
        h = work.take(self.key("h"), self.units, columns // batch + 1, batch)
        h[:, 0] = state[: self.units]
        return h


def before(h: Array) -> Array:
    """Return h before each word as one matrix, without copying: (H, T+1, B) -> (H, T*B)."""
    units, steps, batch = h.shape
    return h.reshape(units, steps * batch)[:, : (steps - 1) * batch]


def side_by_side(one: Array, batch: int) -> Array:
    """Return one sequence's values so many times side by side, not copied: (..., 1) -> (..., B)."""
    return np.broadcast_to(one, (*one.shape[:-1], batch))
