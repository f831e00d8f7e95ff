"""What several commands share: the option for JSON, the one that names a model, and the form of an example."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from collections.abc import Callable

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def complete_model(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem[str]]:
    """Return what the shell may make of a model's name that is `typed` in part; files where no name fits."""
    from predictor_tui.model_file import available

    names = [name for name, _ in available() if name.startswith(typed)]
    return [CompletionItem(name) for name in names] or [CompletionItem(typed, type="file")]


json_option: Decorator = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
model_option: Decorator = click.option(
    "--model",
    metavar="NAME|FILE",
    shell_complete=complete_model,
    help="A model's name or file; else the settings file's, else the bundled one.",
)
plain_option: Decorator = click.option(
    "--plain", is_flag=True, help="Write line by line, without drawing: for screen readers and Braille."
)
motion_option: Decorator = click.option("--reduce-motion", is_flag=True, help="Let nothing slide or fade.")


def examples(*lines: str) -> str:
    """Return the last part of a command's help: how it is called, each line as it would be typed."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)


def chosen_model(named: str | None) -> str | None:
    """Return the model to use: the one `named` on the command line, else the settings file's; None for the default."""
    from predictor_tui import settings

    return named or settings.load().model
