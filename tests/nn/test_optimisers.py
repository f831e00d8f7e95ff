from __future__ import annotations

import numpy as np
import pytest

from predictor_tui.nn.arrays import Array, Gradients, Rows
from predictor_tui.nn.optimisers import Adam, clip_by_global_norm, global_norm, optimiser_named


def test_adam_by_the_paper() -> None:
    """Algorithm 1 of Kingma and Ba, written out for one number."""
    w, m, v = 1.0, 0.0, 0.0
    parameters = {"w": np.array([1.0])}
    adam = Adam()
    for t, g in enumerate((0.5, -1.0, 2.0, 0.1), start=1):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        w -= 0.01 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        adam.update(parameters, {"w": np.array([g])}, 0.01)
        assert parameters["w"][0] == pytest.approx(w, rel=1e-12)


def test_sgd_goes_downhill() -> None:
    parameters = {"w": np.array([1.0, 2.0])}
    optimiser_named("sgd").update(parameters, {"w": np.array([0.5, -1.0])}, 0.1)
    assert parameters["w"].tolist() == pytest.approx([0.95, 2.1])


@pytest.mark.parametrize("name", ["adam", "sgd"])
def test_rows_move_like_the_full_gradient_and_leave_the_others(name: str) -> None:
    rng = np.random.default_rng(0)
    start, values, ids = rng.normal(size=(5, 3)), rng.normal(size=(2, 3)), np.array([1, 4])
    by_rows: dict[str, Array] = {"E": start.copy()}
    by_matrix: dict[str, Array] = {"E": start.copy()}
    rows = Rows(ids, values)
    optimiser_named(name).update(by_rows, {"E": rows}, 0.1)
    optimiser_named(name).update(by_matrix, {"E": rows.dense(start)}, 0.1)
    np.testing.assert_allclose(by_rows["E"], by_matrix["E"], rtol=1e-12)
    assert np.array_equal(by_rows["E"][[0, 2, 3]], start[[0, 2, 3]])


def test_moments_of_untouched_rows_stay() -> None:
    adam = Adam()
    parameters: dict[str, Array] = {"E": np.zeros((3, 1))}
    adam.update(parameters, {"E": np.ones((3, 1))}, 0.1)
    before = adam.moments["m.E"].copy()
    adam.update(parameters, {"E": Rows(np.array([0]), np.ones((1, 1)))}, 0.1)
    assert adam.moments["m.E"][1:].tolist() == before[1:].tolist()
    assert adam.moments["m.E"][0] != before[0]


def test_clipping_keeps_the_direction() -> None:
    gradients: Gradients = {"a": np.array([3.0, 0.0]), "b": Rows(np.array([2]), np.array([[4.0]]))}
    assert clip_by_global_norm(gradients, 1.0) == pytest.approx(5)
    assert global_norm(gradients) == pytest.approx(1)
    assert gradients["a"].tolist() == pytest.approx([0.6, 0.0])  # type: ignore[union-attr]


def test_small_gradients_are_not_clipped() -> None:
    gradients: Gradients = {"a": np.array([0.3, 0.4])}
    assert clip_by_global_norm(gradients, 1.0) == pytest.approx(0.5)
    assert gradients["a"].tolist() == [0.3, 0.4]  # type: ignore[union-attr]


def test_an_optimiser_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="newton"):
        optimiser_named("newton")
