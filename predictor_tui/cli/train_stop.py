"""Signals while a training runs: the first lets it save and say how to go on, a second ends it at once."""

from __future__ import annotations

import contextlib
import os
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType, TracebackType

_NOTE = b"\nstopping after this step; once more to quit at once\n"
_STDERR = 2


class StopRequest:
    """Takes SIGINT, SIGTERM and SIGHUP within a `with` block."""

    def __init__(self) -> None:
        self.signal = 0
        """The number of the first signal that came; 0 for none."""
        self._before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as it is under nohup, which means: go on
            self._before[signal.SIGHUP] = signal.getsignal(signal.SIGHUP)

    def __enter__(self) -> StopRequest:
        for number in self._before:
            signal.signal(number, self._take)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _take(self, number: int, _frame: FrameType | None) -> None:
        if number == signal.SIGHUP and self.signal:  # the shell and the system both send it when a terminal closes
            return
        if self.signal:
            raise SystemExit(128 + number)
        self.signal = number
        with contextlib.suppress(OSError):  # the terminal may be gone
            os.write(_STDERR, _NOTE)  # a buffered stream may be in the middle of a write itself
