"""Text that is not there yet: drawn dim behind the cursor, and taken whole or word by word.

It is TextArea's own suggestion, which TextArea draws and inserts wherever the cursor is. So it is set only where the
cursor is at the end of the text, and only as much of it as fits into the row: nothing is taken that was not seen. There
is none after something was taken away, by Backspace or by undo: who takes back does not want to be pushed forward.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from predictor_tui.prediction import typing
from predictor_tui.text.terminal import safe

if TYPE_CHECKING:
    from textual.document._document import EditResult
    from textual.document._edit import Edit


class GhostText(TextArea):
    """A text area that knows when to show dim text, and whose keys take it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "take_ghost", "ghost", key_display="→", id="ghost", tooltip="Take all of the dim text"),
        Binding(
            "ctrl+right,alt+right",
            "take_ghost_word",
            "word",
            key_display="^→",
            id="ghost-word",
            tooltip="Take one word of the dim text",
        ),
    ]

    _taken_away = False
    """Whether the last change of the text took something away and put nothing in its place, or was an undo."""

    @abstractmethod
    def type_ahead(self, ghost: str) -> None:
        """Type what stood dim behind the cursor, or the beginning of it, in one undo step."""

    @property
    def may_show_ghost(self) -> bool:
        """Whether this is a place and a moment for it."""
        return not self._taken_away and self.selection.is_empty and self.cursor_at_end_of_text

    def show_ghost(self, ghost: str) -> None:
        """Show dim text behind the cursor, as many of its words as there is room for, if it may be shown."""
        self.suggestion = self._fitting(ghost) if self.may_show_ghost and safe(ghost) == ghost else ""

    def _fitting(self, ghost: str) -> str:
        room = self.wrap_width + 1 - self.wrapped_document.location_to_offset(self.cursor_location).x
        while ghost and cell_len(ghost) > room:
            ghost = ghost[: max(0, ghost.rfind(" "))]
        return ghost

    # -- keys ----------------------------------------------------------------------------------------------------------

    def action_take_ghost(self) -> None:
        """Take all of it; where there is none, go right."""
        if self.suggestion:
            self.type_ahead(self.suggestion)
        else:
            self.action_cursor_right()

    def action_take_ghost_word(self) -> None:
        """Take its first word; where there is none, go a word to the right."""
        if self.suggestion:
            self.type_ahead(typing.first_ahead(self.suggestion))
        else:
            self.action_cursor_word_right()

    def action_cursor_right(self, select: bool = False) -> None:
        """Go right, which is nowhere where there is dim text; TextArea would insert it, with Shift as well."""
        if not self.suggestion:
            super().action_cursor_right(select)

    # -- changes of the text -------------------------------------------------------------------------------------------

    def edit(self, edit: Edit) -> EditResult:
        """Make any edit; what is left of dim text that was typed or accepted stays."""
        left = self._left_after(edit)
        self._taken_away = not edit.text
        result = super().edit(edit)
        self.suggestion = left
        return result

    def _left_after(self, edit: Edit) -> str:
        replaced = self.get_text_range(edit.top, edit.bottom)
        added = edit.text.removeprefix(replaced)
        agrees = edit.text.startswith(replaced) and added and self.suggestion.startswith(added)
        return self.suggestion.removeprefix(added) if agrees else ""

    def undo(self) -> None:
        self._step_back()
        super().undo()

    def redo(self) -> None:
        self._step_back()
        super().redo()

    def _step_back(self) -> None:
        self._taken_away = True
        self.suggestion = ""

    def load_text(self, text: str) -> None:
        self._taken_away = False
        self.suggestion = ""
        super().load_text(text)

    def watch_selection(self) -> None:
        """Show none where the cursor is not at the end."""
        if not self.may_show_ghost:
            self.suggestion = ""

    def on_resize(self) -> None:
        """Show none that may no longer fit."""
        self.suggestion = ""
