"""The line mode for screen readers and Braille: plain lines in, plain lines out, and no escape sequence."""

from __future__ import annotations

import sys
import time
from functools import partial
from typing import TYPE_CHECKING

import click

from predictor_tui import paths
from predictor_tui.cli.exits import ExitCode
from predictor_tui.cli.plain_session import HELP, PlainSession
from predictor_tui.tui import rescue, text_file
from predictor_tui.tui.keeper import Keeper
from predictor_tui.tui.text_file import TextFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from predictor_tui.tui.engine import Engine

    Say = Callable[[str], None]


def write_plainly(load: Callable[[], Engine], file: Path | None, *, to_errors: bool) -> int:
    """Hold the conversation on standard input and output, or standard error if `to_errors`; return the exit code.

    At the end of the input the text is saved, or printed if it has no file. Raises TextFileError, and OSError where
    unsaved text cannot be kept.
    """
    opened = text_file.read_or_new(file) if file else TextFile()
    say: Say = partial(click.echo, err=to_errors)
    say("The model is being read.")
    session = PlainSession(load(), opened)
    keeper = Keeper(paths.unsaved_folder())
    lines = _lines()
    for line in (*HELP, *_restore(session, keeper, lines, say), session.offer()):
        say(line)
    for line in lines:
        for reply in session.answer(line):
            say(reply)
        keeper.keep(session.file, session.text)
        if session.left:
            code = ExitCode.FAILED if session.unsaved else ExitCode.DONE
            break
    else:
        code = _end(session, say)
    if session.left:
        keeper.forget()
    return code


def _end(session: PlainSession, say: Say) -> ExitCode:
    """Bring the text to where it belongs; where that fails it stays kept."""
    if session.file.path is None:
        click.echo(session.text, nl=bool(session.text) and not session.text.endswith("\n"))
        sys.stdout.flush()
    elif session.unsaved:
        problem = session.save(session.file.path)
        if problem:
            say(problem)
            return ExitCode.FAILED
    session.left = True
    return ExitCode.DONE


def _restore(session: PlainSession, keeper: Keeper, lines: Iterator[str], say: Say) -> Iterator[str]:
    """Ask about texts that were left unsaved, and yield what is to be said of the outcome."""
    if sys.stdin is None or not sys.stdin.isatty():
        return  # lines from a pipe are no answers
    for left in rescue.left_texts(keeper.folder, session.file.path):
        for line in (*rescue.description(left, time.time()).split("\n\n"), "restore, later or discard?"):
            say(line)
        answer = next(lines, "later").strip().casefold()
        if answer == "restore":
            keeper.adopt(left.place, left.file, left.text)
            session.file, session.text = left.file, left.text
            yield "restored; not saved yet"
            return
        if answer == "discard":
            left.place.clear()
        left.place.close()


def _lines() -> Iterator[str]:
    """Yield the lines of standard input as they come; bytes that are no UTF-8 are replaced."""
    while line := sys.stdin.buffer.readline() if sys.stdin else b"":
        yield line.decode("utf-8", errors="replace").removesuffix("\n").removesuffix("\r")
