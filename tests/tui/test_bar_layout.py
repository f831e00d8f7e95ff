from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from predictor_tui.tui.renderables.bar_layout import arrange


@pytest.mark.parametrize(
    ("units", "width", "height", "columns", "rows", "half", "pages"),
    [
        (256, 86, 18, 86, 3, 2, 1),  # 120 x 40: three rows of five lines
        (512, 86, 18, 86, 3, 2, 2),
        (256, 75, 12, 64, 4, 1, 1),  # 80 x 24: four rows of three
        (256, 35, 3, 35, 1, 1, 8),  # 40 x 12: one row, in pages
        (32, 86, 18, 32, 1, 8, 1),
        (1, 1, 1, 1, 1, 0, 1),
    ],
)
def test_what_fits(units: int, width: int, height: int, columns: int, rows: int, half: int, pages: int) -> None:
    layout = arrange(units, width, height)
    assert (layout.columns, layout.rows, layout.half, layout.pages) == (columns, rows, half, pages)


def test_few_units_get_room_between_them() -> None:
    assert arrange(32, 86, 18).stride == 2
    assert arrange(8, 86, 18).stride == 3


@given(st.integers(0, 3000), st.integers(-5, 300), st.integers(-5, 80))
def test_every_unit_has_a_place_and_nothing_leaves_the_room(units: int, width: int, height: int) -> None:
    layout = arrange(units, width, height)
    assert layout.pages * layout.page_size >= units
    assert (layout.pages - 1) * layout.page_size < max(1, units)
    assert layout.columns * layout.stride <= max(1, width)
    assert layout.rows * layout.row_height <= max(1, height)


@given(st.integers(1, 600), st.integers(1, 200), st.integers(1, 60))
def test_every_row_has_one_zero_line_and_as_much_above_as_below(units: int, width: int, height: int) -> None:
    layout = arrange(units, width, height)
    places = [place for place in map(layout.locate, range(max(1, height))) if place is not None]
    for row in range(layout.rows):
        levels = [level for at, level in places if at == row]
        assert levels == list(range(layout.half, -layout.half - 1, -1))
