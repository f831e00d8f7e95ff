"""How many keys a predictor saves a typist, and how often it offers the next word before a letter is typed.

By the rules of `typist`, with a share of 0 to 1 for each,

    keystroke savings at k = 1 - keys pressed / keys without suggestions
    top-k                  = share of the words that are among the first k before their first letter
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from predictor_tui.prediction.typist import TOP, Suggest, TypedWords, type_sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from predictor_tui.prediction.values import Suggestion


@dataclass(frozen=True, eq=False, slots=True)
class KeystrokeFigures:
    """What typing some sentences with a predictor came to."""

    typed: TypedWords
    """What became of every word."""
    words: int
    ksr: dict[int, float]
    """Keystroke savings at each depth."""
    top: dict[int, float]
    """Share of the words offered among the first 1, 3 and 5 before any letter."""
    median_ms: float
    """Median time of a query, in milliseconds."""
    p99_ms: float
    """The time that 99 of 100 queries stay under, in milliseconds."""
    word_ms: float | None
    """Median time of a query after another word: one step of the network, its softmax and the ranking. None where no
    sentence has a second word."""
    letter_ms: float | None
    """Median time of a query after another letter. None where none was asked for."""


def measure(
    suggest: Suggest,
    sentences: Iterable[str],
    depths: Sequence[int] = (3, 5),
    *,
    clock: Callable[[], float] = time.perf_counter,
) -> KeystrokeFigures:
    """Type normalised sentences with `suggest` and return the figures.

    Raises ValueError if there is no word to type. `clock` gives seconds.
    """
    timed = _Timed(suggest, clock)
    typed = type_sentences(timed, sentences, depths)
    every = sorted(timed.at_start + timed.after_word + timed.after_letter)
    return KeystrokeFigures(
        typed=typed,
        words=typed.length.size,
        ksr=keystroke_savings(typed),
        top=top_hits(typed),
        median_ms=1e3 * median(every),
        p99_ms=1e3 * every[int(len(every) * 0.99)],
        word_ms=_median_ms(timed.after_word),
        letter_ms=_median_ms(timed.after_letter),
    )


def keystroke_savings(typed: TypedWords) -> dict[int, float]:
    """Return the share of keys saved at each depth."""
    alone = int((typed.length + 1).sum())
    pressed = (typed.letters + 1).sum(axis=1)  # never taken: its letters and the space are as many keys
    return {k: 1 - int(keys) / alone for k, keys in zip(typed.depths, pressed, strict=True)}


def top_hits(typed: TypedWords) -> dict[int, float]:
    """Return the share of words among the first 1, 3 and 5 before any letter."""
    return {k: int((typed.rank < k).sum()) / typed.rank.size for k in TOP}


class _Timed:
    """Asks for suggestions and notes how many seconds each answer took, by what was typed before it."""

    def __init__(self, suggest: Suggest, clock: Callable[[], float]) -> None:
        self._suggest = suggest
        self._clock = clock
        self.at_start: list[float] = []
        self.after_word: list[float] = []
        self.after_letter: list[float] = []

    def __call__(self, text: str, k: int) -> Sequence[Suggestion]:
        started = self._clock()
        suggestions = self._suggest(text, k)
        seconds = self._clock() - started
        if not text:
            self.at_start.append(seconds)
        elif text.endswith(" "):
            self.after_word.append(seconds)
        else:
            self.after_letter.append(seconds)
        return suggestions


def _median_ms(seconds: Sequence[float]) -> float | None:
    return 1e3 * median(seconds) if seconds else None
