"""A predictor that needs no network: the same text always gives the same words and the same memory."""

from __future__ import annotations

import math
import zlib

from predictor_tui.prediction.values import Memory, Prediction, Suggestion

WORDS = (
    "gym", "store", "beach", "park", "doctor", "same", "house", "way", "end", "door", "good", "great", "grand",
    "extraordinarily", "internationalisation", "same-sex", "don't", "I'm", "Monday", "to", "the", "and", "a", "of",
)  # fmt: skip

GOES_ON = {"see": ("you", "at", "the", "park"), "you": ("at", "the", "park"), "at": ("the", "park")}
"""What the fake is sure of after a word."""


class FakeEngine:
    """Memory is a leaky sum of the words read, each with a vector of its own; suggestions follow from the last word."""

    def __init__(self, units: int = 256) -> None:
        self.title = f"fake · RNN {units} · {len(WORDS)} words"
        self.units = units
        self.asked: list[str] = []
        self.asked_ahead: list[str] = []

    def predict(self, text: str, k: int = 5, *, memory_from: int = 0) -> Prediction:
        self.asked.append(text)
        context, prefix = _split(text)
        memory = self._memory(context[memory_from:])
        matching = [word for word in WORDS if word.casefold().startswith(prefix.casefold())]
        turned = _turned(matching, zlib.crc32(memory.word.encode()))[:k]
        shares = [0.31 * 0.62**rank for rank in range(len(turned))]
        suggestions = tuple(Suggestion(*pair) for pair in zip(turned, shares, strict=True))
        return Prediction(prefix, suggestions, 1 - sum(shares), memory)

    def continuation(self, text: str, *, words: int = 3, certainty: float = 0.5, memory_from: int = 0) -> str:
        self.asked_ahead.append(text)
        context, prefix = _split(text)
        last = _split(context[memory_from:].rstrip(" "))[1]
        row = [word for word in GOES_ON.get(last, ()) if certainty < 1][:words]
        if prefix and not row:
            row = [word for word in WORDS if len(prefix) > 4 and word.startswith(prefix)][:words]
        elif prefix:
            row = row[:2] if row[0].startswith(prefix) else []
        return " ".join(row)[len(prefix) :]

    def _memory(self, context: str) -> Memory:
        words = context.replace(".", " . ").split()
        hidden = previous = (0.0,) * self.units
        for word in words:
            seed = zlib.crc32(word.casefold().encode())
            previous, hidden = hidden, tuple(self._unit(seed, unit, value) for unit, value in enumerate(hidden))
        return Memory(hidden, previous, words[-1] if words else "", len(words))

    def _unit(self, seed: int, unit: int, value: float) -> float:
        push = math.sin(seed * 0.001 + unit * 12.9898) * 3.1
        gate = 0.5 + 0.5 * math.sin(seed * 0.0007 + unit * 78.233)
        return math.tanh(gate**3 * push + (1 - gate**3) * value)


def _split(text: str) -> tuple[str, str]:
    """Split off the letters at the end."""
    start = len(text)
    while start and (text[start - 1].isalnum() or text[start - 1] in "'-"):
        start -= 1
    return text[:start], text[start:]


def _turned(words: list[str], number: int) -> list[str]:
    cut = number % len(words) if words else 0
    return words[cut:] + words[:cut]
