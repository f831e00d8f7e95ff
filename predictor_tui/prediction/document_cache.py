"""The network's prediction and a cache of the document so far, mixed (`nn.cache` has the equations).

The cache also knows words that the vocabulary lacks. To the network each of them is the unknown word; here what falls
to that id is handed to the words that it stands for, and the unknown word's own probability remains the sum of all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from predictor_tui.nn.cache import mixed, shares
from predictor_tui.prediction.next_word import NextWord, OwnWord
from predictor_tui.text.offering import may_be_offered
from predictor_tui.text.patterns import SENTENCE_MARKS
from predictor_tui.text.vocabulary import END, SPECIALS, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from predictor_tui.nn.cache import CacheSettings
    from predictor_tui.nn.model import LanguageModel
    from predictor_tui.prediction.context import Context
    from predictor_tui.prediction.memory import State, StateHistory
    from predictor_tui.text.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class _Place:
    """All that an answer hangs on: a state belongs to one row of ids, which need not be compared."""

    state: State
    unknown: tuple[str, ...]
    ids: tuple[int, ...] = field(compare=False)


class DocumentCache:
    """Predicts from the network and the document, keeping the last few answers."""

    def __init__(
        self, settings: CacheSettings, model: LanguageModel, vocabulary: Vocabulary, history: StateHistory
    ) -> None:
        """Take a cache of a strength above 0."""
        self._settings = settings
        self._model = model
        self._vocabulary = vocabulary
        self._history = history
        self._answer = lru_cache(maxsize=8)(self._mix)

    def next_word(self, context: Context) -> NextWord:
        return self._answer(_Place(self._history.after(context.ids), context.unknown, context.ids))

    def _mix(self, place: _Place) -> NextWord:
        alone = self._model.log_probabilities(place.state.values)[:, 0]
        values = place.ids[1:][-self._settings.reach :]
        if not values:
            return NextWord(alone, float(alone[UNKNOWN]))
        *past, now = self._history.along(place.ids, len(values) + 1)
        keys = np.concatenate([state.hidden for state in past]).reshape(len(past), -1)  # (N, H): h before each word
        parts = shares(keys, now.hidden, self._settings.flatness)
        return NextWord(
            mixed(alone, np.array(values), parts, self._settings.strength),
            float(alone[UNKNOWN]) + math.log1p(-self._settings.strength),
            self._own_words(place, parts.tolist()),
        )

    def _own_words(self, place: _Place, parts: Sequence[float]) -> tuple[OwnWord, ...]:
        """Return the words within reach that the vocabulary lacks, spelt as they were last where capitals were free."""
        first = len(place.ids) - len(parts)
        unknown = [index for index, id_ in enumerate(place.ids[first:]) if id_ == UNKNOWN]
        chances: dict[str, float] = {}
        spellings: dict[str, str] = {}
        for index, word in zip(unknown, place.unknown[len(place.unknown) - len(unknown) :], strict=True):
            key = self._vocabulary.tokenizer.key(word)
            chances[key] = chances.get(key, 0.0) + parts[index]
            if key not in spellings or not self._starts_sentence(place.ids[first + index - 1]):
                spellings[key] = word
        strength = math.log(self._settings.strength)
        own = [
            OwnWord(key, spellings[key], strength + math.log(chance))
            for key, chance in chances.items()
            if chance > 0 and key not in SPECIALS and may_be_offered(spellings[key])
        ]
        return tuple(sorted(own, key=lambda word: -word.log_probability))

    def _starts_sentence(self, before: int) -> bool:
        """Tell whether a word after this id has its capital from its place."""
        return before == END or self._vocabulary.key(before)[-1:] in SENTENCE_MARKS
