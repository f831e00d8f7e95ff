from __future__ import annotations

import itertools

import numpy as np
import pytest
from nets import CELLS, WORDS, network, state_of, window

from predictor_tui.nn.arrays import Array, Workspace
from predictor_tui.nn.cells.base import Tape
from predictor_tui.nn.functions import squash_gates
from predictor_tui.nn.gradient_check import relative_error
from predictor_tui.nn.model import LanguageModel

EACH_KIND = list(itertools.product(CELLS, (1, 2, 3), (True, False), (0, 3)))
LIMIT = 1e-6


def leave_alone(_layer: int, _tape: Tape, _state: Array) -> None:
    """Change nothing."""


@pytest.mark.parametrize(("cell", "layers", "tied", "attention"), EACH_KIND)
def test_a_gradient_of_the_features_goes_back_to_words_and_state(
    cell: str, layers: int, tied: bool, attention: int
) -> None:
    model = network(cell, layers, tied=tied, attention=attention)
    ids, state = np.arange(10).reshape(5, 2), state_of(model, 2)
    E = model.parameters["embedding.E"][:, : model.settings.embedding]
    d_y = np.random.default_rng(4).normal(size=model.run(ids, state).y.shape)

    def value() -> float:
        return float((model.run(ids, state).y * d_y).sum())

    run = model.run(ids, state)
    d_x, d_state = model.run_backward(run, d_y)
    again, _ = model.run_backward(run, d_y)
    np.testing.assert_array_equal(d_x, again)
    d_E = np.zeros_like(E)
    d_E[:10] = d_x.T  # each word comes once
    rng = np.random.default_rng(5)
    assert relative_error(value, E, d_E, rng) < LIMIT
    assert relative_error(value, state, d_state, rng) < LIMIT


@pytest.mark.parametrize(("cell", "layers", "tied", "attention"), EACH_KIND)
def test_a_step_in_which_nothing_is_touched_is_a_step(cell: str, layers: int, tied: bool, attention: int) -> None:
    model = network(cell, layers, tied=tied, attention=attention)
    state = state_of(model, 2)
    for ids in window(4, 2)[0]:
        touched = model.touched_step(ids, state, leave_alone)
        state = model.step(ids, state)
        np.testing.assert_array_equal(touched, state)


@pytest.mark.parametrize(("cell", "layers", "tied", "attention"), EACH_KIND)
def test_the_state_after_a_run_is_the_last_state(cell: str, layers: int, tied: bool, attention: int) -> None:
    model = network(cell, layers, tied=tied, attention=attention)
    ids, state = window(4, 2)[0], state_of(model, 2)
    expected = model.last_state(ids, state)
    np.testing.assert_array_equal(model.state_after(model.run(ids, state)), expected)


@pytest.mark.parametrize(("layers", "attention"), itertools.product((1, 2, 3), (0, 3)))
@pytest.mark.parametrize("cell", CELLS)
def test_a_touched_layer_is_what_the_next_one_reads(cell: str, layers: int, attention: int) -> None:
    model = network(cell, layers, attention=attention)
    ids, state = window(1, 1)[0][0], state_of(model, 1)

    def double(layer: int, _tape: Tape, new: Array) -> None:
        if layer == 0:
            new *= 2

    touched, plain = model.touched_step(ids, state, double), model.step(ids, state)
    np.testing.assert_array_equal(model.layer(touched, 0), 2 * model.layer(plain, 0))
    for above in range(1, layers):
        assert not np.allclose(model.layer(touched, above), model.layer(plain, above))


@pytest.mark.parametrize("cell", CELLS)
def test_the_parts_of_a_gate_make_its_value(cell: str) -> None:
    model = network(cell, 2)
    ids, state = window(5, 2)[0], state_of(model, 2)
    tapes = model.run(ids, state).reading.tapes
    for layer, tape in zip(model.cells, tapes, strict=True):
        W, b = (model.parameters[layer.key(name)] for name in ("W", "b"))
        word = (W @ tape.x + b[:, None]).reshape(layer.gates, 6, 5, 2)
        a = word + layer.from_memory(model.parameters, tape)
        squash_gates(a, layer.sigmoids)
        found = layer.squashed(tape)
        assert found.shape == (5, len(layer.names), 6, 2)
        np.testing.assert_allclose(found, a.transpose(2, 0, 1, 3), rtol=1e-12)


@pytest.mark.parametrize("cell", CELLS)
def test_one_word_of_a_tape_side_by_side(cell: str) -> None:
    model = network(cell)
    (layer,), rng = model.cells, np.random.default_rng(6)
    states = model.read(window(5, 1)[0], model.initial_state())
    (tape,) = model.run(window(5, 1)[0], model.initial_state()).reading.tapes
    d_state = rng.normal(size=(layer.parts * 6, 4))
    work = Workspace(np.float64)
    _, found = layer.undo(model.parameters, layer.spread(tape, 3, 4), np.zeros((6, 4)), d_state, work)
    for column in range(4):
        one = layer.forward(model.parameters, tape.x[:, 3:4], states[2], work)
        _, alone = layer.undo(model.parameters, one, np.zeros((6, 1)), d_state[:, column : column + 1], work)
        np.testing.assert_allclose(found[:, column], alone[:, 0], rtol=1e-12)


def test_a_network_beside_another_shares_its_weights_and_no_buffer() -> None:
    model = network()
    other: LanguageModel = model.beside()
    run = model.run(window(3, 1)[0], model.initial_state())
    kept = run.y.copy()
    other.run((window(3, 1)[0] + 1) % WORDS, model.initial_state())
    assert np.array_equal(run.y, kept)
    assert other.parameters is model.parameters
