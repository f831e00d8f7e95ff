"""`predictor-tui` by itself: the app, for which there has to be a terminal that can draw."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from predictor_tui.cli.cache_options import chosen_cache
from predictor_tui.cli.options import chosen_model
from predictor_tui.threads import one_thread

if TYPE_CHECKING:
    from pathlib import Path

    from predictor_tui.prediction.predictor import Predictor


class NoTerminalError(click.UsageError):
    """The app was started where no screen can be drawn."""

    hint = 'in a pipe or a script, use the commands instead: predictor-tui predict "I\'m going to the"'


def open_app(named: str | None, file: Path | None = None) -> int:
    """Open the app with the model `named`, or the default, and the text in `file`; return the exit code.

    Raises NoTerminalError, SettingsError or TextFileError, and ModelFileError where the model that was asked for is
    plainly none. What else is wrong with it the app says itself, which does not wait for it.
    """
    require_terminal()
    one_thread()
    model = chosen_model(named)
    if model is not None:
        from predictor_tui import model_file

        model_file.read_card(model_file.find(model))
    from predictor_tui.tui.app import PredictorApp

    app = PredictorApp(lambda: _load(model), file)
    app.run()
    return app.return_code or 0


def _load(model: str | None) -> Predictor:
    """Load the model, and NumPy before it; the app calls this on another thread and draws meanwhile."""
    from predictor_tui import settings
    from predictor_tui.prediction.predictor import Predictor

    return Predictor.load(model, cache=chosen_cache(settings.load()))


def require_terminal() -> None:
    """Raise NoTerminalError unless input, output and errors (where the screen is drawn) are a capable terminal."""
    for stream, what in ((sys.stdin, "input"), (sys.stdout, "output"), (sys.stderr, "error output")):
        if stream is None or not stream.isatty():
            raise NoTerminalError(f"the app needs a terminal, and its {what} is none")
    if os.environ.get("TERM", "") in ("", "dumb", "unknown"):
        raise NoTerminalError("the app needs a terminal that can place its cursor, and TERM says this one cannot")
