"""`predictor-tui words`: what the program learnt from its writer, to read, change, keep and forget."""

from __future__ import annotations

import click

from predictor_tui.cli.options import examples
from predictor_tui.cli.words_change import add, allow, block, unlist
from predictor_tui.cli.words_exchange import export_words, import_words
from predictor_tui.cli.words_forget import forget
from predictor_tui.cli.words_list import list_words


@click.group(
    invoke_without_command=True,
    short_help="List, add, forget or block words of your own.",
    epilog=examples(
        "predictor-tui words list ky",
        "predictor-tui words add Kyiv",
        "predictor-tui words forget teh",
        "predictor-tui words block moist",
    ),
)
@click.pass_context
def words(context: click.Context) -> None:
    """List, add, forget and block words, and carry them to another machine.

    They are kept in a file that only you can read; `predictor-tui paths` shows where it is.
    """
    if context.invoked_subcommand is None:
        raise click.UsageError(f"say what to do with your words: {', '.join(words.commands)}")


for command in (list_words, add, forget, block, allow, unlist, export_words, import_words):
    words.add_command(command)
