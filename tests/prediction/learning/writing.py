"""A writer for the tests of learning: what they write, and the store they write it into."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import settings, strategies

from predictor_tui.prediction.learning.noticing import observation
from predictor_tui.text.tokenizer import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from predictor_tui.prediction.learning.store import WordStore
    from predictor_tui.prediction.learning.values import Observation

DAY = date(2026, 11, 25)

fixed = settings(derandomize=True, deadline=None, max_examples=40)

PIECES = (
    *("Kubrick", "kubrick", "KUBRICK", "gym", "Gym", "the", "to", "I'm", "don’t", "well-known", "iPhone", "e.g."),
    *("Straße", "ŉame", "İstanbul", "naïve", "はし", "john@x.org", "3.5", "1234", "…", ".", "?!", ",", "\n", "x\x1by"),
)

texts = strategies.lists(strategies.sampled_from(PIECES) | strategies.text(max_size=4), max_size=10).map(" ".join)
days = strategies.integers(0, 400).map(lambda back: DAY - timedelta(days=back))


def observed(text: str, day: date = DAY, *, picked: bool = False) -> list[Observation]:
    """Return what there is to learn of every word of a text."""
    found = []
    end = 0
    for word in WORDS.stream(text):
        start = text.index(word, end)
        found.append(observation(word, text[:start], day, picked=picked))
        end = start + len(word)
    return [seen for seen in found if seen]


observations = strategies.lists(
    strategies.builds(lambda t, d, p: observed(t, d, picked=p), texts, days, strategies.booleans()), max_size=3
).map(lambda lists: [seen for each in lists for seen in each])
"""What a few texts teach, typed or picked on some days."""


def write(store: WordStore, text: str, day: date = DAY, *, picked: bool = False) -> None:
    """Let the writer write a text."""
    observe(store, observed(text, day, picked=picked))


def observe(store: WordStore, seen: Iterable[Observation]) -> None:
    for each in seen:
        store.observe(each)
