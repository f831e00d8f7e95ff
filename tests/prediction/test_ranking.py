from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, strategies
from small_models import fixed, vocabulary

from predictor_tui.prediction.candidates import Candidates
from predictor_tui.prediction.ranking import Scored, best, distinct_words, log_sum, log_total, share

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

scores = strategies.lists(strategies.sampled_from([-9.0, -3.0, -2.0, -1.0, -0.5, -np.inf]), min_size=1, max_size=30)


def ids(*values: int) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    return np.array(values, np.intp)


@given(scores, strategies.randoms(use_true_random=False), strategies.integers(1, 40))
@fixed
def test_best_is_the_head_of_the_whole_order(values: list[float], random: Random, k: int) -> None:
    candidates = [i for i in range(len(values)) if random.random() < 0.7]
    random.shuffle(candidates)
    ordered = sorted(candidates, key=lambda i: (-values[i], i))
    assert best(np.array(values, np.float32), ids(*candidates), k).tolist() == ordered[:k]


def test_shares_are_of_the_candidates() -> None:
    log_probabilities = np.log(np.array([0.1, 0.2, 0.3, 0.4], np.float32))
    total = log_total(log_probabilities, ids(0, 2))
    assert [share(float(log_probabilities[i]), total) for i in (2, 0)] == pytest.approx([0.75, 0.25])
    assert total == pytest.approx(math.log(0.4))


def test_shares_of_words_too_improbable_for_a_number_still_add_up() -> None:
    total = log_total(np.array([0.0, -2000.0, -2000.0]), ids(1, 2))
    assert share(-2000.0, total) == pytest.approx(0.5)
    assert log_sum(-2000.0, -2000.0, -math.inf) == pytest.approx(total)


def test_of_no_candidates_the_sum_is_0() -> None:
    assert log_total(np.zeros(3), ids()) == log_sum(-math.inf, -math.inf) == -math.inf


def words(*spellings: str) -> Callable[[int], list[Scored]]:
    scored = [Scored(word, -float(place)) for place, word in enumerate(spellings)]
    return lambda count: scored[:count]


def test_words_left_out_or_spelt_alike_are_made_up_for() -> None:
    def spell(word: str) -> str | None:
        return None if word.startswith("no") else word[0]

    ranked = words("no1", "a1", "A", "a2", "a3", "no2", "no3", "a4", "b", "c", "d")
    assert distinct_words(ranked, 4, spell) == {"a": -1, "A": -2, "b": -8, "c": -9}
    assert distinct_words(words("no1", "a1", "A", "a2"), 4, spell) == {"a": -1, "A": -2}
    assert distinct_words(words(), 4, spell) == {}


def test_candidates_are_words_that_begin_with_the_letters_in_any_case() -> None:
    known = vocabulary()
    candidates = Candidates(known)

    def found(prefix: str) -> set[str]:
        return {known.spelling(int(i)) for i in candidates.beginning_with(prefix)}

    assert found("GY") == {"gym", "gypsy"}
    assert found("i") == {"I", "I'm", "iPhone"}
    assert found("3") == found("zz") == set()
    assert found("") == set(known.spellings) - {"<unk>", "<eos>", ".", "?", "...", "3.5"}
