"""The last line of the screen: the keys worth knowing, as many as there is room for; each can be clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from predictor_tui.tui.commands import bound_commands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from predictor_tui.tui.commands import Command

_GAP = 2


class Placed(NamedTuple):
    """A command and the columns it is drawn in."""

    command: Command
    start: int
    end: int


def place(commands: Sequence[Command], width: int) -> list[Placed]:
    """Return the commands that fit side by side into `width` cells, the first ones first."""
    placed: list[Placed] = []
    start = 0
    for command in commands:
        end = start + cell_len(f"{command.key} {command.word}")
        if end <= width:
            placed.append(Placed(command, start, end))
            start = end + _GAP
    return placed


class KeyLine(Widget):
    """Keys and a word for each, taken from what is bound now."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"keys--key", "keys--word"}

    DEFAULT_CSS = """
    KeyLine {
        height: 1;
        padding: 0 1;
        background: $panel;
        .keys--key { color: $text-accent; text-style: bold; }
        .keys--word { color: $text-muted; }
    }
    """

    def __init__(self, *bindings: str) -> None:
        """Show the bindings of these ids, the most important first."""
        super().__init__()
        self._ids = bindings

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.refresh())

    @property
    def placed(self) -> list[Placed]:
        commands = {command.id: command for command in bound_commands(self.app, self.screen)}
        return place([commands[id_] for id_ in self._ids if id_ in commands], self.size.width)

    async def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        for command, start, end in self.placed:
            if offset is not None and start <= offset.x < end:
                await command.run()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002  # there is one line
        key, word = (self.get_component_rich_style(f"keys--{part}") for part in ("key", "word"))
        segments = []
        for command, _, _ in self.placed:
            segments += [Segment(command.key, key), Segment(f" {command.word}{' ' * _GAP}", word)]
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)
