"""What keeps the store small over the years, and slips of the keyboard from staying in it.

Days long past are counted together, a month at a time, since it no longer matters which day it was. A word that was
written too seldom to be offered goes a year after it was written last. Of the continuations only the weightiest stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from predictor_tui.prediction.learning.rules import LearningRules
    from predictor_tui.prediction.learning.store import WordStore

SINGLE_DAYS = 60
"""How many days back each day has counts of its own."""
MONTH = 30
SELDOM_KEPT = 365
"""Days that a word stays which was written too seldom to be offered."""
MOST_CONTINUATIONS = 100_000

_COLUMNS = {"uses": "key, spelling, free", "continuations": "nearest, second, key"}
_KEPT = "SELECT key FROM uses UNION SELECT key FROM added UNION VALUES (''), (char(10))"
"""What a continuation may be made of: words that are known, no second word, and a sentence's start."""


def tidy(store: WordStore, today: date, rules: LearningRules, most: int = MOST_CONTINUATIONS) -> None:
    """Make the store smaller where it may be; what it predicts changes little, what it offers not at all.

    Observations of the last sixty days can be taken back afterwards as before. Raises WordStoreError.
    """
    day = today.toordinal()
    with store.database.writing() as connection:
        for table, columns in _COLUMNS.items():
            _fold(connection, table, columns, before=day - SINGLE_DAYS)
        _drop_seldom(connection, rules.times, before=day - SELDOM_KEPT)
        _drop_lightest(connection, rules, day, most)


def _fold(connection: sqlite3.Connection, table: str, columns: str, before: int) -> None:
    """Move the counts of days before one to the first day of their month."""
    old = f"day < {before} AND day % {MONTH} != 0"
    connection.execute(
        f"INSERT INTO {table} SELECT {columns}, day - day % {MONTH}, sum(typed), sum(picked) FROM {table}"
        f" WHERE {old} GROUP BY {columns}, day - day % {MONTH}"
        " ON CONFLICT DO UPDATE SET typed = typed + excluded.typed, picked = picked + excluded.picked"
    )
    connection.execute(f"DELETE FROM {table} WHERE {old}")


def _drop_seldom(connection: sqlite3.Connection, times: int, before: int) -> None:
    """Delete words written fewer than so many times, none of them since, with what was learnt with them."""
    seldom = connection.execute(
        "SELECT key FROM uses GROUP BY key HAVING sum(typed + picked) < ? AND max(day) < ?"
        " EXCEPT SELECT key FROM added",
        (times, before),
    ).fetchall()
    connection.executemany("DELETE FROM uses WHERE key = ?", seldom)
    gone = " OR ".join(f"{column} NOT IN ({_KEPT})" for column in ("nearest", "second", "key"))
    connection.execute(f"DELETE FROM continuations WHERE day < ? AND ({gone})", (before,))


def _drop_lightest(connection: sqlite3.Connection, rules: LearningRules, today: int, most: int) -> None:
    """Delete the continuations that count least, until no more than `most` are left."""
    columns = _COLUMNS["continuations"]
    groups = f"SELECT {columns} FROM continuations GROUP BY {columns}"
    surplus = connection.execute(f"SELECT count(*) FROM ({groups})").fetchone()[0] - most
    if surplus > 0:
        weight = rules.weight
        connection.create_function("weight", 3, lambda typed, picked, day: weight(typed, picked, today - day))
        connection.execute(
            f"DELETE FROM continuations WHERE ({columns}) IN"
            f" ({groups} ORDER BY sum(weight(typed, picked, day)), {columns} LIMIT ?)",
            (surplus,),
        )
