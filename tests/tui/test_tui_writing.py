"""Typing, accepting and undoing in the application, with a predictor that is not there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from driving import SMALL, main_screen, memory_title, offered, picture, running, rush, text, write
from fake_engine import FakeEngine
from textual.widgets import TextArea

from predictor_tui.prediction.values import Prediction, Suggestion
from predictor_tui.tui.widgets.suggestion_strip import SuggestionStrip


async def test_the_strip_follows_what_is_typed() -> None:
    async with running() as pilot:
        before = offered(pilot)
        await write(pilot, "the g")
        assert set(offered(pilot)) == {"gym", "good", "great", "grand"}
        assert offered(pilot) != before
        assert any(offered(pilot)[0] in line for line in picture(pilot))


async def test_only_the_newest_of_many_changes_is_predicted() -> None:
    async with running() as pilot:
        rush(pilot, *"abcdefghijklmnopqrst")
        await pilot.pause()
        engine = main_screen(pilot)._engine
        assert text(pilot) == "abcdefghijklmnopqrst"
        assert engine is not None
        assert main_screen(pilot).prediction.prefix == "abcdefghijklmnopqrst"


@pytest.mark.parametrize(("key", "slot"), [("tab", 0), ("f2", 1), ("f3", 2), ("f4", 3), ("f5", 4)])
async def test_keys_accept_the_word_of_their_slot(key: str, slot: int) -> None:
    async with running() as pilot:
        await write(pilot, "to ")
        word = offered(pilot)[slot]
        await pilot.press(key)
        await pilot.pause()
        assert text(pilot) == f"to {word} "
        assert main_screen(pilot).prediction.memory.word == word


async def test_three_accepts_in_a_row_need_no_space() -> None:
    async with running() as pilot:
        words = []
        for _ in range(3):
            words.append(offered(pilot)[0])
            await pilot.press("tab")
            await pilot.pause()
        assert text(pilot) == " ".join(words) + " "


async def test_a_click_on_a_slot_accepts_it() -> None:
    async with running() as pilot:
        word = offered(pilot)[1]
        strip = pilot.app.screen.query_one(SuggestionStrip)
        await pilot.click(strip, offset=(strip.size.width // 6 + 3, 0))
        await pilot.pause()
        assert text(pilot) == f"{word} "
        assert main_screen(pilot).composer.has_focus


async def test_a_click_beside_the_slots_does_nothing() -> None:
    async with running() as pilot:
        await write(pilot, "g")
        strip = pilot.app.screen.query_one(SuggestionStrip)
        await pilot.click(strip, offset=(strip.size.width - 2, 0))
        await pilot.pause()
        assert text(pilot) == "g"


async def test_a_key_accepts_no_word_that_is_not_shown() -> None:
    async with running(SMALL) as pilot:
        await pilot.press("f4")
        await pilot.pause()
        assert text(pilot) == ""
        await pilot.press("f3")
        await pilot.pause()
        assert text(pilot) != ""


async def test_enter_never_accepts() -> None:
    async with running() as pilot:
        await write(pilot, "gy")
        assert offered(pilot) == ["gym"]
        await pilot.press("enter")
        assert text(pilot) == "gy\n"


@pytest.mark.parametrize(("mark", "after"), [(",", ", "), (".", "."), ("!", "! "), ("(", " ("), ("x", " x")])
async def test_punctuation_takes_the_place_of_a_soft_space(mark: str, after: str) -> None:
    async with running() as pilot:
        await write(pilot, "gy")
        await pilot.press("tab")
        await write(pilot, mark)
        assert text(pilot) == f"gym{after}"


async def test_a_typed_space_takes_the_place_of_a_soft_one_but_only_once() -> None:
    async with running() as pilot:
        await write(pilot, "gy")
        await pilot.press("tab", "space")
        assert text(pilot) == "gym "
        await pilot.press("space")
        assert text(pilot) == "gym  "


async def test_a_space_is_no_longer_soft_once_the_cursor_left_it() -> None:
    async with running() as pilot:
        await write(pilot, "gy")
        await pilot.press("tab", "left", "right")
        await write(pilot, ",")
        assert text(pilot) == "gym ,"


async def test_backspace_removes_only_the_soft_space() -> None:
    async with running() as pilot:
        await write(pilot, "gy")
        await pilot.press("tab", "backspace")
        assert text(pilot) == "gym"


async def test_undo_takes_an_accept_back_in_one_step_and_the_memory_with_it() -> None:
    async with running() as pilot:
        await write(pilot, "to gy")
        memory = main_screen(pilot).prediction.memory
        await pilot.press("tab")
        await pilot.pause()
        assert main_screen(pilot).prediction.memory != memory
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert text(pilot) == "to gy"
        assert main_screen(pilot).prediction.memory == memory
        await pilot.press("ctrl+y")
        await pilot.pause()
        assert text(pilot) == "to gym "


async def test_undo_goes_back_word_by_word() -> None:
    async with running() as pilot:
        await write(pilot, "one two three")
        seen = []
        for _ in range(3):
            await pilot.press("ctrl+z")
            seen.append(text(pilot))
        assert seen == ["one two ", "one ", ""]


async def test_escape_hides_the_suggestions_until_the_next_change() -> None:
    async with running() as pilot:
        await write(pilot, "gy")
        await pilot.press("escape")
        await pilot.pause()
        assert any("hidden until you type on" in line for line in picture(pilot))
        await pilot.press("tab")
        await pilot.pause()
        assert text(pilot) == "gy"
        await write(pilot, "m")
        assert not any("hidden until" in line for line in picture(pilot))
        await pilot.press("tab")
        assert text(pilot) == "gym "


async def test_a_prefix_that_nothing_goes_on_from_is_said_and_accepts_nothing() -> None:
    async with running() as pilot:
        await write(pilot, "zzz")
        assert any("no word the model knows goes on from “zzz”" in line for line in picture(pilot))
        await pilot.press("tab")
        assert text(pilot) == "zzz"


async def test_keys_sent_in_one_go_act_in_their_order() -> None:
    async with running() as pilot:
        rush(pilot, "g", "y", "tab", *"to", "backspace", *"he x", "backspace", *"go", "tab", "x")
        await pilot.pause()
        await pilot.pause()
        assert text(pilot) == "gym the good x"


async def test_keys_saved_are_shown() -> None:
    async with running() as pilot:
        assert main_screen(pilot).title_line.saved is None
        await write(pilot, "gy")
        await pilot.press("tab")
        await pilot.pause()
        assert main_screen(pilot).title_line.saved == pytest.approx(1 - 3 / 4)
        assert "saved 25% of keys" in picture(pilot)[0]


async def test_a_paste_is_not_counted_and_brings_no_control_characters() -> None:
    async with running() as pilot:
        pilot.app.copy_to_clipboard("one\r\ntwo\x1b[31m \x07three\x00")
        await pilot.press("ctrl+v")
        await pilot.pause()
        assert text(pilot) == "one\ntwo[31m three"
        assert main_screen(pilot).composer.statistics.characters == 0
        assert main_screen(pilot).composer.statistics.keys == 0


async def test_invisible_characters_in_the_text_are_shown_as_dots() -> None:
    async with running() as pilot:
        pilot.app.copy_to_clipboard("abc\u202edef\u200bghi")
        await pilot.press("ctrl+v")
        await pilot.pause()
        assert any("abc·def·ghi" in line for line in picture(pilot))
        assert "\u202e" in text(pilot)


async def test_markup_in_the_text_and_in_words_is_shown_as_it_is() -> None:
    async with running() as pilot:
        await write(pilot, "[/] [bold ")
        assert any("[/] [bold" in line for line in picture(pilot))
        assert "[bold" in memory_title(pilot).replace("\\", "")


async def test_shift_tab_leaves_the_composer_usable() -> None:
    async with running() as pilot:
        await pilot.press("shift+tab")
        await write(pilot, "a")
        assert text(pilot) == "a"
        assert isinstance(pilot.app.focused, TextArea)


async def test_a_word_for_letters_with_a_slip_takes_their_place_and_undo_gives_them_back() -> None:
    class Forgiving(FakeEngine):
        def predict(self, text: str, k: int = 5, *, memory_from: int = 0) -> Prediction:
            found = super().predict(text, k, memory_from=memory_from)
            return replace(found, suggestions=(Suggestion("gym", 0.9),)) if found.prefix == "gmy" else found

    async with running(load=Forgiving) as pilot:
        await write(pilot, "to the gmy")
        await pilot.press("tab")
        assert text(pilot) == "to the gym "
        await pilot.press("ctrl+z")
        assert text(pilot) == "to the gmy"
