"""The commands under one name; without a command, the app opens."""

from __future__ import annotations

from pathlib import Path

import click

from predictor_tui import __version__
from predictor_tui.cli.compare import compare
from predictor_tui.cli.completion import completion
from predictor_tui.cli.evaluate import evaluate
from predictor_tui.cli.exits import PROGRAM
from predictor_tui.cli.keys import keys
from predictor_tui.cli.models import models
from predictor_tui.cli.options import examples, model_option
from predictor_tui.cli.paths import paths
from predictor_tui.cli.predict import predict
from predictor_tui.cli.train import train
from predictor_tui.cli.words import words

_EXAMPLES = examples(
    "predictor-tui                                            write, with suggestions",
    "predictor-tui --model mine.safetensors --file letter.txt",
    'predictor-tui predict "I\'m going to the"',
    "predictor-tui train notes.txt -o mine.safetensors --minutes 5",
)


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}, epilog=_EXAMPLES)
@model_option
@click.option("--file", type=click.Path(path_type=Path), help="Write in this text file, which need not exist yet.")
@click.version_option(__version__, prog_name=PROGRAM)
@click.pass_context
def group(context: click.Context, model: str | None, file: Path | None) -> None:
    """Write with a recurrent network that suggests the next word, and watch what it remembers.

    Without a command the app opens. `predictor-tui completion` prints a script that lets your shell complete commands,
    options and model names.
    """
    if context.invoked_subcommand is None:
        from predictor_tui.cli.app import open_app

        context.exit(open_app(model, file))
    if model is not None or file is not None:
        raise click.UsageError("--model and --file before a command are for the app; a command has options of its own")


for command in (predict, train, evaluate, compare, models, words, paths, keys, completion):
    group.add_command(command)
