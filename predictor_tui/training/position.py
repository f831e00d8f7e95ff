"""Where a training run stands between two steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from predictor_tui.nn.arrays import Array
    from predictor_tui.training.progress import Check


@dataclass(eq=False)
class Position:
    """Where a run stands; with the weights, their moments and the carried memory, all that a resumed run needs."""

    step: int = 0
    seconds: float = 0.0
    """Time spent in earlier sittings."""
    loss_sum: float = 0.0
    loss_count: int = 0
    """Sum and number of the losses since the last check."""
    stale: int = 0
    """Checks in a row that brought nothing better."""
    hurried_step: int | None = None
    """The step from which on the rest of the schedule is run through quickly; None while all goes well."""
    hurried_share: float = 0.0
    """How much of the budget was spent then."""
    best_nats: float | None = None
    best: dict[str, Array] = field(default_factory=dict)
    """The weights at the best check."""
    history: list[Check] = field(default_factory=list)
