r"""The writer's own files: read so that nothing but text gets in, written so that nothing is lost.

The composer works with "\n" as the only line end. What a file had instead, and a byte order mark, are kept aside here
and put back on saving. So is a digest of the bytes, by which a file that another program has changed is known.
"""

from __future__ import annotations

import hashlib
import re
import stat
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from predictor_tui.atomic import write_atomically
from predictor_tui.errors import TextFileError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 10_000_000
"""Bytes; the composer is made for letters and chapters, not for corpora."""

LINE_ENDS = ("\n", "\r\n")

_BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text and the file it belongs to."""

    text: str = ""
    path: Path | None = None
    line_end: str = "\n"
    byte_order_mark: bool = False
    digest: str = ""
    """Of the bytes that were on the disk when the file was opened or saved; empty where there was no file."""

    @property
    def begins_at_top(self) -> bool:
        """Whether the first line is the one to write in: it is empty, or what git wants to be told of is below it."""
        is_for_git = self.path is not None and ".git" in self.path.parts
        return self.text.startswith("\n") or (is_for_git and "\n#" in self.text)

    def with_text(self, text: str) -> TextFile:
        return replace(self, text=text)

    def at(self, path: Path) -> TextFile:
        return replace(self, path=path)


def clean(text: str) -> str:
    r"""Return `text` as the composer can hold it: every line end as "\n", and without control characters."""
    return _CONTROL.sub("", _LINE_END.sub("\n", text))


def read(path: Path) -> TextFile:
    """Read a file of UTF-8 text; TextFileError says why it cannot be opened."""
    data = _bytes(path)
    if b"\0" in data:
        raise TextFileError(f"{path} is not text", "it holds zero bytes; UTF-16 has to be converted to UTF-8 first")
    try:
        text = data.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        where = f"byte {error.start:,} is 0x{error.object[error.start]:02x}"
        raise TextFileError(f"{path} is not UTF-8 text", f"{where}; convert it to UTF-8 first") from error
    if _CONTROL.search(text):
        raise TextFileError(f"{path} is not plain text", "it holds control characters, which saving would lose")
    return TextFile(clean(text), path, _line_end(text), data.startswith(_BOM), _digest(data))


def read_or_new(path: Path) -> TextFile:
    """Read a file, or begin an empty one where there is none yet."""
    return read(path) if path.exists() or path.is_symlink() else TextFile(path=path)


def changed_on_disk(file: TextFile) -> bool:
    """Say whether another program has written to the file since it was opened or saved; one that is gone has not."""
    if file.path is None:
        return False
    try:
        status = file.path.stat()
        if not stat.S_ISREG(status.st_mode):
            return False  # nothing can be written there, which writing will say
        return status.st_size > LARGEST or _digest(file.path.read_bytes()) != file.digest
    except (OSError, ValueError):  # what cannot be read
        return False


def write(file: TextFile) -> TextFile:
    """Write a text to its file, whole or not at all, and return it as saved; TextFileError says why it could not."""
    if file.path is None:
        raise ValueError("a text without a path cannot be written")
    text = file.text.replace("\n", file.line_end)
    try:
        data = _BOM * file.byte_order_mark + text.encode("utf-8")
        write_atomically(file.path, data)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        reason = getattr(error, "strerror", None) or str(error)
        raise TextFileError(
            f"{file.path} was not saved: {reason}", "the text is still here; try another place"
        ) from error
    return replace(file, digest=_digest(data))


def _bytes(path: Path) -> bytes:
    """Return the content of a regular file of bearable size."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise TextFileError(f"{path} is a folder", "give the name of a text file")
        if not stat.S_ISREG(status.st_mode):
            raise TextFileError(f"{path} is not a regular file", "give the name of a text file")
        if status.st_size > LARGEST:
            raise TextFileError(f"{path} is too large to write in", f"up to {LARGEST // 1_000_000} MB can be opened")
        return path.read_bytes()
    except OSError as error:
        raise TextFileError(f"{path} cannot be opened: {error.strerror}", "check the name") from error
    except ValueError as error:  # a zero character in the name
        raise TextFileError("that is no name for a file", "check the name") from error


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _line_end(text: str) -> str:
    """Return the line end that most lines of a file have."""
    windows = text.count("\r\n")
    return "\r\n" if windows > text.count("\n") - windows else "\n"
