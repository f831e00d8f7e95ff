"""The units over the words of a text: the picture that a heat map draws, and at which words it changed most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from predictor_tui.inspection.arguments import floats, layer_or_top, memory
from predictor_tui.inspection.windows import windows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from predictor_tui.nn.arrays import Array
    from predictor_tui.nn.model import LanguageModel


@dataclass(frozen=True, slots=True)
class History:
    """One layer's units after each word, in the order of the text."""

    before: tuple[float, ...]
    """What they were before the first word: H numbers."""
    values: tuple[tuple[float, ...], ...]
    """T times H numbers: h within -1 and 1, c without bounds."""
    distances: tuple[float, ...]
    """How far each word moved them, as a Euclidean distance: T numbers."""


def history(
    model: LanguageModel,
    ids: Sequence[int],
    *,
    part: str = "h",
    layer: int | None = None,
    state: Array | None = None,
) -> History:
    """Return what one layer's units showed, "h", or of an LSTM held, "c", along a text.

    `layer` is the top one by default, 0 being the bottom one; the text comes upon `state` (S, 1), an empty memory by
    default. Raises IndexError for a layer and ValueError for a part that there is not.
    """
    units = model.settings.hidden
    start = model.layer(memory(model, state), layer_or_top(model, layer))
    before = start[:units] if part == "h" else start[units:]
    read = [window.values(part) for window in windows(model, ids, layer=layer, part=part, state=state)]
    x = np.concatenate((before.T, *read))  # (T+1, H)
    distances = np.linalg.norm(np.diff(x, axis=0), axis=1)
    return History(floats(x[0]), tuple(map(floats, x[1:])), floats(distances))
