"""How fast a gradient fades on its way back: the size of d h_t / d h_(t-k) over k, for one text.

A word's error reaches an earlier memory through one factor a step, the Jacobian of that step:

    d h_t / d h_(t-k) = J_t J_(t-1) ... J_(t-k+1)                       (H, H)
    tanh RNN   J = diag(1 - h'^2) U
    GRU, LSTM  the same by way of every gate; an LSTM's J is that of h over c, (2H, 2H)

The product is made row by row: the H unit vectors of h_t are sent back through the cell's own backward pass, a step at
a time. For an LSTM two curves are told: that of h, with the c before it held as it was, and d c_t / d c_(t-k), the way
by which it remembers. The layers above and below are not passed through: a layer's inputs are held as they were.

    gain_k = |d h_t / d h_(t-k)|_F / sqrt(H)                            the Frobenius norm

The Frobenius norm, since its square over H is the mean of |J v|^2 over directions v of length 1: `gain` is by how much
a small random change of the memory has grown or shrunk after k words. It is 1 at k = 0 whatever H is, so that networks
of any size share an axis, and needs no singular values; the spectral norm, for the one direction that survives best,
lies between gain_k and sqrt(H) gain_k.

Source: Bengio, Simard and Frasconi 1994, "Learning long-term dependencies with gradient descent is difficult"; Pascanu,
Mikolov and Bengio 2013, arXiv:1211.5063. A step costs H backward steps, 2H for an LSTM.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from predictor_tui.inspection.arguments import column, layer_or_top, memory
from predictor_tui.nn.arrays import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from predictor_tui.nn.arrays import Array
    from predictor_tui.nn.cells.base import Tape
    from predictor_tui.nn.model import LanguageModel


@dataclass(frozen=True, slots=True)
class Fading:
    """Gains by distance: of k = 0, which is 1, 1, 2, ... words back, to the memory that the text came upon."""

    hidden: tuple[float, ...]
    """Of h."""
    held: tuple[float, ...]
    """Of c; empty but for an LSTM."""

    @property
    def longest(self) -> tuple[float, ...]:
        """That of what the cell remembers by: c where there is one, h otherwise."""
        return self.held or self.hidden


def fading(
    model: LanguageModel,
    ids: Sequence[int],
    *,
    furthest: int | None = None,
    layer: int | None = None,
    state: Array | None = None,
) -> Fading:
    """Return how much of a small change of one layer's memory is left at the end of a text, by distance.

    `furthest` is the largest distance asked for, the whole text by default; `layer` the top one by default, the bottom
    one being 0. The text comes upon `state` (S, 1), an empty memory by default. Raises ValueError for a text without
    words or a distance below 0, IndexError for a layer that there is not.
    """
    layer = layer_or_top(model, layer)
    words = column(ids)
    steps = len(words) if furthest is None else min(furthest, len(words))
    if steps < 0:
        raise ValueError(f"a distance of {steps} words is none")
    tape = model.run(words, memory(model, state)).reading.tapes[layer]
    gains = np.array(list(_gains(model, layer, tape, len(words), steps)))
    hidden, *held = gains.T.tolist()
    return Fading(tuple(hidden), tuple(held[0]) if held else ())


def _gains(model: LanguageModel, layer: int, tape: Tape, words: int, steps: int) -> Iterator[list[float]]:
    """Yield the gain of each part of the state, h and perhaps c, for each distance from 0 to `steps`."""
    cell, units = model.cells[layer], model.settings.hidden
    columns = cell.parts * units
    back = np.eye(columns, dtype=tape.h.dtype)  # its columns are the rows of the product
    work, nothing = Workspace(back.dtype), np.zeros((units, columns), back.dtype)
    yield _own(back, units)
    for word in reversed(range(words - steps, words)):
        step = cell.spread(tape, word, columns)
        _, back = cell.undo(model.parameters, step, nothing, back, work)
        yield _own(back, units)


def _own(back: Array, units: int) -> list[float]:
    """Return the gain of each part with respect to itself: the blocks of the diagonal of (parts*H, parts*H)."""
    starts = range(0, len(back), units)
    blocks = (back[start : start + units, start : start + units].astype(np.float64) for start in starts)
    return [float(np.linalg.norm(block) / np.sqrt(units)) for block in blocks]
