"""Whether the strip shows its words or keeps quiet, and which slot each word is in: what the writer wants decides."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from predictor_tui.prediction.steady import steady_slots
from predictor_tui.prediction.values import Prediction
from predictor_tui.settings import SUGGESTION_MODES

if TYPE_CHECKING:
    from predictor_tui.settings import Settings


class Offering:
    """What is offered while one writes, place by place: a *place* is the text before the half-typed word."""

    def __init__(self, settings: Settings) -> None:
        """Begin as `settings` have it."""
        self.mode = settings.suggestions
        self.prediction = Prediction()
        """The last one, its suggestions in the order of their slots."""
        self._silent_below = settings.silent_below
        self._place = ""
        self._asked_at: str | None = None
        self._hidden = False

    def quiet(self, key: str = "") -> str | None:
        """Return what is said instead of suggestions, which may be nothing; None where they are shown.

        `key` is the name of the key that asks for them.
        """
        if self.mode == "off":
            return "suggestions are off"
        if self._hidden:
            return "suggestions are hidden until you type on"
        if self._asked_at == self._place:
            return None
        if self.mode == "on demand":
            return f"suggestions on demand: {key} shows them" if key else "suggestions on demand"
        return "" if self._is_unsure else None

    @property
    def _is_unsure(self) -> bool:
        best = max((suggestion.probability for suggestion in self.prediction.suggestions), default=None)
        return best is not None and best < self._silent_below

    def take(self, prediction: Prediction, text: str, slots: int) -> None:
        """Take the prediction for `text`, the text up to the cursor; the first `slots` words keep their slots."""
        place = text[: len(text) - len(prediction.prefix)]
        before = self.prediction.suggestions[:slots] if place == self._place and self.quiet() is None else ()
        shown = [suggestion.word for suggestion in before]
        steady = steady_slots(shown, prediction.suggestions[:slots], prediction.prefix)
        self.prediction = replace(prediction, suggestions=(*steady, *prediction.suggestions[slots:]))
        self._place = place

    def text_changed(self) -> None:
        """Show again what was dismissed."""
        self._hidden = False

    def dismiss(self) -> None:
        """Keep quiet until the text changes, or on demand until the next demand."""
        self._hidden = self.mode == "on"
        self._asked_at = None

    def ask(self) -> None:
        """Show the suggestions for this word, however unsure they are, unless they were dismissed."""
        self._asked_at = None if self._hidden else self._place

    def next_mode(self) -> None:
        """Go from on to on demand, to off, and to on again."""
        self.mode = SUGGESTION_MODES[(SUGGESTION_MODES.index(self.mode) + 1) % len(SUGGESTION_MODES)]
        self._asked_at = None
        self._hidden = False
