from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, strategies
from writing import fixed

from predictor_tui.prediction.learning.estimate import Behind, estimate
from predictor_tui.prediction.learning.frequencies import Frequencies
from predictor_tui.prediction.learning.rules import LearningRules

RULES = LearningRules(discount=0.5, trust=4, doubt=2)


def behind(**weights: float) -> Behind:
    return Behind(np.array([int(name[1:]) for name in weights], np.intp), np.array([*weights.values()], float))


def test_without_context_each_word_has_its_discounted_share() -> None:
    p, rest = estimate(np.array([3.0, 1.0, 0.25]), [], RULES)
    assert p.tolist() == pytest.approx([2.5 / 8.25, 0.5 / 8.25, 0])
    assert rest == pytest.approx((4 + 0.5 + 0.5 + 0.25) / 8.25)


def test_each_longer_context_takes_what_it_knows_and_leaves_the_rest() -> None:
    alone = np.array([3.0, 1.0, 4.0])
    p0 = np.array([2.5, 0.5, 3.5]) / 12
    p1 = np.array([1.5, 0, 0.5]) / 5 + (1 - 2 / 5) * p0
    p2 = np.array([0, 0.5, 0]) / 3 + (1 - 0.5 / 3) * p1
    p, rest = estimate(alone, [behind(w0=2, w2=1), behind(w1=1)], RULES)
    assert p.tolist() == pytest.approx(p2.tolist())
    assert rest == pytest.approx((1 - p0.sum()) * (1 - 2 / 5) * (1 - 0.5 / 3))


def test_of_a_writer_who_wrote_nothing_all_is_left() -> None:
    for rules in (RULES, LearningRules(trust=0, doubt=0)):
        p, rest = estimate(np.zeros(0), [behind(), behind()], rules)
        assert p.size == 0
        assert rest == 1


weights = strategies.floats(0.01, 50)


@given(
    strategies.lists(weights, min_size=4, max_size=9),
    strategies.lists(strategies.dictionaries(strategies.sampled_from(["w0", "w1", "w3"]), weights), max_size=2),
    strategies.floats(0, 0.99),
    strategies.floats(0, 9),
    strategies.floats(0, 9),
)
@fixed
def test_it_sums_to_1_with_the_rest(
    alone: list[float], contexts: list[dict[str, float]], discount: float, trust: float, doubt: float
) -> None:
    rules = LearningRules(discount=discount, trust=trust, doubt=doubt)
    p, rest = estimate(np.array(alone), [behind(**context) for context in contexts], rules)
    assert p.min() >= 0
    assert 0 <= rest <= 1
    assert p.sum() + rest == pytest.approx(1)


def test_what_was_written_often_behind_a_word_is_probable_there() -> None:
    alone = np.array([100.0, 100.0])
    for often, seldom in ((0, 1), (1, 0)):
        p, _ = estimate(alone, [behind(**{f"w{often}": 5, f"w{seldom}": 1})], RULES)
        assert p[often] > p[seldom]


# The weights


def test_old_counts_fade_by_half_in_a_half_life_and_picks_count_more() -> None:
    rules = LearningRules(half_life=10, picked=2)
    assert rules.weight(3, 0, 0) == 3
    assert rules.weight(3, 2, 0) == 7
    assert rules.weight(3, 2, 10) == 3.5
    assert rules.weight(4, 0, 20) == 1
    assert rules.weight(4, 0, -5) == 4
    assert LearningRules(half_life=math.inf).weight(4, 0, 10_000) == 4


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("times", 0), ("half_life", 0), ("half_life", math.nan), ("picked", 0), ("picked", math.inf)),
        *(("discount", 1), ("discount", -0.1), ("trust", -1), ("trust", math.inf), ("doubt", math.nan)),
    ],
)
def test_a_number_that_makes_no_sense_is_refused(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=name):
        LearningRules(**{name: value})  # type: ignore[arg-type]


def test_weights_are_kept_by_number_and_words_found_by_their_letters() -> None:
    words = Frequencies()
    for number in range(3000):
        words.set(f"w{number:04}", number)
    words.set("w0007", 0.5)
    words.set("abc", 2)
    assert len(words) == words.weights.size == 3001
    assert [words.weights[words.number(key)] for key in ("w0007", "w2999", "abc")] == [0.5, 2999, 2]
    assert [words.keys[number] for number in words.beginning_with("w123")] == [f"w123{i}" for i in range(10)]
    assert [words.keys[number] for number in words.beginning_with("a")] == ["abc"]
    assert len(words.beginning_with("")) == 3001
    assert list(words.beginning_with("x")) == []
