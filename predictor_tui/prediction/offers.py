"""All that may be offered at one place in a text: words of the network, of the tail, and of the document itself."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from predictor_tui.prediction.candidates import Candidates
from predictor_tui.prediction.ranking import Scored, log_sum, log_total
from predictor_tui.prediction.slipped import SlippedWords
from predictor_tui.prediction.tail_words import TailWords

if TYPE_CHECKING:
    from predictor_tui.prediction.next_word import NextWord, OwnWord
    from predictor_tui.text.vocabulary import Vocabulary


class Offers:
    """Ranks the words that some letters may stand for, or all of them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._candidates = Candidates(vocabulary)
        self._tail = TailWords(vocabulary.tail) if vocabulary.tail else None
        self._slipped = SlippedWords(self._candidates, self._tail)

    def best(self, after: NextWord, prefix: str, count: int) -> list[Scored]:
        """Return the `count` most probable words, best first, in their usual spelling; all if there are fewer.

        Of words as probable as each other, those without a slip come first, then the network's, then by their ids.
        """
        exact = self.exact(after, prefix, count)
        slipped = self._slipped.best(after, self._vocabulary.tokenizer.key(prefix), count)
        return sorted([*exact, *slipped], key=_falling)[:count] if slipped else exact

    def exact(self, after: NextWord, prefix: str, count: int) -> list[Scored]:
        """Return the same of the words that begin with the letters typed, and no others."""
        known = self._candidates.best(after, self._candidates.beginning_with(prefix), count)
        least = known[-1].log_probability if len(known) == count else -math.inf
        rare = self._rare(after, prefix, count, least)
        return sorted([*known, *rare], key=_falling)[:count] if rare else known

    def log_total(self, after: NextWord, prefix: str) -> float:
        """Return the logarithm of the probability that the next word is any that `prefix` may stand for.

        Without a prefix that is any word at all, also one that nobody has seen yet.
        """
        if not prefix:
            return log_total(after.log_probabilities, self._candidates.all_words)
        known = log_total(after.log_probabilities, self._candidates.beginning_with(prefix))
        key = self._vocabulary.tokenizer.key(prefix)
        tail = after.log_unknown + self._tail.log_share_of_all(key) if self._tail else -math.inf
        own = [word.log_probability for word in _beginning_with(after, key)]
        return log_sum(known, tail, *own, self._slipped.log_total(after, key))

    def _rare(self, after: NextWord, prefix: str, count: int, least: float) -> list[Scored]:
        """Return the best words that the vocabulary lacks, if any may be more probable than `least`."""
        tail_may_win = self._tail is not None and after.log_unknown + self._tail.log_share_of_first > least
        if not tail_may_win and not after.own:
            return []
        key = self._vocabulary.tokenizer.key(prefix)
        own = _beginning_with(after, key)
        found = self._from_tail(after, key, count) if tail_may_win or own else {}
        for word in own:
            self._add(found, word, after)
        return sorted(found.values(), key=_falling)[:count]

    def _from_tail(self, after: NextWord, key: str, count: int) -> dict[int | str, Scored]:
        """Return the best words of the tail by their numbers."""
        if self._tail is None:
            return {}
        tail, unknown = self._tail, after.log_unknown
        return {
            number: Scored(tail.spelling(number), unknown + log_share) for number, log_share in tail.best(key, count)
        }

    def _add(self, found: dict[int | str, Scored], word: OwnWord, after: NextWord) -> None:
        """Add a word of the document, which may be one of the tail as well."""
        number = self._tail.find(word.key) if self._tail else None
        if self._tail is None or number is None:
            found[word.key] = Scored(word.spelling, word.log_probability)
        else:
            both = log_sum(after.log_unknown + self._tail.log_share(number), word.log_probability)
            found[number] = Scored(word.spelling, both)


def _beginning_with(after: NextWord, key: str) -> list[OwnWord]:
    return [word for word in after.own if word.key.startswith(key)]


def _falling(scored: Scored) -> float:
    return -scored.log_probability
