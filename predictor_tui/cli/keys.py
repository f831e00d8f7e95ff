"""`predictor-tui keys`: the name under which each key arrives here, and what it is bound to."""

from __future__ import annotations

import click

from predictor_tui.cli import report
from predictor_tui.cli.app import require_terminal
from predictor_tui.cli.options import examples, json_option


@click.command(
    short_help="Show the name of each key you press.",
    epilog=examples("predictor-tui keys", "predictor-tui keys --list"),
)
@click.option("--list", "as_list", is_flag=True, help="List what is bound, and watch no keys.")
@json_option
def keys(as_list: bool, as_json: bool) -> None:
    """Show the name of each key you press, and what the app does with it.

    Terminals, multiplexers and desktops keep some keys to themselves; one that shows nothing here never arrives. With
    --list or --json the keys that are bound are printed instead, which needs no terminal.
    """
    if not (as_list or as_json):
        require_terminal()
    from predictor_tui.tui.bound_keys import bound_keys
    from predictor_tui.tui.key_app import KeyApp

    meanings = bound_keys()
    if as_json:
        report.print_json([{"key": key, "does": meaning} for key, meaning in meanings.items()])
    elif as_list:
        report.print_table([report.Column("key"), report.Column("does")], list(meanings.items()))
    else:
        KeyApp(meanings).run()
