from __future__ import annotations

import numpy as np
import pytest
from nets import CELLS, WINDOWS, WORDS, dense, network, state_of, window
from test_gradients import LIMIT, errors

from predictor_tui.nn import attention
from predictor_tui.nn.arrays import Array, Ids, Parameters, Workspace
from predictor_tui.nn.attention import Attention, AttentionBackward, Look
from predictor_tui.nn.earlier_states import Past
from predictor_tui.nn.functions import softmax
from predictor_tui.nn.gradient_check import relative_error
from predictor_tui.nn.model import LanguageModel, Learnt
from predictor_tui.nn.sampling import Sampler

REACHES = (1, 3, 9)
"""Shorter than a window, and longer than one with the state before it."""


def by_the_book(model: LanguageModel, hidden: list[Array]) -> tuple[Array, Array]:
    """Return log p of every word after a text, (V,), and the shares, newest first, from the h (H,) of its words."""
    *earlier, h = hidden
    seen = earlier[::-1][: model.settings.attention]
    a = softmax(np.array([[h @ model.parameters["attention.A"] @ s] for s in seen]))[:, 0] if seen else np.zeros(0)
    context = sum((share * s for share, s in zip(a, seen, strict=True)), np.zeros_like(h))
    y = h + model.parameters["attention.C"] @ context
    if model.settings.projected:
        y = model.parameters["projection.P"] @ y
    W = model.output_weights
    return np.log(softmax((W[:, :-1] @ y + W[:, -1])[:, None]))[:, 0], a


def hidden_states(model: LanguageModel, ids: Ids) -> list[Array]:
    """Return the h (H,) after each word of a text."""
    return [model.hidden(state)[:, 0] for state in model.read(ids[:, None], model.initial_state())]


def without_memory(model: LanguageModel) -> LanguageModel:
    """Return a network whose h depends on the last word alone: what it knows of earlier ones, attention tells."""
    model.parameters["layer0.U"][...] = 0
    return model


@pytest.mark.parametrize("reach", REACHES)
@pytest.mark.parametrize(("steps", "batch"), WINDOWS)
@pytest.mark.parametrize(("layers", "tied"), [(1, True), (1, False), (2, True)])
@pytest.mark.parametrize("cell", CELLS)
def test_every_gradient_agrees_with_a_central_difference(
    cell: str, layers: int, tied: bool, steps: int, batch: int, reach: int
) -> None:
    model = network(cell, layers, tied=tied, attention=reach)
    found = errors(model, steps, batch)
    assert {"attention.A", "attention.C", "state"} <= set(found) == {*model.parameters, "state"}
    assert max(found.values()) < LIMIT, found


def test_gradients_of_the_sampled_softmax() -> None:
    found = errors(network(attention=3), 4, 3, Sampler(np.arange(1, WORDS + 1), draws=4))
    assert max(found.values()) < LIMIT, found


def test_every_kept_state_learns() -> None:
    """The first word's look goes N back, over all that is kept but the oldest."""
    model = network(attention=3)
    state = state_of(model, 3)
    state[-1] = 4
    d_state = model.loss_and_gradients(*window(1, 3), state).d_state
    kept = d_state[-1 - 3 * 6 : -1].reshape(3, 6, 3)
    assert np.abs(kept[1:]).min() > 0
    assert not kept[0].any()
    assert not d_state[-1].any()


@pytest.mark.parametrize("reach", REACHES)
def test_what_later_words_send_to_the_kept_states_goes_on_to_where_they_came_from(
    reach: int,
) -> None:
    model, (ids, targets) = network(attention=reach), window(5, 3)
    state = state_of(model, 3)
    d_last = np.random.default_rng(8).normal(size=state.shape)

    def learn() -> Learnt:
        return model.loss_and_gradients(ids, targets, state, d_state=d_last)

    def loss() -> float:
        learnt = learn()
        return learnt.loss + float((learnt.state * d_last).sum())

    learnt, rng = learn(), np.random.default_rng(9)
    gradients = dense(model, learnt)
    assert relative_error(loss, state, learnt.d_state, rng) < LIMIT
    for name in ("layer0.U", "layer0.W", "attention.A", "attention.C"):
        assert relative_error(loss, model.parameters[name], gradients[name], rng) < LIMIT


def test_a_planted_error_fails_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Attention.backward

    def wrong(
        self: Attention, parameters: Parameters, past: Past, look: Look, d_y: Array, d_last: Array, work: Workspace
    ) -> AttentionBackward:
        back = right(self, parameters, past, look, d_y, d_last, work)
        back.parameters["attention.A"][0, 0] *= 1.01
        back.kept[6:] *= 1.01
        return back

    monkeypatch.setattr(Attention, "backward", wrong)
    found = errors(network(attention=3), 4, 3)
    assert found["attention.A"] > LIMIT
    assert found["state"] > LIMIT


@pytest.mark.parametrize("reach", REACHES)
@pytest.mark.parametrize("cell", CELLS)
def test_a_text_by_the_book(cell: str, reach: int) -> None:
    model, (ids, targets) = network(cell, 2, attention=reach), window(6, 1)
    losses, state = model.word_losses(ids, targets, model.initial_state())
    hidden = hidden_states(model, ids[:, 0])
    for t in range(6):
        assert losses[t, 0] == pytest.approx(-by_the_book(model, hidden[: t + 1])[0][targets[t, 0]], rel=1e-12)
    log_p, shares = by_the_book(model, hidden)
    np.testing.assert_allclose(model.log_probabilities(state)[:, 0], log_p, rtol=1e-12)
    weights = model.attention_weights(state)
    assert weights.shape == (reach, 1)
    np.testing.assert_allclose(weights[: len(shares), 0], shares, rtol=1e-12)
    assert not weights[len(shares) :].any()


def test_weights_are_shares_of_the_words_that_there_were() -> None:
    model, (ids, _) = network(attention=4), window(7, 2)
    states = [model.initial_state(2), *model.read(ids, model.initial_state(2))]
    for read, state in enumerate(states):
        weights, seen = model.attention_weights(state), min(max(read - 1, 0), 4)
        assert (weights > 0).sum(axis=0).tolist() == [seen, seen]
        assert (weights[:seen] > 0).all()
        np.testing.assert_allclose(weights.sum(axis=0), min(seen, 1), rtol=1e-12)


def test_weights_of_a_model_without_attention() -> None:
    model = network()
    with pytest.raises(ValueError, match="without attention"):
        model.attention_weights(model.initial_state())


def test_a_look_goes_as_far_as_the_reach_and_no_further() -> None:
    model, (ids, _) = without_memory(network("rnn", attention=3)), window(6, 1)
    told = [model.log_probabilities(model.last_state(ids, model.initial_state()))]
    for changed in range(6):
        other = ids.copy()
        other[changed] = (other[changed] + 1) % WORDS
        told.append(model.log_probabilities(model.last_state(other, model.initial_state())))
    same = [np.allclose(told[0], after, rtol=0, atol=1e-12) for after in told[1:]]
    assert same == [True, True, False, False, False, False]


def test_a_word_never_sees_what_comes_later() -> None:
    model, (ids, targets) = network(attention=3), window(6, 1)
    losses, _ = model.word_losses(ids, targets, model.initial_state())
    ids[4] = (ids[4] + 1) % WORDS
    changed, _ = model.word_losses(ids, targets, model.initial_state())
    assert np.allclose(losses[:4], changed[:4], rtol=0, atol=1e-12)
    assert not np.isclose(losses[4:], changed[4:]).any()


def test_a_state_of_zeros_is_a_text_not_begun() -> None:
    model, (ids, targets) = network(attention=3), window(4, 2)
    state = state_of(model, 2)
    state[:, 1] = 0
    losses, _ = model.word_losses(ids, targets, state)
    fresh, _ = model.word_losses(ids[:, 1:], targets[:, 1:], model.initial_state())
    np.testing.assert_allclose(losses[:, 1:], fresh, rtol=1e-12)


def test_a_long_window_in_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    model, (ids, targets) = network(attention=3), window(7, 2)
    whole = model.loss_and_gradients(ids, targets, state_of(model, 2))
    expected, d_state = dense(model, whole), whole.d_state.copy()
    monkeypatch.setattr(attention, "STEPS_AT_ONCE", 3)
    parted = model.loss_and_gradients(ids, targets, state_of(model, 2))
    assert parted.loss == pytest.approx(whole.loss, rel=1e-12)
    np.testing.assert_allclose(parted.d_state, d_state, rtol=1e-9, atol=1e-14)
    for name, gradient in dense(model, parted).items():
        np.testing.assert_allclose(gradient, expected[name], rtol=1e-9, atol=1e-14, err_msg=name)


def test_shares_of_scores_too_large_for_an_exponential() -> None:
    e = np.array([[1e4, 1e4, 9e4], [-1e4, -1e4, 5.0], [1.0, 2.0, 3.0]], np.float32)
    there = np.array([[1, 1, 0], [1, 1, 0], [0, 0, 0]], bool)
    found = np.full_like(e, np.nan)
    attention.shares(e, there, found)
    assert found.tolist() == [[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 0]]
