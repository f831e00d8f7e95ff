"""The commands under one name; without a command, the app opens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from predictor_tui import __version__
from predictor_tui.cli.compare import compare
from predictor_tui.cli.completion import completion
from predictor_tui.cli.evaluate import evaluate
from predictor_tui.cli.exits import PROGRAM
from predictor_tui.cli.keys import keys
from predictor_tui.cli.models import models
from predictor_tui.cli.options import examples, model_option, motion_option, plain_option
from predictor_tui.cli.paths import paths
from predictor_tui.cli.predict import predict
from predictor_tui.cli.train import train
from predictor_tui.cli.words import words
from predictor_tui.cli.write import write

_EXAMPLES = examples(
    "predictor-tui                                            write, with suggestions",
    "predictor-tui write letter.txt                           in a file, also as $EDITOR",
    'predictor-tui predict "I\'m going to the"',
    "predictor-tui train notes.txt -o mine.safetensors --minutes 5",
)


class CommandsOrFile(click.Group):
    """Commands, and in the place of one a file that exists, to write in."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments name, and what is left for it."""
        if args[0] not in self.commands and Path(args[0]).is_file():
            return write.name, write, args
        return super().resolve_command(ctx, args)


@click.group(
    cls=CommandsOrFile,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=_EXAMPLES,
)
@model_option
@click.option("--file", type=click.Path(path_type=Path), help="Write in this text file, which need not exist yet.")
@plain_option
@motion_option
@click.version_option(__version__, prog_name=PROGRAM)
@click.pass_context
def group(context: click.Context, /, file: Path | None, **options: Any) -> None:
    """Write with a recurrent network that suggests the next word, and watch what it remembers.

    Without a command the app opens, as with `write`; the name of a file that exists opens that. `predictor-tui
    completion` prints a script that lets your shell complete commands, options and model names.
    """
    if context.invoked_subcommand is None:
        context.exit(context.invoke(write, file=file, inline=False, **options))
    if context.invoked_subcommand == write.name and file is None:
        context.default_map = {write.name: options}
    elif file is not None or any(options.values()):
        raise click.UsageError("options before a command are for the app; a command has options of its own")


for command in (write, predict, train, evaluate, compare, models, words, paths, keys, completion):
    group.add_command(command)
