"""Every action can be found: in the help, in the palette and in the key line."""

from __future__ import annotations

import subprocess
import sys

import pytest
from driving import USUAL, main_screen, picture, running, text, write
from textual.command import CommandPalette
from textual.widgets import Input

from predictor_tui.tui.screens.help import HelpScreen
from predictor_tui.tui.screens.main import MainScreen
from predictor_tui.tui.widgets.key_line import KeyLine

ACTIONS = (
    "Accept suggestion 1",
    "Undo",
    "Hide the suggestions",
    "Empty the memory",
    "Save",
    "Open",
    "Quit",
    "Next view",
)


@pytest.mark.parametrize("key", ["f1", "ctrl+underscore"])
async def test_help_lists_the_keys_as_they_are_bound_now(key: str) -> None:
    async with running() as pilot:
        pilot.app.set_keymap({"save": "ctrl+t"})
        await pilot.press(key)
        await pilot.pause()
        assert isinstance(pilot.app.screen, HelpScreen)
        shown = "\n".join(picture(pilot))
        assert all(action in shown for action in ACTIONS)
        assert any("^t" in line and "Save" in line for line in picture(pilot))
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, MainScreen)


async def test_the_palette_offers_every_action_and_runs_it() -> None:
    async with running() as pilot:
        titles = [command.title for command in pilot.app.get_system_commands(pilot.app.screen)]
        assert all(any(title.startswith(action) for title in titles) for action in ACTIONS)
        await write(pilot, "gy")
        await pilot.press("ctrl+p")
        assert isinstance(pilot.app.screen, CommandPalette)
        pilot.app.screen.query_one(Input).value = "accept suggestion 1"
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert text(pilot) == "gym "


async def test_the_key_line_can_be_clicked() -> None:
    async with running(USUAL) as pilot:
        line = pilot.app.screen.query_one(KeyLine)
        view = next(placed for placed in line.placed if placed.command.id == "view")
        await pilot.click(line, offset=(view.start + 2, 0))
        await pilot.pause()
        assert main_screen(pilot).bars.order.value == "by change"


async def test_a_rebound_key_acts_and_its_badge_shows_it() -> None:
    async with running() as pilot:
        pilot.app.set_keymap({"accept-2": "f12"})
        await pilot.pause()
        word = main_screen(pilot).prediction.suggestions[1].word
        assert any("F12 " in line for line in picture(pilot)[:-1])
        await pilot.press("f12")
        await pilot.pause()
        assert text(pilot) == f"{word} "


def test_importing_the_application_loads_no_arrays() -> None:
    code = (
        "import sys, predictor_tui.tui.app; print({'numpy', 'predictor_tui.prediction.predictor'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"


async def test_the_text_and_the_selection_can_be_sent_to_the_clipboard(monkeypatch: pytest.MonkeyPatch) -> None:
    async with running() as pilot:
        app = pilot.app
        assert not any("Copy" in command.title for command in app.get_system_commands(app.screen))
        await write(pilot, "one two")
        await pilot.press("shift+left", "shift+left", "shift+left")
        sent: list[str] = []
        assert app._driver is not None
        monkeypatch.setattr(app._driver, "write", sent.append)
        commands = {command.title: command.callback for command in app.get_system_commands(app.screen)}
        for what, encoded in (("selection", "dHdv"), ("text", "b25lIHR3bw==")):
            commands[f"Copy the {what}"]()
            assert sent.pop() == f"\x1b]52;c;{encoded}\a"
        await pilot.pause()
        assert "sent to the clipboard" in picture(pilot)[0]


async def test_the_key_that_copies_says_so() -> None:
    async with running() as pilot:
        await write(pilot, "one two")
        await pilot.press("shift+left")
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert pilot.app.clipboard == "o"
        assert "sent to the clipboard" in picture(pilot)[0]
