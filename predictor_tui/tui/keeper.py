"""What one running program does with its unsaved text: it is kept while it differs from the file, and no longer."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from predictor_tui.tui import rescue

if TYPE_CHECKING:
    from pathlib import Path

    from predictor_tui.tui.rescue import Place
    from predictor_tui.tui.text_file import TextFile


class Keeper:
    """Keeps the text of one program in a folder; every method may be called on any thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._place: Place | None = None
        self._kept: tuple[Path | None, str] | None = None
        """The file and the text that are written down now."""
        self._ended = False
        self._one_at_a_time = threading.Lock()

    @property
    def holds_text(self) -> bool:
        """Whether there is a text that a later start will offer."""
        return self._kept is not None

    def is_due(self, file: TextFile, text: str) -> bool:
        """Say whether `keep` has anything to do."""
        wanted = None if text == file.text else (file.path, text)
        return not self._ended and wanted != self._kept

    def keep(self, file: TextFile, text: str) -> None:
        """Write `text` down, unless it is; where it is what `file` holds, let nothing be kept. Raises OSError."""
        with self._one_at_a_time:
            if not self.is_due(file, text):
                return
            if text == file.text:
                self._clear()
                return
            self._place = self._place or rescue.new_place(self.folder)
            self._place.write(file, text)
            self._kept = (file.path, text)

    def adopt(self, place: Place, file: TextFile, text: str) -> None:
        """Go on with a text that was left at `place`, which stays there until it is saved. Raises OSError."""
        with self._one_at_a_time:
            if self._place is not None:
                self._clear()
                self._place.close()
            self._place = place
            self._kept = (file.path, text)

    def forget(self) -> None:
        """Keep nothing, now and later: the text is where the writer wants it. Raises OSError."""
        with self._one_at_a_time:
            self._ended = True
            self._clear()
            if self._place is not None:
                self._place.close()
                self._place = None

    def _clear(self) -> None:
        if self._place is not None:
            self._place.clear()
        self._kept = None
