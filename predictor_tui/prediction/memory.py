"""The states of the network along one text, one for every word read, so that no word is read twice.

Another letter asks for the last state again, deleting a word for one before it: neither costs a step. An edit in the
middle keeps the states up to it and reads on from there.

A state is a function of the words before it alone, to the last bit, whatever was asked before. So even a paste is read
word by word: one product over many words rounds otherwise than a product for each, and saves little time.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from operator import eq
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from predictor_tui.nn.arrays import Array
    from predictor_tui.nn.model import LanguageModel


@dataclass(frozen=True, eq=False, slots=True)
class State:
    """What the network holds after one word; equal only to itself, so that it can be the key of a cache."""

    values: Array
    """(S, 1)"""
    hidden: Array
    """(H,): the top layer's h, a part of them."""


class StateHistory:
    """The states after each word of the text that was asked for last, and of what was deleted from its end."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._ids: list[int] = []
        self._states = [self._state(model.initial_state())]
        self.steps = 0
        """How many words the network has read so far."""

    def after(self, ids: Sequence[int]) -> State:
        """Return the state after these words, reading those that the last text did not begin with."""
        self._follow(ids)
        return self._states[len(ids)]

    def along(self, ids: Sequence[int], last: int) -> list[State]:
        """Return the states after the last so many of these words, each with all words before it read as well."""
        self._follow(ids)
        return self._states[max(0, len(ids) - last) + 1 : len(ids) + 1]

    def _follow(self, ids: Sequence[int]) -> None:
        """Make the history begin with these words."""
        if self._ids[: len(ids)] == list(ids):
            return
        shared = sum(1 for _ in takewhile(bool, map(eq, self._ids, ids)))
        del self._ids[shared:], self._states[shared + 1 :]
        for word in ids[shared:]:
            state = self._model.step(np.array([word]), self._states[-1].values)
            self.steps += 1
            self._states.append(self._state(state))
            self._ids.append(word)

    def _state(self, values: Array) -> State:
        return State(values, self._model.hidden(values)[:, 0])
