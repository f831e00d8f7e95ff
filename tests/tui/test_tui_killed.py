"""The application killed in a pseudo-terminal of its own: the text is there, and the next start offers it."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from predictor_tui import paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROGRAM = """
import sys
from pathlib import Path
from fake_engine import FakeEngine
from predictor_tui.tui.app import PredictorApp
app = PredictorApp(FakeEngine, Path(sys.argv[2]), state=Path(sys.argv[1]))
app.run()
sys.exit(app.return_code)
"""
PATIENCE = 60
WRITTEN = "Hello Ann"


@contextmanager
def started(state: Path, file: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Yield the program and the terminal it runs in, both gone afterwards."""
    terminal, end = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    command = [sys.executable, "-c", PROGRAM, str(state), str(file)]
    with subprocess.Popen(
        command, stdin=end, stdout=end, stderr=end, cwd=Path(__file__).parent, env=environment, start_new_session=True
    ) as program:
        os.close(end)
        try:
            yield program, terminal
        finally:
            program.kill()
            os.close(terminal)


def read_until(terminal: int, is_enough: Callable[[bytes], bool]) -> bytes:
    """Return what the program wrote until it is enough, or the program ended."""
    written = b""
    stop = threading.Event()
    patience = threading.Timer(PATIENCE, stop.set)
    patience.start()
    while not is_enough(written) and not stop.is_set():
        if select.select([terminal], [], [], 0.05)[0]:
            try:
                written += os.read(terminal, 65536)
            except OSError:  # Linux's way to say that nobody has the other end open any more
                break
    patience.cancel()
    return written


def kept(state: Path) -> str:
    texts = [path.read_text(encoding="utf-8") for path in paths.unsaved_folder(state).glob("*.txt")]
    return texts[0].partition("\n")[2] if texts else ""


def test_a_text_outlives_sigkill_and_is_offered_at_the_next_start(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    with started(tmp_path, file) as (program, terminal):
        read_until(terminal, lambda shown: b"fake" in shown)
        os.write(terminal, WRITTEN.encode())
        read_until(terminal, lambda _: kept(tmp_path) == WRITTEN)
        program.kill()
        assert program.wait(PATIENCE) == -signal.SIGKILL
    assert kept(tmp_path) == WRITTEN
    with started(tmp_path, file) as (program, terminal):
        assert b"left unsaved" in read_until(terminal, lambda shown: WRITTEN.encode() in shown)
        os.write(terminal, b"\r")
        read_until(terminal, lambda shown: b"not saved" in shown)
        os.write(terminal, b"\x13\x11")  # Ctrl+S, Ctrl+Q
        read_until(terminal, lambda _: False)
        assert program.wait(PATIENCE) == 0
    assert file.read_text(encoding="utf-8") == WRITTEN
    assert list(paths.unsaved_folder(tmp_path).iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_told_to_stop_it_keeps_the_text_to_the_last_letter(tmp_path: Path, number: signal.Signals) -> None:
    with started(tmp_path, tmp_path / "letter.txt") as (program, terminal):
        read_until(terminal, lambda shown: b"fake" in shown)
        os.write(terminal, WRITTEN.encode())
        read_until(terminal, lambda shown: "after “Hello”".encode() in shown)
        program.send_signal(number)
        read_until(terminal, lambda _: False)
        assert program.wait(PATIENCE) == 128 + number
    assert kept(tmp_path) == WRITTEN
