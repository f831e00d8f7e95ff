"""`predictor-tui words list`: each word that was learnt, added, blocked or allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from predictor_tui.cli import report
from predictor_tui.cli.options import examples, json_option
from predictor_tui.cli.words_store import own_words_if_any

if TYPE_CHECKING:
    from collections.abc import Callable

    from predictor_tui.prediction.learning.records import Order
    from predictor_tui.prediction.learning.values import Learnt

_COLUMNS = [
    report.Column("word"),
    report.Column("typed", number=True),
    report.Column("picked", number=True),
    report.Column("first"),
    report.Column("last"),
    report.Column("marked"),
]
_KINDS: dict[str, Callable[[Learnt], bool]] = {
    "learnt": lambda word: word.times > 0,
    "added": lambda word: word.added,
    "blocked": lambda word: word.blocked,
    "allowed": lambda word: word.allowed,
}


@click.command(
    "list",
    short_help="List your words.",
    epilog=examples(
        "predictor-tui words list --limit 20",
        "predictor-tui words list ky --sort recent",
        "predictor-tui words list --only blocked --json",
    ),
)
@click.argument("prefix", required=False, default="")
@click.option(
    "--sort",
    "order",
    type=click.Choice(["count", "recent", "word"]),
    default="count",
    help="Most often written first, which is the default; last written first; or by the alphabet.",
)
@click.option("--limit", metavar="COUNT", type=click.IntRange(min=1), help="List so many at most.")
@click.option("--only", type=click.Choice(list(_KINDS)), help="List only words that were written, or are on that list.")
@json_option
def list_words(prefix: str, order: Order, limit: int | None, only: str | None, as_json: bool) -> None:
    """List your words that begin with PREFIX, or all: how often each was typed and picked, and when.

    A word that is marked as added was added by hand; one that is blocked is never offered, and one that is allowed is
    offered although it comes blocked. The slurs that come blocked are not listed.
    """
    found = [word for word in _found(prefix, order) if only is None or _KINDS[only](word)]
    shown = found[:limit]
    if as_json:
        report.print_json([_as_data(word) for word in shown])
        return
    if shown:
        report.print_table(_COLUMNS, [_row(word) for word in shown])
    report.note(_remark(len(found), len(shown)))


def _found(prefix: str, order: Order) -> list[Learnt]:
    from predictor_tui.prediction.learning.records import records

    with own_words_if_any() as store:
        return records(store, prefix, order) if store else []


def _remark(found: int, shown: int) -> str:
    if not found:
        return "there is no such word"
    return f"{found:,} words" if shown == found else f"{shown:,} of {found:,} words"


def _as_data(word: Learnt) -> dict[str, object]:
    return {
        "word": word.word,
        "typed": word.typed,
        "picked": word.picked,
        "first": word.first.isoformat() if word.first else None,
        "last": word.last.isoformat() if word.last else None,
        "added": word.added,
        "blocked": word.blocked,
        "allowed": word.allowed,
    }


def _row(word: Learnt) -> tuple[str, ...]:
    marks = [name for name in ("added", "blocked", "allowed") if getattr(word, name)]
    days = [day.isoformat() if day else "" for day in (word.first, word.last)]
    return word.word, f"{word.typed:,}", f"{word.picked:,}", *days, ", ".join(marks)
