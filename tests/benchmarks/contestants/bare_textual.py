"""The least that a Textual app can be that has a text to write in: the floor for start-up; see `start_up.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App
from textual.widgets import Footer, TextArea

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Bare(App[None]):
    """A text area and a footer."""

    def compose(self) -> ComposeResult:
        yield TextArea()
        yield Footer()


if __name__ == "__main__":
    Bare().run()
