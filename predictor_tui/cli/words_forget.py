"""`predictor-tui words forget`: words leave the file for good."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from predictor_tui.cli import report
from predictor_tui.cli.exits import ExitCode
from predictor_tui.cli.options import examples, json_option
from predictor_tui.cli.words_store import own_words_if_any

if TYPE_CHECKING:
    from predictor_tui.prediction.learning.store import WordStore
    from predictor_tui.prediction.learning.values import Forgotten

_ASK_WITH_YES = "say --yes to forget everything without being asked"


@click.command(
    short_help="Forget a word, or everything.",
    epilog=examples("predictor-tui words forget teh recieve", "predictor-tui words forget --all"),
)
@click.argument("words", nargs=-1, metavar="[WORD]...")
@click.option("--all", "everything", is_flag=True, help="Forget all that was learnt, and the lists.")
@click.option("--yes", is_flag=True, help="With --all: do not ask.")
@json_option
@click.pass_context
def forget(context: click.Context, words: tuple[str, ...], everything: bool, yes: bool, as_json: bool) -> None:
    """Forget each WORD, what was learnt with it, and whether it was added, blocked or allowed.

    No trace of it is left in the file. A word that the model knows is offered again all the same: block it instead.
    """
    if everything == bool(words):
        raise click.UsageError("give words to forget, or --all" if not words else "give words or --all, not both")
    if everything and not yes:
        _ask()
    with own_words_if_any() as store:
        if everything:
            _report_all(store, as_json)
        elif not _forget_each(store, words, as_json):
            context.exit(ExitCode.FAILED)


def _ask() -> None:
    if not _is_asked():
        raise click.UsageError(_ASK_WITH_YES)
    click.confirm("Forget all words that were learnt, added, blocked and allowed?", abort=True, err=True)


def _is_asked() -> bool:
    """Tell whether there is somebody at a terminal to answer."""
    return sys.stdin is not None and sys.stdin.isatty()


def _report_all(store: WordStore | None, as_json: bool) -> None:
    words = store.forget_all().words if store else 0
    if as_json:
        report.print_json({"forgotten": words})
    else:
        report.note(f"forgotten: {words:,} words" if words else "there was nothing to forget")


def _forget_each(store: WordStore | None, words: tuple[str, ...], as_json: bool) -> bool:
    """Forget words and tell of each; False if one of them was unknown."""
    results = {word: store.forget(word) if store else None for word in words}
    forgotten = {word: result for word, result in results.items() if result and result.words}
    unknown = [word for word in results if word not in forgotten]
    if as_json:
        report.print_json({"forgotten": list(forgotten), "unknown": unknown})
        return not unknown
    for word, result in forgotten.items():
        report.note(_told(word, result))
    for word in unknown:
        report.note(
            f"not learnt: {word}\nhint: to keep a word of the model from being offered: predictor-tui words block"
        )
    return not unknown


def _told(word: str, result: Forgotten) -> str:
    told = f"forgotten: {word}"
    if result.continuations:
        told += f", and {result.continuations:,} pairs and triples of words with it"
    if result.blocked:
        told += "\nit was blocked, which is forgotten too; to block it again: predictor-tui words block"
    return told
