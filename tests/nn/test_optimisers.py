from __future__ import annotations

import numpy as np
import pytest

from predictor_tui.nn.arrays import Array, Gradients, Rows
from predictor_tui.nn.optimisers import Adam, clipping_factor, optimiser_named, squared_norm


def test_adam_by_the_paper() -> None:
    """Algorithm 1 of Kingma and Ba, written out for one number."""
    w, m, v = 1.0, 0.0, 0.0
    parameters = {"w": np.array([1.0])}
    adam = Adam()
    moments: dict[str, Array] = {"m.w": np.zeros(1), "v.w": np.zeros(1)}
    for t, g in enumerate((0.5, -1.0, 2.0, 0.1), start=1):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        w -= 0.01 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        adam.update(parameters, {"w": np.array([g])}, moments, rate=0.01, step=t)
        assert parameters["w"][0] == pytest.approx(w, rel=1e-12)


def test_sgd_goes_downhill() -> None:
    parameters = {"w": np.array([1.0, 2.0])}
    optimiser_named("sgd").update(parameters, {"w": np.array([0.5, -1.0])}, {}, rate=0.1, step=1)
    assert parameters["w"].tolist() == pytest.approx([0.95, 2.1])


@pytest.mark.parametrize("name", ["adam", "sgd"])
def test_rows_move_like_the_full_gradient_and_leave_the_others(name: str) -> None:
    rng = np.random.default_rng(0)
    start, values, ids = rng.normal(size=(5, 3)), rng.normal(size=(2, 3)), np.array([1, 4])
    by_rows: dict[str, Array] = {"E": start.copy()}
    by_matrix: dict[str, Array] = {"E": start.copy()}
    rows = Rows(ids, values)
    optimiser = optimiser_named(name)
    for parameters, gradient in ((by_rows, rows), (by_matrix, rows.dense(start))):
        moments: dict[str, Array] = {f"{kept}.E": np.zeros_like(start) for kept in optimiser.kept}
        optimiser.update(parameters, {"E": gradient}, moments, rate=0.1, step=1)
    np.testing.assert_allclose(by_rows["E"], by_matrix["E"], rtol=1e-12)
    assert np.array_equal(by_rows["E"][[0, 2, 3]], start[[0, 2, 3]])


def test_moments_of_untouched_rows_stay() -> None:
    parameters: dict[str, Array] = {"E": np.zeros((3, 1))}
    moments: dict[str, Array] = {"m.E": np.ones((3, 1)), "v.E": np.ones((3, 1))}
    Adam().update(parameters, {"E": Rows(np.array([0]), np.full((1, 1), 3.0))}, moments, rate=0.1, step=2)
    assert moments["m.E"].ravel().tolist() == pytest.approx([1.2, 1, 1])
    assert moments["v.E"].ravel().tolist() == pytest.approx([1.008, 1, 1])


@pytest.mark.parametrize("name", ["adam", "sgd"])
def test_a_large_matrix_is_moved_piece_by_piece_and_whole(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rng, optimiser = np.random.default_rng(0), optimiser_named(name)
    start, gradient = rng.normal(size=(2, 7, 3))
    ends = []
    for numbers in (1 << 16, 6):
        monkeypatch.setattr("predictor_tui.nn.optimisers.NUMBERS_AT_ONCE", numbers)
        w, moments = start.copy(), {f"{kept}.w": np.zeros_like(start) for kept in optimiser.kept}
        optimiser.update({"w": w}, {"w": gradient}, moments, rate=0.1, step=1)
        ends.append(w)
    assert np.array_equal(ends[0], ends[1])
    assert not np.any(ends[0] == start)


def test_the_norm_counts_rows_and_matrices() -> None:
    gradients: Gradients = {"a": np.array([3.0, 0.0]), "b": Rows(np.array([2]), np.array([[4.0]]))}
    assert squared_norm(gradients) == pytest.approx(25)
    assert clipping_factor(5.0, 1.0) == pytest.approx(0.2)


@pytest.mark.parametrize("by_rows", [False, True])
@pytest.mark.parametrize("name", ["adam", "sgd"])
def test_a_scale_is_a_smaller_gradient(name: str, by_rows: bool) -> None:
    optimiser, g = optimiser_named(name), np.array([[3.0], [-2.0]])
    ends = []
    for scale, values in ((0.5, g), (1.0, 0.5 * g)):
        w = np.zeros((2, 1))
        moments: dict[str, Array] = {f"{kept}.w": np.ones((2, 1)) for kept in optimiser.kept}
        gradient: Array | Rows = Rows(np.arange(2), values) if by_rows else values
        optimiser.update({"w": w}, {"w": gradient}, moments, rate=0.1, step=3, scale=scale)
        ends.append([*w.ravel(), *(value for array in moments.values() for value in array.ravel())])
    assert ends[0] == pytest.approx(ends[1])


def test_small_gradients_are_not_clipped() -> None:
    assert clipping_factor(0.5, 1.0) == 1


def test_an_optimiser_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="newton"):
        optimiser_named("newton")
