"""A predictor that says what it was told to say, so that a test can know what typing with it comes to."""

from __future__ import annotations

from predictor_tui.prediction.values import Suggestion


class Script:
    """Offers what it was told to offer for a text, and nothing else; it notes what it was asked.

    Texts are given as names: `_` stands for a space.
    """

    def __init__(self, **offers: str) -> None:
        self.offers = {text.replace("_", " "): words.split() for text, words in offers.items()}
        self.asked: list[tuple[str, int]] = []

    def __call__(self, text: str, k: int) -> list[Suggestion]:
        self.asked.append((text, k))
        return [Suggestion(word, 0.1) for word in self.offers.get(text, [])]
