"""`predictor-tui words export|import`: your words as a text to keep or to carry to another machine."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from predictor_tui.cli import report
from predictor_tui.cli.options import examples, json_option
from predictor_tui.cli.words_store import own_words, own_words_if_any

if TYPE_CHECKING:
    from predictor_tui.prediction.learning.line_form import Row

STANDARD = "-"


@click.command(
    "export",
    short_help="Write your words to a file.",
    epilog=examples("predictor-tui words export words.jsonl", "predictor-tui words export - | grep Kyiv"),
)
@click.argument("file")
def export_words(file: str) -> None:
    """Write all that was learnt to FILE, or to standard output for -: one JSON object a line.

    It holds counts and dates of words and of what they were written behind, and the lists. It is as private as what
    you write; a new file is made so that only you can read it.
    """
    from predictor_tui.prediction.learning import exchange

    with own_words_if_any() as store:
        kept = exchange.rows(store) if store else []
    if file == STANDARD:
        for line in exchange.lines(kept, ascii_only=True):
            click.echo(line.replace("\x7f", "\\u007f"))
        return
    exchange.write(kept, Path(file))
    report.note(f"{file}: {len(kept):,} lines")


@click.command(
    "import",
    short_help="Read words from a file.",
    epilog=examples("predictor-tui words import words.jsonl", "predictor-tui words import - < words.jsonl"),
)
@click.argument("file")
@json_option
def import_words(file: str, as_json: bool) -> None:
    """Add what an export holds, from FILE, or from standard input for -. If a line of it is wrong, nothing is added.

    Where both know a word of the same day, the larger count stands: importing a file again changes nothing.
    """
    from predictor_tui.prediction.learning import exchange

    rows = _read(file)
    with own_words() as store:
        counts = exchange.merge(store, rows)
    if as_json:
        report.print_json(counts)
    else:
        parts = (f"{counts['words']:,} of words", f"{counts['continuations']:,} of pairs and triples")
        report.note(f"{file}: read {', '.join(parts)}, {counts['lists']:,} of lists")


def _read(file: str) -> list[Row]:
    from predictor_tui.errors import WordsFileError
    from predictor_tui.prediction.learning import exchange

    if file == STANDARD:
        if sys.stdin is None:
            raise WordsFileError("standard input is closed, so there is nothing to import from it")
        return exchange.read("standard input", sys.stdin.buffer)
    try:
        with Path(file).open("rb") as opened:
            return exchange.read(file, opened)
    except OSError as error:
        raise WordsFileError(f"{file} cannot be read: {error.strerror or error}", "check how it is spelt") from error
