r"""One row of the store as one line of text, JSON with a fixed set of names.

    {"format": "predictor-tui words", "version": 1}                                      always the first line
    {"word": "Kubrick", "free": true, "day": "2026-11-25", "typed": 3, "picked": 1}      written so on that day
    {"word": "gym", "after": ["to", "the"], "day": "2026-11-25", "typed": 1, "picked": 0}
    {"word": "Gyllenhaal", "list": "added", "day": "2026-11-25"}                         or "blocked", or "allowed"

`free` is true where the word's capital was the writer's choice, false at a sentence's start. `after` names one or two
words that it was written behind, the nearest last; "" stands for the start of a sentence. The words of a line with
`after` are in the form that words are matched by: in small letters.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any, NamedTuple, TypeAlias

from predictor_tui.prediction.learning.noticing import MOST_BEFORE, as_chosen, may_be_learnt
from predictor_tui.prediction.learning.values import START
from predictor_tui.text.offering import may_be_offered
from predictor_tui.text.tail import LONGEST
from predictor_tui.text.tokenizer import WORDS

HEADER = {"format": "predictor-tui words", "version": 1}
LISTS = ("added", "allowed", "blocked")
MOST_COUNT = 10**9


class Use(NamedTuple):
    """How often a word was written in one spelling on one day."""

    key: str
    spelling: str
    free: int
    day: int
    typed: int
    picked: int


class Continuation(NamedTuple):
    """How often a word was written behind one or two others on one day."""

    nearest: str
    second: str
    key: str
    day: int
    typed: int
    picked: int


class Entry(NamedTuple):
    """A word on one of the writer's lists."""

    key: str
    spelling: str
    list: str
    day: int


Row: TypeAlias = Use | Continuation | Entry


def to_line(row: Row, *, ascii_only: bool) -> str:
    """Return a row as a line, without its end."""
    day = date.fromordinal(row.day).isoformat()
    fields: dict[str, object]
    match row:
        case Use():
            fields = {"word": row.spelling, "free": bool(row.free)}
        case Continuation():
            fields = {"word": row.key, "after": _after(row)}
        case Entry():
            return as_json({"word": row.spelling, "list": row.list, "day": day}, ascii_only=ascii_only)
    fields |= {"day": day, "typed": row.typed, "picked": row.picked}
    return as_json(fields, ascii_only=ascii_only)


def from_line(line: str) -> Row:
    """Return the row that a line holds. Raises ValueError, in plain words, where it is none."""
    fields = parse(line)
    names = set(fields)
    if names == {"word", "free", "day", "typed", "picked"}:
        spelling, free = _spelling(fields["word"]), fields["free"]
        if not isinstance(free, bool):
            raise ValueError("“free” is neither true nor false")
        return Use(WORDS.key(spelling), spelling, int(free), _day(fields), *_counts(fields))
    if names == {"word", "after", "day", "typed", "picked"}:
        second, nearest = ("", *_before(fields["after"]))[-2:]
        return Continuation(nearest, second, _key(fields["word"]), _day(fields), *_counts(fields))
    if names == {"word", "list", "day"}:
        if fields["list"] not in LISTS:
            raise ValueError(f"“list” is none of {', '.join(LISTS)}")
        spelling = _spelling(fields["word"])
        return Entry(WORDS.key(spelling), spelling, fields["list"], _day(fields))
    raise ValueError("its names are not those of a word, a continuation or a list")


def parse(line: str) -> dict[str, Any]:
    """Return a line's JSON object. Raises ValueError where it is none."""
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError("it is no JSON") from error
    if not isinstance(fields, dict):
        raise ValueError("it is no JSON object")
    return fields


def as_json(fields: dict[str, object], *, ascii_only: bool) -> str:
    """Return a JSON object on one line."""
    return json.dumps(fields, ensure_ascii=ascii_only)


def _after(row: Continuation) -> list[str]:
    words = [row.second, row.nearest] if row.second else [row.nearest]
    return ["" if word == START else word for word in words]


def _before(value: object) -> list[str]:
    if not isinstance(value, list) or not 0 < len(value) <= MOST_BEFORE:
        raise ValueError("“after” is no list of one or two words")
    first, *others = value
    return [START if first == "" else _key(first), *map(_key, others)]


def _spelling(value: object) -> str:
    if not isinstance(value, str) or not may_be_learnt(value) or as_chosen(value, forced=False) != value:
        raise ValueError("“word” is not one word with a letter in it")
    return value


def _key(value: object) -> str:
    if not isinstance(value, str) or not may_be_offered(value) or WORDS.key(value) != value or len(value) > LONGEST:
        raise ValueError("“word” and “after” have to be words in the form they are matched by, in small letters")
    return value


def _day(fields: dict[str, Any]) -> int:
    try:
        return date.fromisoformat(fields["day"]).toordinal()
    except (TypeError, ValueError) as error:
        raise ValueError("“day” is no date like 2026-11-25") from error


def _counts(fields: dict[str, Any]) -> tuple[int, int]:
    typed, picked = fields["typed"], fields["picked"]
    if not all(type(count) is int and 0 <= count <= MOST_COUNT for count in (typed, picked)):
        raise ValueError(f"“typed” and “picked” have to be whole numbers from 0 to {MOST_COUNT:,}")
    if not typed + picked:
        raise ValueError("“typed” and “picked” are both 0")
    return typed, picked
