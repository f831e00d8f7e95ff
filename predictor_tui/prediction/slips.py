"""Which words the letters typed may stand for if one of them is a slip: wrong, missing, too many, or swapped.

A word is one slip away if the letters are one edit from what it begins with, by the optimal string alignment distance
(Levenshtein's with swapped neighbours as one edit; Damerau 1964), and it does not begin with the letters as they are.
The first letter is taken to be right, or swapped with the second: few slips are there, and so most words need no look.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SHORTEST = 3
"""Letters; fewer may stand for anything."""


def may_be_a_slip(key: str) -> bool:
    """Tell whether so much is typed that a slip in it can be forgiven."""
    return len(key) >= SHORTEST


class Beginnings:
    """What the words of a list begin with, kept by first letter and length for the letters looked at last."""

    def __init__(self, keys_with: Callable[[str], Sequence[str]], kept: int) -> None:
        """`keys_with` returns all keys that begin with a letter, in their order; `kept` lengths are kept."""
        self._keys_with = keys_with
        self._of_length = lru_cache(maxsize=kept)(self._cut)

    def near(self, key: str) -> list[str]:
        """Return the beginnings that are one edit from `key`, which is `SHORTEST` or longer: each once, in order.

        All words that begin with one of them are one slip away, or begin with `key` itself.
        """
        lengths = range(len(key) - 1, len(key) + 2)
        found = {
            beginning
            for length in lengths
            for beginning, _, _ in extract(
                key, self._of_length(key[0], length), scorer=OSA.distance, score_cutoff=1, limit=None
            )
        }
        found.add(key[1] + key[0] + key[2:])
        return sorted(beginning for beginning in found if not beginning.startswith(key))

    def _cut(self, letter: str, length: int) -> list[str]:
        """Return the first `length` letters of all words with this first letter, or fewer of a shorter word."""
        return list(dict.fromkeys(key[:length] for key in self._keys_with(letter)))
