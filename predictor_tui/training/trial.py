"""A few steps to try how long one takes; they leave everything as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from predictor_tui.training.crew import Crew


def seconds_a_step(crew: Crew, steps: int, clock: Callable[[], float]) -> float:
    """Return the seconds that a training step takes, as the mean of `steps` after one that pays for the buffers."""
    board = crew.board
    kept = [(array, array.copy()) for array in (board.state, *board.moments.values())]
    _try(crew)
    begun = clock()
    for _ in range(steps):
        _try(crew)
    each = (clock() - begun) / steps
    for array, before in kept:
        array[...] = before
    return each


def _try(crew: Crew) -> None:
    crew.learn(0)
    crew.reduce()
    crew.update(0, rate=0.0, scale=1.0)  # a rate of 0 moves the moments, not the weights
