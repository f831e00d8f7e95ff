"""What every question is asked with: a text as ids, and the memory that it comes upon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from predictor_tui.nn.arrays import Array, Ids
    from predictor_tui.nn.model import LanguageModel


def column(ids: Sequence[int]) -> Ids:
    """Return the words of a text as one sequence, (T, 1). Raises ValueError if there are none."""
    if not len(ids):
        raise ValueError("there is no word to look at")
    return np.array(ids, np.intp)[:, None]


def memory(model: LanguageModel, state: Array | None) -> Array:
    """Return the state that a text comes upon, (S, 1), which is empty unless one is given."""
    return model.initial_state() if state is None else state


def after(model: LanguageModel, ids: Sequence[int], state: Array | None = None) -> Array:
    """Return the state after a text, (S, 1), which may have no words."""
    start = memory(model, state)
    return model.last_state(column(ids), start) if len(ids) else start


def check_unit(model: LanguageModel, unit: int) -> None:
    """Raise IndexError unless the layers have such a unit, counted from 0."""
    if not 0 <= unit < model.settings.hidden:
        raise IndexError(f"unit {unit} is not one of 0 to {model.settings.hidden - 1}")


def layer_or_top(model: LanguageModel, layer: int | None) -> int:
    """Return the layer that is meant, the top one by default, 0 being the bottom one. Raises IndexError for another."""
    if layer is None:
        return model.settings.layers - 1
    if not 0 <= layer < model.settings.layers:
        raise IndexError(f"layer {layer} is not one of 0 to {model.settings.layers - 1}")
    return layer


def check_part(model: LanguageModel, part: str) -> None:
    """Raise ValueError unless a layer's state has such a part: "h", and "c" of an LSTM."""
    if part not in ("h", "c") or (part == "c" and model.settings.cell != "lstm"):
        raise ValueError(f"a {model.settings.cell} has no {part}")


def floats(array: NDArray[np.floating[Any]]) -> tuple[float, ...]:
    """Return the values of an array of one axis."""
    return tuple(array.tolist())
