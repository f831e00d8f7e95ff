"""How a text goes on for several words, as far as the network is sure of them: what is drawn dim behind the cursor.

Each word is the most probable one after those before it. With p_i the probability of word i, which for a half-typed
word is that given its letters, n words are sure enough as long as

    exp((log p_1 + ... + log p_n) / n) >= certainty

so `certainty` bounds the length-normalised log-probability. The row ends before anything that is no word and more
probable than every word: a sentence's mark, the end of the line, a word that the vocabulary lacks.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from predictor_tui.text.vocabulary import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable

    from predictor_tui.prediction.context import Context
    from predictor_tui.prediction.next_word import NextWord
    from predictor_tui.prediction.offers import Offers
    from predictor_tui.prediction.ranking import Scored
    from predictor_tui.text.vocabulary import Vocabulary

MOST_BEHIND_A_HALF_TYPED_WORD = 1
"""So many words more are looked for while a word is being typed: a letter costs one step of the network at most."""


class Continuations:
    """Reads on behind a text, word by word."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        offers: Offers,
        next_word: Callable[[Context], NextWord],
        may_be_offered: Callable[[str], bool],
    ) -> None:
        """`may_be_offered` tells of a word whether it is not blocked; the row ends before one that is."""
        self._vocabulary = vocabulary
        self._may_be_offered = may_be_offered
        self._offers = offers
        self._next_word = next_word

    def words(self, context: Context, most: int, certainty: float) -> list[str]:
        """Return up to `most` words that come next, in their usual spelling; the first goes on from the half-typed one.

        `certainty` is above 0 and at most 1. Every word but the last is read by the network to find the next.
        """
        found: list[str] = []
        room = min(most, 1 + MOST_BEHIND_A_HALF_TYPED_WORD) if context.prefix else most
        total, least = 0.0, math.log(certainty)
        while len(found) < room and (choice := self._most_probable(context)) is not None:
            total += choice.log_probability
            if total < least * (len(found) + 1) or not self._may_be_offered(choice.word):
                break
            found.append(choice.word)
            id_ = self._vocabulary.id_of(choice.word)
            if id_ == UNKNOWN:
                break
            context = context._replace(
                ids=(*context.ids, id_),
                word=choice.word,
                words=context.words + 1,
                prefix="",
                recent=self._advanced(context.recent, choice.word),
            )
        return found

    def _most_probable(self, context: Context) -> Scored | None:
        """Return the word that comes next, if one does."""
        after = self._next_word(context)
        best = self._offers.exact(after, context.prefix, 1)
        if not best:
            return None
        if context.prefix:
            total = self._offers.log_total(after, context.prefix)
            return best[0]._replace(log_probability=min(0.0, best[0].log_probability - total))
        return best[0] if best[0].log_probability >= after.log_probabilities.max() else None

    def _advanced(self, recent: tuple[str, ...], word: str) -> tuple[str, ...]:
        """Return the last words when one more was written; nobody's words stay nobody's."""
        return (*recent, self._vocabulary.tokenizer.key(word))[-len(recent) :] if recent else ()
