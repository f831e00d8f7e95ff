"""Surgery on the memory: change it somewhere in a text, and see what the next word becomes.

    SetUnits      h_j := v     the unit shows v: the layer above, the look back, the next step and the prediction read v
                  c_j := v     an LSTM's unit holds v from this word on, and so shows h_j = o_j tanh(v)
    Wipe          before a word the memory is empty, as at the start of a text
    Transplant    before a word it is what another text left behind

An operation is done in the course of the forward pass, so that all that follows from it follows: a value set in a lower
layer is what the layers above it read at that very word.

Source: ablation as in Morcos et al. 2018, arXiv:1803.06959; setting a value and letting the rest follow is the "do" of
Pearl 2009, "Causality".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from predictor_tui.inspection.arguments import after, check_part, check_unit, layer_or_top, memory
from predictor_tui.inspection.choice import Chance, Choice, Shift
from predictor_tui.nn.cells.lstm import LSTMTape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from predictor_tui.nn.arrays import Array
    from predictor_tui.nn.cells.base import Tape
    from predictor_tui.nn.model import LanguageModel


@dataclass(frozen=True, slots=True)
class SetUnits:
    """Set units to a value after a word has been read."""

    units: tuple[int, ...]
    at: int
    """The word, counted from 0."""
    value: float = 0.0
    onwards: bool = False
    """At every later word as well."""
    part: str = "h"
    """"h", or of an LSTM "c"."""
    layer: int | None = None
    """The bottom one is 0; the top one by default."""

    def at_word(self, word: int) -> bool:
        return word == self.at or (self.onwards and word > self.at)


@dataclass(frozen=True, slots=True)
class Wipe:
    """Empty the memory before a word is read, or after all of them where `at` is their number."""

    at: int


@dataclass(frozen=True, slots=True)
class Transplant:
    """Put in the memory that another text left behind, before a word is read or after all of them."""

    at: int
    donor: tuple[int, ...]
    """The words of the other text, read upon an empty memory."""


Operation: TypeAlias = SetUnits | Wipe | Transplant


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes next without and with a change."""

    before: tuple[Chance, ...]
    """The most probable words, best first."""
    after: tuple[Chance, ...]
    shifts: tuple[Shift, ...]
    """The words whose probability moved furthest, the furthest first."""


def operate(
    model: LanguageModel,
    ids: Sequence[int],
    operations: Sequence[Operation],
    *,
    count: int = 5,
    state: Array | None = None,
    choice: Choice | None = None,
) -> Outcome:
    """Return what comes after a text with and without some operations, `count` words in each list.

    The text comes upon `state` (S, 1), an empty memory by default. Raises as `operated` does.
    """
    return outcome(model, after(model, ids, state), operated(model, ids, operations, state), count, choice)


def operated(
    model: LanguageModel, ids: Sequence[int], operations: Sequence[Operation], state: Array | None = None
) -> Array:
    """Return the state after a text, (S, 1), with the operations done; those at the same word in the order given.

    Raises IndexError for a word, unit or layer that there is not, ValueError for a part that the cell does not have.
    """
    for operation in operations:
        _check(model, len(ids), operation)
    first = min((operation.at for operation in operations), default=len(ids))
    now = after(model, ids[:first], memory(model, state))
    for word in range(first, len(ids)):
        now = _replaced(model, now, operations, word)
        changes = [operation for operation in operations if isinstance(operation, SetUnits) and operation.at_word(word)]
        now = _read(model, ids[word], now, changes)
    return _replaced(model, now, operations, len(ids))


def outcome(model: LanguageModel, before: Array, after: Array, count: int, choice: Choice | None = None) -> Outcome:
    """Return how what comes next differs between two states, (S, 1) each, `count` words in each list."""
    choice = choice or Choice.of_all(model)
    was, is_now = choice.after(model, before), choice.after(model, after)
    return Outcome(choice.top(was, count), choice.top(is_now, count), choice.shifts(was, is_now, count))


def _check(model: LanguageModel, words: int, operation: Operation) -> None:
    last = words - 1 if isinstance(operation, SetUnits) else words
    if not 0 <= operation.at <= last:
        raise IndexError(f"word {operation.at} is not one of 0 to {last}")
    if isinstance(operation, SetUnits):
        layer_or_top(model, operation.layer)
        for unit in operation.units:
            check_unit(model, unit)
        check_part(model, operation.part)


def _replaced(model: LanguageModel, state: Array, operations: Sequence[Operation], word: int) -> Array:
    """Return the memory that a word comes upon."""
    for operation in operations:
        if operation.at == word and isinstance(operation, Wipe):
            state = model.initial_state()
        if operation.at == word and isinstance(operation, Transplant):
            state = after(model, operation.donor)
    return state


def _read(model: LanguageModel, word: int, state: Array, changes: Sequence[SetUnits]) -> Array:
    ids = np.array([word])
    if not changes:
        return model.step(ids, state)

    def touch(layer: int, tape: Tape, new: Array) -> None:
        for change in changes:
            if layer_or_top(model, change.layer) == layer:
                _set(change, tape, new, model.settings.hidden)

    return model.touched_step(ids, state, touch)


def _set(change: SetUnits, tape: Tape, new: Array, units: int) -> None:
    """Change one layer's new state, (parts*H, 1), in place."""
    chosen = list(change.units)
    shows: float | Array = change.value
    if change.part == "c":
        assert isinstance(tape, LSTMTape)
        new[units:][chosen] = change.value
        shows = tape.gates[0, 0][chosen] * np.tanh(change.value)  # o tanh(c)
    new[:units][chosen] = shows
