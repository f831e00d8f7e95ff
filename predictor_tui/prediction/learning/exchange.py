"""All that was learnt as a text to keep, read or carry to another machine, and back; `line_form` has the lines.

An import adds what is new. Where both have counts for the same word, spelling and day, the larger stands, so that
importing the same file again changes nothing; where both have a word on a list, the file's entry stands.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, BinaryIO

from predictor_tui.atomic import write_atomically
from predictor_tui.errors import WordsFileError
from predictor_tui.prediction.learning.line_form import (
    HEADER,
    Continuation,
    Entry,
    Row,
    Use,
    as_json,
    from_line,
    parse,
    to_line,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from predictor_tui.prediction.learning.store import WordStore

LONGEST_LINE = 4096
"""Bytes; the longest line that an export has is shorter than a fourth of it."""
MOST_LINES = 2_000_000

_LARGER = "ON CONFLICT DO UPDATE SET typed = max(typed, excluded.typed), picked = max(picked, excluded.picked)"


def rows(store: WordStore) -> list[Row]:
    """Return all that the store holds, in a fixed order."""
    with store.database.reading() as connection:
        return [
            *map(Use._make, connection.execute("SELECT * FROM uses ORDER BY key, spelling, free, day")),
            *map(
                Continuation._make,
                connection.execute("SELECT * FROM continuations ORDER BY nearest, second, key, day"),
            ),
            *map(
                Entry._make,
                connection.execute(
                    "SELECT key, spelling, 'added', day FROM added UNION ALL "
                    "SELECT key, spelling, CASE blocked WHEN 1 THEN 'blocked' ELSE 'allowed' END, day FROM listed "
                    "ORDER BY 3, 1"
                ),
            ),
        ]


def lines(kept: Iterable[Row], *, ascii_only: bool = False) -> Iterator[str]:
    """Yield the lines of an export, without their ends."""
    yield as_json(dict(HEADER), ascii_only=ascii_only)
    for row in kept:
        yield to_line(row, ascii_only=ascii_only)


def write(kept: Iterable[Row], path: Path) -> None:
    """Make an export of rows, in UTF-8, the content of a file, which only its owner may read if it is new.

    Raises WordsFileError where that cannot be done, or would replace a file that is no export.
    """
    try:
        if path.exists() and path.stat().st_size:
            with path.open("rb") as file:
                _check_header(str(path), file.readline(LONGEST_LINE))
        write_atomically(path, "".join(f"{line}\n" for line in lines(kept)).encode(), mode=0o600)
    except WordsFileError as error:
        raise WordsFileError(f"{path} is no export of words, so it is not replaced by one", "name another") from error
    except OSError as error:
        raise WordsFileError(f"{path} cannot be written: {error.strerror or error}", "name another file") from error


def read(name: str, file: BinaryIO) -> list[Row]:
    """Return the rows of an export; `name` is what errors call it.

    Raises WordsFileError, which names the line, where one is none of ours, and OSError where it cannot be read.
    """
    _check_header(name, file.readline(LONGEST_LINE))
    found: list[Row] = []
    number = 1
    while line := file.readline(LONGEST_LINE):
        number += 1
        if number > MOST_LINES:
            raise _wrong(name, number, f"an export has {MOST_LINES:,} lines at most")
        if line.strip():
            found.append(_row(name, number, line))
    return found


def merge(store: WordStore, found: Iterable[Row]) -> Counter[str]:
    """Put rows into the store, all or none; return how many there were of each kind: words, continuations, lists."""
    counts = Counter(words=0, continuations=0, lists=0)
    with store.database.writing() as connection:
        for row in found:
            counts[_put(connection, row)] += 1
    return counts


def _put(connection: sqlite3.Connection, row: Row) -> str:
    """Put one row into its table, and return of what kind it is."""
    match row:
        case Use():
            connection.execute(f"INSERT INTO uses VALUES (?, ?, ?, ?, ?, ?) {_LARGER}", row)
            return "words"
        case Continuation():
            connection.execute(f"INSERT INTO continuations VALUES (?, ?, ?, ?, ?, ?) {_LARGER}", row)
            return "continuations"
        case Entry(list="added"):
            connection.execute("REPLACE INTO added VALUES (?, ?, ?)", (row.key, row.spelling, row.day))
        case Entry():
            blocked = int(row.list == "blocked")
            connection.execute("REPLACE INTO listed VALUES (?, ?, ?, ?)", (row.key, row.spelling, blocked, row.day))
    return "lists"


def _row(name: str, number: int, line: bytes) -> Row:
    if len(line) == LONGEST_LINE:
        raise _wrong(name, number, "it is longer than any line of an export")
    try:
        return from_line(line.decode())
    except ValueError as error:
        reason = "it is no UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        raise _wrong(name, number, reason) from error


def _check_header(name: str, line: bytes) -> None:
    try:
        header = parse(line.decode("utf-8-sig"))
    except ValueError as error:
        raise _wrong(name, 1, "it is not the first line of an export of words") from error
    if header.get("format") != HEADER["format"]:
        raise _wrong(name, 1, "it is not the first line of an export of words")
    if header != HEADER:
        raise WordsFileError(f"{name} was exported by a newer version of the program", "update predictor-tui")


def _wrong(name: str, number: int, reason: str) -> WordsFileError:
    return WordsFileError(f"{name}, line {number}: {reason}", "nothing was imported; mend the line or leave it out")
