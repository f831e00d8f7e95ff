"""What came behind the contexts that the writer is in now, kept in memory while it is asked for again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from predictor_tui.prediction.learning.estimate import Behind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from predictor_tui.prediction.learning.rules import LearningRules
    from predictor_tui.prediction.learning.store import WordStore
    from predictor_tui.prediction.learning.values import Counted, Observation

MOST_KEPT = 256


class Continuations:
    """The weights of the words behind each context that was asked for lately."""

    def __init__(self, store: WordStore, rules: LearningRules, today: int, number: Callable[[str], int]) -> None:
        """Take the store, how to count, today's ordinal, and what numbers the words."""
        self._store = store
        self._rules = rules
        self._today = today
        self._number = number
        self._kept: dict[tuple[str, ...], dict[int, float]] = {}

    def behind(self, before: tuple[str, ...]) -> Behind:
        """Return the weights of the words behind one or two keys, the nearest last."""
        weights = self._kept.get(before)
        if weights is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            found = self._store.continuations(before)
            weights = {self._number(key): self._weight(counts) for key, counts in found.items()}
            self._kept[before] = weights
        return Behind(np.fromiter(weights, np.intp), np.fromiter(weights.values(), np.float64))

    def look_up(self, seen: Observation) -> None:
        """Take over what the store has now of an observation that was just counted or taken back."""
        for length in range(1, len(seen.before) + 1):
            before = seen.before[-length:]
            weights = self._kept.get(before)
            if weights is not None:
                weights.pop(self._number(seen.key), None)
                for key, counts in self._store.continuations(before, seen.key).items():
                    weights[self._number(key)] = self._weight(counts)

    def _weight(self, counts: Iterable[Counted]) -> float:
        return sum(self._rules.weight(count.typed, count.picked, self._today - count.day) for count in counts)
