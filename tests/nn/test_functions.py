from __future__ import annotations

import numpy as np

from predictor_tui.nn import functions as f
from predictor_tui.nn.arrays import Workspace
from predictor_tui.nn.gradient_check import relative_error
from predictor_tui.nn.initialise import orthogonal


def test_derivatives_of_the_squashing_functions() -> None:
    a = np.linspace(-6, 6, 101)
    slopes = (np.tanh(a + 1e-5) - np.tanh(a - 1e-5)) / 2e-5
    np.testing.assert_allclose(f.tanh_derivative(np.tanh(a)), slopes, rtol=1e-5, atol=1e-9)
    slopes = (f.sigmoid(a + 1e-5) - f.sigmoid(a - 1e-5)) / 2e-5
    np.testing.assert_allclose(f.sigmoid_derivative(f.sigmoid(a)), slopes, rtol=1e-5, atol=1e-9)


def test_sigmoid_at_the_ends() -> None:
    assert f.sigmoid(np.array([-1e4, 0.0, 1e4])).tolist() == [0.0, 0.5, 1.0]


def test_gates_by_one_tanh() -> None:
    a = np.random.default_rng(0).normal(size=(4, 3, 2))
    wanted = np.concatenate((f.sigmoid(a[:3]), np.tanh(a[3:])))
    f.squash_gates(a, sigmoids=3)
    np.testing.assert_allclose(a, wanted, rtol=1e-12)


def test_cross_entropy_and_its_derivative() -> None:
    rng = np.random.default_rng(1)
    logits, targets = rng.normal(size=(7, 4)), rng.integers(0, 7, 4)
    gradient = f.cross_entropy_derivative(logits, targets)
    assert relative_error(lambda: float(f.cross_entropy(logits, targets).sum()), logits, gradient, rng) < 1e-9
    np.testing.assert_allclose(f.softmax(logits).sum(axis=0), 1)


def test_softmax_of_scores_too_large_for_an_exponential() -> None:
    np.testing.assert_allclose(f.softmax(np.array([[1e4], [1e4]])), [[0.5], [0.5]])


def test_orthogonal_weights_keep_lengths() -> None:
    U = orthogonal(np.random.default_rng(0), 20)
    np.testing.assert_allclose(U.T @ U, np.eye(20), atol=1e-12)


def test_a_workspace_gives_the_same_array_again() -> None:
    work = Workspace(np.float32)
    first = work.take("a", 2, 3)
    assert work.take("a", 2, 3) is first
    assert work.take("a", 3, 3) is not first
    assert work.nbytes() == 36


def test_a_workspace_computes_where_it_is_told_to() -> None:
    work, room = Workspace(np.float32), np.zeros((2, 3), np.float32)
    work.lend("a", room)
    assert work.take("a", 2, 3) is room
    assert work.nbytes() == 0
