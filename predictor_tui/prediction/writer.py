"""What the predictor takes from the writer's store: their own words mixed in, and what may not be offered."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from predictor_tui.errors import WordStoreError
from predictor_tui.prediction.blocklist import Blocklist
from predictor_tui.prediction.learner import Learner
from predictor_tui.prediction.learning.mixture import mixed
from predictor_tui.prediction.learning.noticing import context
from predictor_tui.prediction.learning.rules import LearningRules
from predictor_tui.prediction.tail_words import TailWords
from predictor_tui.text.tokenizer import WORDS

if TYPE_CHECKING:
    from datetime import date

    from predictor_tui.prediction.learning.store import WordStore
    from predictor_tui.prediction.next_word import NextWord
    from predictor_tui.text.vocabulary import Vocabulary

STRENGTH = 0.1
"""The most that the writer's words may have in the mixture."""


class Nobody:
    """A writer of whom nothing is known: only the words that come blocked are not offered."""

    def __init__(self) -> None:
        self._blocklist: Blocklist | None = None
        self._use(Blocklist())

    def may_be_offered(self, word: str) -> bool:
        """Tell whether a word is not blocked."""
        return not self._is_blocked(word)

    def _use(self, blocklist: Blocklist) -> None:
        if blocklist is not self._blocklist:
            self._blocklist = blocklist
            self._is_blocked = lru_cache(maxsize=4096)(blocklist.is_blocked)

    def recent(self, text: str) -> tuple[str, ...]:  # noqa: ARG002  # nothing hangs on it
        """Return the last words of `text`, as `with_own_words` takes them."""
        return ()

    def with_own_words(self, after: NextWord, recent: tuple[str, ...]) -> NextWord:  # noqa: ARG002
        """Return the chances of the next word as they are."""
        return after


class Writer(Nobody):
    """The writer whose words are in a store. While that cannot be read, the network predicts alone."""

    def __init__(self, store: WordStore, today: date, vocabulary: Vocabulary) -> None:
        """Ages are reckoned from `today`. Raises WordStoreError."""
        super().__init__()
        tail = TailWords(vocabulary.tail) if vocabulary.tail else None
        self._learner = Learner(
            store,
            LearningRules(),
            today,
            vocabulary.id_of,
            lambda key: tail is not None and tail.find(key) is not None,
        )
        self._mixed = lru_cache(maxsize=16)(mixed)

    def recent(self, text: str) -> tuple[str, ...]:
        return context(text)

    def with_own_words(self, after: NextWord, recent: tuple[str, ...]) -> NextWord:
        """Return the network's chances of the next word, those by the writer's words mixed in.

        From then on `may_be_offered` goes by what the store blocks now.
        """
        try:
            words = self._learner.next_word(recent)
            self._use(self._learner.blocklist)
        except WordStoreError:
            return after
        return self._mixed(after, words, STRENGTH)


def writer_of(store: WordStore | None, today: date | None, vocabulary: Vocabulary) -> Nobody:
    """Return who is writing.

    That is nobody known without a store, or one that cannot be read, or a model that cuts words as the store does not.
    """
    if store is None or today is None or vocabulary.tokenizer is not WORDS:
        return Nobody()
    try:
        return Writer(store, today, vocabulary)
    except WordStoreError:
        return Nobody()
