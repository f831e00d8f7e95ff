"""The themes of our own can be read, and told apart without full colour vision."""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from driving import running, write
from fake_engine import FakeEngine
from textual.color import Color

from predictor_tui import paths
from predictor_tui.tui import remembered, themes
from predictor_tui.tui.app import PredictorApp

if TYPE_CHECKING:
    from pathlib import Path

    from textual.theme import Theme

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
BLINDNESS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "none": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
}
TO_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
WHITE = (0.9505, 1.0, 1.089)
Triple = tuple[float, float, float]


def times(matrix: tuple[Triple, Triple, Triple], vector: Triple) -> Triple:
    first, second, third = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return first, second, third


def linear(color: Color) -> Triple:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized
    )
    return red, green, blue


def lab(rgb: Triple) -> Triple:
    x, y, z = (
        part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116
        for part in (max(0.0, value) / white for value, white in zip(times(TO_XYZ, rgb), WHITE, strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: Color, other: Color, blindness: str) -> float:
    """The distance in CIE Lab (1976) as somebody sees it; 2 is just noticeable."""
    first, second = (lab(times(BLINDNESS[blindness], linear(color))) for color in (one, other))
    return math.dist(first, second)


def contrast(one: Color, other: Color) -> float:
    """The ratio of luminances that WCAG 2 asks to be at least 4.5 for text, and 3 for what is large or a picture."""
    darker, lighter = sorted(times(TO_XYZ, linear(color))[1] for color in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def shown(theme: Theme) -> dict[str, Color]:
    variables = theme.to_color_system().generate()
    ground, text = Color.parse(variables["background"]), Color.parse(variables["foreground"])
    colors = {name: Color.parse(variables[name]) for name in ("primary", "accent", "error", "success", "warning")}
    return {**colors, "carried over": ground.blend(text, 0.35), "foreground": text}


@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize("theme", themes.OWN, ids=lambda theme: theme.name)
def test_colours_stay_apart(theme: Theme, blindness: str) -> None:
    colors = shown(theme)
    apart = {
        (one, other): difference(colors[one], colors[other], blindness)
        for one, other in combinations(("primary", "accent", "error", "carried over", "foreground"), 2)
    }
    assert min(apart.values()) > 15, apart


def test_the_measure_sees_what_a_colour_blind_person_does_not() -> None:
    red, green = Color.parse("#C00000"), Color.parse("#4D6A00")
    assert difference(red, green, "none") > 60
    assert difference(red, green, "deuteranopia") < 20


@pytest.mark.parametrize("theme", themes.OWN, ids=lambda theme: theme.name)
def test_text_can_be_read(theme: Theme) -> None:
    variables = theme.to_color_system().generate()
    for ground in ("background", "surface", "panel"):
        behind = Color.parse(variables[ground])
        assert contrast(behind, Color.parse(variables["foreground"])) >= 7
        for name in ("text-accent", "text-error"):
            assert contrast(behind, Color.parse(variables[name])) >= 4.5, (name, ground)
    assert contrast(Color.parse(variables["background"]), Color.parse(variables["primary"])) >= 3


async def test_the_theme_is_remembered(tmp_path: Path) -> None:
    async with running(state=tmp_path) as pilot:
        assert pilot.app.theme == "textual-dark"
        pilot.app.theme = "okabe-ito"
        await pilot.pause()
    async with running(state=tmp_path) as pilot:
        assert pilot.app.theme == "okabe-ito"
    remembered.save(tmp_path, remembered.Remembered("of another version"))
    async with running(state=tmp_path) as pilot:
        assert pilot.app.theme == "textual-dark"


async def test_without_a_folder_nothing_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path))
    async with running() as pilot:
        pilot.app.theme = "okabe-ito"
        await pilot.pause()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b'{"theme": 3}', b'{"other": 1}'])
async def test_a_damaged_note_means_the_default(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "remembered.json").write_bytes(data)
    async with running(state=tmp_path) as pilot:
        assert pilot.app.theme == "textual-dark"


async def test_no_color_leaves_no_hue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running() as pilot:
        await write(pilot, "going to the ")
        styles = [part.style for line in pilot.app.screen._compositor.render_strips() for part in line if part.style]
    parts = {color.triplet for style in styles for color in (style.color, style.bgcolor) if color}
    assert len(parts) > 3, "brightness still tells"
    assert all(triplet is not None and len(set(triplet)) == 1 for triplet in parts)


@pytest.mark.parametrize("reduce_motion", [True, False])
def test_motion_is_reduced_on_request(reduce_motion: bool) -> None:
    app = PredictorApp(FakeEngine, reduce_motion=reduce_motion)
    assert (app.animation_level == "none") is reduce_motion
