"""Two texts side by side: where they parted, how far apart their memories are, and what each goes on with.

    shared       words that both begin with
    since        words that both end with, after they differed
    distance     | h_a - h_b |, the Euclidean norm over the top layer's units

Distances are told for the words after the texts parted, the two aligned at their ends, so that the words they end with
lie side by side: with the same word read by both, what differs is memory alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from operator import eq
from typing import TYPE_CHECKING

import numpy as np

from predictor_tui.inspection.ablation import Outcome, Transplant, operate
from predictor_tui.inspection.arguments import column, floats
from predictor_tui.inspection.choice import Chance, Choice, Shift

if TYPE_CHECKING:
    from collections.abc import Sequence

    from predictor_tui.nn.arrays import Array
    from predictor_tui.nn.model import LanguageModel


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two texts, a and b, have done to the memory."""

    shared: int
    since: int
    distances: tuple[float, ...]
    """After each word since they parted, in the order of the texts; empty where one only goes on from the other."""
    distance: float
    """At the end of both."""
    hidden_a: tuple[float, ...]
    """The top layer's h at the end."""
    hidden_b: tuple[float, ...]
    next_a: tuple[Chance, ...]
    """The most probable words, best first."""
    next_b: tuple[Chance, ...]
    shifts: tuple[Shift, ...]
    """The words that are most probable in one and not in the other, the furthest first; `before` is a's."""


@dataclass(frozen=True, slots=True)
class Swapped:
    """What comes next when each text's last words are read upon the memory of the other."""

    a: Outcome
    b: Outcome


def compare(
    model: LanguageModel, a: Sequence[int], b: Sequence[int], *, count: int = 5, choice: Choice | None = None
) -> Comparison:
    """Compare two texts, each read upon an empty memory, with `count` words in each list.

    Raises ValueError for a text without words.
    """
    choice = choice or Choice.of_all(model)
    states_a, states_b = (model.read(column(ids), model.initial_state()) for ids in (a, b))
    p_a, p_b = choice.after(model, states_a[-1]), choice.after(model, states_b[-1])
    shared = _agreeing(a, b)
    apart = min(len(a), len(b)) - shared
    return Comparison(
        shared=shared,
        since=_agreeing(a[shared:][::-1], b[shared:][::-1]),
        distances=tuple(_distance(model, states_a[-back], states_b[-back]) for back in range(apart, 0, -1)),
        distance=_distance(model, states_a[-1], states_b[-1]),
        hidden_a=floats(model.hidden(states_a[-1])[:, 0]),
        hidden_b=floats(model.hidden(states_b[-1])[:, 0]),
        next_a=choice.top(p_a, count),
        next_b=choice.top(p_b, count),
        shifts=choice.shifts(p_a, p_b, count),
    )


def swapped(
    model: LanguageModel,
    a: Sequence[int],
    b: Sequence[int],
    *,
    last: int = 1,
    count: int = 5,
    choice: Choice | None = None,
) -> Swapped:
    """Exchange the memories of two texts before their last so many words, and see what each goes on with.

    Raises IndexError unless both have as many words.
    """
    head_a, head_b = len(a) - last, len(b) - last
    in_a = Transplant(head_a, tuple(b[: max(0, head_b)]))
    in_b = Transplant(head_b, tuple(a[: max(0, head_a)]))
    return Swapped(
        operate(model, a, [in_a], count=count, choice=choice), operate(model, b, [in_b], count=count, choice=choice)
    )


def without_memory(
    model: LanguageModel, ids: Sequence[int], *, count: int = 5, choice: Choice | None = None
) -> tuple[Chance, ...]:
    """Return what would come next if the last word had been read upon an empty memory, best first.

    Raises ValueError for a text without words.
    """
    choice = choice or Choice.of_all(model)
    return choice.top(choice.after(model, model.step(column(ids)[-1], model.initial_state())), count)


def _agreeing(a: Sequence[int], b: Sequence[int]) -> int:
    """Return with how many words both begin."""
    return sum(1 for _ in takewhile(bool, map(eq, a, b)))


def _distance(model: LanguageModel, a: Array, b: Array) -> float:
    return float(np.linalg.norm(model.hidden(a).astype(np.float64) - model.hidden(b)))
