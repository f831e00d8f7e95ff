"""From the text before the cursor to what the network reads of it: the ids of the finished words, in order."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from predictor_tui.text.vocabulary import END, UNKNOWN, Vocabulary

LONGEST_READ = 8192
"""Characters: a context up to this long is read from its start, a longer one from its anchor."""
ANCHOR_STEP = 4096

_WHITE_SPACE = re.compile(r"\s")


class Context(NamedTuple):
    """What is read of a text."""

    ids: tuple[int, ...]
    """END, then the ids of the finished words and sentence marks, with END after each line that held any."""
    word: str
    """The last finished word or sentence mark as it stands in the text; empty if the last id is END."""
    words: int
    """How many of the ids are words or sentence marks."""
    unknown: tuple[str, ...]
    """The words that the vocabulary lacks, as they stand in the text: one for each unknown id, in order."""
    prefix: str
    """The half-typed word, or the empty string."""
    recent: tuple[str, ...] = ()
    """The last words as the writer's store knows them; empty where nobody's words count."""


class _Line(NamedTuple):
    """What one line holds."""

    ids: list[int]
    word: str
    """The last one."""
    unknown: list[str]


class ContextReader:
    """Reads texts with the tokenizer and the ids of one vocabulary; what it returns depends on its arguments alone."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._split = vocabulary.tokenizer.split_at_cursor
        self._read_line = lru_cache(maxsize=256)(self._line)
        self._read = lru_cache(maxsize=8)(self._lines)

    def read(self, text: str, memory_from: int = 0) -> Context:
        """Return what is read of `text`, the text up to the cursor.

        Words that ended before the offset `memory_from` are left out; a word that was half typed there counts as new.
        """
        context, prefix = self._split(text)
        if memory_from > 0:
            context = context[len(self._split(context[:memory_from])[0]) :]
        return Context(*self._read(context[anchor(context) :]), prefix)

    def _line(self, line: str) -> _Line:
        words = self._vocabulary.tokenizer.stream(line)
        ids = self._vocabulary.encode(words)
        unknown = [word for word, id_ in zip(words, ids, strict=True) if id_ == UNKNOWN] if UNKNOWN in ids else []
        return _Line(ids, words[-1] if words else "", unknown)

    def _lines(self, context: str) -> tuple[tuple[int, ...], str, int, tuple[str, ...]]:
        """Return the ids of a context, its last word, how many words it has, and the unknown ones."""
        ids, ends = [END], 1
        unknown: list[str] = []
        *finished, last = map(self._read_line, context.split("\n"))
        for line in finished:
            if line.ids:
                ids += [*line.ids, END]
                unknown += line.unknown
                ends += 1
        words = len(ids) + len(last.ids) - ends
        return (*ids, *last.ids), last.word, words, (*unknown, *last.unknown)


def anchor(context: str) -> int:
    """Return the offset from which a context is read, so that a text of any length costs a bounded time.

    It is 0 for up to 8,192 characters. Beyond, it is the first white space from the last multiple of 4,096 that leaves
    4,096 characters or more to read. It depends on the context alone, so that the same text always gives the same
    answer, and moves only once in 4,096 characters typed.
    """
    if len(context) <= LONGEST_READ:
        return 0
    start = (len(context) // ANCHOR_STEP - 1) * ANCHOR_STEP
    space = _WHITE_SPACE.search(context, start)
    return space.start() if space else start
