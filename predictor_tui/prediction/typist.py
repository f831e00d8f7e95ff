"""A typist with a predictor at hand, and what becomes of every word: the rules behind all keystroke figures.

The typist writes each word letter by letter and looks at the suggestions before every letter. Once the word is among
the first k, one key types what is left of it and the space; a word that is never among them costs its letters and a
space. Capitals do not matter, a sentence starts without context, and nothing is learnt on the way.

`type_without_memory` types the same words with the network's memory emptied before each: it has read the end of a line
and the last word, as if the sentence began with that word. What the figures lose by it is what the words further back
gave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from predictor_tui.prediction.values import Suggestion

Suggest: TypeAlias = Callable[[str, int], Sequence[Suggestion]]
"""As `Predictor.suggest`: a text up to the cursor and k -> up to k suggestions, best first."""
Numbers: TypeAlias = NDArray[np.int64]

TOP = (1, 3, 5)
"""The depths at which next words are judged, before any letter."""


@dataclass(frozen=True, eq=False, slots=True)
class TypedWords:
    """What became of W words, typed with suggestions at K depths."""

    depths: tuple[int, ...]
    """How many suggestions the typist looks at: K ways to type the same words."""
    sentence: Numbers
    """The number of each word's sentence, rising from 0: (W,)."""
    length: Numbers
    """Its letters: (W,)."""
    rank: Numbers
    """Its place among the suggestions before any letter, from 0; past the last place if it is not there: (W,)."""
    letters: Numbers
    """How many letters were typed when it was among the first k; its length if it never was: (K, W)."""


class Outcome(NamedTuple):
    """What became of one word: `rank`, and for each depth `letters`, as in `TypedWords`."""

    rank: int
    letters: tuple[int, ...]


def type_sentences(suggest: Suggest, sentences: Iterable[str], depths: Sequence[int]) -> TypedWords:
    """Type normalised sentences. Raises ValueError if there is no word in them."""
    typed: list[tuple[int, str, Outcome]] = []
    for number, sentence in enumerate(sentences):
        before = ""
        for word in sentence.split():
            typed.append((number, word, type_word(suggest, before, word, depths)))
            before += word + " "
    return _collected(typed, depths)


def type_without_memory(
    suggest: Suggest,
    sentences: Iterable[str],
    depths: Sequence[int],
    watch: Callable[[Sequence[str]], Iterable[str]] = iter,
) -> TypedWords:
    """Type normalised sentences with the memory emptied before each word. Raises ValueError if there is no word.

    What follows the same last word is typed together and no pair twice, which takes a fraction of the time; `watch` is
    given the last words and yields them on, for a progress bar.
    """
    pairs = [
        (number, before, word)
        for number, sentence in enumerate(sentences)
        for before, word in _with_the_word_before(sentence.split())
    ]
    following: dict[str, set[str]] = {}
    for _, before, word in pairs:
        following.setdefault(before, set()).add(word)
    outcomes = {
        (before, word): type_word(suggest, before, word, depths)
        for before in watch(list(following))
        for word in sorted(following[before])
    }
    return _collected([(number, word, outcomes[before, word]) for number, before, word in pairs], depths)


def type_word(suggest: Suggest, before: str, word: str, depths: Sequence[int]) -> Outcome:
    """Type `word` after the text `before` until it is among the first k for every k of `depths`."""
    most = max(*depths, *TOP)
    rank, letters = most, dict.fromkeys(depths, len(word))
    waiting = set(depths)
    for typed in range(len(word)):
        offered = [suggestion.word.lower() for suggestion in suggest(before + word[:typed], most)]
        place = offered.index(word) if word in offered else most
        if typed == 0:
            rank = place
        for k in [k for k in waiting if place < k]:
            letters[k] = typed
            waiting.remove(k)
        if not waiting:
            break
    return Outcome(rank, tuple(letters.values()))


def _with_the_word_before(words: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Return each word behind the text that its last word alone makes, which is empty for the first."""
    return zip(["", *(word + " " for word in words)], words, strict=False)


def _collected(typed: Sequence[tuple[int, str, Outcome]], depths: Sequence[int]) -> TypedWords:
    if not typed:
        raise ValueError("there is no word to type in these sentences")
    return TypedWords(
        depths=tuple(depths),
        sentence=np.array([number for number, _, _ in typed]),
        length=np.array([len(word) for _, word, _ in typed]),
        rank=np.array([outcome.rank for _, _, outcome in typed]),
        letters=np.array([outcome.letters for _, _, outcome in typed]).T,
    )
