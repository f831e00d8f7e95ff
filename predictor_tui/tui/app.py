"""The application: one main screen, the keys that work everywhere, and a way out that restores the terminal."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType

from predictor_tui.tui import text_file
from predictor_tui.tui.commands import bound_commands
from predictor_tui.tui.screens.dialog import Dialog
from predictor_tui.tui.screens.main import MainScreen
from predictor_tui.tui.text_file import TextFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from typing import Any

    from textual.screen import Screen

    from predictor_tui.tui.engine import Engine

_DEADLY_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class PredictorApp(App[None]):
    """Write with suggestions, and watch the memory of the network that makes them."""

    TITLE = "predictor-tui"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+p,ctrl+l", "command_palette", "commands", priority=True, id="palette", tooltip="Show all commands"
        ),
        Binding("ctrl+q", "quit", "quit", priority=True, id="quit", tooltip="Quit; asks if the text is not saved"),
    ]

    CSS_PATH = "app.tcss"

    def __init__(self, load: Callable[[], Engine], file: Path | None = None) -> None:
        """Write in `file`, or in a new text; `load` makes the predictor and is called on another thread.

        Raises TextFileError if `file` exists and cannot be opened as text.
        """
        super().__init__()
        self._main = MainScreen(load, text_file.read_or_new(file) if file else TextFile())

    def get_default_screen(self) -> Screen[Any]:
        return self._main

    def on_mount(self) -> None:
        """Leave by the front door when told to stop, so that the terminal is restored."""
        loop = asyncio.get_running_loop()
        with contextlib.suppress(NotImplementedError, RuntimeError):  # another platform, or not the main thread
            for number in _DEADLY_SIGNALS:
                loop.add_signal_handler(number, self._stop, number)

    def _stop(self, number: int) -> None:
        self.exit(return_code=128 + number)

    def get_key_display(self, binding: Binding) -> str:
        """Return a key as it is printed on the keyboard, or written by convention."""
        names = {"tab": "⇥", "escape": "Esc", "ctrl+underscore": "^/"}
        named = binding.key_display or names.get(binding.key)
        return named or (binding.key.upper() if binding.key[:1] == "f" else super().get_key_display(binding))

    async def action_quit(self) -> None:
        """Quit, unless a question is open that has to be answered first."""
        if not isinstance(self.screen, Dialog):
            self._main.action_leave()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer in the palette what keys are bound to, and the themes."""
        for command in bound_commands(self, screen):
            yield SystemCommand(command.title, ", ".join(command.keys), command.run)
        yield SystemCommand("Change the theme", "colours, dark and light", self.action_change_theme)
