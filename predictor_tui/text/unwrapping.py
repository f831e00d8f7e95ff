"""Hard-wrapped prose, such as a book broken at 70 columns, made into whole paragraphs.

To the network a line's end is an utterance's end. In wrapped prose it means nothing: a line ends because the next word
would not have fitted. That is also how wrapping is told from lines that end by choice (messages, verse, lists).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FEWEST_LINES = 10
"""Fewer line ends inside paragraphs tell nothing."""
WIDTHS = range(40, 101)
"""Columns at which people and programs wrap."""
FULL_SHARE = 0.8
"""Above this share of full lines, a text is wrapped."""
_WIDTH_QUANTILE = 0.98  # a few lines stand out, with an address that could not be broken


def wrap_width(paragraphs: Sequence[Sequence[str]]) -> int | None:
    """Return the column at which the paragraphs' lines are wrapped, or None where lines end by choice."""
    lengths = sorted(len(line) for paragraph in paragraphs for line in paragraph[:-1])
    if len(lengths) < FEWEST_LINES:
        return None
    width = lengths[int(_WIDTH_QUANTILE * (len(lengths) - 1))]
    full = sum(_is_full(line, after, width) for paragraph in paragraphs for line, after in pairwise(paragraph))
    return width if width in WIDTHS and full > FULL_SHARE * len(lengths) else None


def unwrap(paragraph: Sequence[str], width: int) -> list[str]:
    """Return the paragraph with each full line joined to the next; a line that ends early stays a line's end."""
    lines = list(paragraph[:1])
    for line, after in pairwise(paragraph):
        if _is_full(line, after, width):
            lines[-1] += _glue(line) + after
        else:
            lines.append(after)
    return lines


def _is_full(line: str, after: str, width: int) -> bool:
    """Whether the first word of the next line would not have fitted."""
    return len(line) + 1 + len(_first_word(after)) > width


def _first_word(line: str) -> str:
    return line.split(maxsplit=1)[0]


def _glue(line: str) -> str:
    """Nothing after the hyphen of a word that was broken at it, else a space."""
    return "" if line.endswith("-") and line[-2:-1].isalpha() else " "
