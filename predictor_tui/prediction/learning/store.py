"""What was learnt from the writer, on the disk: observed, taken back, added by hand, blocked, forgotten for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from predictor_tui.errors import WordStoreError
from predictor_tui.prediction.blocklist import Blocklist
from predictor_tui.prediction.learning import counting, forgetting
from predictor_tui.prediction.learning.database import Database
from predictor_tui.prediction.learning.noticing import as_chosen, may_be_learnt
from predictor_tui.prediction.learning.values import Counted
from predictor_tui.text.tokenizer import WORDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from predictor_tui.prediction.learning.values import Forgotten, Observation

WAIT = 5.0
"""Seconds that a command waits for another program that is writing."""


class WordStore:
    """One writer's words. Every method may raise WordStoreError, and has then changed nothing unless it says so."""

    def __init__(self, path: Path, *, wait: float = WAIT) -> None:
        """Open the store at `path`, or create it. `wait` is in seconds: see `Database`."""
        self.database = Database(path, wait)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. The store is then of no more use."""
        self.database.close()

    def observe(self, observation: Observation) -> None:
        """Count one word that was written, and what it was written behind."""
        with self.database.writing() as connection:
            counting.count(connection, observation)

    def take_back(self, observation: Observation) -> None:
        """Undo one `observe` of the same observation, in whatever order; of what is no longer there, nothing."""
        with self.database.writing() as connection:
            counting.take_back(connection, observation)

    def add(self, word: str, day: date) -> None:
        """Add a word by hand: it is offered, spelt like this, without having been typed. Again changes its spelling.

        Raises WordStoreError where it is not one word with a letter in it.
        """
        with self.database.writing() as connection:
            connection.execute("REPLACE INTO added VALUES (?, ?, ?)", (*_key_and_spelling(word), day.toordinal()))

    def block(self, word: str, day: date) -> None:
        """Never offer a word again, known to the model or not; it is then not on the allow list. Raises as `add`."""
        self._list(word, day, blocked=True)

    def allow(self, word: str, day: date) -> None:
        """Let a word be offered that is blocked; it is then not on the block list. Raises as `add`."""
        self._list(word, day, blocked=False)

    def unlist(self, word: str) -> bool:
        """Take a word off the block list or the allow list; False if it was on neither."""
        with self.database.writing() as connection:
            return connection.execute("DELETE FROM listed WHERE key = ?", (WORDS.key(word),)).rowcount > 0

    def blocklist(self) -> Blocklist:
        """Return the program's and the writer's block and allow lists as one."""
        with self.database.reading() as connection:
            rows = connection.execute("SELECT key, blocked FROM listed").fetchall()
        return Blocklist([key for key, blocked in rows if blocked], [key for key, blocked in rows if not blocked])

    def forget(self, word: str) -> Forgotten:
        """Forget a word, all that was learnt with it, and whether it was blocked or allowed.

        No file holds a trace of it afterwards. Raises WordStoreError where another program that is reading keeps the
        old content on the disk for now; the word is forgotten all the same, and the traces go when the store is next
        opened.
        """
        key = WORDS.key(word)
        return self._forget(lambda connection: forgetting.forget(connection, key))

    def forget_all(self) -> Forgotten:
        """Forget everything, the block list and the allow list as well, as thoroughly as one word."""
        return self._forget(forgetting.forget_all)

    def continuations(self, before: Sequence[str], key: str | None = None) -> dict[str, list[Counted]]:
        """Return how often each key, or the one given, was written right behind one or two others, by day.

        `before` has those one or two, the nearest last.
        """
        *rest, nearest = before
        question = "SELECT key, day, typed, picked FROM continuations WHERE nearest = ? AND second = ?"
        values = [nearest, rest[-1] if rest else ""]
        if key is not None:
            question += " AND key = ?"
            values.append(key)
        with self.database.reading() as connection:
            rows = connection.execute(question, values).fetchall()
        found: dict[str, list[Counted]] = {}
        for word, *counted in rows:
            found.setdefault(word, []).append(Counted(*counted))
        return found

    def moment(self) -> tuple[int, int]:
        """Return a value that differs from an earlier one if anything changed since, by whatever program."""
        return self.database.moment()

    def _list(self, word: str, day: date, *, blocked: bool) -> None:
        row = (*_key_and_spelling(word), blocked, day.toordinal())
        with self.database.writing() as connection:
            connection.execute("REPLACE INTO listed VALUES (?, ?, ?, ?)", row)

    def _forget(self, delete: Callable[[sqlite3.Connection], Forgotten]) -> Forgotten:
        with self.database.writing() as connection:
            forgotten = delete(connection)
        if forgotten.words and not self.database.scrub():
            raise WordStoreError(
                f"{self.database.path}: forgotten, but another program keeps the old content on the disk for now",
                "close the other program; the next command on words clears it away",
            )
        return forgotten


def _key_and_spelling(word: str) -> tuple[str, str]:
    if not may_be_learnt(word):
        raise WordStoreError(f"“{word}” is not one word with a letter in it", "give words one by one, without spaces")
    spelling = as_chosen(word, forced=False)
    return WORDS.key(spelling), spelling
