"""`predictor-tui` by itself: the app, for which there has to be a terminal that can draw."""

from __future__ import annotations

import contextlib
import os
import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from predictor_tui import paths, settings
from predictor_tui.cli.cache_options import chosen_cache
from predictor_tui.cli.exits import PROGRAM
from predictor_tui.cli.options import chosen_model
from predictor_tui.cli.words_store import own_words_to_offer
from predictor_tui.threads import one_thread

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from predictor_tui.prediction.learning.store import WordStore
    from predictor_tui.prediction.predictor import Predictor
    from predictor_tui.tui.app import PredictorApp


class NoTerminalError(click.UsageError):
    """The app was started where no screen can be drawn."""

    hint = 'in a pipe or a script, use the commands instead: predictor-tui predict "I\'m going to the"'


def open_app(named: str | None, file: Path | None = None, *, reduce_motion: bool = False) -> int:
    """Open the app with the model `named`, or the default, and the text in `file`; return the exit code.

    Raises NoTerminalError, SettingsError or TextFileError, and ModelFileError where the model that was asked for is
    plainly none. What else is wrong with it the app says itself, which does not wait for it.
    """
    require_terminal()
    load = _loader(named)
    from predictor_tui.tui.app import PredictorApp

    return _run(PredictorApp(load, file, settings.load(), state=paths.state_folder(), reduce_motion=reduce_motion))


def open_inline(named: str | None, *, reduce_motion: bool = False) -> int:
    """Ask for a text below the prompt and print it; return the exit code, which is 1 if there is none.

    Raises what `open_app` raises, and OSError where the text cannot be printed; it is then kept as if unsaved.
    """
    require_inline_terminal()
    load = _loader(named)
    from predictor_tui.tui.inline_app import InlineApp

    app = InlineApp(load, settings.load(), state=paths.state_folder(), reduce_motion=reduce_motion)
    code = _run(app)
    if app.answer is not None:
        click.echo(app.answer, nl=not app.answer.endswith("\n"))
        sys.stdout.flush()
        app.delivered()
    return code


def open_plain(named: str | None, file: Path | None, *, to_errors: bool) -> int:
    """Write line by line, for which no terminal is needed; return the exit code. Raises what `open_app` raises."""
    load = _loader(named)
    from predictor_tui.cli.plain import write_plainly

    return write_plainly(load, file, to_errors=to_errors)


def _run(app: PredictorApp) -> int:
    """Run the app and return its exit code; whatever ended it, unsaved text is written down, or OSError raised."""
    try:
        app.run()
    finally:
        kept = app.keep_text()
    code = app.return_code or 0
    if kept and code:
        with contextlib.suppress(OSError):  # the terminal may be gone
            click.echo(f"{PROGRAM}: the unsaved text is kept and will be offered", err=True)
    return code


def _loader(named: str | None) -> Callable[[], Predictor]:
    """Return what loads the model `named`, having looked at what can be looked at quickly."""
    one_thread()
    model = chosen_model(named)
    if model is not None:
        from predictor_tui import model_file

        model_file.read_card(model_file.find(model))
    words = own_words_to_offer()
    return lambda: _load(model, words)


def _load(model: str | None, words: WordStore | None) -> Predictor:
    """Load the model, and NumPy before it; the app calls this on another thread and draws meanwhile."""
    from predictor_tui.prediction.predictor import Predictor

    return Predictor.load(model, cache=chosen_cache(settings.load()), store=words, today=date.today())


def require_terminal() -> None:
    """Raise NoTerminalError unless input, output and errors (where the screen is drawn) are a capable terminal."""
    for stream, what in ((sys.stdin, "input"), (sys.stdout, "output"), (sys.stderr, "error output")):
        if stream is None or not stream.isatty():
            raise NoTerminalError(f"the app needs a terminal, and its {what} is none")
    _require_cursor()


def require_inline_terminal() -> None:
    """Raise NoTerminalError unless there is a capable terminal, whatever was redirected."""
    streams = (sys.stdin, sys.stderr)
    if any(stream is None or not stream.isatty() for stream in streams):
        try:
            os.close(os.open(os.ctermid(), os.O_RDWR))
        except OSError as error:
            raise NoTerminalError("writing below the prompt needs a terminal, and there is none") from error
    _require_cursor()


def _require_cursor() -> None:
    if os.environ.get("TERM", "") in ("", "dumb", "unknown"):
        raise NoTerminalError("the app needs a terminal that can place its cursor, and TERM says this one cannot")
