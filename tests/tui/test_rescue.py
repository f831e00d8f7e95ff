"""Texts that a killed program left: found by one program, once, and by nobody while their writer lives."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from predictor_tui.tui import rescue, text_file
from predictor_tui.tui.text_file import TextFile

if TYPE_CHECKING:
    from pathlib import Path

    from predictor_tui.tui.rescue import LeftText, Place

TEXT = "Dear Ann,\n\nnaïve … 日本語\t“x”\n{}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "unsaved"


def leave(folder: Path, text: str = TEXT, file: TextFile = TextFile(), *, at: float | None = None) -> Path:  # noqa: B008
    """Do as a program that is killed: its lock goes, its text stays."""
    place = rescue.new_place(folder)
    place.write(file, text)
    os.close(place._lock)
    if at is not None:
        os.utime(place.path, (at, at))
    return place.path


def found(folder: Path, belonging_to: Path | None = None) -> list[LeftText]:
    return list(rescue.left_texts(folder, belonging_to))


def close_all(*places: Place) -> None:
    for place in places:
        place.close()


def test_a_text_left_behind_is_found_as_it_was(folder: Path, tmp_path: Path) -> None:
    file = TextFile("old", tmp_path / "letter.txt", "\r\n", True, "0123")
    leave(folder, TEXT, file, at=1_000_000.0)
    [left] = found(folder)
    assert left.text == TEXT
    assert left.file == TextFile("", tmp_path / "letter.txt", "\r\n", True, "0123"), "there is no such file any more"
    assert left.written == 1_000_000.0
    left.place.close()


def test_the_text_on_the_disk_comes_with_it(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("one\n", encoding="utf-8")
    opened = text_file.read(path)
    path.write_text("two\n", encoding="utf-8")
    leave(folder, TEXT, opened)
    [left] = found(folder)
    assert left.file.text == "two\n"
    assert text_file.changed_on_disk(left.file)
    left.place.close()


def test_only_the_owner_may_read_it(folder: Path) -> None:
    path = leave(folder)
    assert path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_text_can_be_read_without_the_program(folder: Path) -> None:
    assert leave(folder, "one\ntwo").read_text(encoding="utf-8").splitlines()[1:] == ["one", "two"]


def test_the_newest_comes_first(folder: Path) -> None:
    for number in (2, 3, 1):
        leave(folder, f"text {number}", at=number)
    left = found(folder)
    assert [one.text for one in left] == ["text 3", "text 2", "text 1"]
    close_all(*(one.place for one in left))


def test_who_writes_in_a_file_is_asked_about_that_file_alone(folder: Path, tmp_path: Path) -> None:
    leave(folder, "a letter", TextFile(path=tmp_path / "letter.txt"))
    leave(folder, "a note", TextFile(path=tmp_path / "note.txt"))
    leave(folder, "nameless")
    (tmp_path / "link.txt").symlink_to(tmp_path / "letter.txt")
    for name in ("letter.txt", "link.txt"):
        [left] = found(folder, tmp_path / name)
        assert left.text == "a letter"
        left.place.close()
    assert found(folder, tmp_path / "other.txt") == []
    everything = found(folder)
    assert len(everything) == 3
    close_all(*(one.place for one in everything))


def test_a_text_whose_program_lives_is_not_offered(folder: Path) -> None:
    place = rescue.new_place(folder)
    place.write(TextFile(), "mine")
    assert found(folder) == []
    place.close()
    [left] = found(folder)
    left.place.close()


def test_a_text_is_offered_by_one_program_at_a_time(folder: Path) -> None:
    leave(folder)
    [left] = found(folder)
    assert found(folder) == []
    left.place.close()
    [again] = found(folder)
    again.place.close()


def test_two_programs_have_places_of_their_own(folder: Path) -> None:
    one, other = rescue.new_place(folder), rescue.new_place(folder)
    one.write(TextFile(), "one")
    other.write(TextFile(), "other")
    one.clear()
    close_all(one, other)
    [left] = found(folder)
    assert left.text == "other"
    left.place.close()


def test_a_text_that_was_saved_after_all_is_cleared_away(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("the same", encoding="utf-8")
    leave(folder, "the same", text_file.read(path))
    assert found(folder) == []
    assert list(folder.iterdir()) == []


def test_nothing_stays_of_a_place_that_was_cleared(folder: Path) -> None:
    place = rescue.new_place(folder)
    place.write(TextFile(), TEXT)
    place.clear()
    place.close()
    assert list(folder.iterdir()) == []


def test_the_lock_of_a_program_killed_after_saving_is_swept(folder: Path) -> None:
    leave(folder).unlink()
    assert [path.suffix for path in folder.iterdir()] == [".lock"]
    assert found(folder) == []
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "data", [b"", b"no JSON\ntext", b"[]\ntext", b"{}\ntext", b"\xff\xfe", b'{"file": 3, "line_end": "\\n"}\nx',
             b'{"file": null, "line_end": "x", "byte_order_mark": false, "digest": ""}\nx']
)  # fmt: skip
def test_what_is_no_text_of_ours_is_passed_over_and_left_alone(folder: Path, data: bytes) -> None:
    path = leave(folder)
    path.write_bytes(data)
    leave(folder, "good")
    [left] = found(folder)
    assert left.text == "good"
    left.place.close()
    assert path.read_bytes() == data


def test_control_characters_in_it_do_not_get_into_the_text(folder: Path) -> None:
    leave(folder, "a\x1b[31mb")
    [left] = found(folder)
    assert left.text == "a[31mb"
    left.place.close()


def test_no_folder_means_no_texts(folder: Path) -> None:
    assert found(folder) == []
    assert not folder.exists()
