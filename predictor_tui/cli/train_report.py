"""What a training says before it begins and after it ends."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import click

from predictor_tui.cli import report
from predictor_tui.text.vocabulary import SPECIALS
from predictor_tui.training.presets import preset_for
from predictor_tui.training.progress import perplexity_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from predictor_tui.training.about import About
    from predictor_tui.training.progress import Check
    from predictor_tui.training.session import Session

CURVE_ROWS = 15
LONGEST_CURVE = 100  # columns


def data(session: Session, *, quiet: bool) -> None:
    """Print what was read, what it will take to learn from it, and what counting alone achieves."""
    if quiet:
        return
    read, plan, estimate = session.data, session.plan, session.estimate()
    report.print_table(
        [
            report.Column("text"),
            *(report.Column(name, number=True) for name in ("documents", "lines", "words", "times")),
        ],
        [
            (source.name, f"{source.documents:,}", f"{source.lines:,}", f"{source.words:,}", f"{source.times}")
            for corpus in session.corpora
            for source in corpus.sources
        ],
    )
    for corpus in session.corpora:
        for source in corpus.sources:
            if source.replaced:
                report.note(f"{source.name}: {source.replaced:,} bytes were no UTF-8 and were replaced")
            if source.unwrapped:
                report.note(f"{source.name}: its lines are wrapped, and were joined")
    report.print_facts(
        {
            "to train on": f"{read.train.size:,} words, marks and line ends",
            "to check with": f"{read.valid.size:,}",
            "distinct words": f"{read.distinct_words:,}, of which the vocabulary holds "
            f"{len(read.vocabulary) - len(SPECIALS):,}",
            "outside it": f"{report.percent(read.train_unknown)} in training, "
            f"{report.percent(read.valid_unknown)} in checking",
            "network": f"{plan.cell} {plan.layers} x {plan.hidden}, {estimate.parameters:,} weights",
            "a good start": f"--preset {preset_for(read.train.size).name}, for a text of this size",
            "needs about": f"{report.megabytes(estimate.memory)} of memory and {_minutes(estimate.seconds)}, "
            f"with {_processes(plan.training.workers)}",
        }
        | {f"{name} perplexity": f"{value:.1f}" for name, value in session.baselines().items()}
    )


def end(session: Session, about: About, figures: dict[str, float], *, as_json: bool) -> None:
    """Print the learning curve and the model's figures."""
    history = session.trainer.position.history
    if as_json:
        report.print_json(
            session.card(about, figures) | {"file": str(session.output), "baselines": session.baselines()}
        )
        return
    if len(history) > 1:
        click.echo(curve(history, min(LONGEST_CURVE, shutil.get_terminal_size().columns)))
    report.print_facts(
        {
            "model": f"{session.output}, {report.megabytes(session.output.stat().st_size)}",
            "perplexity": f"{figures['perplexity']:.1f} on the validation text",
            "without memory": f"{figures['perplexity_without_memory']:.1f}, the same network with its memory emptied "
            "at each word",
            "trained": f"{session.trainer.position.step:,} steps in {_minutes(session.trainer.seconds)}, "
            f"seed {session.plan.training.seed}{_ended_early(session)}",
            "use it": f"predictor-tui --model {session.output}",
        }
    )


def _ended_early(session: Session) -> str:
    """Say so where the run ended before its time was up."""
    hurried = session.trainer.position.hurried_step
    return "" if hurried is None else f"; drawn to an early end from step {hurried:,}, as nothing got better"


def curve(history: Sequence[Check], width: int) -> str:
    """Draw training and validation perplexity over the passes, `width` columns wide."""
    import plotext

    figure = plotext.figure
    figure.clear()
    figure.theme("colorless")
    figure.plot_size(width, CURVE_ROWS)
    epochs = [check.epoch for check in history]
    for nats, marker in (([c.train_nats for c in history], "braille"), ([c.valid_nats for c in history], "+")):
        figure.draw(figure.signal(epochs, [perplexity_of(value) for value in nats], marker=marker).lines())
    figure.title("perplexity by pass over the text: training as a line, validation as +")
    text: str = figure.build().string(colorless=True)
    return text


def _processes(workers: int) -> str:
    return "1 process" if workers == 1 else f"{workers} processes"


def _minutes(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
