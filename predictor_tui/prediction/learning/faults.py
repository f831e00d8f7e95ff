"""What goes wrong with the store of learnt words, in words that a person can act on."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from predictor_tui.errors import WordStoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_RIGHTS = "let it and its folder be yours to write, or name another folder with PREDICTOR_TUI_HOME"
_DAMAGED = "move it away and import your last export: predictor-tui words import FILE"

_FAULTS = {
    sqlite3.SQLITE_FULL: ("the disk is full", "make room; what was learnt before is safe"),
    sqlite3.SQLITE_BUSY: ("another program is writing to it", "try again in a moment"),
    sqlite3.SQLITE_LOCKED: ("another program is writing to it", "try again in a moment"),
    sqlite3.SQLITE_READONLY: ("it may not be written to", _RIGHTS),
    sqlite3.SQLITE_CANTOPEN: ("it cannot be opened", _RIGHTS),
    sqlite3.SQLITE_PERM: ("it cannot be opened", _RIGHTS),
    sqlite3.SQLITE_IOERR: ("the disk could not be read or written", "check the disk, and that it has room"),
    sqlite3.SQLITE_NOTADB: ("it is damaged, or no store of learnt words", _DAMAGED),
    sqlite3.SQLITE_CORRUPT: ("it is damaged", _DAMAGED),
}


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say of the file at `path` into a WordStoreError that names it."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise  # a fault of the program, not of the file
    except sqlite3.Error as error:
        primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
        reason, hint = _FAULTS.get(primary, ("it is damaged", _DAMAGED))
        raise WordStoreError(f"{path}: {reason} ({error})", hint) from error
    except OSError as error:
        raise WordStoreError(f"{path}: {error.strerror or error}", _RIGHTS) from error
