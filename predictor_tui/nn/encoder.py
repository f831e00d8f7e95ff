"""From the words' vectors to what the next word is predicted from: recurrent layers, then perhaps a look back.

The state of a model is laid out here: the recurrent layers' rows, and below them what attention keeps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from predictor_tui.nn.attention import Attention
from predictor_tui.nn.recurrent import Stack

if TYPE_CHECKING:
    from predictor_tui.nn.arrays import Array, Gradients, Parameters, Workspace
    from predictor_tui.nn.attention import Look
    from predictor_tui.nn.cells.base import Tape
    from predictor_tui.nn.earlier_states import Past
    from predictor_tui.nn.recurrent import Touch
    from predictor_tui.nn.regularisation import Noise
    from predictor_tui.nn.settings import ModelSettings


@dataclass(eq=False, slots=True)
class Reading:
    """How a window went through the memory, and what the way back needs of it."""

    tapes: list[Tape]
    """The layers', bottom first."""
    past: Past | None = None
    """None without attention."""
    look: Look | None = None
    """None without attention, or before anyone looked."""

    @property
    def h(self) -> Array:
        """What the word after each is predicted from: (H, T*B)."""
        return self.look.y if self.look else self.tapes[-1].output


class Encoder:
    """The layers of a model between the embedding and the softmax, without weights or state."""

    def __init__(self, settings: ModelSettings) -> None:
        self.stack = Stack(settings)
        self.attention = Attention(settings.attention, settings.hidden) if settings.attention else None

    @property
    def rows(self) -> int:
        """S: how many rows a state has."""
        return self.stack.rows + (self.attention.states.rows if self.attention else 0)

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Return the shape of each parameter by its full name."""
        return self.stack.shapes() | (self.attention.shapes() if self.attention else {})

    def read(self, parameters: Parameters, x: Array, state: Array, work: Workspace, noise: Noise) -> Reading:
        """Run the words of a window: x (D, T*B), state (S, B)."""
        recurrent, kept = self._split(state)
        reading = Reading(self.stack.forward(parameters, x, recurrent, work, noise))
        if self.attention:
            reading.past = self.attention.states.through(kept, reading.tapes[-1].h, work)
        return reading

    def step(self, parameters: Parameters, x: Array, state: Array, work: Workspace, touch: Touch) -> Array:
        """Read one word, with `touch` called as each layer is done: x (D, B), state (S, B) -> the new state, (S, B)."""
        recurrent, kept = self._split(state)
        new = self.stack.step(parameters, x, recurrent, work, touch)
        if not self.attention:
            return new
        h = np.stack((self.stack.top(recurrent), self.stack.top(new)), axis=1)  # (H, 2, B)
        past = self.attention.states.through(kept, h, work)
        return np.concatenate((new, self.attention.states.kept(past, first=1)[0]))

    def look_back(self, parameters: Parameters, reading: Reading, work: Workspace) -> None:
        """Complete a reading: after it, `h` is what to predict from."""
        if self.attention and reading.past:
            reading.look = self.attention.forward(parameters, reading.past, reading.tapes[-1].output, work)

    def look_from(self, parameters: Parameters, state: Array, work: Workspace) -> Look | None:
        """Return what is seen from a state (S, B), or None without attention."""
        if not self.attention:
            return None
        recurrent, kept = self._split(state)
        return self.attention.look_from(parameters, self.stack.top(recurrent), kept, work)

    def states(self, reading: Reading) -> Array:
        """Return the state after each word, as new memory: (T, S, B)."""
        states = self.stack.states(reading.tapes)
        if not (self.attention and reading.past):
            return states
        return np.concatenate((states, self.attention.states.kept(reading.past, first=1)), axis=1)

    def last(self, reading: Reading) -> Array:
        """Return the state after the last word, as new memory: (S, B)."""
        state = self.stack.last(reading.tapes)
        if not (self.attention and reading.past):
            return state
        steps = len(reading.past.words) - 1
        return np.concatenate((state, self.attention.states.kept(reading.past, first=steps)[0]))

    def backward(
        self,
        parameters: Parameters,
        reading: Reading,
        d_h: Array,
        d_last: Array,
        work: Workspace,
        noise: Noise,
        gradients: Gradients | None,
    ) -> tuple[Array, Array]:
        """Undo `read` and `look_back`; return the gradients of x and of the state, add those of the parameters.

        Without `gradients` those of parameters are left out. d_h (H, T*B) is the gradient of `reading.h`, d_last (S, B)
        that of the last state as later words send it.
        """
        d_last, d_kept = self._split(d_last)
        if not (self.attention and reading.past and reading.look):
            return self.stack.backward(parameters, reading.tapes, d_h, d_last, work, noise, gradients)
        back = self.attention.backward(parameters, reading.past, reading.look, d_h, d_kept, work)
        if gradients is not None:
            gradients.update(back.parameters)
        d_x, d_state = self.stack.backward(parameters, reading.tapes, back.h, d_last, work, noise, gradients)
        self.stack.top(d_state)[...] += back.h_before
        return d_x, np.concatenate((d_state, back.kept))

    def _split(self, state: Array) -> tuple[Array, Array]:
        """Return the recurrent layers' rows of a state and what is kept for attention, not copied."""
        return state[: self.stack.rows], state[self.stack.rows :]
