"""`predictor-tui paths`: where the program looks for a person's files."""

from __future__ import annotations

import click

from predictor_tui import paths as places
from predictor_tui.cli import report
from predictor_tui.cli.options import examples, json_option


@click.command(epilog=examples("predictor-tui paths", "PREDICTOR_TUI_HOME=~/elsewhere predictor-tui paths"))
@json_option
def paths(as_json: bool) -> None:
    """Show where models, settings, learnt words and state are kept.

    The environment variable PREDICTOR_TUI_HOME names one folder to hold them all instead. A folder is created when
    there is something to put into it.
    """
    found = {
        "models": places.models_folder(),
        "settings": places.settings_file(),
        "words": places.words_file(),
        "state": places.state_folder(),
        "bundled models": places.bundled_models_folder(),
    }
    if as_json:
        report.print_json({name.replace(" ", "_"): str(path) for name, path in found.items()})
    else:
        report.print_facts({name: str(path) for name, path in found.items()})
