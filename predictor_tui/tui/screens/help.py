"""The keys and what they do, as they are bound at this moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.table import Table
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from predictor_tui.tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from predictor_tui.tui.commands import Command

_NOTES = """\
A suggestion brings its own space, and punctuation takes that space's place.
Enter never accepts. A click on a suggestion does.
Dim text behind the cursor is what the model is sure comes next. Type on, and it goes or stays by itself.

The bars show the network's memory after the last finished word. Each stands for one unit, on a fixed axis \
from -1 to +1. Bright bars moved with that word, dim ones were carried over."""


class HelpScreen(Dialog[None]):
    """A list of keys over the main screen; Esc closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1,ctrl+underscore,q", "cancel", show=False)]

    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
        & > VerticalScroll {
            width: 72; max-width: 100%; height: auto; max-height: 100%;
            padding: 1 2; border: round $foreground 40%; background: $surface;
            border-title-color: $foreground; border-subtitle-color: $text-muted;
        }
    }
    """

    def __init__(self, commands: list[Command]) -> None:
        super().__init__()
        self._commands = commands

    def compose(self) -> ComposeResult:
        with VerticalScroll() as box:
            box.border_title = "Keys"
            box.border_subtitle = "Esc closes"
            yield Static(self._table())
            yield Static(Text("\n" + _NOTES))

    def _table(self) -> Table:
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column(no_wrap=True, style="bold")
        table.add_column()
        for command in self._commands:
            table.add_row(Text(", ".join(command.keys)), Text(command.title))
        return table
