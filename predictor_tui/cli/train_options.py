"""The options of `predictor-tui train`, by what they fix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

POSITIVE = click.IntRange(1)
NOT_NEGATIVE = click.IntRange(0)
BELOW_1 = click.FloatRange(0, 1, max_open=True)
ABOVE_0 = click.FloatRange(0, min_open=True)
BETWEEN_0_AND_1 = click.FloatRange(0, 1, min_open=True, max_open=True)

TEXT = (
    click.option(
        "--valid",
        metavar="FILE",
        multiple=True,
        help="Text to check with, may be given several times; else a share of the text is held out.",
    ),
    click.option(
        "--held-out",
        metavar="SHARE",
        type=BETWEEN_0_AND_1,
        default=0.05,
        show_default=True,
        help="That share, by document.",
    ),
)
"""What is read."""
MODEL = (
    click.option(
        "--cell",
        type=click.Choice(["rnn", "gru", "lstm"]),
        default="lstm",
        show_default=True,
        help="rnn: tanh (Elman).",
    ),
    click.option("--hidden", metavar="N", type=POSITIVE, default=256, show_default=True, help="Units of each layer."),
    click.option(
        "--embedding", metavar="N", type=POSITIVE, default=256, show_default=True, help="Width of a word's vector."
    ),
    click.option(
        "--layers", metavar="N", type=click.IntRange(1, 3), default=1, show_default=True, help="Recurrent layers."
    ),
    click.option(
        "--attention",
        metavar="N",
        type=click.IntRange(0, 64),
        default=0,
        show_default=True,
        help="Look back at the last N hidden states; 0: at none.",
    ),
    click.option(
        "--vocabulary",
        metavar="N",
        type=click.IntRange(10, 500_000),
        default=20_000,
        show_default=True,
        help="Words at most, the most frequent ones.",
    ),
    click.option(
        "--tied/--untied", default=True, show_default=True, help="Whether input and output share their words' vectors."
    ),
    click.option(
        "--tokenizer",
        type=click.Choice(["words", "whitespace"]),
        default="words",
        show_default=True,
        help="whitespace: text that is in tokens.",
    ),
    click.option("--half", is_flag=True, help="Write the model in 16 bits: half the size."),
)
"""What network it is."""
TRAINING = (
    click.option("--batch", metavar="N", type=POSITIVE, default=20, show_default=True, help="Sequences side by side."),
    click.option(
        "--window", metavar="N", type=POSITIVE, default=35, show_default=True, help="Words a gradient can travel back."
    ),
    click.option("--epochs", metavar="N", type=ABOVE_0, default=10.0, show_default=True, help="Passes over the text."),
    click.option("--minutes", metavar="N", type=ABOVE_0, help="Time to train, in place of --epochs."),
    click.option(
        "--optimiser", type=click.Choice(["adam", "sgd"]), default="adam", show_default=True, help="adam, or plain sgd."
    ),
    click.option("--learning-rate", metavar="RATE", type=ABOVE_0, help="Its peak; else 0.003 for adam, 10 for sgd."),
    click.option("--clip", metavar="NORM", type=ABOVE_0, help="Largest gradient norm; else 1 for adam, 0.25 for sgd."),
    click.option(
        "--samples",
        metavar="N",
        type=NOT_NEGATIVE,
        default=0,
        help="Sample so many words for the softmax; 0: all words.",
    ),
    click.option(
        "--forget",
        metavar="SHARE",
        type=click.FloatRange(0, 1),
        default=0.05,
        show_default=True,
        help="Chance that a window starts on an empty memory.",
    ),
    click.option(
        "--patience",
        metavar="N",
        type=POSITIVE,
        default=5,
        show_default=True,
        help="Checks without gain before training draws to its end.",
    ),
    click.option(
        "--dropout",
        metavar="SHARE",
        type=BELOW_1,
        default=0.2,
        show_default=True,
        help="Values dropped between layers and before the prediction.",
    ),
    click.option(
        "--input-dropout", metavar="SHARE", type=BELOW_1, help="Values of words' vectors dropped; else as --dropout."
    ),
    click.option(
        "--word-dropout", metavar="SHARE", type=BELOW_1, default=0.0, help="Words that a window is read without."
    ),
    click.option(
        "--weight-drop", metavar="SHARE", type=BELOW_1, default=0.0, help="Recurrent weights dropped in a window."
    ),
    click.option(
        "--locked/--unlocked",
        default=False,
        show_default=True,
        help="Whether all words of a window lose the same values.",
    ),
    click.option(
        "--workers", metavar="N", type=POSITIVE, help="Processes that share the work; else as many as there are cores."
    ),
    click.option(
        "--seed", metavar="N", type=NOT_NEGATIVE, default=0, show_default=True, help="Starts every random number."
    ),
)
"""How it learns."""
SITTING = (
    click.option(
        "--about", metavar="FILE", help="TOML with a description, and licences by source, for the model's card."
    ),
    click.option("--log", metavar="FILE", help="Append each check to this file, a line of JSON each."),
    click.option(
        "--resume", is_flag=True, help="Go on with a run that was stopped; it remembers its texts and settings."
    ),
)
"""What may differ from sitting to sitting of one run."""


def options(*groups: Sequence[Decorator]) -> Decorator:
    """Return a decorator that gives a command all options of these groups, in their order."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed([option for group in groups for option in group]):
            command = option(command)
        return command

    return decorate
