"""Asks a question with a few answers, each a button and a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Label

from predictor_tui.text.terminal import safe
from predictor_tui.tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult


class Choice(Dialog[str]):
    """A question; the answer is one of `answers`, given by its button or by its first letter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "app.focus_next", "next answer", show=False),
        Binding("left", "app.focus_previous", "previous answer", show=False),
    ]

    def __init__(self, question: str, *answers: str, letters: bool = True) -> None:
        """Ask with `answers` that begin with different letters; the first is chosen by Enter.

        A question that comes unexpectedly goes without `letters`, which may have been meant for the text.
        """
        super().__init__()
        self._letters = letters
        self._question = question
        self._answers = answers

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Label(safe(self._question, keep_newlines=True), classes="question", markup=False)
            with Horizontal():
                for answer in self._answers:
                    label = Content.assemble((answer[0].upper(), "underline" if self._letters else ""), answer[1:])
                    yield Button(label, name=answer, compact=True)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.name)

    def on_key(self, event: events.Key) -> None:
        for answer in self._answers if self._letters else ():
            if event.character is not None and event.character.casefold() == answer[0].casefold():
                event.stop()
                self.dismiss(answer)
