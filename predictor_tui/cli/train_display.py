"""Progress of a training on stderr: a live line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn
from rich.progress import Progress as Bar

from predictor_tui.training.progress import Check, Progress, perplexity_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECONDS_BETWEEN_FRAMES = 0.2
SECONDS_BETWEEN_LINES = 10.0


@contextlib.contextmanager
def display() -> Iterator[Callable[[Progress], None]]:
    """Give a function that shows where a run stands."""
    console = Console(stderr=True, highlight=False)
    if not console.file.isatty() or console.is_dumb_terminal:  # FORCE_COLOR alone makes no terminal
        yield _Throttled(
            lambda progress: console.print(_line(progress), soft_wrap=True), console, SECONDS_BETWEEN_LINES
        )
        return
    columns = (BarColumn(bar_width=20), TaskProgressColumn(), TextColumn("{task.description}"))
    bar = Bar(*columns, console=console, auto_refresh=False, transient=True)
    task = bar.add_task("", total=1.0)
    bar.start()
    try:
        yield _Throttled(
            lambda now: bar.update(task, completed=now.share, description=_line(now), refresh=True),
            console,
            SECONDS_BETWEEN_FRAMES,
        )
    finally:
        with contextlib.suppress(OSError):
            bar.stop()


class _Throttled:
    """Shows progress not more often than is useful, and every check."""

    def __init__(self, show: Callable[[Progress], None], console: Console, seconds: float) -> None:
        self._show = show
        self._console = console
        self._seconds = seconds
        self._shown = time.perf_counter()

    def __call__(self, progress: Progress) -> None:
        with contextlib.suppress(OSError):  # nobody is left to see it; the training goes on
            self._draw(progress)

    def _draw(self, progress: Progress) -> None:
        if progress.check:
            self._console.print(_check_line(progress.check), soft_wrap=True)
        if time.perf_counter() - self._shown > self._seconds:
            self._shown = time.perf_counter()
            self._show(progress)


def _line(progress: Progress) -> str:
    best = "" if progress.best is None else f"  best {perplexity_of(progress.best):.1f}"
    return (
        f"{_clock(progress.seconds_left)} left  {progress.words_per_second:,.0f} words/s  loss {progress.loss:.3f}  "
        f"perplexity {perplexity_of(progress.loss):.1f}{best}  rate {progress.learning_rate:.2g}"
    )


def _check_line(check: Check) -> str:
    return (
        f"epoch {check.epoch:6.2f}  step {check.step:>7,}  train {perplexity_of(check.train_nats):8.2f}  "
        f"valid {perplexity_of(check.valid_nats):8.2f}{'  best' if check.best else ''}"
    )


def _clock(seconds: float) -> str:
    if seconds > 360_000:
        return "--:--"
    hours, rest = divmod(int(seconds), 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
