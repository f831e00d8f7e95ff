"""What `compare` prints: a column for each model, a row for each figure; or all of it as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from predictor_tui.cli import report
from predictor_tui.prediction.bootstrap import CONFIDENCE, RESAMPLES
from predictor_tui.text.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from predictor_tui.cli.compare_run import Found, Measured
    from predictor_tui.prediction.bootstrap import Comparison, Estimate

Row = tuple[str, ...]
LONGEST_NAME = 20  # columns, as many as the longest figure


def print_data(found: Found) -> None:
    """Print a comparison as JSON: shares from 0 to 1, `difference` to the first model."""
    report.print_json(
        {
            "texts": found.texts,
            "words": found.models[0].reading.own.words,
            "sentences_typed": found.sentences,
            "confidence": CONFIDENCE,
            "resamples": RESAMPLES,
            "seed": found.seed,
            "common": found.common and {"words": found.common.words, "share": found.common.share},
            "models": [_as_data(found, index) for index in range(len(found.models))],
        }
    )


def print_figures(found: Found) -> None:
    """Print a comparison for people."""
    headings = _headings(found.models)
    for line in _about(found, headings[0]):
        click.echo(safe(line))
    columns = [report.Column(""), *(report.Column(name, number=True) for name in headings)]
    report.print_table(columns, [*_typing_rows(found), *_perplexity_rows(found), *_cost_rows(found.models)])


def _as_data(found: Found, index: int) -> dict[str, Any]:
    model = found.models[index]
    own, typed = model.reading.own, model.keystrokes
    return {
        "model": model.model,
        "path": str(model.path),
        "bytes": model.bytes,
        "parameters": model.parameters,
        "tokenizer": model.reading.tokenizer,
        "words": own.words,
        "perplexity": own.perplexity,
        "unknown_share": own.unknown_share,
        "common_perplexity": found.common and found.common.perplexities[index],
        "keystrokes": typed
        and {
            "words": typed.words,
            "word_ms": typed.word_ms,
            "letter_ms": typed.letter_ms,
            **_estimates_as_data(found, index),
        },
    }


def _estimates_as_data(found: Found, index: int) -> dict[str, Any]:
    figures, differences = found.intervals[index]
    names = _figure_names(found)
    return {
        "figures": {name: asdict(figure) for name, figure in zip(names, figures, strict=True)},
        "difference": {name: asdict(figure) for name, figure in zip(names, differences, strict=True)}
        if index
        else None,
    }


def _about(found: Found, first: str) -> Iterator[str]:
    """Yield what the figures stand on."""
    yield f"{', '.join(found.texts)}: {found.models[0].reading.own.words:,} words"
    if typed := found.models[0].keystrokes:
        yield f"typed: {typed.words:,} words in {found.sentences:,} sentences, the same for every model"
        yield f"[low, high]: {CONFIDENCE:.0%} interval; difference: to {first}"
    if found.common:
        share = report.percent(found.common.share)
        yield f"common: the {found.common.words:,} ({share}) words, marks and line ends that every model knows"
    else:
        yield "common: none, because these models cut the text into words in different ways"


def _headings(models: Sequence[Measured]) -> list[str]:
    """Return the models' names, no longer than a figure with its interval; namesakes get a number."""
    names = [_cut(model.path.stem) for model in models]
    numbers = [names[: place + 1].count(name) for place, name in enumerate(names)]
    return [
        f"{name} ({number})" if names.count(name) > 1 else name for name, number in zip(names, numbers, strict=True)
    ]


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _figure_names(found: Found) -> list[str]:
    typed = found.models[0].keystrokes
    return [*(f"KSR@{k}" for k in typed.ksr), *(f"top-{k}" for k in typed.top)] if typed else []


def _typing_rows(found: Found) -> Iterator[Row]:
    """Yield two rows for each keystroke figure: with its interval, and its difference to the first model."""
    for name, figures in zip(_figure_names(found), zip(*map(_pairs, found.intervals), strict=True), strict=True):
        yield (f"{name}, %", *(_interval(value) for value, _ in figures))
        yield ("  difference", "", *(_interval(difference, sign="+") for _, difference in figures[1:]))


def _pairs(comparison: Comparison) -> Iterable[tuple[Estimate, Estimate]]:
    return zip(comparison.figures, comparison.differences, strict=True)


def _perplexity_rows(found: Found) -> Iterator[Row]:
    yield ("perplexity", *(f"{model.reading.own.perplexity:.2f}" for model in found.models))
    if found.common:
        yield ("  common", *(f"{value:.2f}" for value in found.common.perplexities))
    yield ("unknown", *(report.percent(model.reading.own.unknown_share) for model in found.models))


def _cost_rows(models: Sequence[Measured]) -> Iterator[Row]:
    yield ("size on disk", *(report.megabytes(model.bytes) for model in models))
    yield ("parameters", *(f"{model.parameters:,}" for model in models))
    typed = [model.keystrokes for model in models if model.keystrokes]
    if typed:
        yield ("ms a word", *(_milliseconds(each.word_ms) for each in typed))
        yield ("ms a letter", *(_milliseconds(each.letter_ms) for each in typed))


def _interval(estimate: Estimate, sign: str = "-") -> str:
    value, low, high = (f"{100 * number:{sign}.1f}" for number in (estimate.value, estimate.low, estimate.high))
    return f"{value} [{low}, {high}]"


def _milliseconds(median: float | None) -> str:
    return "-" if median is None else f"{median:.2f}"
