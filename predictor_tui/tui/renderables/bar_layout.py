"""Where each hidden unit's bar stands in the room there is: columns, rows and pages."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

LOWEST_ROW = 3
"""A row of bars needs a line above zero, zero itself, and a line below it."""
TALL_ROW = 5
"""Where there is room for three such rows, more units go to more pages rather than into lower rows."""
_WIDEST_BAR = 3


@dataclass(frozen=True, slots=True)
class BarLayout:
    """A grid of bars: each page has `rows` rows of `columns` bars, each bar `half` lines to either side of zero."""

    units: int
    columns: int
    rows: int
    half: int
    stride: int
    """Cells from one bar to the next; the last of them stays empty if there is more than one."""
    spaced: bool
    """Whether an empty line parts the rows."""

    @property
    def page_size(self) -> int:
        return self.columns * self.rows

    @property
    def pages(self) -> int:
        return max(1, ceil(self.units / self.page_size))

    @property
    def row_height(self) -> int:
        return 2 * self.half + 1

    def locate(self, line: int) -> tuple[int, int] | None:
        """Return (row, lines above zero) of a line of the page; None for an empty line."""
        row, offset = divmod(line, self.row_height + self.spaced)
        if row >= self.rows or offset >= self.row_height:
            return None
        return row, self.half - offset


def arrange(units: int, width: int, height: int) -> BarLayout:
    """Return the layout that shows most units at once, and those as tall as the room of `width` x `height` allows."""
    width, height = max(1, width), max(1, height)
    rows_possible = max(1, height // (TALL_ROW if height >= 3 * TALL_ROW else LOWEST_ROW))
    rows = min(rows_possible, max(1, ceil(units / width)))
    fits = units <= rows * width
    columns = max(1, ceil(units / rows)) if fits else width
    half = max(0, (height // rows - 1) // 2)
    spaced = rows * (2 * half + 2) - 1 <= height
    return BarLayout(units, columns, rows, half, max(1, min(_WIDEST_BAR, width // columns)), spaced)
