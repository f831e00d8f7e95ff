from __future__ import annotations

import pytest
from textual.widgets import RichLog

from predictor_tui.tui.key_app import KeyApp

MEANINGS = {"tab": "Accept suggestion 1", "ctrl+q": "Quit", "ctrl+p": "Show all commands", "home": "Cursor line start"}


def lines(app: KeyApp) -> list[str]:
    return [strip.text.rstrip() for strip in app.screen.query_one(RichLog).lines]


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("tab", "tab                         Accept suggestion 1"),
        ("ctrl+p", "ctrl+p                      Show all commands"),
        ("home", "home                        Cursor line start"),
        ("ctrl+q", "ctrl+q                      Quit"),
        ("ctrl+c", "ctrl+c                      not bound to anything"),
        ("shift+tab", "shift+tab                   not bound to anything"),
        ("down", "down                        not bound to anything"),
        ("a", "a                           types a"),
        ("[", "left_square_bracket         types ["),
    ],
)
async def test_each_key_is_shown_with_its_meaning(key: str, shown: str) -> None:
    app = KeyApp(MEANINGS)
    async with app.run_test() as pilot:
        await pilot.press(key)
        assert lines(app) == [shown]
        assert app.is_running


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c"])
async def test_a_key_for_leaving_leaves_only_when_pressed_twice_in_a_row(key: str) -> None:
    app = KeyApp(MEANINGS)
    async with app.run_test() as pilot:
        await pilot.press(key, "a", key)
        assert app.is_running
        await pilot.press(key)
    assert not app.is_running
    assert app.return_code == 0


async def test_another_key_pressed_twice_stays() -> None:
    app = KeyApp(MEANINGS)
    async with app.run_test() as pilot:
        await pilot.press("escape", "escape", "ctrl+q")
        assert len(lines(app)) == 3


async def test_a_character_that_would_steer_the_terminal_is_made_safe() -> None:
    app = KeyApp({})
    async with app.run_test() as pilot:
        await pilot.press("\u202e")
        assert not any("\u202e" in line for line in lines(app))
