"""Suggestions on, on demand, or off, and none where the best one is too unlikely."""

from __future__ import annotations

from driving import ghost, main_screen, offered, picture, running, text, write

from predictor_tui.settings import Settings


def strip(lines: list[str]) -> str:
    """Return the lines between the text and the memory."""
    memory = next(row for row, line in enumerate(lines) if "Memory" in line)
    return "\n".join(lines[memory - 2 : memory])


async def test_a_key_and_a_command_go_from_on_to_on_demand_to_off() -> None:
    async with running() as pilot:
        await write(pilot, "I see ")
        assert "%" in strip(picture(pilot))
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert "suggestions on demand: ⇥ shows them" in strip(picture(pilot))
        assert "suggestions on demand" in picture(pilot)[0]
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert "suggestions are off" in strip(picture(pilot))
        assert ghost(pilot) == ""
        titles = {command.title: command.callback for command in pilot.app.get_system_commands(pilot.app.screen)}
        await titles["Suggestions on, on demand, or off: the next of these"]()
        await pilot.pause()
        assert "%" in strip(picture(pilot))
        assert ghost(pilot) == "you at the"


async def test_on_demand_the_first_tab_shows_and_the_second_accepts() -> None:
    async with running(settings=Settings(suggestions="on demand")) as pilot:
        await write(pilot, "I see ")
        assert "shows them" in strip(picture(pilot))
        assert ghost(pilot) == ""
        await pilot.press("f2", "right")
        assert text(pilot) == "I see "
        await pilot.press("tab")
        await pilot.pause()
        assert text(pilot) == "I see "
        assert "%" in strip(picture(pilot))
        assert ghost(pilot) == "you at the"
        word = offered(pilot)[0]
        await pilot.press("tab")
        await pilot.pause()
        assert text(pilot) == f"I see {word} "
        assert "shows them" in strip(picture(pilot)), "the next word wants its own demand"


async def test_on_demand_letters_narrow_what_is_shown_and_escape_puts_it_away() -> None:
    async with running(settings=Settings(suggestions="on demand")) as pilot:
        await write(pilot, "to ")
        await pilot.press("tab")
        await write(pilot, "g")
        assert set(offered(pilot)) == {"gym", "good", "great", "grand"}
        assert "%" in strip(picture(pilot))
        await pilot.press("escape")
        await pilot.pause()
        assert "shows them" in strip(picture(pilot))
        await pilot.press("tab", "tab")
        await pilot.pause()
        assert text(pilot) in {f"to {word} " for word in ("gym", "good", "great", "grand")}


async def test_off_takes_nothing_and_the_memory_goes_on() -> None:
    async with running(settings=Settings(suggestions="off")) as pilot:
        await write(pilot, "I see you ")
        assert "suggestions are off" in strip(picture(pilot))
        await pilot.press("tab", "f2", "right")
        await pilot.pause()
        assert text(pilot) == "I see you "
        assert main_screen(pilot).prediction.memory.word == "you"


async def test_it_keeps_quiet_where_the_best_word_is_less_probable_than_wanted() -> None:
    async with running(settings=Settings(silent_below=0.5)) as pilot:
        await write(pilot, "I see ")
        assert not strip(picture(pilot)).strip()
        assert ghost(pilot) == ""
        await pilot.press("f2")
        assert text(pilot) == "I see "
        await pilot.press("tab")
        await pilot.pause()
        assert "%" in strip(picture(pilot)), "the first slot's key asks for them all the same"
    async with running(settings=Settings(silent_below=0.3)) as pilot:
        await write(pilot, "I see ")
        assert "%" in strip(picture(pilot))


async def test_words_keep_their_slots_while_letters_agree_with_them() -> None:
    async with running() as pilot:
        await write(pilot, "to g")
        before = offered(pilot)
        await write(pilot, "r")
        assert sorted(offered(pilot)) == ["grand", "great"]
        for slot, word in enumerate(before[:2]):
            if word in offered(pilot):
                assert offered(pilot)[slot] == word
        first = offered(pilot)[0]
        await pilot.press("tab")
        await pilot.pause()
        assert text(pilot) == f"to {first} "
