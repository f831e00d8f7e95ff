"""The memory on the screen: moved by words, not by letters; emptied, undone, and looked at page by page."""

from __future__ import annotations

from driving import SMALL, main_screen, memory_title, running, text, write
from textual.events import MouseScrollDown, MouseScrollUp


async def test_letters_leave_the_memory_alone_and_a_word_moves_it() -> None:
    async with running() as pilot:
        await write(pilot, "to the ")
        screen = main_screen(pilot)
        drawn = screen.bars.memory
        await write(pilot, "gy")
        assert screen.prediction.prefix == "gy"
        assert screen.bars.memory == drawn
        assert "waiting for the word to end" in memory_title(pilot)
        await write(pilot, "m ")
        assert screen.bars.memory.word == "gym"
        assert screen.bars.memory != drawn
        assert "after “gym”" in memory_title(pilot)


async def test_emptying_the_memory_shows_zeros_and_starts_from_the_cursor() -> None:
    async with running() as pilot:
        await write(pilot, "going to the ")
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert not any(main_screen(pilot).prediction.memory.hidden)
        assert "before the first word" in memory_title(pilot)
        await write(pilot, "gym ")
        alone = main_screen(pilot).prediction.memory
        assert alone.words_read == 1
        await pilot.press(*["left"] * 5)
        await pilot.pause()
        assert main_screen(pilot).prediction.memory.words_read == 2, "before the place, the words before it count"


async def test_undoing_past_an_emptied_memory_gives_it_back() -> None:
    async with running() as pilot:
        await write(pilot, "to the ")
        await pilot.press("ctrl+r")
        await write(pilot, "gym ")
        await pilot.press("ctrl+z", "ctrl+z")
        await pilot.pause()
        assert text(pilot) == "to "
        assert main_screen(pilot).prediction.memory.words_read == 1


async def test_an_edit_before_the_place_moves_the_emptied_memory_along() -> None:
    async with running() as pilot:
        await write(pilot, "the ")
        await pilot.press("ctrl+r")
        await write(pilot, "gym ")
        await pilot.press("home")
        await write(pilot, "to ")
        await pilot.press("end")
        await pilot.pause()
        assert main_screen(pilot).prediction.memory.words_read == 1


async def test_the_memory_shows_every_unit_by_going_through_its_views() -> None:
    async with running(SMALL) as pilot:
        await write(pilot, "the ")
        bars = main_screen(pilot).bars
        seen: set[int] = set()
        for _ in range(bars.picture.layout.pages):
            assert bars.order.value == "by number"
            seen |= set(range(*bars.picture.span))
            await pilot.press("f9")
            await pilot.pause()
        assert seen == set(range(256))
        assert bars.order.value == "by change"
        assert "by change" in memory_title(pilot)


async def test_wheel_and_click_turn_the_pages_of_the_memory() -> None:
    async with running(SMALL) as pilot:
        bars = main_screen(pilot).bars
        await pilot.click(bars)
        assert bars.page == 1
        bars.post_message(MouseScrollUp(bars, 2, 1, 0, -1, 0, False, False, False))
        await pilot.pause()
        assert bars.page == 0
        bars.post_message(MouseScrollDown(bars, 2, 1, 0, 1, 0, False, False, False))
        await pilot.pause()
        assert bars.page == 1
