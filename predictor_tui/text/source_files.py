"""From what a person names on the command line to bytes: files, folders of text, and standard input."""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from predictor_tui.errors import CorpusError
from predictor_tui.text.decoding import refuse_binary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LARGEST = 2_000_000_000
"""Bytes of one source: more would not fit into the memory that a training needs."""
SUFFIXES = (".txt", ".md")
"""What counts as text in a folder."""
STANDARD_INPUT = "-"
_PIECE = 1 << 20


@dataclass(frozen=True)
class SourceFile:
    """One file to read, or standard input."""

    name: str
    """As it is shown: the path as given, with whatever is no UTF-8 replaced."""
    path: Path | None
    """None for standard input."""
    named: bool
    """Given by name rather than found in a folder: then it must hold text."""

    def read(self, stdin: BinaryIO | None = None) -> bytes:
        """Return all its bytes. Raises CorpusError where it cannot be read, is binary, or exceeds `LARGEST`."""
        if self.path is None:
            if stdin is None and sys.stdin is None:
                raise CorpusError(f"{self.name} is closed, so there is no text to read from it")
            return _read_pieces(self.name, stdin or sys.stdin.buffer)
        try:
            with self.path.open("rb") as file:
                return _read_pieces(self.name, file)
        except OSError as error:
            raise _unreadable(self.name, error) from error


def find_source_files(inputs: Sequence[str | Path]) -> Iterator[SourceFile]:
    """Yield the files behind the inputs, in order; a folder gives its text files, sorted, but no hidden ones.

    Raises CorpusError for a path that is missing, neither file nor folder, or a folder without text.
    """
    for given in inputs:
        path = Path(given)
        name = _shown(path)
        if str(given) == STANDARD_INPUT:
            yield SourceFile("standard input", None, named=True)
        elif _is_folder(name, path):
            yield from _files_in(name, path)
        else:
            yield SourceFile(name, path, named=True)


def _is_folder(name: str, path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise _unreadable(name, error) from error
    if not (stat.S_ISDIR(mode) or stat.S_ISREG(mode)):
        raise CorpusError(f"{name} is neither a file nor a folder", "To read from a pipe, give - and pipe it in.")
    return stat.S_ISDIR(mode)


def _files_in(name: str, folder: Path) -> Iterator[SourceFile]:
    try:
        found = sorted(_walk(folder))
    except OSError as error:
        raise _unreadable(name, error) from error
    if not found:
        raise CorpusError(f"{name} holds no text: no {' or '.join('*' + suffix for suffix in SUFFIXES)} file in it")
    for path in found:
        yield SourceFile(_shown(path), path, named=False)


def _walk(folder: Path) -> Iterator[Path]:
    def fail(error: OSError) -> None:
        raise error

    for here, folders, files in os.walk(folder, onerror=fail):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(here, name)
            if path.suffix.lower() in SUFFIXES and not name.startswith(".") and path.is_file():
                yield path


def _read_pieces(name: str, file: BinaryIO) -> bytes:
    """Read piece by piece, so that an endless or binary stream is refused before it fills the memory."""
    pieces: list[bytes] = []
    size = 0
    while piece := file.read(_PIECE):
        refuse_binary(name, piece, first=not pieces)
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST:
            raise CorpusError(f"{name} is larger than {LARGEST / 1e9:.0f} GB", "Train on a part of it.")
    return b"".join(pieces)


def _shown(path: Path) -> str:
    return os.fsencode(path).decode("utf-8", "replace")


def _unreadable(name: str, error: OSError) -> CorpusError:
    hint = "Check how the path is spelt." if isinstance(error, FileNotFoundError) else ""
    return CorpusError(f"{name} cannot be read: {error.strerror or error}", hint)
