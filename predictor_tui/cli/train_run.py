"""The course of a training on the command line: report, baselines, progress, interruption, end."""

from __future__ import annotations

import contextlib
import json
import shlex
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from predictor_tui.cli import report, train_report
from predictor_tui.cli.exits import PROGRAM
from predictor_tui.cli.train_display import display
from predictor_tui.cli.train_stop import StopRequest
from predictor_tui.errors import DivergedError, TrainingError
from predictor_tui.text.corpus import read_corpus
from predictor_tui.text.source_files import STANDARD_INPUT
from predictor_tui.text.tokenizer import tokenizer_named
from predictor_tui.training.about import About, read_about
from predictor_tui.training.checkpoint import Checkpoint, checkpoint_path
from predictor_tui.training.output_file import reserved
from predictor_tui.training.save_timer import SaveTimer
from predictor_tui.training.session import Session

if TYPE_CHECKING:
    from predictor_tui.training.plan import Plan
    from predictor_tui.training.progress import Progress


@dataclass(frozen=True, slots=True)
class Options:
    """What may differ from sitting to sitting of one run, for it does not change the weights."""

    resume: bool
    about: str | None
    log: str | None
    as_json: bool

    def again(self) -> list[str]:
        """Return the options of the command that goes on with the run."""
        named = [("--about", self.about), ("--log", self.log)]
        given = [part for option, value in named if value is not None for part in (option, value)]
        return ["--resume", *given, *(["--json"] if self.as_json else [])]


def run(plan: Plan, output: Path, options: Options) -> None:
    """Train as planned and write `output`; exit with 128 + n when signal n asks to stop."""
    about = About() if options.about is None else read_about(Path(options.about).expanduser())
    with reserved(output), contextlib.closing(_prepare(plan, output, resume=options.resume)) as session:
        if options.log:
            _append(Path(options.log), "")  # so that one that cannot be written is told before the work
        train_report.data(session, quiet=options.as_json)
        _train(session, about, options)
        figures = session.figures()
        session.save_model(about, figures)
        session.checkpoint.unlink(missing_ok=True)
        train_report.end(session, about, figures, as_json=options.as_json)


def _prepare(plan: Plan, output: Path, *, resume: bool) -> Session:
    tokenizer = tokenizer_named(plan.tokenizer)
    stdin = sys.stdin.buffer if sys.stdin else None
    if resume and sys.stdin and sys.stdin.isatty() and STANDARD_INPUT in (*plan.inputs, *plan.valid):
        raise TrainingError(
            "the run read its text from standard input, and needs it again", "Pipe the same text in: ... < TEXT"
        )
    corpus = read_corpus(plan.inputs, tokenizer=tokenizer, stdin=stdin)
    valid = read_corpus(plan.valid, tokenizer=tokenizer, stdin=stdin) if plan.valid else None
    session = Session(plan, corpus, valid, output, time.perf_counter)
    if resume:
        session.resume(Checkpoint(checkpoint_path(output)))
    elif session.checkpoint.exists():
        _set_aside(session.checkpoint)
    return session


def _set_aside(checkpoint: Path) -> None:
    """Keep the checkpoint of an earlier run that was stopped, which this one would replace."""
    kept = checkpoint.with_name(f"{checkpoint.name}.old")
    checkpoint.replace(kept)
    report.note(
        f"an earlier run on this model was stopped; this is a new one, and the old checkpoint is now {kept}\n"
        f"to go on with the old one instead: stop, mv {shlex.join([str(kept), str(checkpoint)])}, and add --resume"
    )


def _train(session: Session, about: About, options: Options) -> None:
    """Train to the end, or leave the program when a signal asks for it. Raises DivergedError."""
    try:
        with StopRequest() as stop:
            _steps(session, about, options, stop)
    except DivergedError as error:
        session.checkpoint.unlink(missing_ok=True)  # going on from it would end the same way
        kept = "the best model so far is kept" if session.trainer.position.best else "no model was written"
        raise DivergedError(f"{error}; {kept}", error.hint) from error
    if stop.signal:
        _interrupted(session, about, options)
        click.get_current_context().exit(128 + stop.signal)


def _steps(session: Session, about: About, options: Options, stop: StopRequest) -> None:
    timer = SaveTimer(session.save_checkpoint, time.perf_counter)
    with display() as show:
        for progress in session.trainer.run():
            if progress.check and progress.check.best:
                session.save_model(about)
            if progress.check and options.log:
                _append(Path(options.log), _entry(progress, session.trainer.seconds))
            if stop.signal:
                timer.save()
                return
            timer.save_if_due()
            show(progress)


def _interrupted(session: Session, about: About, options: Options) -> None:
    if not session.output.exists():
        session.save_model(about)
    command = shlex.join([PROGRAM, "train", "-o", str(session.output), *options.again()])
    if STANDARD_INPUT in (*session.plan.inputs, *session.plan.valid):
        command += " < TEXT  (the same text that was piped in before)"
    with contextlib.suppress(OSError):  # the terminal may be gone
        report.note(f"saved after step {session.trainer.position.step}; to go on:\n  {command}")


def _entry(progress: Progress, seconds: float) -> str:
    """Return one check as a line of the log: a JSON object; `seconds` of training so far, earlier sittings included."""
    check = progress.check
    assert check is not None
    entry: dict[str, Any] = {
        "step": check.step,
        "epoch": round(check.epoch, 4),
        "seconds": round(seconds, 2),
        "train_loss": check.train_nats,
        "valid_loss": check.valid_nats,
        "best": check.best,
        "learning_rate": progress.learning_rate,
        "gradient_norm": progress.gradient_norm,
        "words_per_second": round(progress.words_per_second),
    }
    return json.dumps(entry) + "\n"


def _append(path: Path, text: str) -> None:
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise TrainingError(f"{path} cannot be written: {error.strerror or error}", "Name another --log.") from error
