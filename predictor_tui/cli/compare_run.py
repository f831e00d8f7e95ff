"""The course of a comparison: one model after the other reads and types the same text, then the figures meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from predictor_tui import model_file
from predictor_tui.cli import report
from predictor_tui.cli.texts import read_texts, sentences_to_type
from predictor_tui.errors import CorpusError
from predictor_tui.prediction import bootstrap
from predictor_tui.prediction.keystrokes import KeystrokeFigures, measure
from predictor_tui.prediction.predictor import Predictor
from predictor_tui.text.source_files import STANDARD_INPUT
from predictor_tui.training.common_perplexity import CommonPerplexity, Reading, common_perplexity, read_through

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from predictor_tui.text.corpus import Corpus
    from predictor_tui.text.tokenizer import Tokenizer


@dataclass(frozen=True, eq=False)
class Measured:
    """What one model came to."""

    model: str
    """As it was named."""
    path: Path
    bytes: int
    """Of its file."""
    parameters: int
    """How many weights it has."""
    reading: Reading
    keystrokes: KeystrokeFigures | None
    """None where the text has no word that can be typed."""


@dataclass(frozen=True, eq=False)
class Found:
    """What a comparison found."""

    texts: tuple[str, ...]
    sentences: int
    """How many were typed."""
    seed: int
    models: tuple[Measured, ...]
    common: CommonPerplexity | None
    """None where the models cut the text into different words."""
    intervals: tuple[bootstrap.Comparison, ...]
    """Of each model: keystroke savings at each depth, then top-1, top-3 and top-5; empty where nothing was typed."""


def run(names: Sequence[str], inputs: Sequence[str], words: int, seed: int) -> Found:
    """Measure models on the same texts, typing about `words` of them. Raises ModelFileError and CorpusError."""
    paths = [model_file.find(name) for name in names]
    for path in paths:
        model_file.read_card(path)  # so that a wrong file is told before the work
    texts = _Texts(inputs, words)
    models = tuple(_measure(name, path, texts) for name, path in zip(names, paths, strict=True))
    return Found(
        texts=texts.names,
        sentences=len(texts.sentences),
        seed=seed,
        models=models,
        common=common_perplexity([model.reading for model in models]),
        intervals=_intervals([model.keystrokes for model in models], seed),
    )


class _Texts:
    """The texts as each tokenizer reads them, and the sentences of them that all models type."""

    def __init__(self, inputs: Sequence[str], words: int) -> None:
        self._inputs = inputs
        self._words = words
        self._corpora: dict[str, Corpus] = {}
        self.names: tuple[str, ...] = ()
        self.sentences: list[str] = []

    def read(self, tokenizer: Tokenizer) -> Corpus:
        """Return the texts; the first model's way of reading decides on the sentences."""
        if tokenizer.name not in self._corpora:
            if self._corpora and STANDARD_INPUT in self._inputs:
                raise CorpusError(
                    "standard input can be read once only, and these models cut text into words in different ways",
                    "put the text into a file",
                )
            self._corpora[tokenizer.name] = corpus = read_texts(self._inputs, tokenizer)
            if not self.names:
                self.names = tuple(source.name for source in corpus.sources)
                self.sentences = sentences_to_type(corpus, self._words)
        return self._corpora[tokenizer.name]


def _measure(name: str, path: Path, texts: _Texts) -> Measured:
    loaded = model_file.load(path)
    corpus = texts.read(loaded.vocabulary.tokenizer)
    reading = read_through(loaded.model, loaded.vocabulary, corpus.documents)
    suggest = Predictor(loaded, name).suggest
    return Measured(
        model=name,
        path=path,
        bytes=path.stat().st_size,
        parameters=sum(array.size for array in loaded.model.parameters.values()),
        reading=reading,
        keystrokes=measure(suggest, report.watched(texts.sentences, name)) if texts.sentences else None,
    )


def _intervals(typed: Sequence[KeystrokeFigures | None], seed: int) -> tuple[bootstrap.Comparison, ...]:
    """Return each model's figures with their intervals, from one seed the same every time."""
    ratios = [bootstrap.ratios(figures.typed) for figures in typed if figures]
    return bootstrap.compare(ratios, np.random.default_rng(seed)) if ratios else ()
