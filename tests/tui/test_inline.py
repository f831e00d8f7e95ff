"""The screen below the prompt: what it hands over, and when nothing."""

from __future__ import annotations

import os
import pty
import sys
import termios
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from driving import SMALL, USUAL, picture, write
from fake_engine import FakeEngine

from predictor_tui import paths
from predictor_tui.tui import inline_driver, rescue
from predictor_tui.tui.inline_app import InlineApp
from predictor_tui.tui.screens.choice import Choice
from predictor_tui.tui.screens.inline import InlineScreen
from predictor_tui.tui.text_file import TextFile

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot


@asynccontextmanager
async def asked(app: InlineApp) -> AsyncIterator[Pilot[None]]:
    async with app.run_test(size=USUAL) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        yield pilot


async def test_done_hands_the_text_over() -> None:
    app = InlineApp(FakeEngine)
    async with asked(app) as pilot:
        await write(pilot, "going to gy")
        await pilot.press("tab", "ctrl+s")
        await pilot.pause()
        assert not app.is_running
    assert app.answer == "going to gym "
    assert app.return_code == 0


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["ctrl+q"], None),
        (["x", "ctrl+q", "d"], None),
        (["x", "ctrl+q", "p"], "x"),
        (["x", "ctrl+q", "escape", "y", "ctrl+s"], "xy"),
        (["ctrl+s"], ""),
    ],
)
async def test_leaving_without_a_text_is_told_by_the_exit_code(keys: list[str], answer: str | None) -> None:
    app = InlineApp(FakeEngine)
    async with asked(app) as pilot:
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        assert not app.is_running
    assert app.answer == answer
    assert app.return_code == (1 if answer is None else 0)


async def test_it_shows_text_suggestions_and_keys_and_opens_no_files() -> None:
    app = InlineApp(FakeEngine)
    async with asked(app) as pilot:
        await write(pilot, "hello ")
        await pilot.press("ctrl+o")
        await pilot.pause()
        assert isinstance(app.screen, InlineScreen)
        shown = picture(pilot)
        assert any("hello" in line for line in shown)
        assert any("⇥ " in line and "accept" not in line for line in shown)
        assert any("^s done" in line for line in shown)
        assert not any("Memory" in line or "^o open" in line for line in shown)


async def test_how_to_end_it_is_told_on_the_narrowest_screen() -> None:
    app = InlineApp(FakeEngine)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert picture(pilot)[-1].strip().startswith("^s done  ^q quit  ⇥ accept")


async def test_the_text_is_kept_until_it_has_arrived(tmp_path: Path) -> None:
    app = InlineApp(FakeEngine, state=tmp_path)
    async with asked(app) as pilot:
        await write(pilot, "hello")
        await pilot.press("ctrl+s")
        await pilot.pause()
    folder = paths.unsaved_folder(tmp_path)
    assert app.keep_text()
    assert len(list(folder.glob("*.txt"))) == 1
    app.delivered()
    assert list(folder.iterdir()) == []


async def test_old_texts_are_not_offered_to_a_script(tmp_path: Path) -> None:
    place = rescue.new_place(paths.unsaved_folder(tmp_path))
    place.write(TextFile(), "old")
    place.close()
    app = InlineApp(FakeEngine, state=tmp_path)
    async with asked(app):
        assert not isinstance(app.screen, Choice)
    assert place.path.exists()


async def test_the_size_is_that_of_the_terminal_drawn_on(monkeypatch: pytest.MonkeyPatch) -> None:
    parent, child = pty.openpty()
    termios.tcsetwinsize(child, (33, 111))
    with os.fdopen(parent, "rb", 0), os.fdopen(child, "w", encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "__stderr__", terminal)
        monkeypatch.setattr(sys, "__stdin__", terminal)
        driver = inline_driver.InlineDriver(InlineApp(FakeEngine))
        assert driver.is_inline
        assert driver._get_terminal_size() == (111, 33)
        termios.tcsetwinsize(child, (0, 0))
        assert driver._get_terminal_size() == (80, 24)
