from __future__ import annotations

import itertools

from toys import Clock

from predictor_tui.training.save_timer import LONGEST_LOSS, LOST_SHARE, SAVING_SHARE, SaveTimer


def saves(seconds: int, cost: float) -> list[float]:
    """When a run with a step a second saves."""
    clock = Clock(tick=0.0)
    begun, times = clock.now, []

    def save() -> None:
        times.append(clock.now - begun)
        clock.now += cost

    timer = SaveTimer(save, clock)
    for _ in range(seconds):
        clock.now += 1
        timer.save_if_due()
    return times


def test_the_first_step_is_saved() -> None:
    assert saves(1, 0.0) == [1]


def test_no_more_than_a_tenth_or_a_minute_is_lost() -> None:
    times = saves(2000, 0.001)
    for last, this in itertools.pairwise(times):
        assert this - last <= min(LONGEST_LOSS, LOST_SHARE * this) + 1.01
    assert len(times) < 80


def test_saving_takes_little_of_the_time_however_slow_it_is() -> None:
    times = saves(2000, 10.0)
    assert 10.0 * (len(times) - 1) <= SAVING_SHARE * (times[-1] - times[0])
    assert len(times) > 5


def test_saving_on_request_counts() -> None:
    clock, done = Clock(tick=0.0), []
    timer = SaveTimer(lambda: done.append(clock.now), clock)
    clock.now += 1000
    timer.save()
    clock.now += LONGEST_LOSS - 1
    timer.save_if_due()
    assert len(done) == 1
