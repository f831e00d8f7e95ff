"""The application in terminals of all sizes."""

from __future__ import annotations

import random

import pytest
from driving import SMALL, USUAL, WIDE, main_screen, memory_title, picture, running, text, write

from predictor_tui.tui.widgets.step_panel import StepPanel


@pytest.mark.parametrize("size", [(1, 1), (2, 1), (20, 5), (39, 40), (120, 11)])
async def test_a_terminal_that_is_too_small_gets_a_notice(size: tuple[int, int]) -> None:
    async with running(size) as pilot:
        lines = picture(pilot)
        assert len(lines) == size[1]
        assert all(not line.strip() for line in lines[1:])
        if size[0] > 10:
            assert "needs 40×12" in lines[0]
        await pilot.press("a", "tab", "f2", "f9", "escape")


@pytest.mark.parametrize("size", [SMALL, (40, 30), (72, 12), (100, 12), (100, 20), (99, 28), USUAL, (100, 28), WIDE])
async def test_everything_has_its_place(size: tuple[int, int]) -> None:
    async with running(size) as pilot:
        await write(pilot, "going to the ")
        lines = picture(pilot)
        assert len(lines) == size[1]
        assert "predictor-tui" in lines[0]
        assert any("going to the" in line for line in lines)
        assert any("⇥ " in line and "F2 " in line and "F3 " in line for line in lines)
        assert any("Memory" in line for line in lines)
        for mark in ("+1 ", " 0 ─", "-1 "):
            assert any(mark in line.replace("━", "─") for line in lines), mark
        assert "F1 help" in lines[-1]
        assert main_screen(pilot).query_one(StepPanel).display is (size[0] >= 100 and size[1] >= 28)


async def test_three_slots_on_one_line_where_it_is_narrow() -> None:
    async with running(SMALL) as pilot:
        slots = next(line for line in picture(pilot) if "⇥ " in line)
        assert "F3 " in slots
        assert "F4" not in slots
        assert slots.count("%") == 3


async def test_the_numbers_of_the_panel_move_into_the_title_where_it_goes() -> None:
    async with running(USUAL) as pilot:
        await write(pilot, "going to the ")
        title = next(line for line in picture(pilot) if "Memory" in line)
        assert "changed" in title
        assert "Δ" in title
        assert "new" in title


async def test_the_title_changes_with_the_size() -> None:
    async with running(WIDE) as pilot:
        await write(pilot, "going to the ")
        assert "Δ" not in memory_title(pilot)
        await pilot.resize_terminal(*SMALL)
        await pilot.pause()
        assert "Δ" in memory_title(pilot)


async def test_the_text_and_the_focus_outlive_a_time_without_room() -> None:
    async with running(USUAL) as pilot:
        await write(pilot, "one ")
        await pilot.resize_terminal(20, 5)
        await pilot.resize_terminal(*USUAL)
        await pilot.pause()
        await write(pilot, "two")
        assert text(pilot) == "one two"


async def test_many_sizes_in_a_row() -> None:
    chance = random.Random(1)
    async with running(WIDE) as pilot:
        await write(pilot, "going to the g")
        for _ in range(40):
            await pilot.resize_terminal(chance.randint(1, 140), chance.randint(1, 50))
            await pilot.press("f9")
        await pilot.resize_terminal(*WIDE)
        await pilot.pause()
        assert any("going to the g" in line for line in picture(pilot))


async def test_a_question_survives_a_small_terminal() -> None:
    async with running(WIDE) as pilot:
        await write(pilot, "mine")
        await pilot.press("ctrl+q")
        await pilot.resize_terminal(2, 1)
        await pilot.resize_terminal(*SMALL)
        await pilot.pause()
        assert any("Quit?" in line for line in picture(pilot))
        assert any(all(word in line for word in ("Save", "Discard", "Cancel")) for line in picture(pilot))
        await pilot.press("escape")
        await pilot.pause()
        await write(pilot, "!")
        assert text(pilot) == "mine!"
        assert any("F3 " in line for line in picture(pilot))
