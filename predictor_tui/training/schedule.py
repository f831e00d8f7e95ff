"""How large a step to take, and when: a short warm-up, then down along half a cosine."""

from __future__ import annotations

import math

WARM_UP_STEPS = 50
FLOOR = 0.02
"""Share of the peak that is left at the end."""


def learning_rate(peak: float, step: int, share: float) -> float:
    """Return the rate of step `step` (from 0) when `share` (0 to 1) of the run is done.

    A linear warm-up, then a cosine without restarts (Loshchilov and Hutter 2017, arXiv:1608.03983).
    """
    warm = min(1.0, (step + 1) / WARM_UP_STEPS)
    cosine = 0.5 * (1 + math.cos(math.pi * min(1.0, share)))
    return peak * warm * (FLOOR + (1 - FLOOR) * cosine)
