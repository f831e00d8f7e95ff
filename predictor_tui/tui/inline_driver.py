"""Drawing below the prompt while standard output belongs to the text.

Textual's own inline driver draws on standard error, but asks standard output for the size of the terminal, which has
none in `text=$(...)`. This one asks the terminal it draws on. Where standard error or input lead elsewhere, the
terminal that controls the program takes their place.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from textual.drivers.linux_inline_driver import LinuxInlineDriver

if TYPE_CHECKING:
    from io import TextIOWrapper

    from textual.app import App

_FALLBACK_SIZE = (80, 24)


class InlineDriver(LinuxInlineDriver):
    """Textual's inline driver, on a terminal that is found whatever the shell redirected."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        """Raises OSError where there is no terminal."""
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._file = self._screen = screen()
        self.fileno = keyboard()

    def _get_terminal_size(self) -> tuple[int, int]:
        try:
            width, height = os.get_terminal_size(self._screen.fileno())
        except OSError:
            return _FALLBACK_SIZE
        return (width, height) if width and height else _FALLBACK_SIZE


def screen() -> TextIOWrapper:
    """Return where to draw: standard error if it is a terminal, else the controlling terminal; raises OSError."""
    errors = sys.__stderr__
    if errors is not None and errors.isatty():
        return errors
    return open(os.ctermid(), "w", encoding="utf-8", errors="replace")  # noqa: PTH123  # a device, kept open


def keyboard() -> int:
    """Return the descriptor to read keys from, chosen likewise; raises OSError."""
    keys = sys.__stdin__
    if keys is not None and keys.isatty():
        return keys.fileno()
    return os.open(os.ctermid(), os.O_RDONLY | os.O_CLOEXEC)
