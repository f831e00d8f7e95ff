"""Dim text behind the cursor: when it is there, and what takes it."""

from __future__ import annotations

import pytest
from driving import SMALL, ghost, main_screen, offered, picture, running, rush, text, write
from fake_engine import FakeEngine

from predictor_tui.settings import Settings


async def test_it_stands_behind_the_cursor_and_is_no_part_of_the_text() -> None:
    async with running() as pilot:
        await write(pilot, "I see ")
        assert ghost(pilot) == "you at the"
        assert text(pilot) == "I see "
        assert any("I see you at the" in line for line in picture(pilot))


async def test_right_takes_all_of_it_with_a_soft_space_in_one_undo_step() -> None:
    async with running() as pilot:
        await write(pilot, "I see ")
        await pilot.press("right")
        await pilot.pause()
        assert text(pilot) == "I see you at the "
        assert main_screen(pilot).prediction.memory.word == "the"
        await write(pilot, ",")
        assert text(pilot) == "I see you at the, "
        await pilot.press("ctrl+z", "ctrl+z")
        await pilot.pause()
        assert text(pilot) == "I see "
        assert main_screen(pilot).prediction.memory.word == "see"


@pytest.mark.parametrize("key", ["ctrl+right", "alt+right"])
async def test_one_word_of_it_is_taken_at_a_time_and_undone_at_a_time(key: str) -> None:
    async with running() as pilot:
        await write(pilot, "I see ")
        seen = []
        for _ in range(3):
            await pilot.press(key)
            seen.append(text(pilot))
        assert seen == ["I see you ", "I see you at ", "I see you at the "]
        await pilot.press("ctrl+z")
        assert text(pilot) == "I see you at "
        await pilot.press("ctrl+z")
        assert text(pilot) == "I see you "


async def test_a_half_typed_word_is_finished_first() -> None:
    async with running() as pilot:
        await write(pilot, "I see y")
        assert ghost(pilot) == "ou at the", "what was shown after the space stays"
        await pilot.press("ctrl+right")
        await pilot.pause()
        assert text(pilot) == "I see you "
        assert ghost(pilot).startswith("at the")
        await write(pilot, ".")
        assert text(pilot) == "I see you."


async def test_it_stays_while_what_is_typed_agrees_with_it() -> None:
    async with running() as pilot:
        await write(pilot, "see ")
        for letter, left in zip(
            "you at ", ["ou at the", "u at the", " at the", "at the", "t the", " the"], strict=False
        ):
            await write(pilot, letter)
            assert ghost(pilot).startswith(left)
        await write(pilot, "x")
        assert ghost(pilot) == ""


async def test_an_accept_from_the_strip_goes_along_it() -> None:
    async with running() as pilot:
        await write(pilot, "see you at th")
        assert ghost(pilot) == "e park"
        assert offered(pilot) == ["the"]
        await pilot.press("tab")
        assert text(pilot) == "see you at the "
        assert ghost(pilot) == "park"


async def test_keys_sent_in_one_go_take_only_what_was_there_when_they_came() -> None:
    async with running() as pilot:
        await write(pilot, "see ")
        rush(pilot, *"yo", "right", *"and ", "backspace")
        await pilot.pause()
        await pilot.pause()
        assert text(pilot) == "see you at the and"
        assert ghost(pilot) == ""


async def test_taken_words_count_as_one_key() -> None:
    async with running() as pilot:
        await write(pilot, "see ")
        await pilot.press("right")
        await pilot.pause()
        assert main_screen(pilot).composer.statistics.keys == 5
        assert main_screen(pilot).composer.statistics.characters == len("see you at the ")


# When it is not there


@pytest.mark.parametrize("key", ["backspace", "ctrl+z", "ctrl+w", "ctrl+u"])
async def test_there_is_none_right_after_something_was_taken_away(key: str) -> None:
    async with running() as pilot:
        await write(pilot, "so x I see you")
        assert ghost(pilot) == " at"
        await pilot.press(key)
        await pilot.pause()
        assert ghost(pilot) == ""
        left = text(pilot)
        await pilot.press("right")
        assert text(pilot) == left
        await pilot.press("end")
        await write(pilot, " I see ")
        assert ghost(pilot) == "you at the"


async def test_there_is_none_after_a_redo_or_an_undone_deletion() -> None:
    async with running() as pilot:
        await write(pilot, "see you ")
        assert ghost(pilot) == "at the park"
        await pilot.press("ctrl+z", "ctrl+y")
        await pilot.pause()
        assert (text(pilot), ghost(pilot)) == ("see you ", "")
        await pilot.press("backspace", "ctrl+z")
        await pilot.pause()
        assert (text(pilot), ghost(pilot)) == ("see you ", "")


async def test_there_is_none_in_the_middle_of_the_text() -> None:
    async with running() as pilot:
        await write(pilot, "see the park")
        await pilot.press("home", "right", "right", "right", "right")
        assert main_screen(pilot).composer.context == "see "
        await write(pilot, "you ")
        assert ghost(pilot) == ""
        await pilot.press("right")
        assert text(pilot) == "see you the park"
        assert main_screen(pilot).composer.context == "see you t"


async def test_it_goes_when_the_cursor_leaves_and_comes_when_it_is_back() -> None:
    async with running() as pilot:
        await write(pilot, "I see ")
        await pilot.press("left")
        assert ghost(pilot) == ""
        await pilot.press("right")
        await pilot.pause()
        assert text(pilot) == "I see "
        assert ghost(pilot) == "you at the"
        await pilot.press("ctrl+left", "ctrl+right")
        assert text(pilot) == "I see "


async def test_selecting_to_the_right_takes_nothing() -> None:
    async with running() as pilot:
        await write(pilot, "I see ")
        await pilot.press("shift+right")
        assert text(pilot) == "I see "
        await pilot.press("shift+left")
        await pilot.pause()
        assert ghost(pilot) == ""
        await pilot.press("right")
        assert text(pilot) == "I see "


async def test_escape_dismisses_it_until_the_text_changes() -> None:
    async with running() as pilot:
        await write(pilot, "I see ")
        await pilot.press("escape")
        await pilot.pause()
        assert ghost(pilot) == ""
        await pilot.press("right")
        assert text(pilot) == "I see "
        await write(pilot, "you ")
        assert ghost(pilot) == "at the park"


async def test_only_as_many_words_are_shown_as_fit_into_the_row() -> None:
    async with running(SMALL) as pilot:
        before = "a" * 25 + " see "
        await write(pilot, before)
        assert ghost(pilot) == "you at"
        assert any(f"{before}you at" in line for line in picture(pilot))
        await pilot.press("right")
        assert text(pilot) == before + "you at "
        await pilot.pause()
        await write(pilot, "see ")
        assert ghost(pilot) == "you at the"


async def test_another_size_takes_it_away() -> None:
    async with running() as pilot:
        await write(pilot, "I see ")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert ghost(pilot) == ""
        await write(pilot, "y")
        assert ghost(pilot) == "ou at"


async def test_what_must_not_be_shown_is_not_offered_either() -> None:
    class Hostile(FakeEngine):
        def continuation(self, text: str, *, words: int = 3, certainty: float = 0.5, memory_from: int = 0) -> str:  # noqa: ARG002
            return "\x1b]0;x\x07"

    async with running(load=Hostile) as pilot:
        await write(pilot, "a")
        assert ghost(pilot) == ""


async def test_a_memory_that_was_emptied_knows_nothing_to_go_on_with() -> None:
    async with running() as pilot:
        await write(pilot, "I see ")
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert not ghost(pilot)
        await write(pilot, "I see ")
        assert ghost(pilot) == "you at the"


# What the writer may choose


async def test_how_many_words_and_how_sure_is_a_setting() -> None:
    async with running(settings=Settings(ghost_words=1)) as pilot:
        await write(pilot, "I see ")
        assert ghost(pilot) == "you"
    async with running(settings=Settings(ghost_words=0)) as pilot:
        await write(pilot, "I see ")
        assert ghost(pilot) == ""
    async with running(settings=Settings(ghost_certainty=1)) as pilot:
        await write(pilot, "I see ")
        assert ghost(pilot) == ""


async def test_it_is_not_even_asked_for_where_it_cannot_be_shown() -> None:
    async with running() as pilot:
        engine = main_screen(pilot)._engine
        assert isinstance(engine, FakeEngine)
        await write(pilot, "I see ")
        asked = len(engine.asked_ahead)
        await pilot.press("backspace", "left", "left")
        await pilot.pause()
        assert len(engine.asked_ahead) == asked
