from __future__ import annotations

import itertools

import numpy as np
import pytest
from nets import CELLS, WORDS, dense, network, state_of, window

from predictor_tui.nn.model import LanguageModel
from predictor_tui.nn.parameters import shapes
from predictor_tui.nn.regularisation import Regularisation
from predictor_tui.nn.sampling import Sampler
from predictor_tui.nn.settings import ModelSettings

EACH_KIND = list(itertools.product(CELLS, (1, 3), (True, False), (0, 4)))


@pytest.mark.parametrize(("cell", "layers", "tied", "attention"), EACH_KIND)
def test_word_by_word_is_the_whole_window(cell: str, layers: int, tied: bool, attention: int) -> None:
    model = network(cell, layers, tied=tied, attention=attention)
    ids, targets = window(6, 2)
    state = state_of(model, 2)
    losses, last = model.word_losses(ids, targets, state)
    states = model.read(ids, state)
    np.testing.assert_allclose(model.last_state(ids, state), last, rtol=1e-12, atol=1e-14)
    for t in range(6):
        state = model.step(ids[t], state)
        log_p = model.log_probabilities(state)
        np.testing.assert_allclose(states[t], state, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(losses[t], -log_p[targets[t], [0, 1]], rtol=1e-12)
    np.testing.assert_allclose(last, state, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(("cell", "layers", "tied", "attention"), EACH_KIND)
def test_gradients_word_by_word_add_up_to_the_windows(cell: str, layers: int, tied: bool, attention: int) -> None:
    """Backward through T windows of one word, each sending its state's gradient on, is backward through one of T."""
    model = network(cell, layers, tied=tied, attention=attention)
    ids, targets = window(5, 2)
    start = state_of(model, 2)
    whole = model.loss_and_gradients(ids, targets, start)
    expected, expected_state, loss = dense(model, whole), whole.d_state.copy(), whole.loss
    states = [start, *model.read(ids, start)]
    d_state = np.zeros_like(start)
    total = {name: np.zeros_like(array) for name, array in model.parameters.items()}
    for t in reversed(range(5)):
        one = model.loss_and_gradients(ids[t : t + 1], targets[t : t + 1], states[t], d_state=5 * d_state)
        for name, gradient in dense(model, one).items():
            total[name] += gradient / 5
        d_state, loss = one.d_state / 5, loss - one.loss / 5
    assert loss == pytest.approx(0, abs=1e-12)
    np.testing.assert_allclose(d_state, expected_state, rtol=1e-9, atol=1e-14)
    for name, gradient in expected.items():
        np.testing.assert_allclose(total[name], gradient, rtol=1e-9, atol=1e-14, err_msg=name)


@pytest.mark.parametrize("attention", [0, 3])
@pytest.mark.parametrize("cell", CELLS)
def test_sequences_side_by_side_do_not_touch(cell: str, attention: int) -> None:
    model = network(cell, 2, attention=attention)
    ids, _ = window(4, 3)
    state = state_of(model, 3)
    together = model.read(ids, state)
    alone = np.concatenate([model.read(ids[:, b : b + 1], state[:, b : b + 1]) for b in range(3)], axis=2)
    np.testing.assert_allclose(together, alone, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("attention", [0, 3])
@pytest.mark.parametrize("cell", CELLS)
def test_a_step_leaves_its_arguments_alone(cell: str, attention: int) -> None:
    model = network(cell, 2, attention=attention)
    state = state_of(model, 1)
    before = state.copy()
    first = model.step(np.array([3]), state)
    kept = first.copy()
    model.step(np.array([4]), first)
    assert np.array_equal(state, before)
    assert np.array_equal(first, kept)


@pytest.mark.parametrize("cell", CELLS)
def test_what_comes_next_is_a_distribution(cell: str) -> None:
    model = network(cell)
    log_p = model.log_probabilities(state_of(model, 2))
    assert log_p.shape == (WORDS, 2)
    np.testing.assert_allclose(np.exp(log_p).sum(axis=0), 1, rtol=1e-12)


@pytest.mark.parametrize("cell", CELLS)
def test_hidden_is_the_top_layers_output(cell: str) -> None:
    model = network(cell, 2)
    hidden = model.hidden(model.read(window(4, 1)[0], model.initial_state())[-1])
    assert hidden.shape == (6, 1)
    assert np.abs(hidden).max() <= 1
    model.parameters["layer1.W"][...] = 0
    model.parameters["layer1.U"][...] = 0
    model.parameters["layer1.b"][...] = 0
    assert np.abs(model.hidden(model.step(np.array([1]), model.initial_state()))).max() == 0


def test_noise_only_while_training() -> None:
    model = network("gru", 2)
    ids, targets = window(5, 4)
    state = model.initial_state(4)
    plain = model.loss_and_gradients(ids, targets, state).loss
    assert plain == pytest.approx(model.word_losses(ids, targets, state)[0].mean(), rel=1e-12)
    noise = Regularisation(dropout=0.5)
    assert plain == model.loss_and_gradients(ids, targets, state, regularisation=noise).loss
    assert (
        plain != model.loss_and_gradients(ids, targets, state, rng=np.random.default_rng(0), regularisation=noise).loss
    )


@pytest.mark.parametrize("sampler", [None, Sampler(np.arange(1, WORDS + 1), draws=4)], ids=["full", "sampled"])
@pytest.mark.parametrize("tied", [True, False])
def test_a_weight_scales_the_gradients_and_not_the_loss(tied: bool, sampler: Sampler | None) -> None:
    model, (ids, targets) = network("lstm", tied=tied), window(5, 4)
    found = {}
    for weight in (1.0, 0.25):
        learnt = model.loss_and_gradients(
            ids, targets, model.initial_state(4), rng=np.random.default_rng(0), sampler=sampler, weight=weight
        )
        found[weight] = learnt.loss, dense(model, learnt)
    assert found[0.25][0] == found[1.0][0]
    for name, gradient in found[0.25][1].items():
        np.testing.assert_allclose(gradient, 0.25 * found[1.0][1][name], rtol=1e-9)


def test_float32_throughout() -> None:
    model = LanguageModel.initialised(ModelSettings(WORDS, "lstm", 4, 6, 2, attention=2), np.random.default_rng(0))
    ids, targets = window(3, 2)
    learnt = model.loss_and_gradients(ids, targets, model.initial_state(2), rng=np.random.default_rng(0))
    assert {g.dtype for g in dense(model, learnt).values()} == {np.dtype(np.float32)}
    assert learnt.state.dtype == np.float32
    assert model.log_probabilities(learnt.state).dtype == np.float32


def test_a_fresh_lstm_keeps_what_it_knows() -> None:
    settings = ModelSettings(WORDS, "lstm", 4, 6, 2)
    model = LanguageModel.initialised(settings, np.random.default_rng(0))
    forget = slice(12, 18)
    assert model.parameters["layer1.b"][forget].tolist() == [1] * 6
    assert np.count_nonzero(model.parameters["layer1.b"]) == 6


@pytest.mark.parametrize("tied", [True, False])
def test_a_model_that_knows_how_often_words_occur_starts_from_that(tied: bool) -> None:
    counts = np.arange(WORDS) ** 3
    settings = ModelSettings(WORDS, "lstm", 4, 6, tied=tied)
    model = LanguageModel.initialised(settings, np.random.default_rng(0), np.float64, counts=counts)
    first = np.exp(model.log_probabilities(model.initial_state())[:, 0])
    np.testing.assert_allclose(first, np.maximum(counts, 1) / np.maximum(counts, 1).sum(), rtol=1e-9)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cell": "perceptron"}, "cell"),
        ({"layers": 4}, "layers"),
        ({"hidden": 0}, "hidden"),
        ({"hidden": 2.5}, "hidden"),
        ({"vocabulary": -1}, "vocabulary"),
        ({"attention": -1}, "attention"),
        ({"attention": 65}, "attention"),
        ({"attention": True}, "attention"),
        ({"attention": 2.0}, "attention"),
    ],
)
def test_settings_that_no_network_can_have(changes: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        ModelSettings(**{"vocabulary": 10, **changes})  # type: ignore[arg-type]


def test_shapes_name_every_parameter() -> None:
    for cell, tied, widths, attention in itertools.product(CELLS, (True, False), ((5, 5), (4, 6)), (0, 2)):
        model = network(cell, 2, tied=tied, widths=widths, attention=attention)
        assert {name: array.shape for name, array in model.parameters.items()} == shapes(model.settings)


def test_sampling_needs_a_generator() -> None:
    from predictor_tui.nn.sampling import Sampler

    ids, targets = window(2, 1)
    model = network()
    with pytest.raises(ValueError, match="generator"):
        model.loss_and_gradients(ids, targets, model.initial_state(), sampler=Sampler(np.ones(WORDS, int), 3))
