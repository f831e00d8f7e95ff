"""How many threads a matrix product may use: one, wherever words come one at a time or several processes work.

A product of one word is over before a second thread has woken; waiting for it costs tens of milliseconds now and then.
The libraries under NumPy read these variables once, when NumPy is first imported.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

VARIABLES = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def one_thread() -> None:
    """Ask for one thread, unless the user has asked for another number; to be called before NumPy is imported."""
    for variable in VARIABLES:
        os.environ.setdefault(variable, "1")


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def one_thread_for_children() -> Iterator[None]:
    """Let processes that are started meanwhile use one thread; this one keeps its own."""
    before = {name: os.environ.get(name) for name in VARIABLES}
    os.environ |= dict.fromkeys(VARIABLES, "1")
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
