"""From a text to what is worth learning of it: the word just finished, and what it stood behind.

Numbers alone, very long words and what a terminal would obey are never stored, neither as words nor as what came
before them: a PIN stays out of the file, and the word behind it is learnt as if nothing stood before.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from predictor_tui.prediction.learning.values import START, Observation
from predictor_tui.text.offering import may_be_offered
from predictor_tui.text.patterns import APOSTROPHES, SENTENCE_MARKS
from predictor_tui.text.tail import LONGEST
from predictor_tui.text.tokenizer import LONGEST_PREFIX, WORDS

if TYPE_CHECKING:
    from datetime import date

MOST_BEFORE = 2
"""How many words before one are remembered with it."""

_MARKS = frozenset(SENTENCE_MARKS)
_STRAIGHT = str.maketrans({**dict.fromkeys(APOSTROPHES, "'"), "\N{SOFT HYPHEN}": None})


def observation(word: str, text: str, day: date, *, picked: bool) -> Observation | None:
    """Return what there is to learn of `word`, finished behind `text`; None where it is nothing to be learnt."""
    if not may_be_learnt(word):
        return None
    before = context(text)
    spelling = as_chosen(word, forced=before[-1:] == (START,))
    return Observation(WORDS.key(spelling), spelling, before, day, picked)


def may_be_learnt(word: str) -> bool:
    """Tell whether a text is one word that may be stored and offered: it has a letter, and 64 bytes at most."""
    return may_be_offered(word) and len(word.encode()) <= LONGEST and WORDS.stream(word) == [word]


def context(text: str) -> tuple[str, ...]:
    """Return the keys of up to two words at the end of `text`, the nearest last, as `Observation.before` has them.

    They are words of the same sentence and line, which begins with START. `text` ends where a word is about to begin.
    """
    line = text.rpartition("\n")[2]
    read = WORDS.stream(line[-LONGEST_PREFIX:])
    found: list[str] = []
    for token in reversed(read if len(line) > LONGEST_PREFIX else [START, *read]):
        if token == START or set(token) <= _MARKS:
            found.append(START)
            break
        if not may_be_learnt(token):
            break
        found.append(WORDS.key(token))
        if len(found) == MOST_BEFORE:
            break
    return tuple(reversed(found))


def as_chosen(word: str, *, forced: bool) -> str:
    """Return a word's spelling in NFC with straight apostrophes; `forced` drops the capital of a sentence's start.

    Other capitals are the writer's own, wherever they stand: those of NASA and iPhone stay.
    """
    spelling = unicodedata.normalize("NFC", word.translate(_STRAIGHT))
    small = spelling[:1].lower() + spelling[1:]
    if forced and spelling[1:].islower() and WORDS.key(small) == WORDS.key(spelling):
        return small
    return spelling
