"""How a screen with a composer and a strip comes by its suggestions, and what its keys do with them."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.screen import Screen

from predictor_tui.prediction.steady import steady_ghost
from predictor_tui.prediction.values import Prediction
from predictor_tui.tui.screens.offering import Offering
from predictor_tui.tui.widgets.composer import Composer
from predictor_tui.tui.widgets.suggestion_strip import SLOTS, SuggestionStrip

if TYPE_CHECKING:
    from predictor_tui.settings import Settings
    from predictor_tui.tui.engine import Engine


class Suggesting(Screen[None]):
    """Asks the predictor, and puts what it says into the text where the writer takes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+g", "next_mode", "mode", id="mode", tooltip="Suggestions on, on demand, or off: the next of these"
        ),
    ]

    prediction = reactive(Prediction(), repaint=False)
    quiet: reactive[str | None] = reactive[str | None](None, repaint=False)
    """What the strip says instead of suggestions; None where it shows them."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._offering = Offering(settings)
        self._engine: Engine | None = None
        self.composer = Composer(id="composer")
        self.strip = SuggestionStrip(id="strip")

    @abstractmethod
    def tell(self, notice: str) -> None:
        """Show what was just done."""

    def suggest(self) -> None:
        """Show what the predictor says on the text up to the cursor."""
        self._predict()
        self._look_ahead()

    def action_accept(self, slot: int) -> None:
        """Put the word of a slot into the text, if one is shown there; the first slot's key also asks for the words."""
        if self._engine is None or slot >= self.strip.slots:
            return
        self._predict()  # keys may have arrived since the last answer
        if self.quiet is None and slot < len(self.prediction.suggestions):
            self.composer.accept(self.prediction.suggestions[slot].word, self.prediction.prefix)
        elif slot == 0:
            self._offering.ask()
            self._show()

    def action_hide_suggestions(self) -> None:
        self._offering.dismiss()
        self._show()

    def action_next_mode(self) -> None:
        self._offering.next_mode()
        self._show()
        self.tell(f"suggestions {self._offering.mode}")

    def _predict(self) -> None:
        """Ask the predictor about the text up to the cursor."""
        if self._engine is None:
            return
        text = self.composer.context
        prediction = self._engine.predict(text, SLOTS, memory_from=self._forgotten)
        self._offering.take(prediction, text, self.strip.slots)
        self._show_offer()

    def _show(self) -> None:
        """Show what is on offer, or that it is not to be shown."""
        self._show_offer()
        self._look_ahead()

    def _show_offer(self) -> None:
        self.prediction = self._offering.prediction
        self.quiet = self._offering.quiet(self.strip.keys[0])

    def _look_ahead(self) -> None:
        """Show how the text goes on behind the cursor, as far as that is sure, where suggestions are shown at all."""
        ghost = ""
        if self._engine is not None and self.quiet is None and self.composer.may_show_ghost:
            found = self._engine.continuation(
                self.composer.context,
                words=self._settings.ghost_words,
                certainty=self._settings.ghost_certainty,
                memory_from=self._forgotten,
            )
            ghost = steady_ghost(self.composer.suggestion, found)
        self.composer.show_ghost(ghost)

    @property
    def _forgotten(self) -> int:
        """The offset before which the predictor is to forget all words."""
        memory_from = self.composer.memory_from
        return memory_from if memory_from <= self.composer.cursor else 0
