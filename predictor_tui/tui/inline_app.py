"""The app below the prompt, for `text=$(predictor-tui write --inline)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from predictor_tui.settings import Settings
from predictor_tui.tui.app import PredictorApp
from predictor_tui.tui.inline_driver import InlineDriver
from predictor_tui.tui.screens.inline import InlineScreen
from predictor_tui.tui.text_file import TextFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from predictor_tui.tui.engine import Engine


class InlineApp(PredictorApp):
    """Asks for one text."""

    def __init__(
        self,
        load: Callable[[], Engine],
        settings: Settings | None = None,
        *,
        state: Path | None = None,
        reduce_motion: bool = False,
    ) -> None:
        """The arguments are as for the app that fills the terminal."""
        self._inline = InlineScreen(load, TextFile(), settings or Settings())
        super().__init__(load, state=state, main=self._inline, reduce_motion=reduce_motion)
        self.driver_class = InlineDriver

    @property
    def answer(self) -> str | None:
        """The text, once the app has ended; None if the writer left without one."""
        return self._inline.answer

    def delivered(self) -> None:
        """Keep the text no longer: it has arrived. Raises OSError."""
        if self._inline.keeper is not None:
            self._inline.keeper.forget()
