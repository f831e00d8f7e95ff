"""One to three recurrent layers on top of each other, run as one: each reads the h of the one below.

Their states lie in one array on top of each other, bottom layer first, so that nothing above needs to know how many
layers there are or of which kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from predictor_tui.nn.cells.gru import GRUCell
from predictor_tui.nn.cells.lstm import LSTMCell
from predictor_tui.nn.cells.rnn import ElmanCell

if TYPE_CHECKING:
    from collections.abc import Callable

    from predictor_tui.nn.arrays import Array, Gradients, Parameters, Workspace
    from predictor_tui.nn.cells.base import Cell, Tape
    from predictor_tui.nn.regularisation import Noise
    from predictor_tui.nn.settings import ModelSettings

Touch: TypeAlias = "Callable[[int, Tape, Array], None]"
"""Takes a layer's number, its tape of one word and its new state (parts*H, B), which it may change in place."""

CELLS: dict[str, type[Cell]] = {"rnn": ElmanCell, "gru": GRUCell, "lstm": LSTMCell}


class Stack:
    """The layers of a model, without weights or state."""

    def __init__(self, settings: ModelSettings) -> None:
        widths = [settings.embedding] + [settings.hidden] * (settings.layers - 1)
        kind = CELLS[settings.cell]
        self.cells = [kind(f"layer{index}", width, settings.hidden) for index, width in enumerate(widths)]
        self._rows = self.cells[0].parts * settings.hidden  # of one layer's state

    @property
    def rows(self) -> int:
        """S: how many rows a state has."""
        return self._rows * len(self.cells)

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Return the shape of each parameter by its full name."""
        return {name: shape for cell in self.cells for name, shape in cell.shapes().items()}

    def top(self, state: Array) -> Array:
        """Return the rows that are the top layer's h, not copied: (S, B) -> (H, B)."""
        start = self.rows - self._rows
        return state[start : start + self.cells[-1].units]

    def forward(self, parameters: Parameters, x: Array, state: Array, work: Workspace, noise: Noise) -> list[Tape]:
        """Run the words of a window: x (D, T*B), state (S, B) -> each layer's tape, bottom first."""
        tapes: list[Tape] = []
        for cell, part in zip(self.cells, self.split(state), strict=True):
            x = noise.drop(tapes[-1].output) if tapes else x
            tapes.append(cell.forward(parameters, x, part, work))
        return tapes

    def backward(
        self,
        parameters: Parameters,
        tapes: list[Tape],
        d_h: Array,
        d_last: Array,
        work: Workspace,
        noise: Noise,
        gradients: Gradients | None,
    ) -> tuple[Array, Array]:
        """Undo `forward`, the top layer first; return the gradients of x and of the state, add those of parameters.

        Without `gradients` those of parameters are left out. d_h (H, T*B) is the gradient of the top layer's h, d_last
        (S, B) that of the last state as later words send it.
        """
        d_state = np.empty_like(d_last)
        layers = zip(self.cells, tapes, self.split(d_last), self.split(d_state), strict=True)
        for cell, tape, d_after, d_before in reversed(list(layers)):
            back = cell.backward(parameters, tape, d_h, d_after, work, learn=gradients is not None)
            if gradients is not None:
                gradients.update(back.parameters)
            d_before[...] = back.state
            d_h = back.x if cell is self.cells[0] else noise.undo(back.x)
        return d_h, d_state

    def step(self, parameters: Parameters, x: Array, state: Array, work: Workspace, touch: Touch) -> Array:
        """Read one word, with `touch` called as each layer is done: x (D, B), state (S, B) -> the new state, (S, B)."""
        parts: list[Array] = []
        for index, (cell, part) in enumerate(zip(self.cells, self.split(state), strict=True)):
            tape = cell.forward(parameters, x, part, work)
            parts.append(cell.last(tape))
            touch(index, tape, parts[-1])
            x = parts[-1][: cell.units]
        return np.concatenate(parts)

    def states(self, tapes: list[Tape]) -> Array:
        """Return the state after each word, as new memory: (T, S, B)."""
        return np.concatenate([cell.states(tape)[1:] for cell, tape in zip(self.cells, tapes, strict=True)], axis=1)

    def last(self, tapes: list[Tape]) -> Array:
        """Return the state after the last word, as new memory: (S, B)."""
        return np.concatenate([cell.last(tape) for cell, tape in zip(self.cells, tapes, strict=True)])

    def split(self, state: Array) -> list[Array]:
        """Return each layer's rows of a state, not copied."""
        return np.split(state, len(self.cells))
