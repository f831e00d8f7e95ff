"""A stream of ids cut into windows: B sequences side by side, T words at a time, the state carried on.

The stream is laid out in B rows of equal length; window k holds words k*T to (k+1)*T of every row, so that the state
after one window is the state before the next.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from predictor_tui.training.streams import Stream


@dataclass(frozen=True, eq=False, slots=True)
class Window:
    """What the network reads and what it is to predict."""

    ids: Stream
    """(T, B)"""
    targets: Stream
    """(T, B): the word after each."""


class Batches:
    """The windows of one pass over a stream; up to B-1 words at its end that fill no row are left out."""

    def __init__(self, stream: Stream, batch: int, window: int) -> None:
        """`stream` (L,), `batch`: B, `window`: T. Raises ValueError where the stream has fewer than 2 words a row."""
        length = (stream.size - 1) // batch
        if length < 1:
            raise ValueError(f"{stream.size} words do not fill {batch} rows")
        self.window = window
        self._ids = stream[: batch * length].reshape(batch, length).T  # (length, B)
        self._targets = stream[1 : batch * length + 1].reshape(batch, length).T

    def __len__(self) -> int:
        return math.ceil(self._ids.shape[0] / self.window)

    def __getitem__(self, index: int) -> Window:
        """Return window `index`, counted from 0; the last may be shorter than T."""
        part = slice(index * self.window, (index + 1) * self.window)
        if not 0 <= index < len(self):
            raise IndexError(index)
        return Window(self._ids[part], self._targets[part])

    def words(self, index: int) -> int:
        """Return how many words window `index` predicts."""
        steps, batch = self._ids.shape
        return batch * (min((index + 1) * self.window, steps) - index * self.window)

    def __iter__(self) -> Iterator[Window]:
        return (self[index] for index in range(len(self)))
