from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies
from small_models import fixed, model_file

from predictor_tui.prediction.memory import StateHistory

words = strategies.lists(strategies.integers(0, 5), max_size=8)


def history(cell: str = "lstm", layers: int = 1) -> StateHistory:
    return StateHistory(model_file(cell, layers).model)


def test_before_any_word_the_memory_is_empty() -> None:
    assert not history().after([]).values.any()


def test_asking_again_and_going_back_cost_no_step() -> None:
    past = history()
    states = {n: past.after([1, 3, 4, 5][:n]) for n in (4, 3, 1, 0)}
    assert past.steps == 4
    for n, state in states.items():
        assert past.after([1, 3, 4, 5][:n]) is state
    assert past.steps == 4


def test_another_word_costs_one_step() -> None:
    past = history()
    past.after([1, 3])
    past.after([1, 3, 4])
    assert past.steps == 3


def test_an_edit_in_the_middle_reads_on_from_there() -> None:
    past = history()
    past.after([1, 3, 4, 5, 6])
    past.after([1, 3, 7, 5, 6])
    assert past.steps == 5 + 3


@given(strategies.lists(words, min_size=1, max_size=8))
@fixed
def test_a_state_depends_on_its_words_alone(texts: list[list[int]]) -> None:
    past = history()
    for text in texts:
        assert np.array_equal(past.after(text).values, history().after(text).values)


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
@pytest.mark.parametrize("layers", [1, 2])
def test_the_states_are_those_of_one_run_over_all_words(cell: str, layers: int) -> None:
    model: Any = model_file(cell, layers).model
    ids = [1, 3, 8, 0, 2, 9]
    run = model.read(np.array(ids)[:, None], model.initial_state())
    past = history(cell, layers)
    for n, state in enumerate(run, start=1):
        np.testing.assert_allclose(past.after(ids[:n]).values, state, rtol=0, atol=1e-6)
