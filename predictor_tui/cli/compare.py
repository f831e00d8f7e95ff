"""`predictor-tui compare`: models side by side on the same text, with how sure the figures are."""

from __future__ import annotations

from pathlib import Path

import click

from predictor_tui.cli.options import complete_model, examples, json_option
from predictor_tui.cli.texts import words_option
from predictor_tui.threads import one_thread

_TEXTS = (".txt", ".md")


@click.command(
    short_help="Measure models side by side on the same text.",
    options_metavar="[OPTIONS]",
    epilog=examples(
        "predictor-tui compare everyday mine.safetensors letters.txt",
        "predictor-tui compare everyday mine.safetensors --text letters.txt --text mails/ --json",
    ),
)
@click.argument("arguments", metavar="MODEL MODEL... TEXT", nargs=-1, shell_complete=complete_model)
@click.option(
    "--text",
    "texts",
    metavar="FILE",
    multiple=True,
    help="A text, once for each; then every argument is a model.",
)
@words_option
@click.option("--seed", type=click.IntRange(min=0), default=1, help="Of the draws behind the intervals; else 1.")
@json_option
def compare(arguments: tuple[str, ...], texts: tuple[str, ...], words: int, seed: int, as_json: bool) -> None:
    """Measure two or more MODELs, names or files, on TEXT, a file, a folder, or - for standard input.

    All models type the same sentences, as in `evaluate`. In brackets stands the interval that holds a figure with 95%
    confidence, had other sentences of the same kind been typed; below it, how far the figure is from the first model's.
    A difference whose interval lies on one side of zero is more than chance.

    Perplexity counts every word of the text, unknown ones as the unknown-word token, which flatters a small vocabulary;
    that on common words judges only words that all models know. "ms a word" is the median time from a finished word to
    the next suggestions, "ms a letter" that from another letter.
    """
    models, inputs = _told_apart(arguments, texts)
    one_thread()
    from predictor_tui.cli import compare_report
    from predictor_tui.cli.compare_run import run

    found = run(models, inputs, words, seed)
    if as_json:
        compare_report.print_data(found)
    else:
        compare_report.print_figures(found)


def _told_apart(arguments: tuple[str, ...], texts: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return (models, texts): the last argument is the text, unless texts are given by the option."""
    models, inputs = (arguments, texts) if texts else (arguments[:-1], arguments[-1:])
    if inputs and not texts and _is_model(inputs[0]):
        raise click.UsageError(f"the text is missing: the last argument, {inputs[0]}, is a model")
    for model in models:
        if Path(model).suffix.lower() in _TEXTS:
            raise click.UsageError(f"{model} is a text, not a model: give several texts as --text FILE --text FILE")
    if len(models) < 2:
        raise click.UsageError("there is nothing to compare: give two models or more, then a text")
    return models, inputs


def _is_model(argument: str) -> bool:
    from predictor_tui.model_file import SUFFIX, available

    return argument.endswith(SUFFIX) or (argument in dict(available()) and not Path(argument).exists())
