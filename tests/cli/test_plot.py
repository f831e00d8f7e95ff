from __future__ import annotations

import pytest

from predictor_tui.cli.plot import ROWS, draw

CURVES = {"o": [10.0, 30.0, 50.0], "3": [20.0, 40.0, 60.0]}


@pytest.mark.parametrize(("columns", "width"), [(40, 40), (80, 80), (300, 100)])
def test_it_is_as_wide_as_the_terminal_and_not_much_wider_than_a_page(
    monkeypatch: pytest.MonkeyPatch, columns: int, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = draw(CURVES).splitlines()
    assert max(map(len, lines)) == width
    assert len(lines) <= ROWS


def test_every_point_is_marked_and_nothing_is_coloured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("FORCE_COLOR", "1")
    shown = draw(CURVES)
    *picture, numbers = shown.splitlines()
    inside = "".join(line.partition("┤")[2] or line.partition("│")[2] for line in picture)
    assert (inside.count("o"), inside.count("3")) == (3, 3)
    assert numbers.split() == ["0", "1", "2"]
    assert "\x1b" not in shown


def test_the_last_curve_lies_on_top(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert "o" not in draw({"o": [50.0, 50.0], "x": [50.0, 50.0]})


@pytest.mark.parametrize(
    ("most", "numbers"), [(0.0, ["20", "0"]), (20.0, ["20", "0"]), (20.1, ["40", "20", "0"]), (100.0, ["100"])]
)
def test_the_scale_ends_above_the_highest_point(most: float, numbers: list[str]) -> None:
    shown = [line.partition("┤")[0].strip() for line in draw({"x": [0.0, most]}).splitlines() if "┤" in line]
    assert shown[: len(numbers)] == numbers


def test_words_of_one_letter_have_one_point() -> None:
    assert draw({"x": [10.0]}).count("x") == 1
