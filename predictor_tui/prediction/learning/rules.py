"""How what was observed of a writer counts: the numbers that a person or a measurement chooses."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LearningRules:
    """Raises ValueError on a number that makes no sense."""

    times: int = 3
    """How often a word that the vocabulary lacks is written before it is offered; at least 1."""
    half_life: float = 90.0
    """Days after which what was written counts half; above 0, and infinity for never."""
    picked: float = 2.0
    """What a picked word counts for; a typed one counts for 1. A pick says that the offer was right."""
    discount: float = 0.5
    """What is taken off each count for what was not seen yet; at least 0 and below 1."""
    trust: float = 300.0
    """As how many written words the network counts, at least 0: the writer's words alone have half a say after so many.
    """
    doubt: float = 2.0
    """The same for what follows one or two words: as how many continuations the shorter context counts; at least 0."""

    def __post_init__(self) -> None:
        _check("times", self.times, self.times >= 1)
        _check("half_life", self.half_life, self.half_life > 0)
        _check("picked", self.picked, 0 < self.picked < math.inf)
        _check("discount", self.discount, 0 <= self.discount < 1)
        _check("trust", self.trust, 0 <= self.trust < math.inf)
        _check("doubt", self.doubt, 0 <= self.doubt < math.inf)

    def weight(self, typed: int, picked: int, age: int) -> float:
        """Return what so many typed and picked words count for after `age` days; days to come count as today."""
        kept: float = 0.5 ** (max(age, 0) / self.half_life)
        return (typed + self.picked * picked) * kept


def _check(name: str, value: float, is_right: bool) -> None:
    if not is_right:
        raise ValueError(f"{name} may not be {value!r}")
