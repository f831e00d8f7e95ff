"""The one door to what the writer taught the program: what they finish goes in, what they may write next comes out.

    seen = observation(word, text_before, today, picked=False)        None where there is nothing to learn
    learner.observe(seen)                                             and learner.take_back(seen) on undo
    writer = learner.next_word(context(text))                         at a word's start
    after = mixed(after, writer, strength)                            the network's NextWord and the writer's as one

It keeps the weights of all words in memory and asks the file only for what followed the last one or two. Whatever
changes the file, in this program or another, it notices at the next question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from predictor_tui.prediction.learning.continuations import Continuations
from predictor_tui.prediction.learning.estimate import estimate
from predictor_tui.prediction.learning.frequencies import Frequencies
from predictor_tui.prediction.learning.mixture import WritersWords
from predictor_tui.prediction.learning.remembered import remembered
from predictor_tui.prediction.next_word import OwnWord
from predictor_tui.text.tokenizer import WORDS
from predictor_tui.text.vocabulary import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from predictor_tui.prediction.blocklist import Blocklist
    from predictor_tui.prediction.learning.estimate import Bools, Floats
    from predictor_tui.prediction.learning.rules import LearningRules
    from predictor_tui.prediction.learning.store import WordStore
    from predictor_tui.prediction.learning.values import Observation
    from predictor_tui.prediction.ranking import Ids

_MOST_ANSWERS = 16


class Learner:
    """Learns from one writer and predicts from what it learnt. Every method may raise WordStoreError."""

    def __init__(
        self,
        store: WordStore,
        rules: LearningRules,
        today: date,
        id_of: Callable[[str], int],
        is_known: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """Take the store, how to count, and the day from which ages are reckoned.

        `id_of` tells the id of a key in the vocabulary, UNKNOWN where it lacks it; `is_known` whether one that it lacks
        is known for a word all the same, as those of its tail are. Keys are those of the tokenizer `WORDS`.
        """
        self._store = store
        self._rules = rules
        self._today = today.toordinal()
        self._id_of = id_of
        self._is_known = is_known
        self._found_ids: Ids = np.empty(0, np.intp)
        self._load()

    @property
    def blocklist(self) -> Blocklist:
        """What may not be offered, to be asked last of whatever is."""
        self._keep_up()
        return self._blocklist

    def observe(self, seen: Observation) -> None:
        """Learn one finished word."""
        self._keep_up()
        self._store.observe(seen)
        self._look_up(seen)

    def take_back(self, seen: Observation) -> None:
        """Unlearn what one `observe` of the same observation taught."""
        self._keep_up()
        self._store.take_back(seen)
        self._look_up(seen)

    def next_word(self, before: Sequence[str]) -> WritersWords:
        """Return what the writer alone says of the word behind `before`, as `noticing.context` gives it."""
        self._keep_up()
        place = tuple(before)
        if place not in self._answers:
            if len(self._answers) >= _MOST_ANSWERS:
                self._answers.clear()
            self._answers[place] = self._answer(place)
        return self._answers[place]

    def candidates(self, prefix: str, before: Sequence[str], count: int) -> list[OwnWord]:
        """Return up to `count` words of the writer's that begin with `prefix`, with log p_own; most probable first.

        Those that the vocabulary has are among them, in the writer's spelling; those that are blocked are not.
        """
        self._keep_up()
        p, _ = self._estimate(tuple(before))
        numbers = np.array(self._frequencies.beginning_with(WORDS.key(prefix)), np.intp)
        return self._ranked(numbers[(self._may_be_offered() & (p > 0))[numbers]], p)[:count]

    def _answer(self, before: tuple[str, ...]) -> WritersWords:
        p, rest = self._estimate(before)
        ids = self._ids()
        known = (ids != UNKNOWN) & (p > 0)
        lacking = ids == UNKNOWN
        own = tuple(self._ranked(np.flatnonzero(lacking & self._may_be_offered() & (p > 0)), p))
        return WritersWords(ids[known], p[known], float(p[lacking].sum()), own, rest)

    def _estimate(self, before: tuple[str, ...]) -> tuple[Floats, float]:
        contexts = [self._continuations.behind(before[-length:]) for length in range(1, len(before) + 1)]
        return estimate(self._frequencies.weights, contexts, self._rules)

    def _ranked(self, numbers: Ids, p: Floats) -> list[OwnWord]:
        """Return some words, the most probable first, in the order of their keys where they are equally so."""
        keys = self._frequencies.keys
        words = [
            OwnWord(keys[number], self._words[keys[number]].spelling, log_probability)
            for number, log_probability in zip(numbers.tolist(), np.log(p[numbers]).tolist(), strict=True)
        ]
        return sorted(words, key=lambda word: (-word.log_probability, word.key))

    def _may_be_offered(self) -> Bools:
        """Return which words, by number, may be offered at all: (n,)."""
        for number in range(len(self._offerable), len(self._frequencies)):
            self._offerable.append(self._check(self._frequencies.keys[number]))
        return np.array(self._offerable, bool)

    def _check(self, key: str) -> bool:
        """Tell whether a word may be offered: known, or written often enough; and not blocked."""
        word = self._words.get(key)
        if word is None or not (word.offered or self._id_of(key) != UNKNOWN or self._is_known(key)):
            return False
        return not self._blocklist.is_blocked(word.spelling)

    def _ids(self) -> Ids:
        """Return the vocabulary's id of each word by its number."""
        keys = self._frequencies.keys
        if len(self._found_ids) < len(keys):
            new = np.fromiter(map(self._id_of, keys[len(self._found_ids) :]), np.intp)
            self._found_ids = np.concatenate([self._found_ids, new])
        return self._found_ids

    def _keep_up(self) -> None:
        """Read the store again if something else than `observe` and `take_back` has changed it."""
        if self._store.moment() != self._moment:
            self._load()

    def _load(self) -> None:
        self._moment = self._store.moment()  # first: what changes from here on is noticed later
        self._blocklist = self._store.blocklist()
        self._words = remembered(self._store, self._rules, self._today)
        self._frequencies = Frequencies()
        for key, word in self._words.items():
            self._frequencies.set(key, word.weight)
        self._continuations = Continuations(self._store, self._rules, self._today, self._frequencies.number)
        self._found_ids = np.empty(0, np.intp)
        self._offerable: list[bool] = []
        self._answers: dict[tuple[str, ...], WritersWords] = {}

    def _look_up(self, seen: Observation) -> None:
        """Take over what this program has just changed."""
        key = seen.key
        self._words.pop(key, None)
        self._words |= remembered(self._store, self._rules, self._today, key)
        self._frequencies.set(key, self._words[key].weight if key in self._words else 0.0)
        number = self._frequencies.number(key)
        if number < len(self._offerable):
            self._offerable[number] = self._check(key)
        self._continuations.look_up(seen)
        self._answers.clear()
        moment = self._store.moment()
        if moment[0] == self._moment[0]:  # else another program came between, and all is read again
            self._moment = moment
