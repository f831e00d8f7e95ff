"""The last step of the memory in numbers, beside the picture of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from predictor_tui.prediction.step_summary import summarise
from predictor_tui.prediction.values import Memory, Prediction
from predictor_tui.text.terminal import safe
from predictor_tui.tui.renderables.slot import shortened

if TYPE_CHECKING:
    from rich.style import Style

    from predictor_tui.prediction.step_summary import Mover, StepSummary

_TITLE = 10


class StepPanel(Widget):
    """How many units changed, how far the memory moved, how much of it is new, and which units moved most."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"step--name", "step--value", "step--new", "step--kept"}

    DEFAULT_CSS = """
    StepPanel {
        padding: 0 1;
        .step--name { color: $text-muted; }
        .step--value { color: $foreground; }
        .step--new { color: $text-accent; }
        .step--kept { color: $foreground 35%; }
    }
    """

    prediction = reactive(Prediction(), repaint=False)
    memory = reactive(Memory())

    def watch_prediction(self, prediction: Prediction) -> None:
        self.memory = prediction.memory

    def watch_memory(self, memory: Memory) -> None:
        word = f": “{safe(memory.word)}”" if memory.word else ""
        self.border_title = Content("This step" + word)

    def render(self) -> Text:
        if not self.memory.words_read:
            return Text("finish a word and see\nwhat it does here", self._style("name"))
        step = summarise(self.memory, max(0, self.size.height - 6))
        lines = [*self._numbers(step), *map(self._mover, step.movers)]
        return Text("\n").join(lines)

    def _numbers(self, step: StepSummary) -> list[Text]:
        new = round(step.new * self.size.width)
        return [
            self._line("changed", f"{step.changed} of {step.units}"),
            self._line("Δ moved", f"{step.distance:.2f}"),
            self._line("new", f"{step.new:.0%}, kept {step.kept:.0%}"),
            Text.assemble(("█" * new, self._style("new")), ("█" * (self.size.width - new), self._style("kept"))),
            Text(),
            Text("moved most", self._style("name")),
        ]

    def _mover(self, mover: Mover) -> Text:
        return self._line(f"#{mover.unit}", f"{mover.before:+.2f} → {mover.after:+.2f}")

    def _line(self, name: str, value: str) -> Text:
        return Text.assemble(
            (shortened(name, _TITLE - 1).ljust(_TITLE), self._style("name")), (value, self._style("value"))
        )

    def _style(self, part: str) -> Style:
        return self.get_component_rich_style(f"step--{part}")
