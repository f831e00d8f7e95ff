"""The tail's words by the letters they begin with, the most frequent first.

The network gives one probability to all words that it lacks. The tail's words share it by how often they occurred:

    p(w) = p(unknown) (count(w) - DISCOUNT) / sum of the tail's counts

DISCOUNT is what absolute discounting (Ney, Essen and Kneser 1994) takes from each and leaves to words never seen.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from predictor_tui.prediction.slips import Beginnings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from predictor_tui.prediction.ranking import Ids
    from predictor_tui.text.tail import Tail

DISCOUNT = 0.5

MOST_SLIPPED = 64
"""So many words are found that are one slip away; there are hundreds where most letters are those of other words."""

_AFTER_ALL_TEXT = b"\xff"  # no byte of UTF-8 is as high


class TailWords:
    """Finds words of a tail, which are numbered from 0 in the order of their keys."""

    def __init__(self, tail: Tail) -> None:
        self._tail = tail
        self._word_starts = _starts(tail.words)
        self._key_starts = _starts(tail.keys)
        counts = np.frombuffer(tail.counts, np.uintc)
        self._shares: NDArray[np.float32] = ((counts - DISCOUNT) / counts.sum(dtype=np.float64)).astype(np.float32)
        self.log_share_of_first = math.log(self._shares.max())
        """The logarithm of the most frequent word's share."""
        self._range = lru_cache(maxsize=256)(self._find_range)
        self._best = lru_cache(maxsize=256)(self._find_best)
        self._beginnings = Beginnings(self._keys_with, kept=12)
        self._with_slip = lru_cache(maxsize=64)(self._find_slipped)

    def best(self, prefix: str, count: int) -> list[tuple[int, float]]:
        """Return the `count` most frequent words that begin with the key `prefix`, and the logarithms of their shares.

        Fewer only if there are no more; those equally frequent go by their keys.
        """
        return self._best(prefix, count)

    def log_share_of_all(self, prefix: str) -> float:
        """Return the logarithm of the share of all words that begin with the key `prefix`; -inf if there are none."""
        return self._range(prefix)[2]

    def has_any(self, prefix: str) -> bool:
        """Tell whether a word begins with the key `prefix`."""
        first, after, _ = self._range(prefix)
        return first < after

    def one_slip_from(self, key: str) -> list[tuple[int, float]]:
        """Return the most frequent words that are one slip away from the letters of `key`, as `best` does.

        There are at most `MOST_SLIPPED`; see `slips`.
        """
        return self._with_slip(key)

    def spelling(self, number: int) -> str:
        return self._tail.words[self._word_starts[number] : self._word_starts[number + 1] - 1].decode()

    def find(self, key: str) -> int | None:
        """Return the number of the word with this key, or None."""
        wanted = key.encode()
        number = self._first(wanted)
        return number if number < len(self._tail) and self._key(number) == wanted else None

    def log_share(self, number: int) -> float:
        return math.log(self._shares[number])

    def _find_range(self, prefix: str) -> tuple[int, int, float]:
        key = prefix.encode()
        first, after = self._first(key), self._first(key + _AFTER_ALL_TEXT)
        total = float(self._shares[first:after].sum(dtype=np.float64))
        return first, after, math.log(total) if total else -math.inf

    def _find_best(self, prefix: str, count: int) -> list[tuple[int, float]]:
        first, after, _ = self._range(prefix)
        return self._most_frequent(np.arange(first, after), count)

    def _find_slipped(self, key: str) -> list[tuple[int, float]]:
        ranges = [self._range(beginning)[:2] for beginning in self._beginnings.near(key)]
        found: Ids = np.unique(np.concatenate([np.arange(0), *(np.arange(*each) for each in ranges)]))
        exact = np.arange(*self._range(key)[:2])
        return self._most_frequent(np.setdiff1d(found, exact, assume_unique=True), MOST_SLIPPED)

    def _most_frequent(self, numbers: Ids, count: int) -> list[tuple[int, float]]:
        """Return the `count` most frequent of these words, which are in order, with the logarithms of their shares."""
        shares = self._shares[numbers]
        if count < len(shares):
            kept = shares >= np.partition(shares, -count)[-count]
            numbers, shares = numbers[kept], shares[kept]
        order = np.argsort(-shares, kind="stable")[:count]
        return [(number, math.log(share)) for number, share in zip(numbers[order].tolist(), shares[order], strict=True)]

    def _keys_with(self, letter: str) -> list[str]:
        first, after, _ = self._range(letter)
        return self._tail.keys[self._key_starts[first] : self._key_starts[after]].decode().split("\n")[:-1]

    def _first(self, key: bytes) -> int:
        """Return the number of the first word whose key is not below this one."""
        return bisect_left(range(len(self._tail)), key, key=self._key)

    def _key(self, number: int) -> bytes:
        return self._tail.keys[self._key_starts[number] : self._key_starts[number + 1] - 1]


def _starts(lines: bytes) -> NDArray[np.int32]:
    """Return where each line starts, and where one more would."""
    ends = np.flatnonzero(np.frombuffer(lines, np.uint8) == ord("\n"))
    return np.concatenate(([0], ends + 1)).astype(np.int32)
