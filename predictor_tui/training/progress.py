"""What a training run says while it runs: frozen values for a progress line, a curve, or a test."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """A look at the validation text."""

    step: int
    epoch: float
    train_nats: float
    """Mean loss of the windows since the last check, dropout and sampling included."""
    valid_nats: float
    best: bool
    """Whether nothing before was better."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands after a step."""

    step: int
    epoch: float
    """Passes over the text done, fractions included."""
    share: float
    """How much of the run is done, 0 to 1."""
    loss: float
    """Mean loss in nats since the last check."""
    words_per_second: float
    seconds_left: float
    learning_rate: float
    gradient_norm: float
    """Before clipping."""
    best: float | None
    """The best validation loss so far, in nats."""
    check: Check | None
    """The check made at this step, if one was."""


def perplexity_of(nats: float) -> float:
    """Return exp(nats), infinite where that is too large for a number."""
    return math.exp(nats) if nats < 700 else math.inf
