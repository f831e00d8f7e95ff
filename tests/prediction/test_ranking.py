from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, strategies
from small_models import fixed, vocabulary

from predictor_tui.prediction.candidates import Candidates
from predictor_tui.prediction.ranking import best, distinct_words, shares

if TYPE_CHECKING:
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
    assert shares(log_probabilities, ids(0, 2), ids(2, 0)) == pytest.approx([0.75, 0.25])


def test_shares_of_words_too_improbable_for_a_number_still_add_up() -> None:
    assert shares(np.array([0.0, -2000.0, -2000.0]), ids(1, 2), ids(1, 2)) == [0.5, 0.5]


def test_no_candidate_no_share() -> None:
    assert shares(np.zeros(3), ids(), ids()) == []
    assert distinct_words(np.zeros(3), ids(), 5, str) == {}


def test_words_left_out_or_spelt_alike_are_made_up_for() -> None:
    spellings = [None, "a", "A", "a", "a", None, None, "a", "b", "c", "d"]
    falling = -np.arange(11, dtype=np.float32)
    assert distinct_words(falling, ids(*range(11)), 4, spellings.__getitem__) == {"a": 1, "A": 2, "b": 8, "c": 9}
    assert distinct_words(falling, ids(*range(8)), 4, spellings.__getitem__) == {"a": 1, "A": 2}


def test_candidates_are_words_that_begin_with_the_letters_in_any_case() -> None:
    words = vocabulary()
    candidates = Candidates(words)

    def found(prefix: str) -> set[str]:
        return {words.spelling(int(i)) for i in candidates.beginning_with(prefix)}

    assert found("GY") == {"gym", "gypsy"}
    assert found("i") == {"I", "I'm", "iPhone"}
    assert found("3") == found("zz") == set()
    assert found("") == set(words.spellings) - {"<unk>", "<eos>", ".", "?", "...", "3.5"}
