"""The last N hidden states of a text: how a state of typing keeps them, and how a window sees them pass.

A state keeps N*H + 1 rows: the h of the N words before its last one, oldest first, zeros where there was no word yet;
then how many words it has read, counted up to N+1. The last word's own h is the recurrent layers'. So the empty state
is all zeros here too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from predictor_tui.nn.arrays import Array, Ids, Workspace


@dataclass(frozen=True, eq=False, slots=True)
class Past:
    """What went through the memory up to the end of a window, in the order of time."""

    h: Array
    """The N states that were kept, the last word's before the window, then each word's: (N+1+T, B, H)."""
    words: Ids
    """How many words had been read since the memory was last empty, before the window and after each word: (T+1, B)."""

    @property
    def before_each(self) -> Array:
        """What the window's words look back at, N rows each, the first word at the first N: (T+N-1, B, H)."""
        return self.h[1:-1]


class EarlierStates:
    """A queue of hidden states without the states: they are arguments."""

    def __init__(self, reach: int, units: int) -> None:
        """`reach`: N, `units`: H."""
        self.reach = reach
        self.units = units
        self._ages = np.arange(reach, 0, -1)

    @property
    def rows(self) -> int:
        """How many rows of a state the queue takes."""
        return self.reach * self.units + 1

    def queue(self, kept: Array) -> Array:
        """Return the states that are kept, oldest first, not copied: (N*H+1, B) -> (N, B, H)."""
        return kept[:-1].reshape(self.reach, self.units, -1).transpose(0, 2, 1)

    def words(self, kept: Array) -> Ids:
        """Return how many words were read, at most N+1: (N*H+1, B) -> (B,)."""
        return np.asarray(np.clip(np.rint(kept[-1]), 0, self.reach + 1), np.intp)

    def there(self, words: Ids) -> NDArray[np.bool_]:
        """Return which of the N states before the last word belong to words, oldest first: (...) -> (..., N)."""
        return np.asarray(words[..., None] > self._ages)

    def through(self, kept: Array, h: Array, work: Workspace) -> Past:
        """Follow a window: kept (N*H+1, B), h (H, T+1, B) before it and after each word."""
        _, length, batch = h.shape
        past = work.take("earlier.h", self.reach + length, batch, self.units)
        past[: self.reach] = self.queue(kept)
        past[self.reach :] = h.transpose(1, 2, 0)
        steps = np.arange(length)[:, None]
        return Past(past, self.words(kept) + steps)

    def kept(self, past: Past, first: int) -> Array:
        """Return what a state keeps after word `first`, counted from 1, and after each later one: (n, N*H+1, B)."""
        words = past.words[first:]
        n, batch = words.shape
        kept = np.empty((n, self.rows, batch), past.h.dtype)
        queues = sliding_window_view(past.h[first:-1], self.reach, axis=0)  # (n, B, H, N)
        room = kept[:, :-1].reshape(n, self.reach, self.units, batch)
        np.multiply(queues.transpose(0, 3, 2, 1), self.there(words).transpose(0, 2, 1)[:, :, None], out=room)
        kept[:, -1] = np.minimum(words, self.reach + 1)
        return kept

    def backward(self, past: Past, d_past: Array, d_last: Array) -> tuple[Array, Array]:
        """Undo `through`, and `kept` for the last word.

        d_past (N+1+T, B, H), changed in place, is the gradient of the states as they were looked at; d_last (N*H+1, B)
        that of what was kept in the end. Returns the gradients of what was kept at first and of h, (H, T+1, B).
        """
        steps = past.words.shape[0] - 1
        d_past[steps:-1] += self.queue(d_last) * self.there(past.words[-1]).T[:, :, None]
        d_kept = np.zeros_like(d_last)
        self.queue(d_kept)[...] = d_past[: self.reach]
        return d_kept, d_past[self.reach :].transpose(2, 0, 1)
