from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, strategies
from writing import fixed

from predictor_tui.prediction.learning.mixture import WritersWords, mixed
from predictor_tui.prediction.next_word import NextWord, OwnWord
from predictor_tui.text.vocabulary import UNKNOWN


def own(key: str, chance: float) -> OwnWord:
    return OwnWord(key, key.title(), math.log(chance))


NETWORK = np.log(np.array([0.2, 0.1, 0.4, 0.3], np.float32))
AFTER = NextWord(NETWORK, math.log(0.15), (own("zyx", 0.05),))
WRITER = WritersWords(np.array([3, 1]), np.array([0.3, 0.1]), 0.2, (own("kubrick", 0.1), own("zyx", 0.05)), 0.4)


def test_each_word_has_the_chance_of_the_equation() -> None:
    after = mixed(AFTER, WRITER, 0.5)
    network = 1 - 0.5 * 0.6
    assert np.exp(after.log_probabilities).tolist() == pytest.approx(
        [network * 0.2 + 0.1, network * 0.1 + 0.05, network * 0.4, network * 0.3 + 0.15], rel=1e-6
    )
    assert math.exp(after.log_unknown) == pytest.approx(network * 0.15)
    assert {word.key: math.exp(word.log_probability) for word in after.own} == pytest.approx(
        {"zyx": network * 0.05 + 0.5 * 0.05, "kubrick": 0.5 * 0.1}
    )
    assert [word.key for word in after.own] == ["zyx", "kubrick"]


def test_no_strength_and_nothing_known_leave_the_network_alone() -> None:
    nothing = WritersWords(np.empty(0, np.intp), np.empty(0), 0.0, (), 1.0)
    assert mixed(AFTER, WRITER, 0) is AFTER
    assert mixed(AFTER, nothing, 0.9) is AFTER


def test_the_arguments_stay_as_they_are() -> None:
    before = NETWORK.copy()
    mixed(AFTER, WRITER, 0.5)
    assert NETWORK.tolist() == before.tolist()


def test_what_nobody_thinks_possible_stays_impossible() -> None:
    after = NextWord(np.array([-np.inf, 0.0, -np.inf]), -math.inf)
    found = mixed(after, WritersWords(np.array([2]), np.array([0.5]), 0.0, (), 0.5), 0.5)
    assert np.exp(found.log_probabilities).tolist() == pytest.approx([0, 0.75, 0.25])


@given(
    strategies.lists(strategies.floats(0.001, 1), min_size=3, max_size=8),
    strategies.lists(strategies.floats(0, 1), min_size=3, max_size=8),
    strategies.floats(0, 1),
    strategies.floats(0, 0.99),
)
@fixed
def test_over_all_words_it_sums_to_1(network: list[float], writer: list[float], rest: float, strength: float) -> None:
    size = min(len(network), len(writer))
    p, q = np.array(network[:size]), np.array(writer[:size]) + 1e-9
    p, q = p / p.sum(), (1 - rest) * q / q.sum()
    words = WritersWords(np.arange(1, size), q[1:], float(q[UNKNOWN]), (), rest)
    found = np.exp(mixed(NextWord(np.log(p), math.log(p[UNKNOWN])), words, strength).log_probabilities)
    assert found.sum() == pytest.approx(1)
    assert found == pytest.approx((1 - strength * (1 - rest)) * p + strength * q)
