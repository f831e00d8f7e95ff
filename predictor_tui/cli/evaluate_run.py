"""The course of an evaluation: read the text, judge every word of it, type a part of it with and without memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from predictor_tui import model_file
from predictor_tui.cli import report
from predictor_tui.cli.texts import read_texts, sentences_to_type
from predictor_tui.prediction.keystrokes import KeystrokeFigures, measure
from predictor_tui.prediction.predictor import Predictor
from predictor_tui.prediction.typist import TypedWords, type_without_memory
from predictor_tui.training import cached_evaluation, evaluation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from predictor_tui.nn.cache import CacheSettings
    from predictor_tui.text.corpus import Corpus
    from predictor_tui.training.evaluation import Perplexity


@dataclass(frozen=True, eq=False)
class Typing:
    """What typing a sample of the text came to."""

    keystrokes: KeystrokeFigures
    without_memory: TypedWords
    """The same words, typed with the memory emptied before each."""


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What one evaluation found."""

    model: str
    texts: tuple[str, ...]
    perplexity: Perplexity
    typing: Typing | None
    """None where the text has no word that can be typed, only numbers or another script."""
    cache: CacheSettings | None = None
    """What helped the network, if anything did."""


def run(name: str, inputs: Sequence[str], words: int, cache: CacheSettings | None = None) -> Evaluation:
    """Measure a model on texts, typing about `words` of them. Raises ModelFileError and CorpusError."""
    loaded = model_file.load(model_file.find(name))
    corpus = read_texts(inputs, loaded.vocabulary.tokenizer)
    perplexity = _judge(loaded, corpus, cache)
    typing = _type(Predictor(loaded, name, cache), sentences_to_type(corpus, words))
    return Evaluation(name, tuple(source.name for source in corpus.sources), perplexity, typing, cache)


def _judge(loaded: model_file.ModelFile, corpus: Corpus, cache: CacheSettings | None) -> Perplexity:
    if cache is None:
        return evaluation.perplexity(loaded.model, loaded.vocabulary, corpus.documents)
    stream = evaluation.encode_all(corpus.documents, loaded.vocabulary)
    return cached_evaluation.evaluate_cached(loaded.model, stream, cache)


def _type(predictor: Predictor, sentences: Sequence[str]) -> Typing | None:
    if not sentences:
        return None
    figures = measure(predictor.suggest, report.watched(sentences, "typing"))
    without_memory = type_without_memory(
        predictor.suggest, sentences, figures.typed.depths, lambda words: report.watched(words, "without memory")
    )
    return Typing(figures, without_memory)
