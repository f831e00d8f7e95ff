"""Unsaved text is kept while one writes, and what a killed program left behind is offered at the start."""

from __future__ import annotations

import contextlib
import time
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.worker import Worker, WorkerState

from predictor_tui.tui import rescue
from predictor_tui.tui.keeper import Keeper
from predictor_tui.tui.screens.choice import Choice
from predictor_tui.tui.screens.file_actions import FileActions

if TYPE_CHECKING:
    from pathlib import Path


SECONDS = 2.0
"""Between two looks at the text."""


class RescueActions(FileActions):
    """A screen whose text outlives the program."""

    keeper: Keeper | None = None
    offers = True
    """Whether texts that were left behind are offered."""

    def keep_in(self, folder: Path) -> None:
        """Keep unsaved text in `folder` from now on; call this before the screen is shown."""
        self.keeper = Keeper(folder)

    def on_mount(self) -> None:
        if self.keeper is None:
            return
        self.set_interval(SECONDS, self.keep_soon)
        if self.offers:
            self._ask(self._offer(self.keeper))

    # -- while one writes ----------------------------------------------------------------------------------------------

    def keep_soon(self) -> None:
        """Have a thread write the text down, if it is not what was written last."""
        text = self.written_text()
        if self.keeper is not None and self.keeper.is_due(self.file, text):
            work = partial(self.keeper.keep, self.file, text)
            self.run_worker(work, thread=True, group="rescue", description="keep", exit_on_error=False)

    def keep_now(self) -> None:
        """Write the text down before going on; raises OSError."""
        if self.keeper is not None:
            self.keeper.keep(self.file, self.written_text())

    @on(Worker.StateChanged)
    def _not_kept(self, event: Worker.StateChanged) -> None:
        """Warn the writer, who may save the text elsewhere."""
        if event.worker.group == "rescue" and event.state is WorkerState.ERROR:
            reason = getattr(event.worker.error, "strerror", None) or event.worker.error
            self.tell(f"unsaved text cannot be kept: {reason}")

    def _write(self, path: Path) -> str:
        problem = super()._write(path)
        if self.keeper is not None and not problem:
            with contextlib.suppress(OSError):  # it would be offered once more, no worse
                self.keeper.keep(self.file, self.written_text())
        return problem

    def leave(self, code: int) -> None:
        if self.keeper is not None:
            with contextlib.suppress(OSError):
                self.keeper.forget()
        super().leave(code)

    # -- at the start --------------------------------------------------------------------------------------------------

    async def _offer(self, keeper: Keeper) -> None:
        """Ask about each text that was left behind, until one is taken up."""
        for left in rescue.left_texts(keeper.folder, self.file.path):
            answer = await self.app.push_screen_wait(
                Choice(rescue.description(left, time.time()), "restore", "later", "discard", letters=False)
            )
            if answer == "restore":
                keeper.adopt(left.place, left.file, left.text)
                self.show_file(left.file, left.text)
                return
            if answer == "discard":
                left.place.clear()
            left.place.close()
