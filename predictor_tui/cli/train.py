"""`predictor-tui train`: a model of one's own text, with its progress to see, safe to interrupt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from predictor_tui.cli.options import examples, json_option
from predictor_tui.cli.train_options import MODEL, SITTING, TEXT, TRAINING, options
from predictor_tui.training.presets import NAMES, preset_named

if TYPE_CHECKING:
    from pathlib import Path

    from predictor_tui.training.plan import Plan

# One table of the settings that fix the result; each is an option, and a resumed run takes all of them from before.
_MODEL = (
    "tokenizer",
    "vocabulary",
    "cell",
    "hidden",
    "embedding",
    "layers",
    "attention",
    "tied",
    "half",
    "held_out",
)
_TRAINING = (
    "batch",
    "window",
    "epochs",
    "minutes",
    "optimiser",
    "learning_rate",
    "clip",
    "samples",
    "forget",
    "patience",
    "dropout",
    "input_dropout",
    "word_dropout",
    "weight_drop",
    "locked",
    "workers",
    "seed",
)


@click.command(
    short_help="Train a model on text of your own.",
    epilog=examples(
        "predictor-tui train corpora/*.txt -o mine.safetensors --minutes 1",
        "predictor-tui train chats/ mails.txt -o mine.safetensors --cell gru --epochs 20",
        "predictor-tui train -o mine.safetensors --resume",
    ),
)
@click.argument("text", nargs=-1)
@click.option("-o", "--output", metavar="FILE", required=True, help="The model file to write.")
@click.option("--preset", type=click.Choice(NAMES), help="Good settings for a size of text; options go before it.")
@options(TEXT, MODEL, TRAINING, SITTING)
@json_option
@click.pass_context
def train(context: click.Context, /, **given: Any) -> None:
    """Train a model on TEXT: files, folders (their .txt and .md), or - for standard input.

    One utterance a line and an empty line between documents is best; books whose lines are wrapped are joined. A text
    given twice counts twice. Ctrl-C saves and says how to go on; a second Ctrl-C quits at once.
    """
    from pathlib import Path

    from predictor_tui.cli.train_run import Options, run

    try:
        output = Path(given["output"]).expanduser()
    except RuntimeError as error:  # ~somebody, where there is nobody of that name
        raise click.UsageError(f"{given['output']}: {error}", context) from error
    if given["resume"]:
        plan = _resumed_plan(context, output)
    elif not given["text"]:
        raise click.UsageError("there is no TEXT to train on", context)
    else:
        plan = _plan(_with_preset(context))
    run(plan, output, Options(**{name: given[name] for name in ("resume", "about", "log", "as_json")}))


def _with_preset(context: click.Context) -> dict[str, Any]:
    """Return the options, those that were not given as the preset has them."""
    if (name := context.params["preset"]) is None:
        return context.params
    return context.params | {
        key: value for key, value in preset_named(name).settings.items() if not _is_given(context, key)
    }


def _plan(given: dict[str, Any]) -> Plan:
    from predictor_tui.threads import cores
    from predictor_tui.training.plan import Plan
    from predictor_tui.training.settings import TrainingSettings

    model = {name: given[name] for name in _MODEL}
    training = {name: given[name] for name in _TRAINING}
    training["workers"] = given["workers"] or min(cores(), given["batch"])
    return Plan(inputs=given["text"], valid=given["valid"], training=TrainingSettings(**training), **model)


def _resumed_plan(context: click.Context, output: Path) -> Plan:
    """Return the plan of the run that was stopped, after making sure that nothing else is asked for."""
    from predictor_tui.errors import TrainingError
    from predictor_tui.training.checkpoint import Checkpoint, checkpoint_path
    from predictor_tui.training.plan import Plan

    checkpoint = Checkpoint(checkpoint_path(output))
    try:
        plan = Plan.from_json(checkpoint.run["plan"])
    except (KeyError, TypeError, ValueError) as error:
        raise TrainingError(f"{checkpoint.path} is damaged: it has no plan") from error
    before = {name: getattr(plan, name) for name in (*_MODEL, "valid")}
    before |= {name: getattr(plan.training, name) for name in _TRAINING} | {"text": plan.inputs}
    if context.params["preset"]:
        raise click.UsageError("a resumed run keeps the settings it began with, so it takes no preset", context)
    for name, value in before.items():
        if _is_given(context, name) and context.params[name] not in (value, ()):
            raise click.UsageError(
                f"{name.replace('_', '-')} was {_shown(value)} when the run began, and cannot change", context
            )
    return plan


def _is_given(context: click.Context, name: str) -> bool:
    return context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE


def _shown(value: object) -> str:
    match value:
        case None | ():
            return "not given"
        case tuple():
            return " ".join(value)
    return str(value)
