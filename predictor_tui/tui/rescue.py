"""Unsaved text is written down every few seconds, so that a killed terminal costs next to nothing.

Each running program has a place of its own in one folder: a lock that it holds as long as it lives, and the text. A
program that is killed loses its locks, so a text whose lock is free was left behind; its finder holds the lock while it
asks the writer what is to be done, and no second program asks the same. The folder and all in it are for their owner
alone. A text's first line is JSON that says which file it belongs to; below it stands the text as it is.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from predictor_tui.atomic import write_atomically
from predictor_tui.errors import TextFileError
from predictor_tui.text.terminal import safe
from predictor_tui.tui import text_file
from predictor_tui.tui.text_file import LINE_ENDS, TextFile

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXT, _LOCK = ".txt", ".lock"
_SHOWN = 60
"""Characters of a text by which its writer knows it again."""


class Place:
    """Where one text is kept, locked until it is closed or the program ends."""

    def __init__(self, path: Path, lock: int) -> None:
        """Use `claim` or `new_place` instead: `lock` is a descriptor that holds the lock beside `path`."""
        self.path = path
        self._lock = lock

    def write(self, file: TextFile, text: str) -> None:
        """Put `text` here, as one that was begun from `file`; raises OSError."""
        about = {
            "file": None if file.path is None else str(file.path.absolute()),
            "line_end": file.line_end,
            "byte_order_mark": file.byte_order_mark,
            "digest": file.digest,
        }
        write_atomically(self.path, f"{json.dumps(about)}\n{text}".encode("utf-8", "replace"), mode=0o600)

    def clear(self) -> None:
        """Let there be no text here; raises OSError."""
        self.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Leave the place to others, its text included if there is one; raises OSError."""
        if not self.path.exists():
            self.path.with_suffix(_LOCK).unlink(missing_ok=True)
        os.close(self._lock)


@dataclass(frozen=True)
class LeftText:
    """A text that a program left behind when it was killed."""

    place: Place
    file: TextFile
    """The file that it belongs to, with the text now on the disk and the digest of the one that was opened."""
    text: str
    written: float
    """When, in seconds since 1970."""


def new_place(folder: Path) -> Place:
    """Make a place in `folder`, and the folder if need be; raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    while True:
        path = folder / f"{secrets.token_hex(8)}{_TEXT}"
        place = claim(path)
        if place is not None:
            return place


def claim(path: Path) -> Place | None:
    """Return the place of the text at `path`, or None where a running program has it; raises OSError."""
    lock_path = path.with_suffix(_LOCK)
    lock = os.open(lock_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return None
    if not os.fstat(lock).st_nlink:  # its program cleared it away just now
        os.close(lock)
        return None
    return Place(path, lock)


def left_texts(folder: Path, belonging_to: Path | None = None) -> Iterator[LeftText]:
    """Yield the texts that were left in `folder`, the newest first: all, or those that belong to one file.

    Each is claimed for whoever asks, until its place is closed. A text that was saved after all is cleared away.
    """
    for path in sorted(_places(folder), key=_written, reverse=True):
        with contextlib.suppress(OSError):  # one that cannot be read keeps nobody from the others
            place = claim(path)
            found = _read(place) if place else None
            if found is not None and _is_wanted(found, belonging_to):
                yield found
            elif place is not None:
                place.close()


def description(left: LeftText, now: float) -> str:
    """Return the question about a text that was left behind, seen at `now` in seconds since 1970."""
    name = safe(left.file.path.name) if left.file.path else "A text without a name"
    words = safe(" ".join(left.text.split()))
    shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
    when = datetime.fromtimestamp(left.written)
    day = "today" if when.date() == datetime.fromtimestamp(now).date() else f"on {when:%d %B %Y}"
    return f"{name} was left unsaved {day} at {when:%H:%M}:\n\n“{shown}”"


def _places(folder: Path) -> set[Path]:
    """Return where texts are or, as only a lock tells, have been."""
    try:
        return {path.with_suffix(_TEXT) for path in folder.iterdir() if path.suffix in (_TEXT, _LOCK)}
    except OSError:
        return set()


def _is_wanted(found: LeftText, belonging_to: Path | None) -> bool:
    if found.text == found.file.text:
        found.place.clear()
        return False
    path = found.file.path
    return belonging_to is None or (path is not None and os.path.realpath(path) == os.path.realpath(belonging_to))


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _read(place: Place) -> LeftText | None:
    """Return what is at `place`; None where there is nothing, or nothing of ours."""
    try:
        first, _, text = place.path.read_bytes().decode("utf-8").partition("\n")
        file = _file(json.loads(first))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    return LeftText(place, _with_text_on_disk(file), text_file.clean(text), _written(place.path))


def _file(about: dict[str, Any]) -> TextFile:
    """Return what a text's first line says; raises ValueError, KeyError or TypeError where it is none."""
    if about["line_end"] not in LINE_ENDS:
        raise ValueError(about["line_end"])
    path = None if about["file"] is None else Path(about["file"])
    return TextFile("", path, about["line_end"], bool(about["byte_order_mark"]), str(about["digest"]))


def _with_text_on_disk(file: TextFile) -> TextFile:
    if file.path is None:
        return file
    try:
        return replace(file, text=text_file.read_or_new(file.path).text)
    except TextFileError:
        return file
