"""Which words of a vocabulary may be offered: all that are words, or those that the letters typed may stand for."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from predictor_tui.prediction.ranking import Scored, best
from predictor_tui.prediction.slips import Beginnings
from predictor_tui.text.vocabulary import UNKNOWN

if TYPE_CHECKING:
    from predictor_tui.prediction.next_word import NextWord
    from predictor_tui.prediction.ranking import Ids
    from predictor_tui.text.vocabulary import Vocabulary


class Candidates:
    """The ids that may be offered: neither special, nor a mark, nor a bare number."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._offered = np.fromiter(map(vocabulary.may_be_suggested, range(len(vocabulary))), bool, len(vocabulary))
        self._all: Ids = np.flatnonzero(self._offered)
        self.all_words: Ids = np.append(self._all, UNKNOWN)
        """What the next word can be, the one that the vocabulary lacks included: (N+1,)."""
        self._with_letters = lru_cache(maxsize=256)(self._find)
        self._beginnings = Beginnings(vocabulary.keys_with_prefix, kept=512)
        self._with_slip = lru_cache(maxsize=64)(self._find_slipped)

    def beginning_with(self, prefix: str) -> Ids:
        """Return the ids of the words that begin with `prefix` when matched as the vocabulary matches, (N,)."""
        return self._with_letters(prefix) if prefix else self._all

    def best(self, after: NextWord, ids: Ids, count: int) -> list[Scored]:
        """Return the `count` most probable of these ids, best first, as words in their usual spelling."""
        chosen = best(after.log_probabilities, ids, count)
        scores = after.log_probabilities[chosen].tolist()
        spelling = self._vocabulary.spelling
        return [Scored(spelling(id_), score) for id_, score in zip(chosen.tolist(), scores, strict=True)]

    def one_slip_from(self, key: str) -> Ids:
        """Return the ids of the words that are one slip away from the letters of `key`, (N,); see `slips`."""
        return self._with_slip(key)

    def _find(self, prefix: str) -> Ids:
        ids: Ids = np.array(self._vocabulary.with_prefix(prefix), np.intp)
        return np.compress(self._offered[ids], ids)

    def _find_slipped(self, key: str) -> Ids:
        found = [id_ for beginning in self._beginnings.near(key) for id_ in self._vocabulary.with_prefix(beginning)]
        ids: Ids = np.unique(np.array(found, np.intp))
        return np.setdiff1d(np.compress(self._offered[ids], ids), self.beginning_with(key), assume_unique=True)
