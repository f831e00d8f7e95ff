"""The rows of one observation: counted up by one, and down again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from predictor_tui.prediction.learning.values import Observation

_USE = "key = ? AND spelling = ? AND free = ? AND day = ?"
_CONTINUATION = "nearest = ? AND second = ? AND key = ? AND day = ?"


def count(connection: sqlite3.Connection, seen: Observation) -> None:
    """Add one to the word's count and to those of the words it stands behind."""
    typed, picked = int(not seen.picked), int(seen.picked)
    for table, _, row in _rows(seen):
        connection.execute(
            f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET typed = typed + excluded.typed, picked = picked + excluded.picked",
            (*row, typed, picked),
        )


def take_back(connection: sqlite3.Connection, seen: Observation) -> None:
    """Undo one `count`: a row that comes to nothing goes, and one that is not there is left out."""
    column = "picked" if seen.picked else "typed"
    for table, row_is, row in _rows(seen):
        gone = connection.execute(f"DELETE FROM {table} WHERE {row_is} AND {column} = 1 AND typed + picked = 1", row)
        if not gone.rowcount:
            connection.execute(f"UPDATE {table} SET {column} = {column} - 1 WHERE {row_is} AND {column} > 0", row)


def _rows(seen: Observation) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    """Yield the table, the condition and the key of each row that the observation counts in."""
    day = seen.day.toordinal()
    yield "uses", _USE, (seen.key, seen.spelling, int(seen.free), day)
    for length in range(1, len(seen.before) + 1):
        second, nearest = ("", *seen.before[-length:])[-2:]
        yield "continuations", _CONTINUATION, (nearest, second, seen.key, day)
