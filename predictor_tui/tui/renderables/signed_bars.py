"""The glyphs of a signed bar: a value between -1 and 1 on a fixed axis, its sign the side of the zero line."""

from __future__ import annotations

from typing import NamedTuple

_LOWER = " ▁▂▃▄▅▆▇█"
"""Blocks that fill a cell from below, in eighths."""
_UPPER_HALF = "▀"

_BRIGHT_FROM = (0.02, 0.1, 0.3)
"""From which change on a bar is one step brighter; the axis is 2 long, and `CHANGED` is among them."""
BRIGHTNESSES = len(_BRIGHT_FROM) + 1
_HEAVY_FROM = 2


class BarCell(NamedTuple):
    """One character cell of a bar."""

    glyph: str
    inverse: bool
    """Whether the glyph stands for what is left empty, since Unicode fills cells from below only."""


_EMPTY = BarCell(" ", inverse=False)


def bar_cell(value: float, level: int, half: int) -> BarCell:
    """Return the cell `level` lines above the zero line (below it if negative) of a bar `half` lines tall at 1."""
    if value * level <= 0:
        return _EMPTY
    eighths = round(min(1.0, abs(value)) * half * 8) - 8 * (abs(level) - 1)
    eighths = max(0, min(8, eighths))
    if level > 0 or eighths in {0, 8}:
        return BarCell(_LOWER[eighths], inverse=False)
    if eighths == 4:
        return BarCell(_UPPER_HALF, inverse=False)
    return BarCell(_LOWER[8 - eighths], inverse=True)


def brightness(change: float) -> int:
    """Return how bright a bar is: 0 for memory carried over, up to `BRIGHTNESSES` - 1 for what has just moved."""
    return sum(abs(change) >= bound for bound in _BRIGHT_FROM)


def zero_glyph(change: float) -> str:
    """Return the piece of zero line under a unit: heavy where it moved, so that brightness is not the only sign."""
    return "━" if brightness(change) >= _HEAVY_FROM else "─"
