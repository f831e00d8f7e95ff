"""The words on offer, each in a slot of its own with its key: a click or the key accepts it."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from predictor_tui.prediction.values import Prediction, Suggestion
from predictor_tui.text.terminal import safe
from predictor_tui.tui.messages import SlotClicked
from predictor_tui.tui.renderables.slot import Span, shortened, slot_on_one_line, slot_on_two_lines

if TYPE_CHECKING:
    from textual import events

SLOTS = 5
_FEW_SLOTS = 3
_FEW_BELOW = 72
_DEFAULT_KEYS = ("⇥", "F2", "F3", "F4", "F5")


class SuggestionStrip(Widget):
    """Five slots, or three where it is narrow; on two lines if it is given two."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "strip--badge", "strip--word", "strip--share", "strip--bar", "strip--gap", "strip--others",
        "strip--hovered", "strip--notice", "strip--error",
    }  # fmt: skip

    DEFAULT_CSS = """
    SuggestionStrip {
        height: 2;
        padding: 0 1;
        .strip--badge { color: $text-accent; text-style: bold; }
        .strip--word { color: $foreground; text-style: bold; }
        .strip--share { color: $text-muted; }
        .strip--bar { color: $primary; }
        .strip--others { color: $text-muted; }
        .strip--hovered { background: $block-hover-background; }
        .strip--notice { color: $text-muted; text-style: italic; }
        .strip--error { color: $text-error; }
    }
    """

    prediction = reactive(Prediction())
    quiet: reactive[str | None] = reactive[str | None](None)
    """What is said instead of suggestions, which may be nothing; None where they are to be shown."""
    notice = reactive("")
    """Said in the strip's place, for instance while there is no model."""
    failed = reactive(False, toggle_class="-failed")
    """Whether the notice is that of a failure."""
    hovered = reactive(-1)
    keys: reactive[tuple[str, ...]] = reactive[tuple[str, ...]](_DEFAULT_KEYS)

    @property
    def slots(self) -> int:
        """How many slots there is room for."""
        return SLOTS if self.size.width >= _FEW_BELOW else _FEW_SLOTS

    def slot_at(self, x: int) -> int | None:
        """Return the slot at a column of the strip, if there is a word in it."""
        slot = x // max(1, self._slot_width)
        shown = 0 if self.message is not None else min(self.slots, len(self.prediction.suggestions))
        return slot if 0 <= slot < shown else None

    @property
    def message(self) -> str | None:
        """What is said instead of suggestions, which may be nothing; None where they are shown."""
        if self.notice:
            return self.notice
        if self.quiet is not None:
            return self.quiet
        if not self.prediction.suggestions and self.prediction.prefix:
            return f"no word the model knows goes on from “{safe(self.prediction.prefix)}”"
        return None

    # -- mouse ---------------------------------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        slot = None if offset is None else self.slot_at(offset.x)
        if slot is not None:
            self.post_message(SlotClicked(slot))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        offset = event.get_content_offset(self)
        slot = None if offset is None else self.slot_at(offset.x)
        self.hovered = -1 if slot is None else slot

    def on_leave(self) -> None:
        self.hovered = -1

    # -- drawing -------------------------------------------------------------------------------------------------------

    @property
    def _slot_width(self) -> int:
        """Cells of a slot; that of the others is as wide, so that all bars are to one scale."""
        return self.size.width // (self.slots + (self.slots == SLOTS))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        message = self.message
        segments = self._slots(y) if message is None else self._said(message, y)
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def _said(self, message: str, y: int) -> list[Segment]:
        """Return line `y` of the message, which has all the lines of the strip."""
        width, height = self.size
        lines = wrap(message, max(1, width))
        lines[height - 1 :] = [shortened(" ".join(lines[height - 1 :]), width)]
        return [self._segment(Span(line, "error" if self.failed else "notice")) for line in lines[y : y + 1]]

    def _slots(self, y: int) -> list[Segment]:
        """Return the line `y` of all slots, and of what is left for all other words: honest doubt."""
        shown = list(self.prediction.suggestions[: self.slots])
        segments = []
        for slot, suggestion in enumerate(shown):
            hovered = slot == self.hovered
            segments += [self._segment(span, hovered=hovered) for span in self._slot(self.keys[slot], suggestion, y)]
        if shown and self.slots == SLOTS:
            segments.append(Segment(" " * ((SLOTS - len(shown)) * self._slot_width), self.rich_style))
            others = self._slot("  ", Suggestion("others", self.prediction.others), y)
            segments += [self._segment(span._replace(part="others")) for span in others]
        return segments

    def _slot(self, badge: str, suggestion: Suggestion, y: int) -> list[Span]:
        if self.size.height > 1:
            return slot_on_two_lines(badge, suggestion, self._slot_width)[y]
        return slot_on_one_line(badge, suggestion, self._slot_width)

    def _segment(self, span: Span, *, hovered: bool = False) -> Segment:
        style = self.get_component_rich_style(f"strip--{span.part}")
        if hovered:
            style += Style(bgcolor=self.get_component_rich_style("strip--hovered").bgcolor)
        return Segment(span.text, style)
