"""`predictor-tui predict`: what the model would offer after a text, one answer a text."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from predictor_tui.cli import report
from predictor_tui.cli.cache_options import cache_options, chosen_cache
from predictor_tui.cli.options import chosen_model, examples, json_option, model_option
from predictor_tui.cli.words_store import own_words_to_offer
from predictor_tui.text.terminal import safe
from predictor_tui.threads import one_thread

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from predictor_tui.prediction.values import Suggestion

_EXAMPLES = examples(
    'predictor-tui predict "I\'m going to the"             the next word',
    'predictor-tui predict --complete "I\'m going to the gy"',
    "predictor-tui predict --json - < texts.txt           one answer a line",
)


@click.command(epilog=_EXAMPLES)
@click.argument("text")
@click.option(
    "-k", "count", metavar="COUNT", type=click.IntRange(min=1), default=5, help="How many suggestions; else 5."
)
@click.option("--complete", is_flag=True, help="Take the last word as half-typed, and suggest how it goes on.")
@model_option
@cache_options
@json_option
def predict(
    text: str,
    count: int,
    complete: bool,
    model: str | None,
    cache: float | None,
    reach: int | None,
    flatness: float | None,
    as_json: bool,
) -> None:
    """Suggest the words that may follow TEXT.

    The last word counts as finished, with or without a space after it; with --complete it counts as half-typed, as it
    does in the app until its space is typed. TEXT may be - to read one text a line from standard input: each is
    answered by one line, in order.
    """
    one_thread()
    from predictor_tui import settings
    from predictor_tui.prediction.predictor import Predictor

    mixture = chosen_cache(settings.load(), cache, reach, flatness)
    predictor = Predictor.load(chosen_model(model), cache=mixture, store=own_words_to_offer(), today=date.today())
    for one in _lines() if text == "-" else [text]:
        suggestions = predictor.suggest(one if complete else _finished(one), count)
        if as_json:
            report.print_json(_as_data(one, suggestions), compact=True)
        elif text == "-":
            click.echo(_in_one_line(suggestions))
        else:
            _print_table(suggestions)


def _lines() -> Iterator[str]:
    """Yield the lines of standard input as they come; bytes that are no UTF-8 are replaced."""
    for number, line in enumerate(sys.stdin.buffer if sys.stdin else ()):
        text = line.decode("utf-8-sig" if number == 0 else "utf-8", errors="replace")
        yield text.removesuffix("\n").removesuffix("\r")


def _finished(text: str) -> str:
    """Return `text` with its last word ended by a space."""
    return text if not text or text[-1].isspace() else text + " "


def _as_data(text: str, suggestions: Sequence[Suggestion]) -> dict[str, object]:
    offered = [{"word": each.word, "probability": each.probability} for each in suggestions]
    return {"text": text, "suggestions": offered}


def _in_one_line(suggestions: Sequence[Suggestion]) -> str:
    return "  ".join(f"{safe(each.word)} {report.percent(each.probability)}" for each in suggestions)


def _print_table(suggestions: Sequence[Suggestion]) -> None:
    if not suggestions:
        report.note("the model knows no word that goes on like this")
        return
    columns = [report.Column("word"), report.Column("probability", number=True)]
    report.print_table(columns, [(each.word, report.percent(each.probability)) for each in suggestions])
