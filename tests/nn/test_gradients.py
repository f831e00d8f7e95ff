from __future__ import annotations

import itertools

import numpy as np
import pytest
from nets import CELLS, WINDOWS, WORDS, dense, network, state_of, window

from predictor_tui.nn.arrays import Array, Parameters, Workspace
from predictor_tui.nn.cells.base import Backward, Tape
from predictor_tui.nn.cells.lstm import LSTMCell
from predictor_tui.nn.gradient_check import relative_error
from predictor_tui.nn.model import LanguageModel, Learnt
from predictor_tui.nn.recurrent import CELLS as CELL_TYPES
from predictor_tui.nn.regularisation import Regularisation
from predictor_tui.nn.sampling import Sampler

LIMIT = 1e-6
DROPOUT = Regularisation(dropout=0.3, input_dropout=0.3)


def errors(
    model: LanguageModel, steps: int, batch: int, sampler: Sampler | None = None, noise: Regularisation = DROPOUT
) -> dict[str, float]:
    """Return the relative error of the gradient of each parameter and of the initial state, noise on."""
    ids, targets = window(steps, batch)
    state = state_of(model, batch)

    def learn() -> Learnt:
        rng = np.random.default_rng(5)
        return model.loss_and_gradients(ids, targets, state, rng=rng, sampler=sampler, regularisation=noise)

    def loss() -> float:
        return learn().loss

    learnt = learn()
    rng = np.random.default_rng(6)
    checked = {
        name: relative_error(loss, model.parameters[name], gradient, rng)
        for name, gradient in dense(model, learnt).items()
    }
    return checked | {"state": relative_error(loss, state, learnt.d_state, rng)}


@pytest.mark.parametrize("widths", [(5, 5), (4, 6)], ids=["D=H", "D<H"])
@pytest.mark.parametrize(("steps", "batch"), WINDOWS)
@pytest.mark.parametrize("tied", [True, False], ids=["tied", "untied"])
@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("cell", CELLS)
def test_every_gradient_agrees_with_a_central_difference(
    cell: str, layers: int, tied: bool, steps: int, batch: int, widths: tuple[int, int]
) -> None:
    model = network(cell, layers, tied=tied, widths=widths)
    found = errors(model, steps, batch)
    assert set(found) == {*model.parameters, "state"}
    assert max(found.values()) < LIMIT, found


@pytest.mark.parametrize(("cell", "tied"), itertools.product(CELLS, (True, False)))
def test_gradients_of_the_sampled_softmax(cell: str, tied: bool) -> None:
    found = errors(network(cell, tied=tied), 4, 3, Sampler(np.arange(1, WORDS + 1), draws=4))
    assert max(found.values()) < LIMIT, found


@pytest.mark.parametrize(
    "noise",
    [
        Regularisation(word_dropout=0.4),
        Regularisation(weight_drop=0.4),
        Regularisation(dropout=0.4, input_dropout=0.2, locked=True),
        Regularisation(0.4, 0.2, 0.3, 0.3, locked=True),
    ],
    ids=["words", "weights", "locked", "all"],
)
@pytest.mark.parametrize(("layers", "tied", "attention"), [(1, True, 0), (2, False, 0), (2, True, 3)])
@pytest.mark.parametrize("cell", CELLS)
def test_gradients_with_every_kind_of_noise(
    cell: str, layers: int, tied: bool, attention: int, noise: Regularisation
) -> None:
    model = network(cell, layers, tied=tied, attention=attention)
    found = errors(model, 4, 3, noise=noise)
    assert set(found) == {*model.parameters, "state"}
    assert max(found.values()) < LIMIT, found


@pytest.mark.parametrize(("steps", "batch"), WINDOWS)
@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_passes_the_gradient_of_its_inputs_and_of_what_follows(cell: str, steps: int, batch: int) -> None:
    rng = np.random.default_rng(7)
    made = CELL_TYPES[cell]("layer0", 4, 5)
    parameters = {name: rng.normal(scale=0.5, size=shape) for name, shape in made.shapes().items()}
    x = rng.normal(size=(4, steps * batch))
    state = rng.normal(scale=0.5, size=(made.parts * 5, batch))
    d_h, d_last = rng.normal(size=(5, steps * batch)), rng.normal(size=state.shape)

    def loss() -> float:
        tape = made.forward(parameters, x, state, Workspace(np.float64))
        return float((tape.output * d_h).sum() + (made.last(tape) * d_last).sum())

    work = Workspace(np.float64)
    back = made.backward(parameters, made.forward(parameters, x, state, work), d_h, d_last, work)
    pairs = {"x": (x, back.x), "state": (state, back.state)}
    pairs |= {name: (parameters[name], gradient) for name, gradient in back.parameters.items()}
    found = {name: relative_error(loss, array, gradient, rng) for name, (array, gradient) in pairs.items()}
    assert max(found.values()) < LIMIT, found


def test_a_planted_error_fails_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    right = LSTMCell.backward

    def wrong(
        self: LSTMCell, parameters: Parameters, tape: Tape, d_h: Array, d_state: Array, work: Workspace, *, learn: bool
    ) -> Backward:
        back = right(self, parameters, tape, d_h, d_state, work, learn=learn)
        back.parameters["layer0.U"][0, 0] *= 1.01
        return back

    monkeypatch.setattr(LSTMCell, "backward", wrong)
    assert errors(network("lstm"), 4, 3)["layer0.U"] > LIMIT


def test_a_vanishing_gradient_is_no_error() -> None:
    array = np.ones(3)
    assert relative_error(lambda: 1.0, array, np.zeros(3), np.random.default_rng(0)) == 0


def test_the_check_puts_the_array_back() -> None:
    array = np.array([1.0, 2.0])
    relative_error(lambda: float((array**2).sum()), array, 2 * array.copy(), np.random.default_rng(0))
    assert array.tolist() == [1.0, 2.0]
