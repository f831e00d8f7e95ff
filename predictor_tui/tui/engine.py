"""What the screens ask of a predictor, so that tests and other engines need no network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from predictor_tui.prediction.values import Prediction


class Engine(Protocol):
    """Anything that predicts; `predictor_tui.prediction.predictor.Predictor` is one."""

    @property
    def title(self) -> str:
        """The model in a few words, for the title line."""

    @property
    def units(self) -> int:
        """How many hidden units a memory has."""

    def predict(self, text: str, k: int = 5, *, memory_from: int = 0) -> Prediction:
        """Answer to the text up to the cursor with `k` suggestions; words before `memory_from` are forgotten.

        Called for each key, on the thread that draws: it has a few milliseconds.
        """

    def continuation(self, text: str, *, words: int = 3, certainty: float = 0.5, memory_from: int = 0) -> str:
        """Return what the text up to the cursor goes on with: up to so many words, none if that is not so certain.

        Called for the text that `predict` was just called for, before anything is drawn.
        """
