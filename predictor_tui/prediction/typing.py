"""How a word is put into the text: its capitals, and the spaces around it.

Text in, an edit out; nothing here knows a model or a screen. A space that came with an accepted word is *soft*: the
writer did not type it, so punctuation takes its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from predictor_tui.text.tokenizer import WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOOK_BACK = 80
"""How many characters before the word decide whether a sentence starts there."""

_SENTENCE_START = re.compile(
    r"""(?: ^ | \n                                                 # the start of the text or of a line
        | (?: [!?…。！？] | (?<!\bvs)(?<!\betc)(?<!\b[^\W\d_])\. )  # a mark; not that of "vs.", "etc.", "e.g." or "J."
          ["'”’»)\]]* )                                           # what may close the sentence
        [\s"'“‘«„(\[{¿¡]* $                                        # what may open the next one
    """,
    re.VERBOSE,
)

_PHRASE_ENDS = frozenset(",;!?…)]}”»")
"""After these a new word follows, so that they pass the soft space on."""

_WITHOUT_SPACE = frozenset(".:'’")
"""These may go on inside a word (`x.com`, `site:x`, `dog's`), so no space is put after them."""

_WHITE = frozenset(" \t\n")
_NEEDS_NO_SPACE_BEFORE = _PHRASE_ENDS | _WITHOUT_SPACE | {" ", "\t"}
_OPENINGS = frozenset("'“‘«„([{¿¡-–—/@#_\\")
"""A word follows these directly."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace what stands from `start` to the cursor with `text`, and put the cursor behind it."""

    start: int
    text: str
    soft_space: bool
    """Whether `text` ends with a soft space."""


def accept(text: str, word: str, *, prefix: str | None = None, following: str = "") -> Edit:
    """Return the edit that types `word` at the end of `text`, in place of the half-typed word there.

    `text` is the text up to the cursor. `prefix` is the half-typed word as the prediction gave it, and is found by the
    tokenizer for words if not given. `following` is the text behind the cursor: no space is put before a space or
    punctuation there. A word accepted right behind a finished one or its punctuation gets the space that is missing.
    """
    if prefix is None:
        prefix = WORDS.split_at_cursor(text)[1]
    start = len(text) - len(prefix)
    before = " " if not prefix and _lacks_space(text) else ""
    soft = following[:1] not in _NEEDS_NO_SPACE_BEFORE
    return Edit(start, before + word + (" " if soft else ""), soft)


def ahead(text: str, words: Sequence[str], prefix: str) -> str:
    """Return what typing `words` one after the other would add to the end of `text`, without a space behind them.

    The first, already with its capitals, goes on from the half-typed `prefix`; nothing is returned where it is not
    spelt like that. A space that is missing before the first is added.
    """
    row = " ".join(words)
    if not row.startswith(prefix):
        return ""
    return (" " if row and not prefix and _lacks_space(text) else "") + row[len(prefix) :]


def accept_ahead(text: str, ghost: str) -> Edit:
    """Return the edit that types `ghost`, which `ahead` gave, at the end of `text`, and a soft space."""
    return Edit(len(text), ghost + " ", soft_space=True)


def first_ahead(ghost: str) -> str:
    """Return the part of `ghost` that is the rest of its first word, or its first word and the space before it."""
    end = ghost.find(" ", 1)
    return ghost if end < 0 else ghost[:end]


def punctuate(text: str, mark: str, soft_space_at: int | None) -> Edit | None:
    """Return the edit for typing `mark` right behind a soft space, or None where it is typed as usual.

    `text` is the text up to the cursor, and its last character, at offset `soft_space_at`, the soft space. A comma and
    its like replace the space and are followed by a soft one; a full stop, colon or apostrophe only replace it; a
    straight double quote does so if it closes a quotation; a typed space or line end takes the soft one's place.
    """
    if soft_space_at is None or soft_space_at != len(text) - 1 or text[soft_space_at] != " ":
        return None
    if mark in _WHITE or mark in _WITHOUT_SPACE:
        return Edit(soft_space_at, mark, soft_space=False)
    if mark in _PHRASE_ENDS or (mark == '"' and _quotation_is_open(text)):
        return Edit(soft_space_at, mark + " ", soft_space=True)
    return None


def capitalise(word: str, text: str, prefix: str) -> str:
    """Return `word`, given in its usual spelling, with the capitals that belong at the end of `text`.

    `text` is the text up to the cursor, `prefix` the half-typed word that it ends with. Letters typed come first:
    "GY" makes "GYM", "Gy" makes "Gym". Then a sentence's first word gets a capital. Those of the usual spelling stay.
    """
    letters = [letter for letter in prefix if letter.isalpha()]
    if letters and word.startswith(prefix) and not prefix.islower():
        return word
    if len(letters) > 1 and prefix.isupper():
        return _same_word(word.upper(), word)
    if letters and letters[0].isupper():
        return _with_capital(word)
    return _with_capital(word) if word.islower() and _starts_sentence(text, len(text) - len(prefix)) else word


def _starts_sentence(text: str, at: int) -> bool:
    """Whether a word at this offset is the first of a sentence."""
    return _SENTENCE_START.search(text[max(0, at - _LOOK_BACK) : at]) is not None


def _with_capital(word: str) -> str:
    """Return `word` with its first letter as a capital and the others as they are."""
    first = next((i for i, letter in enumerate(word) if letter.isalpha()), None)
    if first is None:
        return word
    return _same_word(word[:first] + word[first].title() + word[first + 1 :], word)


def _same_word(changed: str, word: str) -> str:
    """Return `changed` unless its capitals made another word of it: the capital of the dotless ı is that of i."""
    return changed if changed.casefold() == word.casefold() else word


def _lacks_space(text: str) -> bool:
    """Whether a word needs a space before it at the end of `text`."""
    if not text or text[-1].isspace() or text[-1] in _OPENINGS:
        return False
    return text[-1] != '"' or not _quotation_is_open(text)


def _quotation_is_open(text: str) -> bool:
    """Whether the last line of `text` holds a straight double quote that is not closed."""
    return text.count('"', text.rfind("\n") + 1) % 2 == 1
