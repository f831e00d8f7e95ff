"""An edit of the composer that takes along what is tied to places in the text, when done and when undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.document._edit import Edit  # what TextArea.edit() takes; Textual has no public name for it

if TYPE_CHECKING:
    from textual.document._document import EditResult
    from textual.widgets import TextArea

    from predictor_tui.prediction.typing_statistics import Replaced
    from predictor_tui.tui.widgets.composer import Composer


class TrackedEdit(Edit):
    """An edit that also keeps the typing statistics and the place where the memory was emptied."""

    def __init__(self, edit: Edit, composer: Composer, *, typed: bool) -> None:
        """Wrap `edit`; `typed` says whether its text counts as typed or accepted."""
        super().__init__(edit.text, edit.from_location, edit.to_location, edit.maintain_selection_offset)
        self._composer = composer
        self._typed = typed
        self._gone: Replaced | None = None
        self._memory_from = 0

    def do(self, text_area: TextArea, record_selection: bool = True) -> EditResult:
        composer = self._composer
        start, end = composer.offset_of(self.top), composer.offset_of(self.bottom)
        result = super().do(text_area, record_selection)
        length = composer.offset_of(result.end_location) - start
        self._gone = composer.statistics.replace(start, end, length, typed=self._typed)
        self._memory_from = composer.memory_from
        composer.memory_from = _shifted(composer.memory_from, start, end, length)
        return result

    def undo(self, text_area: TextArea) -> EditResult:
        if self._gone is not None:
            self._composer.statistics.restore(self._gone)
            self._composer.memory_from = self._memory_from
        return super().undo(text_area)


def _shifted(place: int, start: int, end: int, length: int) -> int:
    """Return where `place` is after the text from `start` to `end` gave way to `length` characters."""
    if place > end:
        return place + length - (end - start)
    return min(place, start)
