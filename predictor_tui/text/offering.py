"""Which words may be put into a writer's text: those with a letter, and nothing in them that a terminal would obey."""

from __future__ import annotations

import regex

STEERING = regex.compile(r"[[\p{Cc}\p{Cf}\p{Cs}\p{Z}]--[\u200C\u200D]]", regex.VERSION1)
"""Matches a control, bidirectional or other invisible character or white space; not the joiners that Persian and Hindi
words are written with."""


def may_be_offered(word: str) -> bool:
    """Tell whether a word has a letter and nothing that steers a terminal."""
    if word.isalpha():
        return True
    return any(map(str.isalpha, word)) and STEERING.search(word) is None
