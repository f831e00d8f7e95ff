"""One suggestion in its slot: key, word, percent and bar, on one line or on two, always exactly as wide as the slot."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len, set_cell_size

from predictor_tui.text.terminal import safe
from predictor_tui.tui.renderables.level import level

if TYPE_CHECKING:
    from predictor_tui.prediction.values import Suggestion

_GAP = 2
_LONGEST_BAR = 16


class Span(NamedTuple):
    """A piece of text and the part of the slot that it is: "badge", "word", "share", "bar" or "gap"."""

    text: str
    part: str


def percent(share: float) -> str:
    """Return a share as a percentage of four cells."""
    return f"{share:4.0%}" if share >= 0.005 or share == 0 else " <1%"


def slot_on_one_line(badge: str, suggestion: Suggestion, width: int) -> list[Span]:
    """Return key, word, percent and, if there is room, a bar: `width` cells in all."""
    head = f"{badge} "
    share = f" {percent(suggestion.probability).strip()}"
    word = shortened(safe(suggestion.word), width - 1 - cell_len(head) - len(share))
    rest = width - cell_len(head) - cell_len(word) - len(share)
    bar = f" {level(suggestion.probability, min(_LONGEST_BAR, rest - 3))}" if rest >= 6 else ""
    return _fitted([Span(head, "badge"), Span(word, "word"), Span(share, "share"), Span(bar, "bar")], width)


def slot_on_two_lines(badge: str, suggestion: Suggestion, width: int) -> tuple[list[Span], list[Span]]:
    """Return key and word, and below them percent and bar: `width` cells each."""
    head = f"{badge} "
    indent = cell_len(head)
    word = shortened(safe(suggestion.word), width - indent - 1)
    share = percent(suggestion.probability).strip().ljust(4)
    bar = level(suggestion.probability, max(0, min(_LONGEST_BAR, width - indent - len(share) - _GAP)))
    below = [Span(" " * indent, "gap"), Span(share, "share"), Span(bar, "bar")]
    return _fitted([Span(head, "badge"), Span(word, "word")], width), _fitted(below, width)


def shortened(text: str, width: int) -> str:
    """Return `text`, cut with an ellipsis if it is wider than `width` cells."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…" if width > 1 else "…"[: max(0, width)]


def _fitted(spans: list[Span], width: int) -> list[Span]:
    """Cut or pad a line of spans to `width` cells."""
    fitted = []
    left = max(0, width)
    for text, part in spans:
        kept = text if cell_len(text) <= left else set_cell_size(text, left)
        fitted.append(Span(kept, part))
        left -= cell_len(kept)
    return [*fitted, Span(" " * left, "gap")]
