from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from predictor_tui.errors import TextFileError
from predictor_tui.tui import text_file
from predictor_tui.tui.text_file import TextFile

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "data",
    [b"", b"one\ntwo\n", b"one\r\ntwo\r\n", b"\xef\xbb\xbfone\n", "naïve … 日本語\tx".encode(), b"no end"],
)
def test_reading_and_writing_changes_nothing(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "note.txt"
    path.write_bytes(data)
    file = text_file.read(path)
    assert "\r" not in file.text
    text_file.write(file)
    assert path.read_bytes() == data


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029"])
def test_whatever_ends_a_line_becomes_a_line_end(line_end: str) -> None:
    assert text_file.clean(f"a{line_end}b") == "a\nb"
    assert len(text_file.clean(f"a{line_end}b").splitlines()) == 2


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "is not text"),
        ("text".encode("utf-16"), "is not text"),
        (b"caf\xe9", "is not UTF-8 text"),
        (b"\x1b[31mred", "is not plain text"),
    ],
)
def test_what_is_no_text_is_refused_by_name_and_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "note.txt"
    path.write_bytes(data)
    with pytest.raises(TextFileError, match=reason) as caught:
        text_file.read(path)
    assert str(path) in str(caught.value)
    assert caught.value.hint


def test_what_is_no_regular_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(TextFileError, match="not a regular file"):
        text_file.read(tmp_path / "pipe")
    with pytest.raises(TextFileError, match="is a folder"):
        text_file.read(tmp_path)
    with pytest.raises(TextFileError, match="No such file"):
        text_file.read(tmp_path / "missing")


def test_a_file_too_large_to_write_in_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "corpus.txt"
    with path.open("wb") as file:
        file.truncate(text_file.LARGEST + 1)
    with pytest.raises(TextFileError, match="too large"):
        text_file.read(path)


def test_a_name_that_no_file_can_have_is_told(tmp_path: Path) -> None:
    with pytest.raises(TextFileError, match="no name for a file"):
        text_file.read(tmp_path / "a\0b")
    with pytest.raises(TextFileError, match="was not saved"):
        text_file.write(TextFile("x", tmp_path / "a\0b"))


def test_a_file_that_is_not_there_yet_begins_empty(tmp_path: Path) -> None:
    assert text_file.read_or_new(tmp_path / "new.txt") == TextFile(path=tmp_path / "new.txt")


def test_saving_keeps_the_permissions(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    text_file.write(TextFile("new", path))
    assert path.stat().st_mode & 0o777 == 0o640
    assert [entry.name for entry in tmp_path.iterdir()] == ["note.txt"]


def test_a_text_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    with pytest.raises(TextFileError, match="was not saved: No such file or directory"):
        text_file.write(TextFile("new", tmp_path / "no folder" / "note.txt"))
    with pytest.raises(TextFileError, match="was not saved: Is a directory"):
        text_file.write(TextFile("new", tmp_path))


def test_a_file_is_changed_by_others_and_not_by_saving(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    new = TextFile("new", path)
    assert not text_file.changed_on_disk(TextFile("nameless"))
    assert not text_file.changed_on_disk(new), "there is none yet"
    path.write_text("theirs", encoding="utf-8")
    assert text_file.changed_on_disk(new)
    assert not text_file.changed_on_disk(text_file.read(path))
    saved = text_file.write(new)
    assert not text_file.changed_on_disk(saved)
    with path.open("wb") as file:
        file.truncate(text_file.LARGEST + 1)
    assert text_file.changed_on_disk(saved)
    path.unlink()
    assert not text_file.changed_on_disk(saved), "nothing of theirs can be lost"
    os.mkfifo(path)
    assert not text_file.changed_on_disk(saved), "reading it would wait for ever"
