"""The first line of the screen: the program, its model, and what the suggestions have saved."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual.reactive import reactive
from textual.widget import Widget

from predictor_tui.text.terminal import safe
from predictor_tui.tui.renderables.slot import shortened

_NAME = "predictor-tui"


class TitleLine(Widget):
    """Program and model to the left; to the right what was just done, or the share of keys saved."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"title--name", "title--model", "title--state"}

    DEFAULT_CSS = """
    TitleLine {
        height: 1;
        padding: 0 1;
        background: $panel;
        .title--name { color: $foreground; text-style: bold; }
        .title--model { color: $text-muted; }
        .title--state { color: $foreground; }
    }
    """

    model = reactive("")
    saved: reactive[float | None] = reactive[float | None](None)
    notice = reactive("")

    def render(self) -> Text:
        width = self.size.width
        state = self._state(width)
        room = width - cell_len(state) - 1
        name = _NAME if room >= len(_NAME) else ""
        model = shortened(safe(self.model), room - len(name) - 2)
        left = Text.assemble(
            (name, self.get_component_rich_style("title--name")),
            (f"  {model}" if len(model) > 1 else "", self.get_component_rich_style("title--model")),
        )
        gap = " " * max(1, width - left.cell_len - cell_len(state))
        return Text.assemble(left, gap, (state, self.get_component_rich_style("title--state")), end="")

    def _state(self, width: int) -> str:
        """Return the right side, leaving room for the program's name if there is little."""
        if self.notice:
            return shortened(safe(self.notice), max(width // 2, width - 40))
        if self.saved is None:
            return ""
        return f"saved {self.saved:.0%}" + (" of keys" if width >= 60 else "")
