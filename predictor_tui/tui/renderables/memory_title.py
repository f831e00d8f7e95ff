"""The memory's title: which memory it is, and as many of its numbers as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from predictor_tui.prediction.step_summary import summarise
from predictor_tui.text.terminal import safe

if TYPE_CHECKING:
    from predictor_tui.prediction.values import Memory, Prediction

_WAITING = "waiting for the word to end"


def memory_title(prediction: Prediction, units: int, width: int, *, numbers: bool, view: str = "") -> str:
    """Return the longest title that fits into `width` cells.

    With `numbers` the title also tells those of the last step; `view` names what is shown if not all units in order.
    """
    long = f"Memory h(t), {units} units" if units else "Memory h(t)"
    after = _after(prediction.memory)
    if prediction.prefix:
        titles = [f"{long}{after}, {_WAITING}", f"{long} — {_WAITING}", f"Memory — {_WAITING}", "Memory, waiting"]
    else:
        step = _step(prediction.memory) if numbers else []
        titles = [head + after + told for told in (*step, "") for head in (long, "Memory")] + ["Memory"]
    if view:
        titles = [f"{title} · {view}" for title in titles] + titles
    return next((title for title in titles if cell_len(title) <= width), titles[-1])


def _after(memory: Memory) -> str:
    """Return the part of the title that tells what was read last."""
    if not memory.words_read:
        return " — before the first word"
    return f" — after “{safe(memory.word)}”" if memory.word else " — after the line’s end"


def _step(memory: Memory) -> list[str]:
    """Return the numbers of the last step, at length and in short."""
    if not memory.words_read:
        return []
    step = summarise(memory)
    short = f" · Δ {step.distance:.1f} · {step.new:.0%} new"
    return [f" · {step.changed} changed{short}", short]
