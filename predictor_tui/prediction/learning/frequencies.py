"""The weights of a writer's words in memory, so that a keystroke asks no file.

Words are numbered from 0 in the order they were met; a number stays the word's own, also when its weight is gone.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from predictor_tui.prediction.learning.estimate import Floats

_FIRST_ROOM = 1024


class Frequencies:
    """Words by number, key and first letters, with their weights."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self._numbers: dict[str, int] = {}
        self._sorted: list[str] = []
        self._weights: Floats = np.zeros(_FIRST_ROOM)

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def weights(self) -> Floats:
        """What each word counts for, (n,); not to be changed."""
        return self._weights[: len(self.keys)]

    def number(self, key: str) -> int:
        """Return a word's number, a new one with weight 0 if it has none yet."""
        if (known := self._numbers.get(key)) is not None:
            return known
        if len(self.keys) == len(self._weights):
            self._weights = np.concatenate([self._weights, np.zeros_like(self._weights)])
        self.keys.append(key)
        insort(self._sorted, key)
        return self._numbers.setdefault(key, len(self.keys) - 1)

    def set(self, key: str, weight: float) -> None:
        """Make `weight`, at least 0, what a word counts for."""
        number = self.number(key)  # first, for it may give the weights more room
        self._weights[number] = weight

    def beginning_with(self, prefix: str) -> Sequence[int]:
        """Return the numbers of the words whose keys begin with `prefix`, in the order of their keys."""
        first = bisect_left(self._sorted, prefix)
        after = first
        while after < len(self._sorted) and self._sorted[after].startswith(prefix):
            after += 1
        return [self._numbers[key] for key in self._sorted[first:after]]
