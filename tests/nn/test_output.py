from __future__ import annotations

import numpy as np
import pytest

from predictor_tui.nn import output
from predictor_tui.nn.arrays import Array, Ids, Rows, Workspace, sum_rows
from predictor_tui.nn.functions import cross_entropy, cross_entropy_derivative
from predictor_tui.nn.sampling import Sampler, sampled_loss_and_gradients


def case(scale: float = 1.0, words: int = 50, count: int = 12) -> tuple[Array, Array, Ids]:
    rng = np.random.default_rng(0)
    W, y = scale * rng.normal(size=(words, 6)), rng.normal(size=(5, count))
    return W, y, rng.integers(0, words, count)


def plain(W: Array, y: Array, targets: Ids) -> tuple[float, Array, Array]:
    """The loss and its gradients by the book."""
    extended = np.vstack((y, np.ones(targets.size)))
    d_scores = cross_entropy_derivative(W @ extended, targets) / targets.size
    return float(cross_entropy(W @ extended, targets).mean()), W[:, :-1].T @ d_scores, d_scores @ extended.T


@pytest.mark.parametrize("scale", [1.0, 300.0], ids=["usual", "overflowing"])
def test_the_fast_form_is_the_plain_one(scale: float) -> None:
    W, y, targets = case(scale)
    fast = output.loss_and_gradients(W, y, targets, Workspace(np.float64))
    loss, d_y, d_W = plain(W, y, targets)
    assert fast.loss == pytest.approx(loss, rel=1e-12)
    np.testing.assert_allclose(fast.y, d_y, rtol=1e-9, atol=1e-13)
    np.testing.assert_allclose(fast.W, d_W, rtol=1e-9, atol=1e-13)


def test_groups_of_positions_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    W, y, targets = case()
    monkeypatch.setattr(output, "SCORES_AT_ONCE", 250)  # groups of 4 positions
    fast = output.loss_and_gradients(W, y, targets, Workspace(np.float64))
    loss, d_y, d_W = plain(W, y, targets)
    assert fast.loss == pytest.approx(loss, rel=1e-12)
    np.testing.assert_allclose(fast.y, d_y, rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(fast.W, d_W, rtol=1e-9, atol=1e-14)
    losses = output.word_losses(W, y, targets, Workspace(np.float64))
    np.testing.assert_allclose(losses.mean(), loss, rtol=1e-12)


@pytest.mark.parametrize("scale", [1.0, 300.0], ids=["usual", "overflowing"])
@pytest.mark.parametrize("scores", [1, 40, 120])
def test_blocks_of_the_vocabulary_add_up(monkeypatch: pytest.MonkeyPatch, scores: int, scale: float) -> None:
    W, y, targets = case(scale)
    monkeypatch.setattr(output, "SCORES_IN_CACHE", scores)  # blocks of 1, 3 and 10 words of 50
    fast = output.loss_and_gradients(W, y, targets, Workspace(np.float64))
    loss, d_y, d_W = plain(W, y, targets)
    assert fast.loss == pytest.approx(loss, rel=1e-12)
    np.testing.assert_allclose(fast.y, d_y, rtol=1e-9, atol=1e-13)
    np.testing.assert_allclose(fast.W, d_W, rtol=1e-9, atol=1e-13)


@pytest.mark.parametrize(("vocabulary", "count"), [(10, 1), (10, 7), (25_000_001, 3), (12_500_000, 5)])
def test_groups_cover_each_position_once(vocabulary: int, count: int) -> None:
    parts = output.groups(vocabulary, count)
    assert [i for part in parts for i in range(count)[part]] == list(range(count))
    assert max(part.stop - part.start for part in parts) * vocabulary <= max(vocabulary, output.SCORES_AT_ONCE)


def test_losses_of_scores_too_large_for_an_exponential() -> None:
    W, y, targets = case(1000.0)
    found = output.word_losses(W.astype(np.float32), y.astype(np.float32), targets, Workspace(np.float32))
    wanted = cross_entropy(W @ np.vstack((y, np.ones(targets.size))), targets)
    np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-2)


def test_a_sample_of_everything_is_the_full_softmax() -> None:
    W, y, targets = case()
    everything = np.arange(W.shape[0])
    loss, d_y, d_W = sampled_loss_and_gradients(W, y, targets, everything, np.zeros(W.shape[0]), Workspace(np.float64))
    full = plain(W, y, targets)
    assert loss == pytest.approx(full[0], rel=1e-12)
    np.testing.assert_allclose(d_y, full[1], rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(d_W.dense(W), full[2], rtol=1e-9, atol=1e-14)


def test_the_sampled_sum_is_right_on_average() -> None:
    """Over many samples the estimate of Z, with the own target certain, has the true Z as its mean."""
    W, y, _ = case(0.5, words=200, count=1)
    target = np.array([7])
    counts = np.arange(1, 201)[::-1]
    sampler, rng = Sampler(counts, draws=40), np.random.default_rng(3)
    extended = np.vstack((y, np.ones(1)))
    score = float((W @ extended)[7, 0])
    estimates = []
    for _ in range(3000):
        chosen = sampler.candidates(target, rng)
        chances = sampler.log_chances(chosen, positions=1)
        loss, _, _ = sampled_loss_and_gradients(W, y, target, chosen, chances, Workspace(np.float64))
        estimates.append(np.exp(loss + score))
    truth = float(np.exp(W @ extended).sum())
    spread = np.std(estimates) / np.sqrt(len(estimates))
    assert abs(np.mean(estimates) - truth) < 4 * spread


def test_candidates_hold_every_target_once() -> None:
    sampler = Sampler(np.arange(1, 101), draws=20)
    targets = np.array([5, 99, 5, 0])
    chosen = sampler.candidates(targets, np.random.default_rng(0))
    assert set(targets) <= set(chosen)
    assert chosen.tolist() == sorted(set(chosen.tolist()))


def test_the_chance_of_being_a_candidate() -> None:
    """log_chances against how often words are drawn; the targets of other positions follow the unigram law."""
    counts = np.array([500, 50, 5, 1, 1, 1, 1, 1, 1, 1])
    sampler, rng = Sampler(counts, draws=6), np.random.default_rng(1)
    trials, seen = 4000, np.zeros(counts.size)
    for _ in range(trials):
        others = rng.choice(counts.size, 3, p=counts / counts.sum())
        seen[sampler.candidates(others, rng)] += 1
    expected = np.exp(sampler.log_chances(np.arange(counts.size), positions=4))
    np.testing.assert_allclose(seen / trials, expected, atol=4 * np.sqrt(0.25 / trials))


def test_rows_with_the_same_id_are_added() -> None:
    rng = np.random.default_rng(0)
    ids, rows = rng.integers(0, 5, 30), rng.normal(size=(30, 3))
    expected = np.zeros((7, 3))
    np.add.at(expected, ids, rows)
    found = sum_rows(ids, rows)
    assert isinstance(found, Rows)
    assert found.ids.tolist() == sorted(set(ids.tolist()))
    np.testing.assert_allclose(found.dense(np.empty((7, 3))), expected, rtol=1e-12)
