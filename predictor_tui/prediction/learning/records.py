"""What is known of each word, for a person to read: one record a word, searched and sorted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from predictor_tui.prediction.learning.values import Learnt
from predictor_tui.text.tokenizer import WORDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from predictor_tui.prediction.learning.store import WordStore

Order = Literal["count", "recent", "word"]


class Form(NamedTuple):
    """One spelling of a word, with how often it was written so in all."""

    key: str
    spelling: str
    free: int
    """1 where its capital was the writer's choice."""
    typed: int
    picked: int
    first: int
    """Its first day, an ordinal; `last` likewise."""
    last: int


def records(store: WordStore, prefix: str = "", order: Order = "count") -> list[Learnt]:
    """Return what is known of every word that begins with `prefix` in whatever case.

    In the order of how often they were written, most often first; or by the last day, latest first; or by their keys,
    which also decides between equals.
    """
    with store.database.reading() as connection:
        found = _written(connection)
        _mark_added(connection, found)
        _mark_listed(connection, found)
    wanted = WORDS.key(prefix)
    chosen = sorted((word for key, word in found.items() if key.startswith(wanted)), key=lambda word: word.key)
    if order == "count":
        chosen.sort(key=lambda word: -word.times)
    elif order == "recent":
        chosen.sort(key=lambda word: word.last or date.min, reverse=True)
    return chosen


def usual(forms: Iterable[Form]) -> str:
    """Return the spelling that was typed most where its capital was free.

    Among equals the one picked most, then the one written most at all, then small letters before capitals.
    """
    totals: dict[str, list[int]] = {}
    for form in forms:
        total = totals.setdefault(form.spelling, [0, 0, 0])
        total[0] += form.typed * form.free
        total[1] += form.picked * form.free
        total[2] += form.typed + form.picked
    return max(totals, key=lambda spelling: (totals[spelling], spelling))


def forms(connection: sqlite3.Connection) -> Iterator[list[Form]]:
    """Yield the forms of one word after the other."""
    rows = connection.execute(
        "SELECT key, spelling, free, sum(typed), sum(picked), min(day), max(day) FROM uses"
        " GROUP BY key, spelling, free ORDER BY key"
    )
    together: list[Form] = []
    for form in map(Form._make, rows):
        if together and together[0].key != form.key:
            yield together
            together = []
        together.append(form)
    if together:
        yield together


def _written(connection: sqlite3.Connection) -> dict[str, Learnt]:
    return {
        group[0].key: Learnt(
            word=usual(group),
            key=group[0].key,
            typed=sum(form.typed for form in group),
            picked=sum(form.picked for form in group),
            first=date.fromordinal(min(form.first for form in group)),
            last=date.fromordinal(max(form.last for form in group)),
        )
        for group in forms(connection)
    }


def _mark_added(connection: sqlite3.Connection, found: dict[str, Learnt]) -> None:
    for key, spelling, ordinal in connection.execute("SELECT key, spelling, day FROM added"):
        day = date.fromordinal(ordinal)
        word = found.get(key, Learnt(spelling, key, first=day, last=day))
        first, last = min(day, word.first or day), max(day, word.last or day)
        found[key] = replace(word, word=spelling, first=first, last=last, added=True)


def _mark_listed(connection: sqlite3.Connection, found: dict[str, Learnt]) -> None:
    for key, spelling, blocked in connection.execute("SELECT key, spelling, blocked FROM listed"):
        word = found.get(key, Learnt(spelling, key))
        found[key] = replace(word, blocked=bool(blocked), allowed=not blocked)
