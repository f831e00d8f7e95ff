"""The screen below a prompt: less of it, and the text goes to whoever asked instead of to a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from predictor_tui.tui.screens.choice import Choice
from predictor_tui.tui.screens.file_actions import DISCARDED
from predictor_tui.tui.screens.main import MainScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from predictor_tui.settings import Settings
    from predictor_tui.tui.engine import Engine
    from predictor_tui.tui.text_file import TextFile


class InlineScreen(MainScreen):
    """Composer, suggestions and keys; saving is handing the text over."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "done", id="save", tooltip="Done: print the text and leave")
    ]
    KEY_LINE: ClassVar[Sequence[str]] = ("save", "quit", "accept-1", "accept-2", "help", "dismiss", "palette")
    offers = False
    """The shell asked for a new text, not for an old one."""

    def __init__(self, load: Callable[[], Engine], file: TextFile, settings: Settings) -> None:
        super().__init__(load, file, settings)
        self.answer: str | None = None
        """The text once the writer is done; None if they left without one."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is no file to open and no memory on view."""
        return action not in {"open", "next_view"} and super().check_action(action, parameters)

    async def _save(self) -> bool:
        self.answer = self.written_text()
        self.app.exit(return_code=0)
        return True

    async def _leave(self) -> None:
        if await self._may_discard("Quit"):
            self.leave(DISCARDED)

    async def _may_discard(self, doing: str) -> bool:
        if not self.unsaved:
            return True
        answer = await self.app.push_screen_wait(Choice(f"{doing} without the text?", "print it", "discard", "cancel"))
        if answer == "print it":
            await self._save()
        return answer == "discard"
