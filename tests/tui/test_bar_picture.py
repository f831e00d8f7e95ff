from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from predictor_tui.prediction.values import Memory
from predictor_tui.tui.renderables.bar_picture import GUTTER, BarPicture, Order
from predictor_tui.tui.renderables.signed_bars import BRIGHTNESSES, bar_cell, brightness, zero_glyph


def lines(memory: Memory, width: int, height: int, order: Order = Order.INDEX, page: int = 0) -> list[str]:
    picture = BarPicture(memory, 0, order, page, width, height)
    return ["".join(piece.text for piece in picture.line(y)) for y in range(height)]


def test_the_sign_is_the_side_of_the_line() -> None:
    assert lines(Memory((1.0, -1.0, 0.5, 0.0), (1.0, -1.0, 0.5, 0.0)), GUTTER + 4, 3) == [
        "  +1 █ ▄ ",
        "   0 ────",
        "  -1  █  ",
    ]


def test_what_moved_stands_on_a_heavy_line_and_is_brighter() -> None:
    picture = BarPicture(Memory((1.0, 1.0), (1.0, 0.0)), 0, Order.INDEX, 0, GUTTER + 2, 3)
    assert "".join(piece.text for piece in picture.line(1)) == "   0 ─━"
    assert [piece.ink.brightness for piece in picture.line(0)[1:]] == [0, BRIGHTNESSES - 1]


def test_many_units_wrap_and_rows_tell_their_first_unit() -> None:
    drawn = lines(Memory((0.5,) * 10, ()), GUTTER + 5, 7)
    assert drawn[0].startswith("  +1 ")
    assert drawn[3] == ""
    assert drawn[4].startswith("  #5 ")


def test_pages_go_on_where_the_last_one_ended() -> None:
    memory = Memory(tuple(unit / 10 for unit in range(10)), ())
    picture = BarPicture(memory, 0, Order.INDEX, 2, GUTTER + 4, 3)
    assert picture.span == (8, 10)
    assert picture.line(0)[0].text == "  #8 "


def test_a_page_that_is_no_longer_there_shows_the_last_one() -> None:
    assert BarPicture(Memory((0.5,) * 10, ()), 0, Order.INDEX, 7, GUTTER + 4, 3).page == 2


def test_by_change_the_unit_that_moved_most_comes_first() -> None:
    memory = Memory((0.1, 1.0, -1.0), (0.1, 0.75, 1.0))
    assert lines(memory, GUTTER + 3, 3, Order.CHANGE) == ["  +1  █▁", "   0 ━━─", "  -1 █  "]


def test_without_a_memory_there_is_still_a_zero_line() -> None:
    assert lines(Memory(), GUTTER + 3, 3) == ["  +1 ", "   0 ───", "  -1 "]


@pytest.mark.parametrize(
    ("value", "level", "glyph", "inverse"),
    [
        (1.0, 1, "█", False), (1.0, 2, "█", False), (0.5, 2, " ", False), (0.75, 2, "▄", False),
        (-1.0, -2, "█", False), (-0.75, -2, "▀", False), (-0.8125, -2, "▃", True), (-0.5, 1, " ", False),
        (0.0, 1, " ", False), (0.01, 1, " ", False), (2.0, 2, "█", False),
    ],
)  # fmt: skip
def test_eighths_of_a_cell(value: float, level: int, glyph: str, inverse: bool) -> None:
    assert bar_cell(value, level, half=2) == (glyph, inverse)


@given(st.floats(-1, 1), st.integers(1, 8))
def test_a_bar_is_as_long_as_its_value(value: float, half: int) -> None:
    eighths = 0
    for level in (*range(-half, 0), *range(1, half + 1)):
        glyph, inverse = bar_cell(value, level, half)
        filled = 4 if glyph == "▀" else " ▁▂▃▄▅▆▇█".index(glyph)
        eighths += 8 - filled if inverse else filled
        assert filled == 0 or level * value > 0
    assert eighths == round(abs(value) * half * 8)


def test_brightness_rises_with_the_change_whatever_its_sign() -> None:
    assert [brightness(change) for change in (0, 0.01, -0.02, 0.1, -0.3, 2)] == [0, 0, 1, 2, 3, 3]
    assert [zero_glyph(change) for change in (0.0, 0.05, -0.1, 1)] == ["─", "─", "━", "━"]
