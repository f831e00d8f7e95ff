"""The SQLite file of learnt words: only its owner reads it, programs share it, and what is forgotten leaves it.

The file has mode 0600 from the moment it exists, and SQLite gives the same to the `-wal` and `-shm` files beside it.
Deleted rows are overwritten with zeros (secure_delete). That alone forgets nothing, since the write-ahead log keeps old
pages: `scrub` builds the file anew (VACUUM, in memory, with no temporary file on the disk), moves the log into it and
cuts the log to nothing. What a disk keeps of blocks that it has given back is beyond a program's reach.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING

from predictor_tui.errors import WordStoreError
from predictor_tui.prediction.learning import schema
from predictor_tui.prediction.learning.faults import told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MODE = 0o600


class Database:
    """One connection; what it does is all or nothing. Any thread may use it, but only one at a time."""

    def __init__(self, path: Path, wait: float) -> None:
        """Open or create the file. `wait` is how many seconds to wait for another program that is writing.

        Raises WordStoreError where the file is damaged, none of ours or of a newer version, or may not be used; it is
        then left as it is.
        """
        self.path = path
        with told(path):
            _make_private(path)
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=rw",
                timeout=wait,
                isolation_level=None,
                check_same_thread=False,
                uri=True,
            )
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def close(self) -> None:
        """Close the file; the last program that does so removes the log beside it."""
        with told(self.path):
            self._connection.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Change the file: all of it at the end, or nothing if anything is raised."""
        with self._transaction("IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Read the file as it was at one moment."""
        with self._transaction("DEFERRED") as connection:
            yield connection

    def moment(self) -> tuple[int, int]:
        """Return a value that differs from an earlier one if this or another connection changed the file since."""
        with told(self.path):
            by_others: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        return by_others, self._connection.total_changes

    def scrub(self) -> bool:
        """Leave nothing of deleted rows in any file; False where another program that reads kept that from being done.

        It is tried again when the file is opened next. The deletion itself has to note down in `unscrubbed` that this
        is due.
        """
        with told(self.path):
            return self._scrub()

    def _scrub(self) -> bool:
        try:
            self._connection.execute("VACUUM")
            kept = self._empty_log()
            if not kept:
                self._connection.execute("DELETE FROM unscrubbed")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                return False
            raise
        return not kept

    def _empty_log(self) -> bool:
        """Move the log into the file and cut it to nothing; return whether some of it had to stay."""
        busy, _, _ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return bool(busy)

    @contextmanager
    def _transaction(self, kind: str) -> Iterator[sqlite3.Connection]:
        with told(self.path):
            self._connection.execute(f"BEGIN {kind}")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # some errors have rolled it back already
                    self._connection.execute("ROLLBACK")
                raise

    def _prepare(self) -> None:
        connection = self._connection
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA trusted_schema = OFF")
        if schema.is_new(connection):
            connection.execute("PRAGMA journal_mode = WAL")
            with self.writing():
                if schema.is_new(connection):  # no other program was quicker
                    schema.create(connection)
        self._check_version()
        connection.execute("PRAGMA synchronous = NORMAL")
        if connection.execute("SELECT count(*) FROM unscrubbed").fetchone()[0]:
            self._scrub()

    def _check_version(self) -> None:
        found = schema.version(self._connection)
        if found is None:
            raise WordStoreError(f"{self.path} is no store of learnt words", "move it away, and a new one is made")
        if found > schema.VERSION:
            raise WordStoreError(
                f"{self.path} was written by a newer version of the program (its tables are version {found})",
                "update predictor-tui, or name another folder with PREDICTOR_TUI_HOME",
            )


def _make_private(path: Path) -> None:
    """Create the file and its folder if they are not there, and take the file from all but its owner."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK, MODE)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise WordStoreError(f"{path} is no regular file", "move it away, and a new one is made")
        if stat.S_IMODE(status.st_mode) & 0o077:
            os.fchmod(descriptor, MODE)
    finally:
        os.close(descriptor)
