from __future__ import annotations

import io
import json
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, strategies
from writing import DAY, fixed, observations, observe, write

from predictor_tui.errors import WordsFileError, WordStoreError
from predictor_tui.prediction.learning import exchange
from predictor_tui.prediction.learning.line_form import LISTS, Entry, Row, Use, from_line, to_line
from predictor_tui.prediction.learning.store import WordStore
from predictor_tui.prediction.learning.values import Observation

HEADER = '{"format": "predictor-tui words", "version": 1}'
WORD = '{"word": "Zyx", "free": true, "day": "2026-11-25", "typed": 3, "picked": 1}'
BEHIND = '{"word": "gym", "after": ["to", "the"], "day": "2026-11-25", "typed": 1, "picked": 0}'
LISTED = '{"word": "Moist", "list": "blocked", "day": "2026-11-25"}'


@pytest.fixture
def store(tmp_path: Path) -> Iterator[WordStore]:
    with WordStore(tmp_path / "words.sqlite") as made:
        yield made


def read(*lines: str) -> list[Row]:
    return exchange.read("words.jsonl", io.BytesIO("".join(f"{line}\n" for line in lines).encode()))


entries = strategies.dictionaries(
    strategies.sampled_from(["Kyiv", "gym", "Moist", "don't", "Straße"]), strategies.sampled_from(LISTS), max_size=4
)


@given(observations, entries, strategies.booleans())
@fixed
def test_exported_then_imported_is_the_same_store(
    seen: list[Observation], listed: dict[str, str], ascii_only: bool
) -> None:
    with (
        TemporaryDirectory() as folder,
        WordStore(Path(folder) / "a.sqlite") as old,
        WordStore(Path(folder) / "b.sqlite") as new,
    ):
        observe(old, seen)
        for word, name in listed.items():
            {"added": old.add, "blocked": old.block, "allowed": old.allow}[name](word, DAY)
        lines = list(exchange.lines(exchange.rows(old), ascii_only=ascii_only))
        assert all(line.isascii() for line in lines) or not ascii_only
        exchange.merge(new, read(*lines))
        assert exchange.rows(new) == exchange.rows(old)
        exchange.merge(new, read(*lines))
        assert exchange.rows(new) == exchange.rows(old)


def test_the_lines_are_as_documented(store: WordStore) -> None:
    write(store, "so Zyx")
    store.add("Kyiv", DAY)
    store.block("Moist", DAY)
    assert [json.loads(line) for line in exchange.lines(exchange.rows(store))] == [
        json.loads(HEADER),
        {"word": "so", "free": False, "day": "2026-11-25", "typed": 1, "picked": 0},
        {"word": "Zyx", "free": True, "day": "2026-11-25", "typed": 1, "picked": 0},
        {"word": "so", "after": [""], "day": "2026-11-25", "typed": 1, "picked": 0},
        {"word": "zyx", "after": ["so"], "day": "2026-11-25", "typed": 1, "picked": 0},
        {"word": "zyx", "after": ["", "so"], "day": "2026-11-25", "typed": 1, "picked": 0},
        {"word": "Kyiv", "list": "added", "day": "2026-11-25"},
        {"word": "Moist", "list": "blocked", "day": "2026-11-25"},
    ]


def test_of_two_counts_for_a_day_the_larger_stands_and_other_days_are_added(store: WordStore) -> None:
    write(store, "a Zyx, Zyx")
    exchange.merge(store, read(HEADER, WORD, WORD.replace("25", "24"), WORD.replace("3", "1")))
    zyx = [row for row in exchange.rows(store) if isinstance(row, Use) and row.key == "zyx"]
    assert [(row.day - DAY.toordinal(), row.typed, row.picked) for row in zyx] == [(-1, 3, 1), (0, 3, 1)]


def test_what_the_file_lists_stands(store: WordStore) -> None:
    store.allow("moist", DAY)
    counts = exchange.merge(store, read(HEADER, LISTED, BEHIND, WORD))
    assert counts == {"words": 1, "continuations": 1, "lists": 1}
    assert [row for row in exchange.rows(store) if isinstance(row, Entry)] == [
        Entry("moist", "Moist", "blocked", DAY.toordinal())
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("hello", "it is no JSON"),
        ("[" * 3000, "it is no JSON"),
        ("[1]", "it is no JSON object"),
        ("{}", "its names are not those"),
        (WORD.replace("typed", "tiped"), "its names are not those"),
        (WORD.replace("}", ', "more": 1}'), "its names are not those"),
        (WORD.replace("true", "1"), "“free” is neither true nor false"),
        (WORD.replace("Zyx", "Zyx Abc"), "“word” is not one word"),
        (WORD.replace("Zyx", "12"), "“word” is not one word"),
        (WORD.replace("Zyx", "a\\u001b"), "“word” is not one word"),
        (WORD.replace("Zyx", "\\ud800"), "“word” is not one word"),
        (WORD.replace("Zyx", "x" * 65), "“word” is not one word"),
        (WORD.replace('"Zyx"', "3"), "“word” is not one word"),
        (WORD.replace("2026-11-25", "2026-13-25"), "“day” is no date"),
        (WORD.replace('"2026-11-25"', "7"), "“day” is no date"),
        (WORD.replace("3", "-3"), "have to be whole numbers"),
        (WORD.replace("3", "3.5"), "have to be whole numbers"),
        (WORD.replace("3", "true"), "have to be whole numbers"),
        (WORD.replace("3", "1e99"), "have to be whole numbers"),
        (WORD.replace("3", "NaN"), "have to be whole numbers"),
        (WORD.replace("3", "9" * 30), "have to be whole numbers"),
        (WORD.replace("3", "0").replace("1}", "0}"), "are both 0"),
        (BEHIND.replace('"to", ', '"a", "to", '), "no list of one or two words"),
        (BEHIND.replace('["to", "the"]', "[]"), "no list of one or two words"),
        (BEHIND.replace('["to", "the"]', '"to"'), "no list of one or two words"),
        (BEHIND.replace('"the"', '""'), "have to be words in the form"),
        (BEHIND.replace('"the"', '"The"'), "have to be words in the form"),
        (BEHIND.replace('"gym"', '"Gym"'), "have to be words in the form"),
        (BEHIND.replace('"the"', "null"), "have to be words in the form"),
        (LISTED.replace("blocked", "liked"), "“list” is none of added, allowed, blocked"),
        (LISTED.replace('"blocked"', "[]"), "“list” is none of added, allowed, blocked"),
        ("x" * 5000, "longer than any line"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_read(line: str, reason: str) -> None:
    with pytest.raises(WordsFileError, match=f"words.jsonl, line 4: .*{reason}") as caught:
        read(HEADER, WORD, "", line, WORD)
    assert "nothing was imported" in caught.value.hint


def test_bytes_that_are_no_text_are_named() -> None:
    with pytest.raises(WordsFileError, match=r"w, line 2: it is no UTF-8"):
        exchange.read("w", io.BytesIO(HEADER.encode() + b"\n\xff\xfe\n"))


@pytest.mark.parametrize("first", ["", "hello", WORD, "[]", '{"format": "x"}', "\0" * 9000])
def test_a_file_without_the_first_line_is_refused(first: str) -> None:
    with pytest.raises(WordsFileError, match=r"words.jsonl, line 1: it is not the first line of an export"):
        read(first, WORD)


def test_a_newer_export_is_refused() -> None:
    with pytest.raises(WordsFileError, match="newer version"):
        read(HEADER.replace("1", "2"), WORD)


def test_a_byte_order_mark_and_windows_line_ends_are_borne() -> None:
    found = exchange.read("w", io.BytesIO(b"\xef\xbb\xbf" + f"{HEADER}\r\n{WORD}\r\n".encode()))
    assert found == [from_line(WORD)]


def test_an_import_is_whole_or_not_at_all(store: WordStore) -> None:
    write(store, "to the gym")
    before = exchange.rows(store)
    rows = [from_line(WORD), from_line(BEHIND), Entry("x", "x", "added", None)]  # type: ignore[arg-type]
    with pytest.raises(WordStoreError, match="NOT NULL"):
        exchange.merge(store, rows)
    assert exchange.rows(store) == before


def test_a_file_is_written_for_its_owner_alone(store: WordStore, tmp_path: Path) -> None:
    write(store, "so Straße")
    path = tmp_path / "words.jsonl"
    kept = exchange.rows(store)
    exchange.write(kept, path)
    exchange.write(kept, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "Straße" in path.read_text(encoding="utf-8")
    with path.open("rb") as file:
        assert exchange.read(str(path), file) == kept


def test_a_file_that_is_no_export_is_not_replaced(store: WordStore, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("my notes\n")
    with pytest.raises(WordsFileError, match=r"notes.txt is no export"):
        exchange.write(exchange.rows(store), path)
    assert path.read_text() == "my notes\n"


def test_a_file_that_cannot_be_written_is_told(store: WordStore, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere" / "words.jsonl"):
        with pytest.raises(WordsFileError, match="cannot be written"):
            exchange.write(exchange.rows(store), path)


@given(strategies.text(max_size=6) | strategies.sampled_from([WORD, BEHIND, LISTED]), strategies.data())
@fixed
def test_any_line_gives_a_row_or_a_reason(line: str, data: strategies.DataObject) -> None:
    at = data.draw(strategies.integers(0, len(line)))
    damaged = line[:at] + data.draw(strategies.text(max_size=3)) + line[at + data.draw(strategies.integers(0, 3)) :]
    with suppress(ValueError):  # any other exception fails the test
        row = from_line(damaged)
        assert from_line(to_line(row, ascii_only=True)) == row
