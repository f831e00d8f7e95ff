"""When to save a run: often enough that little is lost, seldom enough that saving costs little."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_LOSS = 60.0
"""Seconds of work that a killed run may lose."""
LOST_SHARE = 0.1
"""Share of the work done that it may lose where that is less: a run killed early can be resumed as well."""
SAVING_SHARE = 0.05
"""Share of the time that may go into saving; comes before the other two where saving is slow."""


class SaveTimer:
    """Saves when it is time to, the first time at once."""

    def __init__(self, save: Callable[[], None], clock: Callable[[], float]) -> None:
        """`save` does the work; `clock` returns seconds that only rise."""
        self._save = save
        self._clock = clock
        self._begun = self._saved = clock()
        self._cost = 0.0

    def save_if_due(self) -> None:
        """Save if the time since the last time is long enough."""
        now = self._clock()
        bearable = min(LONGEST_LOSS, LOST_SHARE * (now - self._begun))
        if now - self._saved >= max(bearable, self._cost / SAVING_SHARE):
            self.save()

    def save(self) -> None:
        """Save now, and note how long it takes."""
        begun = self._clock()
        self._save()
        self._saved = self._clock()
        self._cost = self._saved - begun
