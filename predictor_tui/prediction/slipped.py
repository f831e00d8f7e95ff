"""Words that are one slip away from the letters typed, ranked by how likely they are meant and come out like this.

The chance of both is

    p(w) * exp(LOG_CHANCE)

Letters that a word begins with are taken to be surely typed so, p(w) alone. So a slip never comes before a word that
begins with the letters and has a probability of exp(LOG_CHANCE) or more.

Ordinary typing is not to pay for slips: none are looked for where enough words begin with the letters, and are likely.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from predictor_tui.prediction.ranking import Scored, log_sum, log_total
from predictor_tui.prediction.slips import may_be_a_slip

if TYPE_CHECKING:
    from predictor_tui.prediction.candidates import Candidates
    from predictor_tui.prediction.next_word import NextWord
    from predictor_tui.prediction.tail_words import TailWords

LOG_CHANCE = -10.0
"""The logarithm of the chance that letters come out as just these others. Chosen on validation text: whoever makes no
slip then saves as many keys as without forgiveness, and of words with one random slip nine in ten are among the first
three suggestions. At -7 these are hardly more, and the others lose a key in a thousand."""

ENOUGH = 8
"""So many words of the vocabulary that begin with the letters fill every slot, and then some."""
LIKELY = math.log(0.001)
"""Where words that begin with the letters have this probability in all, slips come to a twentieth of it at most."""


class SlippedWords:
    """Finds and ranks them, in the vocabulary and in its tail."""

    def __init__(self, candidates: Candidates, tail: TailWords | None) -> None:
        self._candidates = candidates
        self._tail = tail

    def best(self, after: NextWord, key: str, count: int) -> list[Scored]:
        """Return the `count` most probable words, best first, the chance of the slip counted; none where not needed."""
        if not self._needed(after, key):
            return []
        known = self._candidates.best(after, self._candidates.one_slip_from(key), count)
        words = [*known, *self._rare(after, key)]
        words.sort(key=lambda word: -word.log_probability)
        return [Scored(word, score + LOG_CHANCE) for word, score in words[:count]]

    def log_total(self, after: NextWord, key: str) -> float:
        """Return the logarithm of the sum over all of them; -inf for none."""
        if not self._needed(after, key):
            return -math.inf
        known = log_total(after.log_probabilities, self._candidates.one_slip_from(key))
        return LOG_CHANCE + log_sum(known, *(word.log_probability for word in self._rare(after, key)))

    def _needed(self, after: NextWord, key: str) -> bool:
        """Tell whether slips are looked for; so that more words asked for change none, that hangs on `key` alone."""
        if not may_be_a_slip(key):
            return False
        exact = self._candidates.beginning_with(key)
        return len(exact) < ENOUGH or log_total(after.log_probabilities, exact) < LIKELY

    def _rare(self, after: NextWord, key: str) -> list[Scored]:
        """Return words of the tail, without the chance of the slip, where no word at all begins with the letters."""
        if self._tail is None or len(self._candidates.beginning_with(key)) or self._tail.has_any(key):
            return []
        found = self._tail.one_slip_from(key)
        return [Scored(self._tail.spelling(number), after.log_unknown + log_share) for number, log_share in found]
