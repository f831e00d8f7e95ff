"""Pictures of the application, to be looked at when they change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from driving import SMALL, USUAL, WIDE, write
from fake_engine import FakeEngine

from predictor_tui.errors import ModelFileError
from predictor_tui.tui.app import PredictorApp

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    SnapCompare = Callable[..., bool]

SIZES = {"wide": WIDE, "usual": USUAL, "small": SMALL}
TEXT = "Monday was long. I'm tired, but I'm going to the "


def written(text: str, *keys: str, theme: str = "textual-dark") -> Callable[[Pilot[None]], object]:
    """Return what brings the application into the state to be seen."""

    async def prepare(pilot: Pilot[None]) -> None:
        pilot.app.theme = theme
        await pilot.app.workers.wait_for_complete()
        await write(pilot, text)
        await pilot.press(*keys)
        await pilot.pause()

    return prepare


@pytest.mark.parametrize("size", SIZES)
def test_between_words(snap_compare: SnapCompare, size: str) -> None:
    assert snap_compare(PredictorApp(FakeEngine), terminal_size=SIZES[size], run_before=written(TEXT))


@pytest.mark.parametrize("size", SIZES)
def test_in_a_word(snap_compare: SnapCompare, size: str) -> None:
    assert snap_compare(PredictorApp(FakeEngine), terminal_size=SIZES[size], run_before=written(TEXT + "g"))


@pytest.mark.parametrize("size", SIZES)
def test_words_ahead(snap_compare: SnapCompare, size: str) -> None:
    ahead = written("Monday was long. I see you at th")
    assert snap_compare(PredictorApp(FakeEngine), terminal_size=SIZES[size], run_before=ahead)


def test_words_ahead_light(snap_compare: SnapCompare) -> None:
    ahead = written("Monday was long. I see ", theme="textual-light")
    assert snap_compare(PredictorApp(FakeEngine), terminal_size=USUAL, run_before=ahead)


def test_on_demand(snap_compare: SnapCompare) -> None:
    assert snap_compare(PredictorApp(FakeEngine), terminal_size=USUAL, run_before=written(TEXT, "ctrl+g"))


def test_light(snap_compare: SnapCompare) -> None:
    light = written(TEXT, theme="textual-light")
    assert snap_compare(PredictorApp(FakeEngine), terminal_size=WIDE, run_before=light)


def test_by_change(snap_compare: SnapCompare) -> None:
    assert snap_compare(PredictorApp(FakeEngine), terminal_size=USUAL, run_before=written(TEXT, "f9"))


def test_few_units(snap_compare: SnapCompare) -> None:
    assert snap_compare(PredictorApp(lambda: FakeEngine(32)), terminal_size=WIDE, run_before=written(TEXT))


def test_help(snap_compare: SnapCompare) -> None:
    assert snap_compare(PredictorApp(FakeEngine), terminal_size=WIDE, run_before=written("", "f1"))


def test_unsaved(snap_compare: SnapCompare) -> None:
    assert snap_compare(PredictorApp(FakeEngine), terminal_size=USUAL, run_before=written(TEXT, "ctrl+q"))


def test_no_model(snap_compare: SnapCompare) -> None:
    def load() -> FakeEngine:
        raise ModelFileError("no model is called “mine”", "`predictor-tui models` lists those there are")

    assert snap_compare(PredictorApp(load), terminal_size=USUAL, run_before=written(TEXT))


def test_too_small(snap_compare: SnapCompare) -> None:
    assert snap_compare(PredictorApp(FakeEngine), terminal_size=(30, 5), run_before=written(""))
