"""The course of a training on the command line: report, baselines, progress, interruption, end."""

from __future__ import annotations

import json
import shlex
import signal
import sys
import time
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from predictor_tui.cli import report, train_report
from predictor_tui.cli.exits import PROGRAM
from predictor_tui.cli.train_display import display
from predictor_tui.errors import DivergedError, SettingsError
from predictor_tui.text.corpus import read_corpus
from predictor_tui.text.tokenizer import tokenizer_named
from predictor_tui.training.checkpoint import Checkpoint, checkpoint_path
from predictor_tui.training.session import Session

if TYPE_CHECKING:
    from types import FrameType

    from predictor_tui.training.plan import Plan
    from predictor_tui.training.progress import Progress

SECONDS_BETWEEN_CHECKPOINTS = 60.0


def run(plan: Plan, output: Path, *, resume: bool, about: str | None, log: str | None, as_json: bool) -> None:
    """Train as planned and write `output`; exit with 128 + n when signal n asks to stop."""
    card = _read_about(about)
    session = _prepare(plan, output, resume=resume)
    train_report.data(session, quiet=as_json)
    stop = _Stop()
    try:
        _train(session, card, log, stop)
    except DivergedError as error:
        kept = "the best model so far is kept" if session.trainer.position.best else "no model was written"
        raise DivergedError(f"{error}; {kept}", error.hint) from error
    if stop.signal:
        _interrupted(session, stop.signal)
    figures = session.figures()
    session.save_model(card, figures)
    session.checkpoint.unlink(missing_ok=True)
    train_report.end(session, figures, as_json=as_json)


class _Stop:
    """Remembers that SIGINT or SIGTERM came; a second one ends the program at once."""

    def __init__(self) -> None:
        self.signal = 0
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._note)

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self.signal = number
        signal.signal(number, signal.SIG_DFL)
        report.note("stopping after this step; once more to quit at once")


def _prepare(plan: Plan, output: Path, *, resume: bool) -> Session:
    tokenizer = tokenizer_named(plan.tokenizer)
    corpus = read_corpus(plan.inputs, tokenizer=tokenizer, stdin=sys.stdin.buffer)
    valid = read_corpus([plan.valid], tokenizer=tokenizer, stdin=sys.stdin.buffer) if plan.valid else None
    session = Session(plan, corpus, valid, output, time.perf_counter)
    if resume:
        session.resume(Checkpoint(checkpoint_path(output)))
    return session


def _train(session: Session, about: dict[str, Any], log: str | None, stop: _Stop) -> None:
    saved = time.perf_counter()
    with display() as show:
        for progress in session.trainer.run():
            show(progress)
            if progress.check and progress.check.best:
                session.save_model(about)
            if progress.check and log:
                _append(Path(log), progress)
            if stop.signal or time.perf_counter() - saved > SECONDS_BETWEEN_CHECKPOINTS:
                session.save_checkpoint()
                saved = time.perf_counter()
            if stop.signal:
                return


def _interrupted(session: Session, number: int) -> None:
    if not session.output.exists():
        session.save_model({})
    command = [PROGRAM, "train", *session.plan.inputs, "-o", str(session.output), "--resume"]
    report.note(f"saved after step {session.trainer.position.step}; to go on:\n  {shlex.join(command)}")
    click.get_current_context().exit(128 + number)


def _append(path: Path, progress: Progress) -> None:
    """Add one check to the log, a JSON object a line."""
    check = progress.check
    assert check is not None
    entry = {
        "step": check.step,
        "epoch": round(check.epoch, 4),
        "train_loss": check.train_nats,
        "valid_loss": check.valid_nats,
        "best": check.best,
        "learning_rate": progress.learning_rate,
        "gradient_norm": progress.gradient_norm,
        "words_per_second": round(progress.words_per_second),
    }
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(entry) + "\n")


def _read_about(name: str | None) -> dict[str, Any]:
    if name is None:
        return {}
    try:
        return tomllib.loads(Path(name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{name} cannot be read: {error}", "It is TOML with a description and sources.") from error
