"""How results are printed: data to stdout, as JSON or a table; remarks to stderr.

A table is drawn with lines on a terminal, and as plain aligned columns in a pipe or a file. Words come from models and
texts that others made, so every cell is freed of control characters on the way out; JSON is pure ASCII for the same
reason, and means the same in every locale.
"""

from __future__ import annotations

import json
import math
import sys
from typing import TYPE_CHECKING, NamedTuple

import click

from predictor_tui.text.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


class Column(NamedTuple):
    """A table's column; numbers stand to the right."""

    heading: str
    number: bool = False


def print_json(data: object, *, compact: bool = False) -> None:
    """Print `data` as JSON: indented, or `compact` on one line."""
    text = json.dumps(_finite(data), indent=None if compact else 2)
    click.echo(text.replace("\x7f", "\\u007f"))  # the one control character json lets pass


def print_table(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> None:
    """Print `rows` of as many cells as there are `columns`."""
    cells = [[safe(cell) for cell in row] for row in rows]
    if sys.stdout.isatty():
        _draw(columns, cells)
    else:
        _align(columns, cells)


def print_facts(facts: Mapping[str, str]) -> None:
    """Print names and values, one pair a line."""
    width = max(map(len, facts), default=0)
    for name, value in facts.items():
        click.echo(f"{safe(name):<{width}}  {safe(value)}".rstrip())


def print_block(text: str) -> None:
    """Print lines that are laid out already, such as a drawing in characters."""
    click.echo(safe(text, keep_newlines=True))


def note(text: str) -> None:
    """Print a remark that is no data; it may have several lines."""
    click.echo(safe(text, keep_newlines=True), err=True)


def percent(share: float) -> str:
    """Return a share between 0 and 1 as it is shown: `24.1%`."""
    return f"{100 * share:.1f}%"


def megabytes(count: int) -> str:
    """Return a number of bytes as it is shown: `11.3 MB`, of a million bytes each."""
    return f"{count / 1e6:.1f} MB"


def watched(items: Sequence[str], what: str) -> Iterator[str]:
    """Yield `items`, with a bar on stderr that says how far they are; no bar away from a terminal."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    yield from track(items, what, console=console, transient=True, disable=not console.is_terminal)


def _finite(data: object) -> object:
    """Return `data` with null for what JSON has no number for: infinite, or not a number."""
    match data:
        case dict():
            return {key: _finite(value) for key, value in data.items()}
        case list() | tuple():
            return [_finite(value) for value in data]
        case float() if not math.isfinite(data):
            return None
    return data


def _draw(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Draw a table with lines, which wraps within the terminal's width."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column.heading, justify="right" if column.number else "left")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))  # Text, because a cell's [brackets] are no markup
    Console(highlight=False).print(table)


def _align(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Print columns two spaces apart, each as wide as its widest cell on a screen."""
    from rich.cells import cell_len

    lines = [[column.heading for column in columns], *rows]
    widths = [max(map(cell_len, cells)) for cells in zip(*lines, strict=True)]
    for line in lines:
        padded = [
            " " * (width - cell_len(cell)) + cell if column.number else cell + " " * (width - cell_len(cell))
            for cell, width, column in zip(line, widths, columns, strict=True)
        ]
        click.echo("  ".join(padded).rstrip())
