"""Curves in characters, for a terminal or a file: without colour, so that they are the same in both."""

from __future__ import annotations

import math
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROWS = 15
WIDEST = 100  # columns
_Y_STEP = 20


def draw(curves: Mapping[str, Sequence[float]]) -> str:
    """Draw curves of percentages over 0, 1, 2 ..., each named by the character that marks its points.

    The picture is as wide as the terminal, up to 100 columns, or 80 where there is none.
    """
    import plotext

    figure = plotext.figure
    figure.clear()
    figure.theme("colorless")
    figure.plot_size(min(WIDEST, shutil.get_terminal_size().columns), ROWS)
    longest = max(map(len, curves.values()))
    top = _Y_STEP * max(1, math.ceil(max(map(max, curves.values())) / _Y_STEP))
    figure.ruler("x").lim(0, max(1, longest - 1)).ticks(list(range(longest)))
    figure.ruler("y").lim(0, top).ticks(list(range(0, top + 1, _Y_STEP)))
    for values in curves.values():
        figure.draw(figure.signal(list(range(len(values))), list(values), marker="braille").lines())
    for marker, values in curves.items():  # the points above all lines, and the last curve's above all points
        figure.draw(figure.signal(list(range(len(values))), list(values), marker=marker))
    return "\n".join(line.rstrip() for line in figure.build().string(colorless=True).splitlines())
