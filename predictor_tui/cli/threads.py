"""How many threads a matrix product may use: one, wherever words come one at a time.

A product of one word is over before a second thread has woken; waiting for it costs tens of milliseconds now and then.
The libraries under NumPy read these variables once, when NumPy is first imported.
"""

from __future__ import annotations

import os

VARIABLES = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def one_thread() -> None:
    """Ask for one thread, unless the user has asked for another number; to be called before NumPy is imported."""
    for variable in VARIABLES:
        os.environ.setdefault(variable, "1")
