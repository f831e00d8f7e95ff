"""Deleting every row that mentions a word. `Database.scrub` then sees to the bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from predictor_tui.prediction.learning.values import Forgotten

if TYPE_CHECKING:
    import sqlite3

_WORD_TABLES = ("uses", "added", "listed")
_PAIRS = "SELECT DISTINCT nearest, second, key FROM continuations"


def forget(connection: sqlite3.Connection, key: str) -> Forgotten:
    """Delete all rows that mention a key, and note down that a scrub is due."""
    blocked = connection.execute("SELECT count(*) FROM listed WHERE key = ? AND blocked", (key,)).fetchone()[0]
    pairs = connection.execute(f"SELECT count(*) FROM ({_PAIRS} WHERE ?1 IN (nearest, second, key))", (key,))
    continuations = pairs.fetchone()[0]
    rows = [connection.execute(f"DELETE FROM {table} WHERE key = ?", (key,)).rowcount for table in _WORD_TABLES]
    connection.execute("DELETE FROM continuations WHERE ?1 IN (nearest, second, key)", (key,))
    if not (any(rows) or continuations):
        return Forgotten()
    _note(connection)
    return Forgotten(1, continuations, bool(blocked))


def forget_all(connection: sqlite3.Connection) -> Forgotten:
    """Delete all rows but the note that a scrub is due."""
    every = " UNION ".join(f"SELECT key FROM {table}" for table in (*_WORD_TABLES, "continuations"))
    words = connection.execute(f"SELECT count(*) FROM ({every})").fetchone()[0]
    continuations = connection.execute(f"SELECT count(*) FROM ({_PAIRS})").fetchone()[0]
    blocked = connection.execute("SELECT count(*) FROM listed WHERE blocked").fetchone()[0]
    for table in (*_WORD_TABLES, "continuations"):
        connection.execute(f"DELETE FROM {table}")
    _note(connection)
    return Forgotten(words, continuations, bool(blocked))


def _note(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT OR IGNORE INTO unscrubbed VALUES (1)")
