"""The application: one main screen, the keys that work everywhere, and a way out that restores the terminal."""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import signal
import sys
import threading
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType

from predictor_tui import paths
from predictor_tui.settings import Settings
from predictor_tui.tui import remembered, text_file, themes
from predictor_tui.tui.commands import bound_commands
from predictor_tui.tui.screens.dialog import Dialog
from predictor_tui.tui.screens.main import MainScreen
from predictor_tui.tui.text_file import TextFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from typing import Any

    from textual.screen import Screen
    from textual.theme import Theme

    from predictor_tui.tui.engine import Engine

_SECONDS_TO_LEAVE = 2.0
_SECONDS_BETWEEN_LOOKS = 2.0
_DEADLY_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class PredictorApp(App[None]):
    """Write with suggestions, and watch the memory of the network that makes them."""

    TITLE = "predictor-tui"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+p,ctrl+l", "command_palette", "commands", priority=True, id="palette", tooltip="Show all commands"
        ),
        Binding("ctrl+q", "quit", "quit", id="quit", tooltip="Quit; asks if the text is not saved"),
    ]

    CSS_PATH = "app.tcss"

    def __init__(
        self,
        load: Callable[[], Engine],
        file: Path | None = None,
        settings: Settings | None = None,
        *,
        state: Path | None = None,
        main: MainScreen | None = None,
        reduce_motion: bool = False,
    ) -> None:
        """Write in `file`, or in a new text; `load` makes the predictor and is called on another thread.

        Without `settings` all have their defaults. `state` is the folder for what outlives the app, unsaved text above
        all; without it nothing does. `main` is another screen to write in, made with a text of its own. With
        `reduce_motion` nothing slides or fades. Raises TextFileError if `file` exists and cannot be opened as text.
        """
        super().__init__()
        self._handlers: dict[int, Any] = {}
        self._terminal = select.poll()
        written = text_file.read_or_new(file) if file else TextFile()
        self._main = main or MainScreen(load, written, settings or Settings())
        self._state = state
        for theme in themes.OWN:
            self.register_theme(theme)
        if reduce_motion:
            self.animation_level = "none"
        if state is not None:
            self._main.keep_in(paths.unsaved_folder(state))
            self._use_remembered(state)

    def _use_remembered(self, state: Path) -> None:
        theme = remembered.load(state).theme
        if theme in self.available_themes:
            self.theme = theme

    def _remember_theme(self, theme: Theme) -> None:
        chosen = remembered.Remembered(theme.name)
        if self._state is not None and chosen != remembered.load(self._state):
            with contextlib.suppress(OSError):  # it will be the old one next time, no worse
                remembered.save(self._state, chosen)

    def get_default_screen(self) -> Screen[Any]:
        return self._main

    def on_mount(self) -> None:
        """Leave by the front door when told to stop, so that the terminal is restored; remember the theme chosen."""
        self.theme_changed_signal.subscribe(self, self._remember_theme, immediate=True)
        loop = asyncio.get_running_loop()
        with contextlib.suppress(ValueError):  # not the main thread
            for number in _DEADLY_SIGNALS:
                self._handlers[number] = signal.signal(number, lambda number, _frame: self._stop(number, loop))
        if sys.__stdin__ is not None and sys.__stdin__.isatty():
            self._terminal.register(sys.__stdin__.fileno(), 0)  # 0: to be told of a hang-up alone
            self.set_interval(_SECONDS_BETWEEN_LOOKS, partial(self._leave_without_terminal, loop))

    def _leave_without_terminal(self, loop: asyncio.AbstractEventLoop) -> None:
        """Leave once the terminal is gone: a program that it does not control gets no signal of that."""
        if self._terminal.poll(0):
            self._stop(signal.SIGHUP, loop)

    def on_unmount(self) -> None:
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def _stop(self, number: int, loop: asyncio.AbstractEventLoop) -> None:
        """Leave in order; where that gets stuck, as it does once the terminal is gone, leave all the same."""
        last_resort = threading.Timer(_SECONDS_TO_LEAVE, os._exit, (128 + number,))
        last_resort.daemon = True
        last_resort.start()
        threading.Thread(target=self._keep_quietly, daemon=True).start()
        loop.call_soon_threadsafe(partial(self.exit, return_code=128 + number))

    def keep_text(self) -> bool:
        """Write unsaved text down where the next start finds it; say whether there is any. Raises OSError."""
        self._main.keep_now()
        return self._main.keeper is not None and self._main.keeper.holds_text

    def _keep_quietly(self) -> None:
        with contextlib.suppress(OSError):  # there is nobody to be told
            self.keep_text()

    def get_key_display(self, binding: Binding) -> str:
        """Return a key as it is printed on the keyboard, or written by convention."""
        names = {"tab": "⇥", "escape": "Esc", "ctrl+underscore": "^/"}
        named = binding.key_display or names.get(binding.key)
        return named or (binding.key.upper() if binding.key[:1] == "f" else super().get_key_display(binding))

    def copy_to_clipboard(self, text: str) -> None:
        """Send `text` to the terminal's clipboard; whether it arrives, no terminal tells."""
        super().copy_to_clipboard(text)
        self._main.copied()

    async def action_quit(self) -> None:
        """Quit, unless a question is open that has to be answered first."""
        if not isinstance(self.screen, Dialog):
            self._main.action_leave()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer in the palette what keys are bound to, copying, and the themes."""
        for command in bound_commands(self, screen):
            yield SystemCommand(command.title, ", ".join(command.keys), command.run)
        for what, text in (("text", self._main.written_text()), ("selection", self._main.composer.selected_text)):
            if text:
                how = "to the clipboard, where the terminal lets it through (OSC 52)"
                yield SystemCommand(f"Copy the {what}", how, partial(self.copy_to_clipboard, text))
        yield SystemCommand("Change the theme", "colours, dark and light", self.action_change_theme)
