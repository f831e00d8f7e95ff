"""Saving, opening and leaving in the application."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from driving import main_screen, picture, running, rush, text, write
from fake_engine import FakeEngine
from textual.widgets import Input

from predictor_tui.errors import TextFileError
from predictor_tui.tui.app import PredictorApp
from predictor_tui.tui.screens.choice import Choice
from predictor_tui.tui.screens.main import MainScreen
from predictor_tui.tui.screens.path_prompt import PathPrompt

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot


async def answer(pilot: Pilot[None], path: object) -> None:
    """Type a path into the prompt that is open."""
    await pilot.pause()
    assert isinstance(pilot.app.screen, PathPrompt)
    pilot.app.screen.query_one(Input).value = str(path)
    await pilot.press("enter")
    await pilot.pause()


def problem(pilot: Pilot[None]) -> str:
    return " ".join(str(label.content) for label in pilot.app.screen.query(".problem").results())  # type: ignore[attr-defined]


async def test_a_new_text_is_saved_under_the_name_given(tmp_path: Path) -> None:
    async with running() as pilot:
        await write(pilot, "hello ")
        assert main_screen(pilot).unsaved
        await pilot.press("ctrl+s")
        await answer(pilot, tmp_path / "note.txt")
        assert (tmp_path / "note.txt").read_text(encoding="utf-8") == "hello "
        assert not main_screen(pilot).unsaved
        assert "saved note.txt" in picture(pilot)[0]
        await write(pilot, "x")
        assert any("note.txt · not saved" in line for line in picture(pilot))
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert (tmp_path / "note.txt").read_text(encoding="utf-8") == "hello x"


async def test_a_file_that_cannot_be_written_is_told_and_asked_again(tmp_path: Path) -> None:
    async with running() as pilot:
        await write(pilot, "hello")
        await pilot.press("ctrl+s")
        await answer(pilot, tmp_path / "no such folder" / "note.txt")
        assert "No such file or directory" in problem(pilot)
        await answer(pilot, tmp_path / "note.txt")
        assert isinstance(pilot.app.screen, MainScreen)
        assert (tmp_path / "note.txt").read_text(encoding="utf-8") == "hello"


async def test_another_file_is_replaced_only_after_a_yes(tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("precious", encoding="utf-8")
    async with running() as pilot:
        await write(pilot, "hello")
        await pilot.press("ctrl+s")
        await answer(pilot, other)
        assert isinstance(pilot.app.screen, Choice)
        await pilot.press("enter")
        await pilot.pause()
        assert other.read_text(encoding="utf-8") == "precious"
        await answer(pilot, other)
        await pilot.press("r")
        await pilot.pause()
        assert other.read_text(encoding="utf-8") == "hello"


async def test_escape_leaves_a_prompt_without_saving(tmp_path: Path) -> None:
    async with running() as pilot:
        await write(pilot, "hello")
        await pilot.press("ctrl+s", "escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, MainScreen)
        assert main_screen(pilot).unsaved
        assert not list(tmp_path.iterdir())


async def test_a_file_given_at_the_start_is_open(tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_bytes(b"one\r\ntwo \r\n")
    async with running(file=file) as pilot:
        assert text(pilot) == "one\ntwo \n"
        assert not main_screen(pilot).unsaved
        assert main_screen(pilot).composer.statistics.characters == 0
        await write(pilot, "x")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert file.read_bytes() == b"one\r\ntwo \r\nx"


async def test_a_file_that_is_not_there_yet_is_begun(tmp_path: Path) -> None:
    async with running(file=tmp_path / "new.txt") as pilot:
        await write(pilot, "a")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert (tmp_path / "new.txt").read_text(encoding="utf-8") == "a"


def test_a_binary_file_given_at_the_start_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "picture.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    with pytest.raises(TextFileError, match=r"picture\.png is not text"):
        PredictorApp(FakeEngine, file)


async def test_opening_tells_what_is_wrong_and_then_opens(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"caf\xe9")
    (tmp_path / "good.txt").write_text("hello there", encoding="utf-8")
    async with running() as pilot:
        await pilot.press("ctrl+o")
        await answer(pilot, tmp_path / "bad.txt")
        assert "bad.txt is not UTF-8 text" in problem(pilot)
        await answer(pilot, tmp_path / "missing.txt")
        assert "No such file" in problem(pilot)
        await answer(pilot, tmp_path / "good.txt")
        assert text(pilot) == "hello there"
        assert main_screen(pilot).composer.cursor == len("hello there")
        await pilot.press("ctrl+z")
        assert text(pilot) == "hello there"


async def test_opening_asks_first_if_the_text_is_not_saved(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("good", encoding="utf-8")
    async with running() as pilot:
        await write(pilot, "mine")
        await pilot.press("ctrl+o")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Choice)
        await pilot.press("c")
        await pilot.pause()
        assert text(pilot) == "mine"
        await pilot.press("ctrl+o")
        await pilot.pause()
        await pilot.press("d")
        await answer(pilot, tmp_path / "good.txt")
        assert text(pilot) == "good"


async def test_an_escape_sequence_in_a_path_is_not_shown_as_one() -> None:
    async with running() as pilot:
        await pilot.press("ctrl+o")
        await answer(pilot, "\x1b]0;title\x07[/bold")
        assert "␛]0;title␇[/bold" in problem(pilot)


async def test_quitting_with_nothing_to_lose_asks_nothing() -> None:
    async with running() as pilot:
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert not pilot.app.is_running


@pytest.mark.parametrize(("key", "leaves"), [("escape", False), ("c", False), ("d", True)])
async def test_quitting_asks_if_the_text_is_not_saved(key: str, leaves: bool) -> None:
    async with running() as pilot:
        await write(pilot, "mine")
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Choice)
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Choice), "a question is answered before the next is asked"
        await pilot.press(key)
        await pilot.pause()
        assert pilot.app.is_running is not leaves


async def test_quitting_can_save_first(tmp_path: Path) -> None:
    async with running() as pilot:
        await write(pilot, "mine")
        await pilot.press("ctrl+q")
        await pilot.pause()
        await pilot.press("right", "left", "enter")
        await answer(pilot, tmp_path / "note.txt")
        assert not pilot.app.is_running
        assert (tmp_path / "note.txt").read_text(encoding="utf-8") == "mine"


async def test_keys_typed_ahead_are_answered_in_their_order(tmp_path: Path) -> None:
    async with running(file=tmp_path / "note.txt") as pilot:
        rush(pilot, *"mine", "ctrl+s", "ctrl+q")
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert not pilot.app.is_running
        assert pilot.app.return_code == 0
        assert (tmp_path / "note.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("keys", "code"), [("ctrl+q", 0), ("x,ctrl+s,ctrl+q", 0), ("x,ctrl+q,s", 0), ("x,ctrl+q,d", 1)]
)
async def test_the_exit_code_tells_whether_changes_were_discarded(tmp_path: Path, keys: str, code: int) -> None:
    async with running(file=tmp_path / "note.txt") as pilot:
        for key in keys.split(","):
            await pilot.press(key)
            await pilot.pause()
        assert not pilot.app.is_running
        assert pilot.app.return_code == code


@pytest.mark.parametrize(("keys", "theirs"), [("c", True), ("escape", True), ("enter", True), ("o", False)])
async def test_what_another_program_wrote_is_overwritten_only_after_a_yes(
    tmp_path: Path, keys: str, theirs: bool
) -> None:
    file = tmp_path / "note.txt"
    file.write_text("first", encoding="utf-8")
    async with running(file=file) as pilot:
        await write(pilot, "x")
        file.write_text("theirs", encoding="utf-8")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Choice)
        assert "changed by another program" in " ".join("".join(picture(pilot)).split())
        await pilot.press(keys)
        await pilot.pause()
        assert isinstance(pilot.app.screen, MainScreen)
        assert (file.read_text(encoding="utf-8") == "theirs") is theirs
        assert main_screen(pilot).unsaved is theirs


async def test_a_text_can_be_saved_beside_what_another_program_wrote(tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    async with running(file=file) as pilot:
        await write(pilot, "mine")
        file.write_text("theirs", encoding="utf-8")
        await pilot.press("ctrl+s")
        await pilot.pause()
        await pilot.press("s")
        await answer(pilot, file)
        assert isinstance(pilot.app.screen, Choice), "the same name is as dangerous as before"
        await pilot.press("k")
        await pilot.pause()
        await answer(pilot, tmp_path / "mine.txt")
        assert file.read_text(encoding="utf-8") == "theirs"
        assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"


async def test_a_file_that_is_as_it_was_is_saved_again_and_again_without_a_question(tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text("a", encoding="utf-8")
    async with running(file=file) as pilot:
        for text_now in ("ab", "abc"):
            await write(pilot, text_now[-1])
            file.touch()
            await pilot.press("ctrl+s")
            await pilot.pause()
            assert file.read_text(encoding="utf-8") == text_now
        file.unlink()
        await write(pilot, "d")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert file.read_text(encoding="utf-8") == "abcd"


async def test_a_message_for_git_begins_at_its_first_line(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    message = tmp_path / ".git" / "COMMIT_EDITMSG"
    for first in ("", "Mend it"):
        message.write_text(f"{first}\n# Please enter the commit message\n", encoding="utf-8")
        async with running(file=message) as pilot:
            assert main_screen(pilot).composer.cursor == len(first)
