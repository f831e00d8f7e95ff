"""The tables of the store of learnt words, and how a file is told to be one of ours.

Counts are kept by day, so that adding and taking back commute: two programs at once lose nothing, and an observation
that is taken back leaves the rows as they were. A word's text stands in the rows themselves; deleting rows that name it
removes every mention.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

VERSION = 1
APPLICATION = 0x50547764
"""Marks a SQLite file as a store of learnt words."""

TABLES = """
CREATE TABLE uses (           -- how often a word was written, by spelling and day
    key TEXT NOT NULL,        -- what it is matched by
    spelling TEXT NOT NULL,
    free INTEGER NOT NULL CHECK (free IN (0, 1)),            -- whether its capital was the writer's choice
    day INTEGER NOT NULL,     -- days since 0001-01-01, which is 1
    typed INTEGER NOT NULL CHECK (typed >= 0),
    picked INTEGER NOT NULL CHECK (picked >= 0),
    PRIMARY KEY (key, spelling, free, day),
    CHECK (typed + picked > 0)
) WITHOUT ROWID;
CREATE TABLE continuations (  -- how often a word was written behind others
    nearest TEXT NOT NULL,    -- the key of the word right before; a line end where the sentence starts
    second TEXT NOT NULL,     -- that of the one before; empty where only the nearest counts
    key TEXT NOT NULL,
    day INTEGER NOT NULL,
    typed INTEGER NOT NULL CHECK (typed >= 0),
    picked INTEGER NOT NULL CHECK (picked >= 0),
    PRIMARY KEY (nearest, second, key, day),
    CHECK (typed + picked > 0)
) WITHOUT ROWID;
CREATE TABLE added (key TEXT PRIMARY KEY, spelling TEXT NOT NULL, day INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE listed (         -- the writer's block list and allow list
    key TEXT PRIMARY KEY,
    spelling TEXT NOT NULL,
    blocked INTEGER NOT NULL CHECK (blocked IN (0, 1)),      -- 0: allowed
    day INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE unscrubbed (since INTEGER PRIMARY KEY);         -- has a row while old pages may hold forgotten words
"""


def create(connection: sqlite3.Connection) -> None:
    """Create the tables, within the transaction that is under way."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def is_new(connection: sqlite3.Connection) -> bool:
    """Tell whether the file holds nothing yet."""
    return not any(
        connection.execute(question).fetchone()[0]
        for question in ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
    )


def version(connection: sqlite3.Connection) -> int | None:
    """Return the version of the tables, or None where the file is a database of something else."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
        return None
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found
