"""How many keys a predictor saves a typist, and how often it offers the next word before a letter is typed.

The typist writes each word letter by letter and looks at the suggestions before every letter. Once the word is among
the first k, one key types what is left of it and the space; a word that is never among them costs its letters and a
space. Capitals do not matter, a sentence starts without context, and nothing is learnt on the way. Then, with a share
of 0 to 1 for each,

    keystroke savings at k = 1 - keys pressed / keys without suggestions
    top-k                  = share of the words that are among the first k before their first letter

`sentences` brings raw text into the form that all predictors are compared on.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeAlias

from predictor_tui.prediction.values import Suggestion

Suggest: TypeAlias = Callable[[str, int], Sequence[Suggestion]]
"""As `Predictor.suggest`: a text up to the cursor and k -> up to k suggestions, best first."""

TOP = (1, 3, 5)

_SENTENCE_BREAK = re.compile(r"""(?<=[.?!;])["')\]]*\s+""")
_STRAIGHT = str.maketrans("‘’", "''")
_PUNCTUATION = '.,;:?!"()[]{}<>*_~`/\\|-=+#$%&^–—…“”'
_CLITICS = frozenset({"n't", "'s", "'m", "'d", "'t", "'re", "'ve", "'ll"})
_WORD = re.compile(r"[a-z][a-z'-]*")


@dataclass(frozen=True, slots=True)
class KeystrokeFigures:
    """What typing some sentences with a predictor came to."""

    words: int
    ksr: dict[int, float]
    """Keystroke savings at each depth."""
    top: dict[int, float]
    """Share of the words offered among the first 1, 3 and 5 before any letter."""
    median_ms: float
    """Median time of a query, in milliseconds."""
    p99_ms: float
    """The time that 99 of 100 queries stay under, in milliseconds."""


class _Tally:
    """The counts while the sentences are typed."""

    def __init__(self, depths: Sequence[int]) -> None:
        self.words = 0
        self.keys_alone = 0
        self.keys = dict.fromkeys(depths, 0)
        self.hits = dict.fromkeys(TOP, 0)
        self.seconds: list[float] = []

    def type_word(self, word: str, offers: Iterator[list[str]]) -> None:
        """Count one word; `offers` yields the words on offer after none, one, two ... of its letters."""
        self.words += 1
        self.keys_alone += len(word) + 1
        waiting = set(self.keys)
        for typed, offered in enumerate(offers):
            if typed == 0:
                for k in TOP:
                    self.hits[k] += word in offered[:k]
            for k in [k for k in waiting if word in offered[:k]]:
                self.keys[k] += typed + 1
                waiting.remove(k)
            if not waiting:
                return
        for k in waiting:
            self.keys[k] += len(word) + 1

    def figures(self) -> KeystrokeFigures:
        ordered = sorted(self.seconds)
        return KeystrokeFigures(
            words=self.words,
            ksr={k: 1 - pressed / self.keys_alone for k, pressed in self.keys.items()},
            top={k: hits / self.words for k, hits in self.hits.items()},
            median_ms=1e3 * median(ordered),
            p99_ms=1e3 * ordered[int(len(ordered) * 0.99)],
        )


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
    tally, most = _Tally(depths), max(*depths, *TOP)

    def offered(text: str) -> list[str]:
        started = clock()
        suggestions = suggest(text, most)
        tally.seconds.append(clock() - started)
        return [suggestion.word.lower() for suggestion in suggestions]

    for sentence in sentences:
        text = ""
        for word in sentence.split():
            tally.type_word(word, (offered(text + word[:typed]) for typed in range(len(word))))
            text += word + " "
    if not tally.words:
        raise ValueError("there is no word to type in these sentences")
    return tally.figures()


def sentences(text: str, *, by_line: bool = False) -> Iterator[str]:
    """Yield each sentence of a raw text as its words in small letters, one space between them.

    A sentence ends after . ? ! or ; and at a line's end, or at a line's end alone with `by_line`. Punctuation around a
    word goes, apostrophes and hyphens within it stay; what does not start with a letter of a to z, such as a number,
    is left out. Curly apostrophes become straight; a clitic split off as in the Penn Treebank joins its word again.
    """
    for line in text.split("\n"):
        for sentence in [line] if by_line else _SENTENCE_BREAK.split(line):
            if words := _words(sentence):
                yield " ".join(words)


def sample(sentences: Iterable[str], words: int) -> list[str]:
    """Return whole sentences of about so many words in all, taken at even distances; all of them for 0."""
    every = [sentence for sentence in sentences if sentence]
    total = sum(len(sentence.split()) for sentence in every)
    if words <= 0 or total <= words:
        return every
    distance = total / words
    return [every[int(i * distance)] for i in range(int(len(every) / distance))]


def _words(sentence: str) -> list[str]:
    """Return the words of one raw sentence, normalised."""
    words: list[str] = []
    joinable = False
    for token in sentence.lower().translate(_STRAIGHT).replace(" @-@ ", "-").split():
        if token not in _CLITICS:
            word = token.strip(_PUNCTUATION).strip("'")
            joinable = _WORD.fullmatch(word) is not None
            words += [word] * joinable
        elif joinable:
            words[-1] += token
    return words
