"""The picture of a hidden state, line by line, in pieces of text that still want colours."""

from __future__ import annotations

from enum import Enum
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from predictor_tui.prediction.step_summary import changes
from predictor_tui.tui.renderables.bar_layout import arrange
from predictor_tui.tui.renderables.signed_bars import bar_cell, brightness, zero_glyph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from predictor_tui.prediction.values import Memory

GUTTER = 5
"""Cells before the bars, for the axis and the numbers of the units."""


class Order(Enum):
    """How the units are sorted."""

    INDEX = "by number"
    CHANGE = "by change"


class Ink(NamedTuple):
    """What a piece of the picture is drawn with: for a label or the zero line only the part matters."""

    part: str
    """ "label", "zero" or "bar"."""
    brightness: int = 0
    """From 0 for memory carried over."""
    inverse: bool = False
    """Whether the glyph stands for what is left empty."""


class Piece(NamedTuple):
    """Neighbouring cells in the same ink."""

    text: str
    ink: Ink


_LABEL, _ZERO, _GAP = Ink("label"), Ink("zero"), Ink("bar")


class BarPicture:
    """One page of a memory's bars."""

    def __init__(self, memory: Memory, units: int, order: Order, page: int, width: int, height: int) -> None:
        """Draw into `width` x `height` cells; `units` is how many there will be while the memory is still empty."""
        self.layout = arrange(max(units, len(memory.hidden)), width - GUTTER, height)
        self.page = min(page, self.layout.pages - 1)
        self._width = width
        self._values = memory.hidden
        self._changes = changes(memory)
        self._numbered = order is Order.INDEX
        self._units = list(range(len(self._values)))
        if order is Order.CHANGE:
            self._units.sort(key=lambda unit: (-abs(self._changes[unit]), unit))

    @property
    def span(self) -> tuple[int, int]:
        """The first unit of the page and the one after its last, by their place in the order."""
        first = self.page * self.layout.page_size
        return first, min(self.layout.units, first + self.layout.page_size)

    def row_at(self, y: int) -> int | None:
        """Return the row of bars that line `y` belongs to; None for a line between rows or below them."""
        place = self.layout.locate(y)
        return None if place is None else place[0]

    def line(self, y: int) -> list[Piece]:
        """Return the pieces of line `y`, from the left; the rest of the line is empty."""
        place = self.layout.locate(y)
        if place is None:
            return []
        row, level = place
        start, stop = self.span
        first = start + row * self.layout.columns
        if row and first >= stop:
            return []
        units = self._units[first : min(stop, first + self.layout.columns)]
        cells = self._bars(units, level) if level else self._zero_line(units)
        return [Piece(self._label(level, first), _LABEL), *_merged(cells)]

    def _label(self, level: int, first: int) -> str:
        """Return the gutter: the axis, and in its place the number of a row's first unit if that is not 0."""
        half = self.layout.half
        top = f"#{first}" if first and self._numbered else "+1"
        return f"{ {half: top, -half: '-1', 0: '0'}.get(level, '') } ".rjust(GUTTER)

    def _zero_line(self, units: list[int]) -> Iterator[Piece]:
        if not units:
            yield Piece("─" * (self._width - GUTTER), _ZERO)
        for unit in units:
            yield Piece(zero_glyph(self._changes[unit]) * self.layout.stride, _ZERO)

    def _bars(self, units: list[int], level: int) -> Iterator[Piece]:
        stride = self.layout.stride
        thickness = max(1, stride - 1)
        for unit in units:
            glyph, inverse = bar_cell(self._values[unit], level, self.layout.half)
            ink = _GAP if glyph == " " else Ink("bar", brightness(self._changes[unit]), inverse)
            yield Piece(glyph * thickness, ink)
            yield Piece(" " * (stride - thickness), _GAP)


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Join neighbours in the same ink, since a terminal pays for each change of it."""
    for ink, group in groupby((piece for piece in pieces if piece.text), key=lambda piece: piece.ink):
        yield Piece("".join(piece.text for piece in group), ink)
