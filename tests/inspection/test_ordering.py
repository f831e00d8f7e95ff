from __future__ import annotations

import numpy as np
import pytest

from predictor_tui.inspection.ordering import by_change, by_half_life, by_index, by_similarity


def test_by_index_change_and_half_life() -> None:
    assert by_index(3) == (0, 1, 2)
    assert by_change([0, 0.5, -0.5, 0], [0.1, -0.5, 0.5, 0]) == (1, 2, 0, 3)
    assert by_half_life([2.0, None, 0.5, 7.0, None]) == (1, 4, 3, 0, 2)


@pytest.mark.parametrize("seed", range(5))
def test_waves_are_put_in_the_order_of_their_phases(seed: int) -> None:
    rng = np.random.default_rng(seed)
    phases = rng.permutation(24)
    words = np.arange(48)[:, None]
    order = by_similarity((0.3 * np.cos(2 * np.pi * (words + phases) / 24) + 0.1).tolist())
    steps = np.diff(phases[list(order)]) % 24
    assert set(steps.tolist()) in ({1}, {23})


def test_units_that_move_together_become_neighbours() -> None:
    rng = np.random.default_rng(6)
    groups = rng.integers(0, 3, 40)
    waves = rng.normal(size=(30, 3))
    history = waves[:, groups] * rng.uniform(0.2, 2, 40) + rng.normal(scale=0.02, size=(30, 40)) + rng.normal(size=40)
    found = groups[list(by_similarity(history.tolist()))]
    assert np.count_nonzero(np.diff(found)) == 2
    assert np.count_nonzero(np.diff(groups)) > 10


def test_every_unit_has_one_place_whatever_the_text() -> None:
    rng = np.random.default_rng(7)
    for words, units in ((1, 5), (2, 5), (3, 2), (3, 1), (4, 9), (60, 9)):
        order = by_similarity(rng.normal(size=(words, units)).tolist())
        assert sorted(order) == list(range(units))
    assert by_similarity([]) == ()


def test_the_order_does_not_depend_on_how_the_units_are_numbered() -> None:
    rng = np.random.default_rng(8)
    history = rng.normal(size=(20, 12))
    renumbered = rng.permutation(12)
    first = list(by_similarity(history.tolist()))
    second = renumbered[list(by_similarity(history[:, renumbered].tolist()))].tolist()
    assert second in (first, first[::-1])


def test_units_that_stood_still_come_last() -> None:
    history = np.random.default_rng(9).normal(size=(12, 6))
    history[:, [1, 4]] = 0.7
    assert by_similarity(history.tolist())[-2:] == (1, 4)
    assert by_similarity(np.full((5, 3), 0.1).tolist()) == (0, 1, 2)
