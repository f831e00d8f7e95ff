from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from predictor_tui.tui import rescue
from predictor_tui.tui.keeper import Keeper
from predictor_tui.tui.text_file import TextFile

if TYPE_CHECKING:
    from pathlib import Path

FILE = TextFile("saved")


def kept(folder: Path) -> list[str]:
    return [path.read_text(encoding="utf-8").partition("\n")[2] for path in folder.glob("*.txt")]


def test_a_text_is_kept_while_it_differs_from_its_file(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path)
    keeper.keep(FILE, "saved, and more")
    assert kept(tmp_path) == ["saved, and more"]
    assert keeper.holds_text
    keeper.keep(FILE, "saved")
    assert kept(tmp_path) == []
    assert not keeper.holds_text
    keeper.keep(FILE, "again")
    assert kept(tmp_path) == ["again"]
    keeper.forget()
    assert list(tmp_path.iterdir()) == []


def test_nothing_touches_the_disk_until_there_is_something_to_keep(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path / "unsaved")
    keeper.keep(FILE, "saved")
    keeper.forget()
    assert list(tmp_path.iterdir()) == []


def test_what_is_written_down_is_not_written_again(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path)
    assert keeper.is_due(FILE, "new")
    keeper.keep(FILE, "new")
    assert not keeper.is_due(FILE, "new")
    [path] = tmp_path.glob("*.txt")
    before = path.stat().st_ino
    keeper.keep(FILE, "new")
    assert path.stat().st_ino == before
    assert keeper.is_due(FILE, "newer")
    assert keeper.is_due(FILE.at(tmp_path / "other.txt"), "new"), "the text belongs elsewhere now"
    keeper.keep(FILE, "newer")
    assert path.stat().st_ino != before, "an atomic write makes a new file"
    keeper.forget()


def test_a_late_thread_brings_nothing_back(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path)
    keeper.keep(FILE, "new")
    keeper.forget()
    keeper.keep(FILE, "new")
    assert list(tmp_path.iterdir()) == []


def test_an_adopted_text_stays_where_it_is_until_it_is_saved(tmp_path: Path) -> None:
    place = rescue.new_place(tmp_path)
    place.write(FILE, "left")
    keeper = Keeper(tmp_path)
    keeper.keep(FILE, "mine")
    keeper.adopt(place, FILE, "left")
    assert kept(tmp_path).count("mine") == 0
    assert not keeper.is_due(FILE, "left")
    keeper.keep(FILE, "left, and more")
    assert place.path.read_text(encoding="utf-8").endswith("\nleft, and more")
    keeper.keep(TextFile("left, and more"), "left, and more")
    assert not place.path.exists()
    keeper.forget()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError, match="Not a directory"):
        Keeper(tmp_path / "file" / "unsaved").keep(FILE, "new")
