"""Unsaved text is kept while one writes, and offered at the next start."""

from __future__ import annotations

import contextlib
import os
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from driving import finished, main_screen, picture, running, text, write
from textual.worker import WorkerFailed

from predictor_tui import paths
from predictor_tui.tui import rescue, text_file
from predictor_tui.tui.rescue import description
from predictor_tui.tui.screens.choice import Choice
from predictor_tui.tui.screens.main import MainScreen
from predictor_tui.tui.text_file import TextFile

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot


def kept(state: Path) -> list[str]:
    folder = paths.unsaved_folder(state)
    return [path.read_text(encoding="utf-8").partition("\n")[2] for path in folder.glob("*.txt")]


def leave(state: Path, left: str, file: TextFile = TextFile()) -> None:  # noqa: B008
    place = rescue.new_place(paths.unsaved_folder(state))
    place.write(file, left)
    place.close()


async def look(pilot: Pilot[None]) -> None:
    """Do what the clock does every few seconds, and wait for what comes of it."""
    main_screen(pilot).keep_soon()
    with contextlib.suppress(WorkerFailed):
        await finished(pilot, "rescue")
    await pilot.pause()


async def test_what_is_not_saved_is_kept_and_what_is_saved_is_not(tmp_path: Path) -> None:
    async with running(file=tmp_path / "note.txt", state=tmp_path) as pilot:
        await look(pilot)
        assert kept(tmp_path) == []
        await write(pilot, "hello")
        await look(pilot)
        assert kept(tmp_path) == ["hello"]
        await write(pilot, " x")
        await look(pilot)
        assert kept(tmp_path) == ["hello x"]
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert kept(tmp_path) == []


async def test_undoing_all_changes_leaves_nothing_to_keep(tmp_path: Path) -> None:
    async with running(state=tmp_path) as pilot:
        await write(pilot, "a")
        await look(pilot)
        await pilot.press("backspace")
        await look(pilot)
        assert kept(tmp_path) == []


@pytest.mark.parametrize("key", ["d", "s"])
async def test_leaving_in_order_leaves_nothing_behind(tmp_path: Path, key: str) -> None:
    async with running(file=tmp_path / "note.txt", state=tmp_path) as pilot:
        await write(pilot, "hello")
        await look(pilot)
        await pilot.press("ctrl+q")
        await pilot.pause()
        await pilot.press(key)
        await pilot.pause()
        assert not pilot.app.is_running
        assert list(paths.unsaved_folder(tmp_path).iterdir()) == []


async def test_without_a_folder_nothing_is_kept() -> None:
    async with running() as pilot:
        await write(pilot, "hello")
        await look(pilot)
        main_screen(pilot).keep_now()
        assert main_screen(pilot).keeper is None


async def test_the_writer_is_warned_where_nothing_can_be_kept(tmp_path: Path) -> None:
    (tmp_path / "unsaved").write_text("in the way")
    async with running(state=tmp_path) as pilot:
        await write(pilot, "hello")
        await look(pilot)
        assert "unsaved text cannot be kept: File exists" in picture(pilot)[0]
        assert text(pilot) == "hello"


async def test_a_text_left_behind_is_restored_and_saved_where_it_belongs(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Ann,", encoding="utf-8")
    leave(tmp_path, "Dear Ann, I was", text_file.read(path))
    async with running(state=tmp_path) as pilot:
        assert isinstance(pilot.app.screen, Choice)
        assert any("letter.txt was left unsaved today at" in line for line in picture(pilot))
        await pilot.press("enter")
        await pilot.pause()
        assert text(pilot) == "Dear Ann, I was"
        assert main_screen(pilot).unsaved
        assert kept(tmp_path) == ["Dear Ann, I was"], "it is not safe yet"
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert path.read_text(encoding="utf-8") == "Dear Ann, I was"
        assert kept(tmp_path) == []


async def test_a_restored_text_does_not_overwrite_what_came_since(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Ann,", encoding="utf-8")
    leave(tmp_path, "Dear Ann, I was", text_file.read(path))
    path.write_text("Dear Bob,", encoding="utf-8")
    async with running(state=tmp_path, file=path) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Choice)
        assert path.read_text(encoding="utf-8") == "Dear Bob,"


async def test_letters_typed_ahead_answer_nothing(tmp_path: Path) -> None:
    leave(tmp_path, "precious")
    async with running(state=tmp_path) as pilot:
        await pilot.press(*"drl discard")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Choice)
        assert kept(tmp_path) == ["precious"]


@pytest.mark.parametrize("keys", [["right", "enter"], ["escape"]])
async def test_later_means_that_it_is_offered_again(tmp_path: Path, keys: list[str]) -> None:
    leave(tmp_path, "precious")
    for _ in range(2):
        async with running(state=tmp_path) as pilot:
            assert isinstance(pilot.app.screen, Choice)
            await pilot.press(*keys)
            await pilot.pause()
            assert isinstance(pilot.app.screen, MainScreen)
            assert text(pilot) == ""
            await pilot.press("ctrl+q")


async def test_discarded_is_discarded(tmp_path: Path) -> None:
    leave(tmp_path, "one")
    leave(tmp_path, "two")
    async with running(state=tmp_path) as pilot:
        for left in (1, 0):
            await pilot.press("right", "right", "enter")
            await pilot.pause()
            assert len(kept(tmp_path)) == left
        assert isinstance(pilot.app.screen, MainScreen)
        assert list(paths.unsaved_folder(tmp_path).iterdir()) == []


async def test_who_opens_another_file_is_not_asked(tmp_path: Path) -> None:
    leave(tmp_path, "precious", TextFile(path=tmp_path / "letter.txt"))
    async with running(state=tmp_path, file=tmp_path / "COMMIT_EDITMSG") as pilot:
        assert isinstance(pilot.app.screen, MainScreen)
    assert kept(tmp_path) == ["precious"]


def test_a_text_is_described_in_one_breath_and_without_escapes(tmp_path: Path) -> None:
    noon = datetime(2026, 3, 14, 12, 5).timestamp()
    leave(tmp_path, "a" * 500, TextFile(path=tmp_path / "\x1b]0;x\x07.txt"))
    [path] = paths.unsaved_folder(tmp_path).glob("*.txt")
    os.utime(path, (noon, noon))
    [left] = rescue.left_texts(paths.unsaved_folder(tmp_path))
    assert description(left, noon + 60) == f"␛]0;x␇.txt was left unsaved today at 12:05:\n\n“{'a' * 60}…”"
    assert "on 14 March 2026 at 12:05" in description(left, noon + 86_400)
    left.place.close()
