"""Shows the name of each key pressed and what the program does with it, since no key arrives in every terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.app import App
from textual.screen import Screen
from textual.widgets import RichLog, Static

from predictor_tui.text.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.events import Key

_INTRODUCTION = (
    "Press any key to see the name it arrives under, and what it does. Ctrl+Q or Ctrl+C twice in a row leaves."
)
_LEAVING = ("ctrl+q", "ctrl+c")


class KeyScreen(Screen[None], inherit_bindings=False):
    """Takes every key for itself, the ones that move the focus or leave included."""

    DEFAULT_CSS = """
    KeyScreen {
        Static { padding: 0 1 1 1; color: $text-muted; }
        RichLog { padding: 0 1; background: $background; }
    }
    """

    def __init__(self, meanings: Mapping[str, str]) -> None:
        """`meanings` says in words what a key, by its name, does."""
        super().__init__()
        self._meanings = meanings
        self._last = ""

    def compose(self) -> ComposeResult:
        yield Static(_INTRODUCTION, markup=False)
        log = RichLog(wrap=True)
        log.can_focus = False  # it would keep the arrow keys for scrolling
        yield log

    def on_key(self, event: Key) -> None:
        event.stop()
        if event.key == self._last and event.key in _LEAVING:
            self.app.exit()
        self._last = event.key
        self.query_one(RichLog).write(Text.assemble((f"{event.key:<28}", "bold"), self._meaning(event)))

    def _meaning(self, event: Key) -> str:
        bound = [self._meanings[name] for name in event.aliases if name in self._meanings]
        if bound:
            return bound[0]
        if event.is_printable and event.character:
            return f"types {safe(event.character)}"
        return "not bound to anything"


class KeyApp(App[None], inherit_bindings=False):
    """The one screen, without the keys that every other app has."""

    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False

    def __init__(self, meanings: Mapping[str, str]) -> None:
        """`meanings` says in words what a key, by its name, does."""
        super().__init__()
        self._only_screen = KeyScreen(meanings)

    def get_default_screen(self) -> Screen[Any]:
        return self._only_screen
