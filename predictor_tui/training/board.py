"""What the workers of one training have in common: the text, the weights, and a place for each worker's gradients.

One dict of arrays by name, shared by processes or not; the prefixes say what is what:

    train, valid                     the streams
    state                            the memory carried to the next window                        (S, B)
    parameters/NAME, moments/NAME    the weights and the optimiser's moments
    gradients0/NAME                  worker 0's gradient of a whole matrix, in the matrix's shape, or of some rows:
    gradients0/NAME.ids, .values, .count
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from predictor_tui.nn.arrays import Array, Rows
from predictor_tui.nn.optimisers import optimiser_named
from predictor_tui.nn.parameters import shapes

if TYPE_CHECKING:
    from predictor_tui.nn.model import LanguageModel
    from predictor_tui.nn.settings import ModelSettings
    from predictor_tui.training.settings import TrainingSettings
    from predictor_tui.training.shared_arrays import Arrays
    from predictor_tui.training.streams import Stream


def layout(
    model: LanguageModel, training: TrainingSettings, train: Stream, valid: Stream
) -> dict[str, tuple[tuple[int, ...], str]]:
    """Return the shape and type of every array on the board; gradients only where there is more than one worker."""
    found: dict[str, tuple[tuple[int, ...], str]] = {
        "train": (train.shape, train.dtype.str),
        "valid": (valid.shape, valid.dtype.str),
        "state": (model.initial_state(training.batch).shape, model.output_weights.dtype.str),
    }
    kind = model.output_weights.dtype.str
    sizes = shapes(model.settings)
    found |= {f"parameters/{name}": (shape, kind) for name, shape in sizes.items()}
    for moment in optimiser_named(training.optimiser).kept:
        found |= {f"moments/{moment}.{name}": (shape, kind) for name, shape in sizes.items()}
    if training.workers > 1:
        rows = by_rows(model.settings, training)
        for worker in range(training.workers):
            for name, shape in sizes.items():
                if name in rows:
                    most = min(shape[0], most_rows(training))
                    found[f"gradients{worker}/{name}.ids"] = ((most,), "<i8")
                    found[f"gradients{worker}/{name}.values"] = ((most, *shape[1:]), kind)
                    found[f"gradients{worker}/{name}.count"] = ((1,), "<i8")
                else:
                    found[f"gradients{worker}/{name}"] = (shape, kind)
    return found


def by_rows(model: ModelSettings, training: TrainingSettings) -> set[str]:
    """Return the matrices of which a window touches some rows only."""
    if training.samples:
        return {"embedding.E", model.output_name}
    return set() if model.tied else {"embedding.E"}


def most_rows(training: TrainingSettings) -> int:
    """Return how many rows one worker's part of a window can touch: its words, their targets, and the draws."""
    columns = -(-training.batch // training.workers)
    return 2 * columns * training.window + training.samples


class Board:
    """The shared arrays by what they are."""

    def __init__(self, arrays: Arrays, workers: int) -> None:
        self.train: Stream = arrays["train"]
        self.valid: Stream = arrays["valid"]
        self.state: Array = arrays["state"]
        self.parameters: dict[str, Array] = _group(arrays, "parameters/")
        self.moments: dict[str, Array] = _group(arrays, "moments/")
        self._slots = [_group(arrays, f"gradients{worker}/") for worker in range(workers)]

    def nbytes(self) -> int:
        """Return the bytes of weights, moments and gradients."""
        groups = (self.parameters, self.moments, *self._slots)
        return sum(array.nbytes for group in groups for array in group.values())

    def publish(self, worker: int, name: str, gradient: Array | Rows) -> None:
        """Show a worker's part of a gradient to the others; one that was computed in its place costs nothing."""
        slot = self._slots[worker]
        if isinstance(gradient, Rows):
            count = gradient.ids.size
            slot[f"{name}.count"][0] = count
            slot[f"{name}.ids"][:count] = gradient.ids
            slot[f"{name}.values"][:count] = gradient.values
        elif gradient is not slot[name]:
            slot[name][...] = gradient

    def rows(self, worker: int, name: str) -> Rows | None:
        """Return the rows that a worker published, None where the gradient is of the whole matrix."""
        slot: Arrays = self._slots[worker]
        if f"{name}.count" not in slot:
            return None
        count = int(slot[f"{name}.count"][0])
        return Rows(slot[f"{name}.ids"][:count], slot[f"{name}.values"][:count])

    def whole(self, worker: int, name: str) -> Array:
        """Return the gradient of a whole matrix that a worker published."""
        return self._slots[worker][name]


def _group(arrays: Arrays, prefix: str) -> Arrays:
    return {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}


def part(size: int, rank: int, workers: int) -> slice:
    """Return the share of `size` things that falls to worker `rank`: neighbours, as equal as can be."""
    return slice(size * rank // workers, size * (rank + 1) // workers)


def summed_part(board: Board, name: str, rank: int, workers: int) -> Array | Rows:
    """Return worker `rank`'s share of the sum of all gradients of one matrix.

    Every element is added up in the order of the workers, so the sum does not depend on who was first. For a gradient
    of whole matrices the share is a flat run of elements, summed in place over worker 0's; else some of the rows.
    """
    if board.rows(0, name) is not None:
        return _summed_rows([rows for k in range(workers) if (rows := board.rows(k, name))], rank, workers)
    flat = [board.whole(k, name).reshape(-1) for k in range(workers)]
    mine = part(flat[0].size, rank, workers)
    total = flat[0][mine]
    for other in flat[1:]:
        total += other[mine]
    return total


def _summed_rows(published: list[Rows], rank: int, workers: int) -> Rows:
    touched = np.unique(np.concatenate([rows.ids for rows in published]))
    ids = touched[part(touched.size, rank, workers)]
    values = np.zeros((ids.size, published[0].values.shape[1]), published[0].values.dtype)
    if ids.size:
        for rows in published:
            first, last = np.searchsorted(rows.ids, (ids[0], ids[-1] + 1))
            values[np.searchsorted(ids, rows.ids[first:last])] += rows.values[first:last]
    return Rows(ids, values)
