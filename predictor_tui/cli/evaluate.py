"""`predictor-tui evaluate`: how well a model knows a text it has not seen, in the field's figures and a typist's."""

from __future__ import annotations

import click

from predictor_tui.cli.cache_options import cache_options, chosen_cache
from predictor_tui.cli.options import complete_model, examples, json_option
from predictor_tui.cli.texts import words_option
from predictor_tui.threads import one_thread


@click.command(
    short_help="Measure a model on text it has not seen.",
    epilog=examples(
        "predictor-tui evaluate everyday letters.txt --plot",
        "predictor-tui evaluate mine.safetensors mails/ --words 0 --json",
    ),
)
@click.argument("model", shell_complete=complete_model)
@click.argument("text", nargs=-1, required=True)
@words_option
@click.option("--plot", is_flag=True, help="Draw hits and saved keys by the number of letters typed.")
@cache_options
@json_option
def evaluate(
    model: str,
    text: tuple[str, ...],
    words: int,
    plot: bool,
    cache: float | None,
    reach: int | None,
    flatness: float | None,
    as_json: bool,
) -> None:
    """Measure MODEL, a name or a file, on TEXT: files, folders, or - for standard input.

    Perplexity counts every word of the text, unknown ones as the unknown-word token. The keystroke figures type whole
    sentences, lower-cased and without punctuation, each without context: KSR is the share of keys that the first 3 or 5
    suggestions save, top-k the share of words offered among the first k before any letter.

    The table by letters tells what the first 0, 1, 2 ... letters of a word bring: hits@k is the share of words taken by
    then, saved@k the share of all keys that saves. The same sentences are then typed with the network's memory emptied
    before each word, so that it knows the last word only; context@k is the share of the hits that this loses.

    With --cache, words of the text so far count in its perplexity, and those of a sentence so far in typing it; the
    settings file is left aside here.
    """
    if plot and as_json:
        raise click.UsageError("--plot draws for people, and --json prints for programs: choose one of them")
    one_thread()
    from predictor_tui.cli import evaluate_report
    from predictor_tui.cli.evaluate_run import run
    from predictor_tui.settings import Settings

    found = run(model, text, words, chosen_cache(Settings(), cache, reach, flatness))
    if as_json:
        evaluate_report.print_data(found)
    else:
        evaluate_report.print_figures(found, plot=plot)
