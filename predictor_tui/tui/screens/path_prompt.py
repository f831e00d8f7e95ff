"""Asks for the name of a file, with a line that says what was wrong with the last one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.widgets import Input, Label

from predictor_tui.text.terminal import safe
from predictor_tui.tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from textual.app import ComposeResult


class PathPrompt(Dialog[Path]):
    """A line for a path; Enter answers with it, ~ being the home folder."""

    def __init__(self, question: str, path: str = "", problem: str = "") -> None:
        super().__init__()
        self._question = question
        self._path = path
        self._problem = problem

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Label(safe(self._question), classes="question", markup=False)
            yield Input(self._path, placeholder="a path, for instance ~/notes.txt", select_on_focus=False)
            yield Label(safe(self._problem), classes="problem", markup=False)

    @on(Input.Submitted)
    def _answer(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self.dismiss(Path(event.value.strip()).expanduser())
