"""Where the text is written: a text area that knows soft spaces, and takes keys strictly in the order of arrival."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import TextArea

from predictor_tui.prediction import typing
from predictor_tui.prediction.typing_statistics import TypingStatistics
from predictor_tui.text.terminal import safe
from predictor_tui.tui.messages import ContextChanged
from predictor_tui.tui.text_file import clean
from predictor_tui.tui.widgets.ghost_text import GhostText
from predictor_tui.tui.widgets.tracked_edit import TrackedEdit

if TYPE_CHECKING:
    from textual import events
    from textual.document._document import EditResult, Location
    from textual.document._edit import Edit


class Composer(GhostText):
    """A multi-line text; it posts ContextChanged whenever the text or the cursor changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "screen.accept(0)", "accept", key_display="⇥", id="accept-1", tooltip="Accept suggestion 1"),
        Binding("f2", "screen.accept(1)", "pick", key_display="F2-F5", id="accept-2", tooltip="Accept suggestion 2"),
        Binding("f3", "screen.accept(2)", show=False, id="accept-3", tooltip="Accept suggestion 3"),
        Binding("f4", "screen.accept(3)", show=False, id="accept-4", tooltip="Accept suggestion 4"),
        Binding("f5", "screen.accept(4)", show=False, id="accept-5", tooltip="Accept suggestion 5"),
        Binding(
            "escape",
            "screen.hide_suggestions",
            "dismiss",
            id="dismiss",
            tooltip="Hide the suggestions until you type on",
        ),
        Binding("ctrl+z", "undo", "undo", show=False, id="undo", tooltip="Undo; an accepted word is one step"),
        Binding("ctrl+y", "redo", "redo", show=False, id="redo", tooltip="Redo what was undone"),
    ]

    title = reactive("", repaint=False)

    _soft_space_at: int | None = None
    """The offset of a space that an accepted word brought; it is soft while the cursor stands right behind it."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  # the parameter's name is Textual's
        super().__init__(id=id, highlight_cursor_line=False)
        self.cursor_blink = False
        self.revision = 0
        self.statistics = TypingStatistics()
        self.memory_from = 0
        """Words before this offset are forgotten."""
        self._typing = True
        self._announced = ("", 0, 0)

    def watch_title(self, title: str) -> None:
        self.border_title = Content(title)

    # -- what the screen asks ------------------------------------------------------------------------------------------

    @property
    def cursor(self) -> int:
        """The offset of the cursor in the text."""
        return self.offset_of(self.cursor_location)

    @property
    def context(self) -> str:
        """The text up to the cursor."""
        row, column = self.cursor_location
        lines = self.document.lines
        return "\n".join([*lines[:row], lines[row][:column]])

    def offset_of(self, location: Location) -> int:
        """Return the offset in the text of a row and column."""
        row, column = location
        return sum(map(len, self.document.lines[:row])) + row + column

    def accept(self, word: str, prefix: str) -> None:
        """Put `word` in place of the half-typed `prefix`, in one undo step."""
        row, column = self.cursor_location
        following = self.document.lines[row][column:] + "\n" * (row + 1 < self.document.line_count)
        self._apply(typing.accept(self.context, word, prefix=prefix, following=following))

    def type_ahead(self, ghost: str) -> None:
        self._apply(typing.accept_ahead(self.context, ghost))

    def open(self, text: str) -> None:
        """Begin with `text`, which nobody typed; the history and the counts start anew."""
        self.statistics = TypingStatistics(len(text))
        self.memory_from = 0
        self._soft_space_at = None
        self.load_text(text)
        self.move_cursor(self.document.end)

    def empty_memory(self) -> None:
        """Forget all words before the cursor, and what they led to."""
        self.suggestion = ""
        self.memory_from = self.cursor
        self._announce()

    # -- keys ----------------------------------------------------------------------------------------------------------

    async def _on_key(self, event: events.Key) -> None:
        """Run the composer's own key bindings here and not in the app's queue, where later letters would overtake."""
        bound = self.screen.active_bindings.get(event.key)
        if bound is not None and bound.node is self:
            if await self.app.run_action(bound.binding.action, self):
                event.stop()
            event.prevent_default()
        elif event.character is not None and self._replace_soft_space(event):
            event.stop()
            event.prevent_default()

    def _replace_soft_space(self, event: events.Key) -> bool:
        """Type punctuation in the place of a soft space, and say whether that was the case."""
        if not self.selection.is_empty:
            return False
        mark = "\n" if event.key == "enter" else event.character or ""
        edit = typing.punctuate(self.context, mark, self._soft_space_at)
        if edit is None:
            return False
        self._apply(edit)
        return True

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self._paste(event.text)

    def action_paste(self) -> None:
        self._paste(self.app.clipboard)

    def _paste(self, text: str) -> None:
        """Insert text that nobody typed here."""
        self._typing = False
        try:
            self.replace(clean(text), *self.selection, maintain_selection_offset=False)
        finally:
            self._typing = True

    def undo(self) -> None:
        if self.history.undo_stack:
            self._press()
        super().undo()

    def redo(self) -> None:
        if self.history.redo_stack:
            self._press()
        super().redo()

    # -- edits ---------------------------------------------------------------------------------------------------------

    def _apply(self, edit: typing.Edit) -> None:
        """Make an edit that ends at the cursor, as an undo step of its own."""
        row, column = self.cursor_location
        start = (row, column - (self.cursor - edit.start))
        self.history.checkpoint()
        self.replace(edit.text, start, self.cursor_location, maintain_selection_offset=False)
        self.history.checkpoint()
        self._soft_space_at = self.cursor - 1 if edit.soft_space else None

    def edit(self, edit: Edit) -> EditResult:
        """Make any edit, typed or not; after white space a new undo step begins."""
        self._soft_space_at = None
        if self._typing:
            self._press()
        result = super().edit(TrackedEdit(edit, self, typed=self._typing))
        if edit.text.isspace():
            self.history.checkpoint()
        return result

    def _press(self) -> None:
        self._soft_space_at = None
        self.statistics.press()

    @on(TextArea.Changed)
    @on(TextArea.SelectionChanged)
    def _announce(self) -> None:
        """Tell the screen once of a change, which Textual announces twice: of the text, and of the cursor."""
        state = (self.text, self.cursor, self.memory_from)
        if state != self._announced:
            self._announced = state
            self.revision += 1
            self.post_message(ContextChanged(self.revision, self.text, self.cursor))

    def watch_selection(self) -> None:
        """A space is an ordinary one as soon as the cursor goes elsewhere."""
        super().watch_selection()
        if self._soft_space_at != self.cursor - 1:
            self._soft_space_at = None

    def get_line(self, line_index: int) -> Text:
        """Return a line as it may be shown; a character stays one character, so that the cursor stays right."""
        line = self.document.get_line(line_index)
        return Text(line if safe(line) == line else "".join(map(_stand_in, line)), end="", no_wrap=True)


def _stand_in(character: str) -> str:
    """Return what is shown for a character: itself, or a dot for one that would upset the terminal."""
    return character if character == "\t" or safe(character) == character else "·"
