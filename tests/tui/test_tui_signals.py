"""The application in a pseudo-terminal of its own: told to stop, it leaves the terminal as it found it."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

PROGRAM = """
import sys
from fake_engine import FakeEngine
from predictor_tui.tui.app import PredictorApp
app = PredictorApp(FakeEngine)
app.run()
sys.exit(app.return_code)
"""
ALTERNATE_SCREEN_OFF, MOUSE_OFF = b"\x1b[?1049l", b"\x1b[?1000l"


def read_until(terminal: int, wanted: bytes) -> bytes:
    """Return what the program wrote, up to `wanted` or its end."""
    written = b""
    while wanted not in written:
        try:
            written += os.read(terminal, 65536)
        except OSError:  # Linux's way to say that nobody has the other end open any more
            break
    return written


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_stop_restores_the_terminal_and_is_told_by_the_exit_code(number: signal.Signals) -> None:
    terminal, end = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    command = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(
        command, stdin=end, stdout=end, stderr=end, cwd=Path(__file__).parent, env=environment, start_new_session=True
    ) as program:
        os.close(end)
        assert b"fake" in read_until(terminal, b"fake")
        program.send_signal(number)
        written = read_until(terminal, b"no such thing")
        assert program.wait(timeout=60) == 128 + number
    os.close(terminal)
    assert ALTERNATE_SCREEN_OFF in written
    assert MOUSE_OFF in written
    assert b"Traceback" not in written


def test_a_terminal_that_sends_no_signal_ends_the_program_by_going_away() -> None:
    """As when it is not the program's controlling one."""
    terminal, end = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    command = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(
        command, stdin=end, stdout=end, stderr=end, cwd=Path(__file__).parent, env=environment, start_new_session=True
    ) as program:
        os.close(end)
        assert b"fake" in read_until(terminal, b"fake")
        os.close(terminal)
        try:
            assert program.wait(timeout=60) == 128 + signal.SIGHUP
        finally:
            program.kill()


def test_a_terminal_that_goes_away_ends_the_program() -> None:
    program, terminal = pty.fork()
    if program == 0:  # the program, with the new terminal as its own
        os.environ |= {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
        os.chdir(Path(__file__).parent)
        os.execv(sys.executable, [sys.executable, "-c", PROGRAM])
    assert b"fake" in read_until(terminal, b"fake")
    os.close(terminal)
    patience = threading.Timer(60, os.kill, (program, signal.SIGKILL))
    patience.start()
    status = os.waitpid(program, 0)[1]
    patience.cancel()
    assert os.waitstatus_to_exitcode(status) == 128 + signal.SIGHUP
