"""`predictor-tui completion`: the script that teaches a shell to complete commands, options and model names."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from predictor_tui.cli.exits import PROGRAM
from predictor_tui.cli.options import examples

_VARIABLE = "_PREDICTOR_TUI_COMPLETE"  # where click looks for what the shell asks


@click.command(
    short_help="Print a script for your shell.",
    epilog=examples(
        'eval "$(predictor-tui completion bash)"       in ~/.bashrc; zsh likewise',
        "predictor-tui completion fish > ~/.config/fish/completions/predictor-tui.fish",
    ),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that makes SHELL complete predictor-tui's commands, options and model names."""
    script = get_completion_class(shell)
    if script is None:
        raise click.UsageError(f"click knows no completion for {shell}")
    click.echo(script(context.find_root().command, {}, PROGRAM, _VARIABLE).source())
