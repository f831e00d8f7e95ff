"""Which words of a vocabulary may be offered: all that are words, or those that begin with the letters typed."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from predictor_tui.text.vocabulary import UNKNOWN

if TYPE_CHECKING:
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

    def beginning_with(self, prefix: str) -> Ids:
        """Return the ids of the words that begin with `prefix` when matched as the vocabulary matches, (N,)."""
        return self._with_letters(prefix) if prefix else self._all

    def _find(self, prefix: str) -> Ids:
        ids: Ids = np.array(self._vocabulary.with_prefix(prefix), np.intp)
        return np.compress(self._offered[ids], ids)
