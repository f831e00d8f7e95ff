"""The one door to a model while typing: a text in, the words it may go on with and the memory behind them out."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from predictor_tui import model_file as files
from predictor_tui.prediction.context import ContextReader
from predictor_tui.prediction.continuation import Continuations
from predictor_tui.prediction.document_cache import DocumentCache
from predictor_tui.prediction.memory import StateHistory
from predictor_tui.prediction.next_word import NextWord
from predictor_tui.prediction.offers import Offers
from predictor_tui.prediction.ranking import distinct_words, share
from predictor_tui.prediction.typing import ahead, capitalise
from predictor_tui.prediction.values import Memory, Prediction, Suggestion
from predictor_tui.prediction.writer import writer_of
from predictor_tui.text.vocabulary import UNKNOWN

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from predictor_tui.nn.cache import CacheSettings
    from predictor_tui.prediction.context import Context
    from predictor_tui.prediction.learning.store import WordStore
    from predictor_tui.prediction.memory import State


class Predictor:
    """Predicts how a text goes on.

    `text` is always the text up to the cursor, and the same text always gets the same answer: what was asked before
    only makes it quicker. Not to be shared by threads.
    """

    def __init__(
        self,
        model_file: files.ModelFile,
        name: str,
        cache: CacheSettings | None = None,
        *,
        store: WordStore | None = None,
        today: date | None = None,
    ) -> None:
        """Take a model and what it is called; with `cache`, words of the text so far are likelier to come again.

        With the writer's `store` and the day from which ages are reckoned, their own words count, and what they blocked
        is not offered.
        """
        self.name = name
        self.card: dict[str, Any] = model_file.card
        self._model = model_file.model
        self._vocabulary = model_file.vocabulary
        self._reader = ContextReader(self._vocabulary)
        self._history = StateHistory(self._model)
        self._offers = Offers(self._vocabulary)
        self._network_alone = lru_cache(maxsize=16)(self._after)
        self._writer = writer_of(store, today, self._vocabulary)
        self._continuations = Continuations(
            self._vocabulary, self._offers, self._next_word, self._writer.may_be_offered
        )
        self._cache = None
        if cache is not None and cache.strength > 0:
            self._cache = DocumentCache(cache, self._model, self._vocabulary, self._history)
        tokenizer = self._vocabulary.tokenizer
        self._follows_capitals = tokenizer.key("A") == tokenizer.key("a")

    @classmethod
    def load(
        cls,
        model: str | Path | None = None,
        *,
        cache: CacheSettings | None = None,
        store: WordStore | None = None,
        today: date | None = None,
    ) -> Predictor:
        """Load a model: the bundled one, or a bundled or own one by name, or a file by its path.

        The rest is as above. Raises ModelFileError if there is none or if it is damaged.
        """
        path = files.find(model)
        return cls(files.load(path), path.stem, cache, store=store, today=today)

    @property
    def units(self) -> int:
        """H, the number of hidden units of the top layer."""
        return self._model.settings.hidden

    @property
    def title(self) -> str:
        """The model in a few words: "everyday · LSTM 256 · 20,000 words"."""
        settings = self._model.settings
        layers = f"{settings.layers} × " if settings.layers > 1 else ""
        attention = " + attention" if settings.attention else ""
        network = f"{settings.cell.upper()} {layers}{settings.hidden}{attention}"
        return f"{self.name} · {network} · {len(self._vocabulary):,} words"

    @property
    def steps(self) -> int:
        """How many words the network has read so far."""
        return self._history.steps

    def suggest(self, text: str, k: int = 5) -> list[Suggestion]:
        """Return up to k words for the end of `text`, best first.

        They are next words, or completions if the text ends within a word; none if no known word begins like it,
        be it with one slip in three letters or more.
        Raises ValueError if k is less than 1.
        """
        return self._suggest(text, self._read(text), k)

    def memory(self, text: str) -> tuple[float, ...]:
        """Return the hidden state of the top layer after the last finished word: H values from -1 to 1."""
        return tuple(self._history.after(self._reader.read(text).ids).hidden.tolist())

    def predict(self, text: str, k: int = 5, *, memory_from: int = 0) -> Prediction:
        """Return the suggestions and the memory behind them in one.

        Words that ended before the offset `memory_from` are forgotten: the network starts there as with a new text.
        Raises ValueError if k is less than 1.
        """
        context = self._read(text, memory_from)
        suggestions = tuple(self._suggest(text, context, k))
        others = max(0.0, 1.0 - sum(suggestion.probability for suggestion in suggestions))
        return Prediction(context.prefix, suggestions, others, self._memory(context))

    def continuation(self, text: str, *, words: int = 3, certainty: float = 0.5, memory_from: int = 0) -> str:
        """Return what the text goes on with, up to so many words, as it would be typed; "" where that is not sure.

        That is the rest of the half-typed word, or the next word, and words behind it while the geometric mean of their
        probabilities is `certainty` or more; it ends before a sentence's end, and one word behind a half-typed one.
        Each word but the last costs a step, unless the last answer or prediction had the same word there.
        Raises ValueError unless `words` is 0 or more and 0 < `certainty` <= 1. `memory_from` is as in `predict`.
        """
        if words < 0 or not 0 < certainty <= 1:
            raise ValueError(f"there are no {words} words to be {certainty} sure of")
        context = self._read(text, memory_from)
        row: list[str] = []
        before, prefix = text, context.prefix
        for usual in self._continuations.words(context, words, certainty):
            row.append(self._written(usual, before, prefix))
            before, prefix = f"{before[: len(before) - len(prefix)]}{row[-1]} ", ""
        return ahead(text, row, context.prefix)

    def _read(self, text: str, memory_from: int = 0) -> Context:
        context = self._reader.read(text, memory_from)
        recent = self._writer.recent(text[memory_from : len(text) - len(context.prefix)])
        return context._replace(recent=recent) if recent else context

    def _memory(self, context: Context) -> Memory:
        now, before = self._history.after(context.ids), self._history.after(context.ids[:-1])
        return Memory(tuple(now.hidden.tolist()), tuple(before.hidden.tolist()), context.word, context.words)

    def _next_word(self, context: Context) -> NextWord:
        if self._cache is not None:
            after = self._cache.next_word(context)
        else:
            after = self._network_alone(self._history.after(context.ids))
        return self._writer.with_own_words(after, context.recent)

    def _after(self, state: State) -> NextWord:
        log_probabilities = self._model.log_probabilities(state.values)[:, 0]
        return NextWord(log_probabilities, float(log_probabilities[UNKNOWN]))

    def _suggest(self, text: str, context: Context, k: int) -> list[Suggestion]:
        if k < 1:
            raise ValueError(f"k must be 1 or more, not {k}")
        after = self._next_word(context)
        words = distinct_words(
            lambda count: self._offers.best(after, context.prefix, count),
            k,
            lambda usual: self._spell(usual, text, context.prefix),
        )
        total = self._offers.log_total(after, context.prefix)
        return [Suggestion(word, share(score, total)) for word, score in words.items()]

    def _spell(self, usual: str, text: str, prefix: str) -> str | None:
        """Return a word as it would be inserted, or None if it may not be offered or is what is typed already.

        A word typed in its usual spelling is finished, also where a sentence's start would give it a capital.
        """
        if not self._writer.may_be_offered(usual):
            return None
        word = self._written(usual, text, prefix)
        return None if unicodedata.normalize("NFC", prefix) in (_curled(usual, prefix), word) else word

    def _written(self, usual: str, text: str, prefix: str) -> str:
        """Return a word with the apostrophe and the capitals that belong where `text` ends with `prefix`."""
        usual = _curled(usual, prefix)
        return capitalise(usual, text, prefix) if self._follows_capitals else usual


def _curled(word: str, prefix: str) -> str:
    """Return a word with the kind of apostrophe that its letters were typed with."""
    return word.replace("'", "’") if "’" in prefix else word
