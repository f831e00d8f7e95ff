"""`predictor-tui train`: a model of one's own text, with its progress to see, safe to interrupt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from predictor_tui.cli.options import examples, json_option

if TYPE_CHECKING:
    from pathlib import Path

    from predictor_tui.training.plan import Plan

# One table of the settings that fix the result; each is an option, and a resumed run takes all of them from before.
_MODEL = ("tokenizer", "vocabulary", "cell", "hidden", "embedding", "layers", "tied", "dropout", "half", "held_out")
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
    "workers",
    "seed",
)
POSITIVE = click.IntRange(1)
NOT_NEGATIVE = click.IntRange(0)
ABOVE_0 = click.FloatRange(0, min_open=True)
BETWEEN_0_AND_1 = click.FloatRange(0, 1, min_open=True, max_open=True)


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
@click.option("--valid", metavar="FILE", help="Text to check with; else a share of the text is held out.")
@click.option(
    "--held-out",
    metavar="SHARE",
    type=BETWEEN_0_AND_1,
    default=0.05,
    show_default=True,
    help="That share, by document.",
)
@click.option(
    "--cell", type=click.Choice(["rnn", "gru", "lstm"]), default="lstm", show_default=True, help="rnn: tanh (Elman)."
)
@click.option("--hidden", metavar="N", type=POSITIVE, default=256, show_default=True, help="Units of each layer.")
@click.option(
    "--embedding", metavar="N", type=POSITIVE, default=256, show_default=True, help="Width of a word's vector."
)
@click.option(
    "--layers", metavar="N", type=click.IntRange(1, 3), default=1, show_default=True, help="Recurrent layers."
)
@click.option(
    "--vocabulary",
    metavar="N",
    type=click.IntRange(10, 500_000),
    default=20_000,
    show_default=True,
    help="Words at most, the most frequent ones.",
)
@click.option(
    "--tied/--untied", default=True, show_default=True, help="Whether input and output share their words' vectors."
)
@click.option(
    "--dropout",
    metavar="SHARE",
    type=click.FloatRange(0, 1, max_open=True),
    default=0.2,
    show_default=True,
    help="Dropped between layers.",
)
@click.option(
    "--tokenizer",
    type=click.Choice(["words", "whitespace"]),
    default="words",
    show_default=True,
    help="whitespace: text that is in tokens.",
)
@click.option("--batch", metavar="N", type=POSITIVE, default=20, show_default=True, help="Sequences side by side.")
@click.option(
    "--window", metavar="N", type=POSITIVE, default=35, show_default=True, help="Words a gradient can travel back."
)
@click.option("--epochs", metavar="N", type=ABOVE_0, default=10.0, show_default=True, help="Passes over the text.")
@click.option("--minutes", metavar="N", type=ABOVE_0, help="Time to train, in place of --epochs.")
@click.option(
    "--optimiser", type=click.Choice(["adam", "sgd"]), default="adam", show_default=True, help="adam, or plain sgd."
)
@click.option("--learning-rate", metavar="RATE", type=ABOVE_0, help="Its peak; else 0.003 for adam, 10 for sgd.")
@click.option("--clip", metavar="NORM", type=ABOVE_0, help="Largest gradient norm; else 1 for adam, 0.25 for sgd.")
@click.option(
    "--samples", metavar="N", type=NOT_NEGATIVE, default=0, help="Sample so many words for the softmax; 0: all words."
)
@click.option(
    "--forget",
    metavar="SHARE",
    type=click.FloatRange(0, 1),
    default=0.05,
    show_default=True,
    help="Chance that a window starts on an empty memory.",
)
@click.option(
    "--patience",
    metavar="N",
    type=POSITIVE,
    default=5,
    show_default=True,
    help="Checks without gain before training draws to its end.",
)
@click.option(
    "--workers", metavar="N", type=POSITIVE, help="Processes that share the work; else as many as there are cores."
)
@click.option(
    "--seed", metavar="N", type=NOT_NEGATIVE, default=0, show_default=True, help="Starts every random number."
)
@click.option("--half", is_flag=True, help="Write the model in 16 bits: half the size.")
@click.option("--about", metavar="FILE", help="TOML with a description, and licences by source, for the model's card.")
@click.option("--log", metavar="FILE", help="Append each check to this file, a line of JSON each.")
@click.option("--resume", is_flag=True, help="Go on with a run that was stopped; it remembers its texts and settings.")
@json_option
@click.pass_context
def train(context: click.Context, /, **options: Any) -> None:
    """Train a model on TEXT: files, folders (their .txt and .md), or - for standard input.

    One utterance a line and an empty line between documents is best; books whose lines are wrapped are joined. A text
    given twice counts twice. Ctrl-C saves and says how to go on; a second Ctrl-C quits at once.
    """
    from pathlib import Path

    from predictor_tui.cli.train_run import Options, run

    try:
        output = Path(options["output"]).expanduser()
    except RuntimeError as error:  # ~somebody, where there is nobody of that name
        raise click.UsageError(f"{options['output']}: {error}", context) from error
    if options["resume"]:
        plan = _resumed_plan(context, output)
    elif not options["text"]:
        raise click.UsageError("there is no TEXT to train on", context)
    else:
        plan = _plan(options)
    run(plan, output, Options(**{name: options[name] for name in ("resume", "about", "log", "as_json")}))


def _plan(options: dict[str, Any]) -> Plan:
    from predictor_tui.threads import cores
    from predictor_tui.training.plan import Plan
    from predictor_tui.training.settings import TrainingSettings

    model = {name: options[name] for name in _MODEL}
    options["workers"] = options["workers"] or min(cores(), options["batch"])
    training = TrainingSettings(**{name: options[name] for name in _TRAINING})
    return Plan(inputs=options["text"], valid=options["valid"], training=training, **model)


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
    for name, value in before.items():
        given = context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
        if given and context.params[name] not in (value, ()):
            raise click.UsageError(
                f"{name.replace('_', '-')} was {_shown(value)} when the run began, and cannot change", context
            )
    return plan


def _shown(value: object) -> str:
    match value:
        case None:
            return "not given"
        case tuple():
            return " ".join(value)
    return str(value)
