"""`predictor-tui words add|block|allow|unlist`: what the writer says of words themselves."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from predictor_tui.cli import report
from predictor_tui.cli.exits import ExitCode
from predictor_tui.cli.options import examples, json_option
from predictor_tui.cli.words_store import own_words, own_words_if_any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from predictor_tui.cli.options import Decorator


def _checked(_context: click.Context, _parameter: click.Parameter, words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words if each can be offered at all, so that of many either all are changed or none."""
    from predictor_tui.prediction.learning.noticing import may_be_learnt

    if wrong := [word for word in words if not may_be_learnt(word)]:
        raise click.BadParameter(f"“{wrong[0]}” is not one word with a letter in it, and of 64 bytes at most")
    return words


_words_to_list: Decorator = click.argument("words", nargs=-1, required=True, metavar="WORD...", callback=_checked)


@click.command(
    short_help="Offer a word from now on.",
    epilog=examples("predictor-tui words add Kyiv Gyllenhaal", "predictor-tui words add iPad"),
)
@_words_to_list
@json_option
def add(words: tuple[str, ...], as_json: bool) -> None:
    """Offer each WORD from now on, spelt like this, without waiting for it to be typed a few times."""
    with own_words() as store:
        for word in words:
            store.add(word, date.today())
    _report("added", words, as_json)


@click.command(
    short_help="Never offer a word again.",
    epilog=examples("predictor-tui words block moist", "predictor-tui words list --only blocked"),
)
@_words_to_list
@json_option
def block(words: tuple[str, ...], as_json: bool) -> None:
    """Never offer any WORD again, whether the model knows it or you typed it. You can type it all the same."""
    with own_words() as store:
        for word in words:
            store.block(word, date.today())
    _report("blocked", words, as_json)


@click.command(
    short_help="Offer a word that is blocked.",
    epilog=examples("predictor-tui words allow moist", "predictor-tui words list --only allowed"),
)
@_words_to_list
@json_option
def allow(words: tuple[str, ...], as_json: bool) -> None:
    """Let each WORD be offered, whether you blocked it or it is one of the slurs that come blocked."""
    with own_words() as store:
        for word in words:
            store.allow(word, date.today())
    _report("allowed", words, as_json)


@click.command(
    short_help="Take a word off the block and allow lists.",
    epilog=examples("predictor-tui words unlist moist"),
)
@click.argument("words", nargs=-1, required=True, metavar="WORD...")
@json_option
@click.pass_context
def unlist(context: click.Context, words: tuple[str, ...], as_json: bool) -> None:
    """Take each WORD off your block list or allow list, as if it had never been put there."""
    with own_words_if_any() as store:
        taken = [word for word in words if store is not None and store.unlist(word)]
    _report("unlisted", taken, as_json)
    if missing := [word for word in words if word not in taken]:
        report.note(f"on neither list: {', '.join(missing)}")
        context.exit(ExitCode.FAILED)


def _report(done: str, words: Sequence[str], as_json: bool) -> None:
    if as_json:
        report.print_json({done: list(words)})
    elif words:
        report.note(f"{done}: {', '.join(words)}")
