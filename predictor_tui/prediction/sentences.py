"""Raw text in the form that predictors are measured on: sentences of words in small letters, and samples of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SENTENCE_BREAK = re.compile(r"""(?<=[.?!;])["')\]]*\s+""")
_STRAIGHT = str.maketrans("‘’", "''")
_PUNCTUATION = '.,;:?!"()[]{}<>*_~`/\\|-=+#$%&^–—…“”'
_CLITICS = frozenset({"n't", "'s", "'m", "'d", "'t", "'re", "'ve", "'ll"})
_WORD = re.compile(r"[a-z][a-z'-]*")


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
