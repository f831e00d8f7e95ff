from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toys import fixed

from predictor_tui.training.schedule import FLOOR, WARM_UP_STEPS, learning_rate


def test_it_warms_up_in_equal_steps_to_the_peak() -> None:
    rates = [learning_rate(2.0, step, 0.0) for step in range(WARM_UP_STEPS + 5)]
    assert rates[0] == pytest.approx(2.0 / WARM_UP_STEPS)
    assert rates[WARM_UP_STEPS // 2 - 1] == pytest.approx(1.0)
    assert rates[WARM_UP_STEPS - 1 :] == [2.0] * 6


def test_it_falls_along_half_a_cosine_to_the_floor() -> None:
    late = 10 * WARM_UP_STEPS
    assert learning_rate(1.0, late, 0.5) == pytest.approx((1 + FLOOR) / 2)
    assert learning_rate(1.0, late, 1.0) == pytest.approx(FLOOR)
    assert learning_rate(1.0, late, 1.5) == pytest.approx(FLOOR)


@given(st.floats(1e-6, 1e3), st.integers(0, 10_000), st.floats(0, 1), st.floats(0, 1))
@fixed
def test_it_never_rises_after_the_warm_up_and_never_leaves_its_bounds(
    peak: float, step: int, one: float, other: float
) -> None:
    early, late = sorted((one, other))
    step += WARM_UP_STEPS
    assert peak >= learning_rate(peak, step, early) >= learning_rate(peak, step, late) > 0
