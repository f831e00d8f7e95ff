"""How the tests run the application and type into it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fake_engine import FakeEngine
from textual.events import Key
from textual.keys import _character_to_key

from predictor_tui.tui.app import PredictorApp
from predictor_tui.tui.screens.main import MainScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from predictor_tui.settings import Settings
    from predictor_tui.tui.engine import Engine

WIDE, USUAL, SMALL = (120, 40), (80, 24), (40, 12)


@asynccontextmanager
async def running(
    size: tuple[int, int] = WIDE,
    load: Callable[[], Engine] = FakeEngine,
    file: Path | None = None,
    settings: Settings | None = None,
    state: Path | None = None,
) -> AsyncIterator[Pilot[None]]:
    """Run the application with its model loaded."""
    app = PredictorApp(load, file, settings, state=state)
    async with app.run_test(size=size) as pilot:
        await finished(pilot, "model")
        await pilot.pause()
        yield pilot


async def finished(pilot: Pilot[None], group: str) -> None:
    """Wait for the workers of a group; others may be waiting for an answer to a question."""
    for worker in [worker for worker in pilot.app.workers if worker.group == group]:
        await worker.wait()


async def write(pilot: Pilot[None], text: str) -> None:
    """Press the key of each character, and wait for what the last one brings."""
    if text:
        rush(pilot, *text[:-1])
        await pilot.press(text[-1] if text[-1].isalnum() else _character_to_key(text[-1]))
    await pilot.pause()


def rush(pilot: Pilot[None], *keys: str) -> None:
    """Send keys, or characters, as fast as a terminal can, without waiting for anything."""
    for key in keys:
        character = key if len(key) == 1 else None
        pilot.app.post_message(Key(_character_to_key(key) if character else key, character))


def main_screen(pilot: Pilot[None]) -> MainScreen:
    screen = pilot.app.screen_stack[0]
    assert isinstance(screen, MainScreen)
    return screen


def text(pilot: Pilot[None]) -> str:
    return main_screen(pilot).composer.text


def offered(pilot: Pilot[None]) -> list[str]:
    return [suggestion.word for suggestion in main_screen(pilot).prediction.suggestions]


def ghost(pilot: Pilot[None]) -> str:
    """Return the dim text behind the cursor."""
    return main_screen(pilot).composer.suggestion


def picture(pilot: Pilot[None]) -> list[str]:
    """Return the lines on the screen as plain text."""
    strips = pilot.app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip) for strip in strips]


def memory_title(pilot: Pilot[None]) -> str:
    return main_screen(pilot).bars.border_title or ""
