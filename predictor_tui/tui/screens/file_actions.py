"""Open, save, and leave without losing text: the questions around the writer's file."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from predictor_tui.errors import TextFileError
from predictor_tui.tui import text_file
from predictor_tui.tui.screens.choice import Choice
from predictor_tui.tui.screens.path_prompt import PathPrompt

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from pathlib import Path

    from predictor_tui.tui.text_file import TextFile

DISCARDED = 1
"""The exit code after changes were discarded: whoever waits for the text, as git does, is told that there is none."""


class FileActions(Screen[None]):
    """What a screen with one text can do with files; the screen itself knows the text and shows the notices."""

    file: TextFile
    """The file as it was last opened or saved."""

    def __init__(self) -> None:
        super().__init__()
        self._one_conversation = asyncio.Lock()

    @abstractmethod
    def written_text(self) -> str:
        """Return the text as it is now."""

    @abstractmethod
    def show_file(self, file: TextFile, text: str | None = None) -> None:
        """Take over a file that was opened, with another text than the saved one if it was restored."""

    @abstractmethod
    def file_saved(self) -> None:
        """Learn that `file` is what is on the disk."""

    @abstractmethod
    def tell(self, notice: str) -> None:
        """Show what was just done."""

    def copied(self) -> None:
        """Say that text is on its way to the clipboard."""
        self.tell("sent to the clipboard")

    @property
    def unsaved(self) -> bool:
        return self.written_text() != self.file.text

    def action_save(self) -> None:
        self._ask(self._save())

    def action_open(self) -> None:
        self._ask(self._open())

    def action_leave(self) -> None:
        self._ask(self._leave())

    def _ask(self, conversation: Coroutine[Any, Any, Any]) -> None:
        """Have a conversation with the writer beside the keyboard's own work, once those begun earlier are over."""
        self.run_worker(self._in_turn(conversation), group="files")

    async def _in_turn(self, conversation: Coroutine[Any, Any, Any]) -> None:
        async with self._one_conversation:
            await conversation

    async def _leave(self) -> None:
        if await self._may_discard("Quit"):
            self.leave(DISCARDED if self.unsaved else 0)

    def leave(self, code: int) -> None:
        """End the app with an exit code, the text being where the writer wants it."""
        self.app.exit(return_code=code)

    async def _open(self) -> None:
        if not await self._may_discard("Open another file"):
            return
        name, problem = "", ""
        while path := await self.app.push_screen_wait(PathPrompt("Open", name, problem)):
            try:
                self.show_file(text_file.read(path))
            except TextFileError as error:
                name, problem = str(path), f"{error}: {error.hint}"
            else:
                return

    async def _save(self) -> bool:
        """Save where the text came from, or ask where to; say whether it was saved."""
        if self.file.path is None:
            return await self._save_as()
        if text_file.changed_on_disk(self.file):
            return await self._save_over(self.file.path)
        problem = self._write(self.file.path)
        return not problem or await self._save_as(str(self.file.path), problem)

    async def _save_over(self, path: Path) -> bool:
        """Ask what becomes of what another program wrote; say whether the text was saved."""
        question = f"{path.name} was changed by another program since it was opened here. What it wrote would be lost."
        answer = await self.app.push_screen_wait(Choice(question, "cancel", "save elsewhere", "overwrite"))
        if answer == "save elsewhere":
            return await self._save_as(str(path))
        problem = self._write(path) if answer == "overwrite" else ""
        return answer == "overwrite" and (not problem or await self._save_as(str(path), problem))

    async def _save_as(self, name: str = "", problem: str = "") -> bool:
        while path := await self.app.push_screen_wait(PathPrompt("Save as", name, problem)):
            name, problem = str(path), ""
            if self._would_lose(path) and not await self._may_overwrite(path):
                continue
            problem = self._write(path)
            if not problem:
                return True
        return False

    def _write(self, path: Path) -> str:
        """Write the text to `path` and return what went wrong, if anything did."""
        file = self.file.with_text(self.written_text()).at(path)
        try:
            self.file = text_file.write(file)
        except TextFileError as error:
            return f"{error}: {error.hint}"
        self.file_saved()
        return ""

    def _would_lose(self, path: Path) -> bool:
        """Say whether `path` holds what the writer has not seen here."""
        own = self.file.path
        is_own = own is not None and own.exists() and path.exists() and path.samefile(own)
        return text_file.changed_on_disk(self.file) if is_own else path.exists()

    async def _may_overwrite(self, path: Path) -> bool:
        question = Choice(f"{path} exists already. Replace what is in it?", "keep it", "replace it")
        return await self.app.push_screen_wait(question) == "replace it"

    async def _may_discard(self, doing: str) -> bool:
        """Say whether the text may go: it is saved, or need not be."""
        if not self.unsaved:
            return True
        answer = await self.app.push_screen_wait(
            Choice(f"{doing}? The text is not saved.", "save", "discard", "cancel")
        )
        return answer == "discard" or (answer == "save" and await self._save())
