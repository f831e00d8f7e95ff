from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from predictor_tui.nn.cache import CacheSettings, mixed, shares, target_shares
from predictor_tui.nn.functions import log_softmax

RNG = np.random.default_rng(3)
KEYS = RNG.standard_normal((7, 4)).astype(np.float32)
QUERY = RNG.standard_normal(4).astype(np.float32)
VALUES = np.array([2, 5, 2, 0, 1, 5, 2])
MODEL = log_softmax(RNG.standard_normal((9, 1)).astype(np.float32))[:, 0]


def by_hand(flatness: float, upto: int = 7) -> dict[int, float]:
    """p_cache of each word, straight from the equation."""
    weights = [math.exp(flatness * float(KEYS[i] @ QUERY)) for i in range(upto)]
    found: dict[int, float] = {}
    for word, weight in zip(VALUES[:upto].tolist(), weights, strict=True):
        found[word] = found.get(word, 0.0) + weight / sum(weights)
    return found


@pytest.mark.parametrize("flatness", [0.0, 0.3, 2.0])
@pytest.mark.parametrize("strength", [0.01, 0.5, 0.99])
def test_the_mixture_is_the_equations_and_sums_to_1(flatness: float, strength: float) -> None:
    found = np.exp(mixed(MODEL, VALUES, shares(KEYS, QUERY, flatness), strength))
    cache = by_hand(flatness)
    for word, model in enumerate(np.exp(MODEL)):
        assert found[word] == pytest.approx((1 - strength) * model + strength * cache.get(word, 0.0), rel=1e-5)
    assert found.sum() == pytest.approx(1, abs=1e-6)
    assert found.dtype == np.float32


def test_shares_of_states_far_too_alike_for_a_number_stay_finite() -> None:
    found = shares(1000 * KEYS, 1000 * QUERY, 1.0)
    assert np.isfinite(found).all()
    assert found.sum() == pytest.approx(1)


def test_many_queries_get_what_each_gets_alone() -> None:
    queries, targets = np.stack([QUERY, QUERY, QUERY]), np.array([2, 5, 7])
    visible = np.zeros((3, 7), np.float32)
    visible[1, 4:] = -np.inf
    found = target_shares(KEYS, VALUES, queries, targets, visible, (0.0, 0.7))
    for row, flatness in zip(found, (0.0, 0.7), strict=True):
        assert row == pytest.approx([by_hand(flatness)[2], by_hand(flatness, 4)[5], 0.0], rel=1e-5)


def test_a_query_that_sees_nothing_gets_nothing() -> None:
    hidden = np.full((1, 7), -np.inf, np.float32)
    assert target_shares(KEYS, VALUES, QUERY[None], np.array([2]), hidden, (0.5,)).tolist() == [[0.0]]


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"strength": -0.1}, "strength"),
        ({"strength": 1}, "strength"),
        ({"strength": math.nan}, "strength"),
        ({"reach": 0}, "reach"),
        ({"reach": 2.5}, "reach"),
        ({"reach": True}, "reach"),
        ({"flatness": -1}, "flatness"),
        ({"flatness": math.inf}, "flatness"),
        ({"flatness": math.nan}, "flatness"),
    ],
    ids=str,
)
def test_what_no_cache_can_have_is_refused(settings: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=f"{named} is "):
        CacheSettings(**{"strength": 0.1, "reach": 100, "flatness": 0.3} | settings)
