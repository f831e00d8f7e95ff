"""What one word did to the memory, in a few numbers that a person can read beside the picture.

With h the hidden state after the word and p the one before it:

    distance = sqrt(sum_i (h_i - p_i)^2)                                how far the memory moved
    new      = sum_i |h_i - p_i| / sum_i (|h_i| + |p_i|)                 between 0 and 1
    kept     = 1 - new

`new` is 0 where nothing moved, and 1 where the memory was empty or every unit changed its side.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import dist, fsum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from predictor_tui.prediction.values import Memory

CHANGED = 0.1
"""A unit counts as changed from here on: a twentieth of its range of -1 to 1."""


@dataclass(frozen=True, slots=True)
class Mover:
    """One unit and where it went."""

    unit: int
    """Numbered from 0, as in `Predictor.memory(text)`."""
    before: float
    after: float

    @property
    def change(self) -> float:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class StepSummary:
    """The last step of the memory in numbers."""

    units: int
    changed: int
    """How many units moved by `CHANGED` or more."""
    distance: float
    """Euclidean distance between the memory before and after."""
    new: float
    """Share of the memory that this word brought, between 0 and 1."""
    movers: tuple[Mover, ...]
    """The units that moved furthest, the furthest first; equals by number."""

    @property
    def kept(self) -> float:
        return 1.0 - self.new


def before(memory: Memory) -> tuple[float, ...]:
    """Return the memory one word earlier, which is all zero where it is not given."""
    return memory.previous or (0.0,) * len(memory.hidden)


def changes(memory: Memory) -> tuple[float, ...]:
    """Return how far each unit moved with the last word, signed."""
    return tuple(h - p for h, p in zip(memory.hidden, before(memory), strict=True))


def summarise(memory: Memory, movers: int = 12) -> StepSummary:
    """Return the numbers of the last step, with at most `movers` units that moved furthest."""
    previous = before(memory)
    moved = [abs(change) for change in changes(memory)]
    size = fsum(abs(value) for value in (*memory.hidden, *previous))
    furthest = sorted(range(len(moved)), key=lambda unit: (-moved[unit], unit))[:movers]
    return StepSummary(
        units=len(moved),
        changed=sum(change >= CHANGED for change in moved),
        distance=dist(memory.hidden, previous),
        new=min(1.0, fsum(moved) / size) if size else 0.0,
        movers=tuple(Mover(unit, previous[unit], memory.hidden[unit]) for unit in furthest if moved[unit]),
    )
