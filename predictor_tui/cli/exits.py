"""The one place where an outcome becomes an exit code, and an error a line on stderr.

0    done
1    the task could not be done: no such model, no text, a full disk, nobody reads the output any more
2    the command line makes no sense, or the app was started without a terminal
130  interrupted with Ctrl-C
"""

from __future__ import annotations

import contextlib
import enum
import io
import os
import sys
from typing import TYPE_CHECKING

import click

from predictor_tui.errors import PredictorError
from predictor_tui.text.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

PROGRAM = "predictor-tui"


class ExitCode(enum.IntEnum):
    """What the shell is told."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    INTERRUPTED = 130


def run(command: click.Command, arguments: Sequence[str] | None) -> int:
    """Run `command` and return its exit code, having told the user of an error in one line and a hint."""
    _make_output_tolerant()
    try:
        outcome = command.main(arguments, PROGRAM, standalone_mode=False)
        sys.stdout.flush()  # here, where a reader that has gone can still be handled
    except BrokenPipeError:
        _silence_output()
        return ExitCode.FAILED
    except (click.Abort, KeyboardInterrupt):
        return ExitCode.INTERRUPTED
    except (click.ClickException, PredictorError, OSError, MemoryError) as error:
        code, message, hint = explain(error)
        tell(message, hint)
        return code
    return outcome if isinstance(outcome, int) else ExitCode.DONE


def explain(error: Exception) -> tuple[ExitCode, str, str]:
    """Return the exit code, the message and the hint (or "") for an error that a user can meet."""
    match error:
        case click.UsageError():
            command = error.ctx.command_path if error.ctx else PROGRAM
            return ExitCode.USAGE, error.format_message(), getattr(error, "hint", f"{command} --help")
        case click.ClickException():
            return ExitCode.FAILED, error.format_message(), ""
        case PredictorError():
            return ExitCode.FAILED, str(error), error.hint
        case OSError():
            reason = error.strerror or str(error)
            return ExitCode.FAILED, f"{error.filename}: {reason}" if error.filename else reason, ""
        case _:
            return (
                ExitCode.FAILED,
                "there is not enough memory for this",
                "close other programs, or try a smaller model",
            )


def tell(message: str, hint: str) -> None:
    """Write an error and its hint to stderr, one line each and free of control characters."""
    with contextlib.suppress(OSError):  # nobody is left to be told
        click.echo(f"{PROGRAM}: error: {safe(message)}", err=True)
        if hint:
            click.echo(f"hint: {safe(hint)}", err=True)


def _make_output_tolerant() -> None:
    """Show what the terminal's encoding lacks as `?` rather than fail, and bear a closed stdout."""
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(io.FileIO(os.devnull, "w"))
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def _silence_output() -> None:
    """Let what is still buffered for a reader that has gone away go nowhere, so that the exit is quiet."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
