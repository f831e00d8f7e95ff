"""`predictor-tui models`: which models there are, and what one's card says of its making and its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from predictor_tui.cli import report
from predictor_tui.cli.options import complete_model, examples, json_option

if TYPE_CHECKING:
    from pathlib import Path

_COLUMNS = [
    report.Column("name"),
    report.Column("from"),
    report.Column("size", number=True),
    report.Column("network"),
    report.Column("words", number=True),
    report.Column("perplexity", number=True),
]


@click.command(
    short_help="List the models, or show the card of one.",
    epilog=examples(
        "predictor-tui models", "predictor-tui models everyday", "predictor-tui models mine.safetensors --json"
    ),
)
@click.argument("name", required=False, shell_complete=complete_model)
@json_option
def models(name: str | None, as_json: bool) -> None:
    """List the bundled models and your own, or show the card of one, given by NAME or file.

    Your own are the .safetensors files in the models folder; `predictor-tui paths` shows where that is.
    """
    if name is None:
        _list_all(as_json)
    else:
        _show_card(name, as_json)


def _list_all(as_json: bool) -> None:
    from predictor_tui.model_file import available

    entries = [_entry(name, path) for name, path in available()]
    if as_json:
        report.print_json(entries)
    else:
        report.print_table(_COLUMNS, [_row(entry) for entry in entries])


def _entry(name: str, path: Path) -> dict[str, Any]:
    """Return what is known of a model without loading it; `error` instead of `card` where the file is damaged."""
    from predictor_tui import paths
    from predictor_tui.errors import ModelFileError
    from predictor_tui.model_file import read_card

    entry = {"name": name, "path": str(path), "bundled": path.parent == paths.bundled_models_folder()}
    try:
        return entry | {"bytes": path.stat().st_size, "card": read_card(path)}
    except (ModelFileError, OSError) as error:
        return entry | {"bytes": None, "error": str(error)}


def _row(entry: dict[str, Any]) -> tuple[str, ...]:
    origin = "bundled" if entry["bundled"] else "own"
    if "error" in entry:
        return entry["name"], origin, "", f"damaged: {entry['error']}", "", ""
    card = entry["card"]  # of which nothing is certain but the name
    figures = card.get("figures")
    return (
        entry["name"],
        origin,
        report.megabytes(entry["bytes"]),
        f"{_one_line(card.get('cell', '?')).upper()} {_one_line(card.get('hidden', '?'))}",
        _one_line(card.get("vocabulary", "")),
        _one_line(figures.get("perplexity", "")) if isinstance(figures, dict) else "",
    )


def _show_card(name: str, as_json: bool) -> None:
    from predictor_tui.model_file import find, read_card

    path = find(name)
    card = read_card(path)
    if as_json:
        report.print_json({"path": str(path), "bytes": path.stat().st_size, "card": card})
        return
    report.print_facts({"file": str(path), "size": report.megabytes(path.stat().st_size)} | dict(_facts(card)))


def _facts(card: dict[str, Any], above: str = "") -> list[tuple[str, str]]:
    """Return a card's entries in its own order as names and values, those inside others as `outer inner`."""
    facts: list[tuple[str, str]] = []
    for key, value in card.items():
        name = f"{above}{key}".replace("_", " ")
        if isinstance(value, dict):
            facts += _facts(value, f"{name} ")
        elif isinstance(value, list):
            facts += [(f"{name} {number}", _one_line(item)) for number, item in enumerate(value, start=1)]
        elif value not in (None, ""):
            facts.append((name, _one_line(value)))
    return facts


def _one_line(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_one_line(item)}" for key, item in value.items())
    if isinstance(value, float):
        return f"{value:.4g}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
