from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from predictor_tui.prediction.step_summary import CHANGED, Mover, changes, summarise
from predictor_tui.prediction.values import Memory

VALUES = st.floats(-1, 1, allow_nan=False)


def memory(previous: tuple[float, ...], hidden: tuple[float, ...]) -> Memory:
    return Memory(hidden, previous, "the", 2)


def test_a_step_in_numbers() -> None:
    step = summarise(memory((0.0, 0.5, -0.5, 0.25), (0.6, 0.5, 0.3, 0.25)))
    assert step.units == 4
    assert step.changed == 2
    assert step.distance == pytest.approx(1.0)
    assert step.new == pytest.approx(1.4 / (1.65 + 1.25))
    assert step.kept == pytest.approx(1 - step.new)
    assert step.movers == (Mover(2, -0.5, 0.3), Mover(0, 0.0, 0.6))
    assert step.movers[0].change == pytest.approx(0.8)


def test_a_first_word_is_all_new() -> None:
    step = summarise(Memory((0.5, -0.5), (), "the", 1))
    assert step.new == 1
    assert step.distance == pytest.approx(math.sqrt(0.5))


def test_nothing_moved() -> None:
    step = summarise(memory((0.5, -0.5), (0.5, -0.5)))
    assert (step.changed, step.distance, step.new, step.movers) == (0, 0, 0, ())


def test_an_empty_memory_has_no_numbers_to_divide_by() -> None:
    assert summarise(Memory()).new == 0
    assert summarise(Memory((0.0,), (0.0,))).new == 0


def test_a_unit_counts_as_changed_from_the_bound_on() -> None:
    assert summarise(memory((0.0, 0.0), (CHANGED, CHANGED * 0.99))).changed == 1


def test_only_as_many_movers_as_asked_for_and_ties_by_number() -> None:
    step = summarise(memory((0.0,) * 5, (0.5, -0.5, 0.9, 0.5, 0.5)), movers=3)
    assert [mover.unit for mover in step.movers] == [2, 0, 1]


@given(st.lists(st.tuples(VALUES, VALUES), max_size=20))
def test_shares_are_shares(pairs: list[tuple[float, float]]) -> None:
    step = summarise(memory(tuple(p for p, _ in pairs), tuple(h for _, h in pairs)))
    assert 0 <= step.new <= 1
    assert 0 <= step.changed <= step.units == len(pairs)


def test_memories_of_unequal_size_are_a_mistake() -> None:
    with pytest.raises(ValueError, match=r"shorter|longer"):
        changes(memory((0.0,), (0.0, 0.0)))
