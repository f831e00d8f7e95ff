"""A long text read in windows, so that what is asked of a corpus needs memory for a window only."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from predictor_tui.inspection.arguments import check_part, layer_or_top, memory
from predictor_tui.nn.cells.lstm import LSTMTape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from predictor_tui.nn.arrays import Array, Ids
    from predictor_tui.nn.cells.base import Cell, Tape
    from predictor_tui.nn.model import LanguageModel

WORDS_AT_ONCE = 256


@dataclass(frozen=True, eq=False, slots=True)
class Window:
    """Some words of a text, and one layer as they went through it; valid until the next window is asked for."""

    ids: Ids
    """(T,)"""
    cell: Cell
    tape: Tape
    state: Array
    """The state of the whole model after them: (S, 1)."""

    def values(self, part: str) -> Array:
        """Return what each unit showed, "h", or held, "c", after each word, as new memory in float64: (T, H)."""
        if part == "c":
            assert isinstance(self.tape, LSTMTape)
            return self.tape.c[1:, :, 0].astype(np.float64)
        return np.ascontiguousarray(self.tape.h[:, 1:, 0].T, np.float64)

    def gate(self, name: str) -> Array:
        """Return a gate of each unit at each word, by the name that the cell's equations have for it: (T, H)."""
        return self.cell.squashed(self.tape)[:, self.cell.names.index(name), :, 0].astype(np.float64)


def windows(
    model: LanguageModel,
    ids: Iterable[int],
    *,
    layer: int | None = None,
    part: str = "h",
    state: Array | None = None,
) -> Iterator[Window]:
    """Read a text window by window, the memory going on from one to the next.

    `layer` is the top one by default, 0 being the bottom one; the text comes upon `state` (S, 1), an empty memory by
    default. Raises IndexError for a layer and ValueError for a part of the state that there is not.
    """
    index, stream = layer_or_top(model, layer), iter(ids)
    check_part(model, part)
    now = memory(model, state)
    while some := list(islice(stream, WORDS_AT_ONCE)):
        read = np.array(some, np.intp)
        run = model.run(read[:, None], now)
        now = model.state_after(run)
        yield Window(read, model.cells[index], run.reading.tapes[index], now)
