"""A program in a pseudo-terminal of 120 columns and 40 rows, timed and weighed from outside; see `start_up.py`."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import sys
import tempfile
import termios
import time
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from predictor_tui.paths import HOME_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Callable

COLUMNS, ROWS = 120, 40
PICTURE = 20
"""So many characters that are neither blanks nor control sequences are taken for a picture."""
PATIENCE = 60.0
SETTLING = 1.0
QUIT = b"\x11"  # ctrl+q
CONTROL = re.compile(rb"\x1b(\][^\x07\x1b]*(\x07|\x1b\\)|\[[0-?]*[ -/]*[@-~]|P[^\x1b]*\x1b\\|[ -/]*[0-~])")


class Program:
    """A program that runs, and what it has written so far, control sequences and blanks left out."""

    def __init__(self, command: list[str], home: str) -> None:
        self.begun = time.perf_counter()
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", HOME_VARIABLE: home}
            os.execvp(command[0], command)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self._raw = b""

    def milliseconds_until(self, what: str, shown: Callable[[str], bool]) -> float:
        """Return how long after its start what it has written satisfies `shown`. Raises TimeoutError."""
        while not shown(self._text()):
            if time.perf_counter() > self.begun + PATIENCE:
                raise TimeoutError(f"no {what} after {PATIENCE:.0f} s")
            self._read(PATIENCE)
        return 1000 * (time.perf_counter() - self.begun)

    def settle(self) -> None:
        """Let it go on for a while."""
        end = time.perf_counter() + SETTLING
        while (left := end - time.perf_counter()) > 0:
            self._read(left)

    def quit(self) -> float:
        """Let it quit; return the megabytes that it had in memory at the most. Raises TimeoutError."""
        os.write(self._terminal, QUIT)
        end = time.perf_counter() + PATIENCE
        while time.perf_counter() < end:
            self._read(0.05)
            pid, _, usage = os.wait4(self._pid, os.WNOHANG)
            if pid:
                self._pid = 0
                return usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e6 / 1024)
        raise TimeoutError(f"still there {PATIENCE:.0f} s after ctrl+q")

    def end(self) -> None:
        """End it, should it still be there."""
        if self._pid:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        os.close(self._terminal)

    def _read(self, seconds: float) -> None:
        if select.select([self._terminal], [], [], seconds)[0]:
            try:
                self._raw += os.read(self._terminal, 65536)
            except OSError:  # it has ended, which Linux tells in this way
                time.sleep(0.01)

    def _text(self) -> str:
        return "".join(CONTROL.sub(b"", self._raw).decode(errors="ignore").split())


def main() -> None:
    task: dict[str, Any] = json.loads(sys.argv[1])
    with tempfile.TemporaryDirectory() as home:
        program = Program(task["command"], home)
        try:
            figures = {
                "ms to the first picture": program.milliseconds_until("picture", lambda text: len(text) >= PICTURE)
            }
            if task["ready"]:
                figures[task["called"]] = program.milliseconds_until(task["called"], lambda text: task["ready"] in text)
            program.settle()
            figures["MB at the most"] = program.quit()
        finally:
            program.end()
    print(json.dumps({"figures": figures, "versions": f"Textual {version('textual')}"}))


if __name__ == "__main__":
    main()
