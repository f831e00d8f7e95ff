from __future__ import annotations

import math

import numpy as np
import pytest
from toys import WORDS, Clock, alone, model, noise, periodic, trainer

from predictor_tui.errors import DivergedError
from predictor_tui.training.evaluation import evaluate
from predictor_tui.training.trainer import HOPELESS


@pytest.mark.parametrize("rate", [1e9, 1e30])
@pytest.mark.parametrize("optimiser", ["adam", "sgd"])
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
@pytest.mark.parametrize("samples", [0, 6])
def test_a_wild_learning_rate_stops_the_run(cell: str, optimiser: str, samples: int, rate: float) -> None:
    run = trainer(model(cell), optimiser=optimiser, learning_rate=rate, samples=samples)
    with pytest.raises(DivergedError, match="diverged at step") as stopped:
        list(run.run())
    assert "--learning-rate" in stopped.value.hint
    assert not run.position.best


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e30, 1e4])
def test_the_best_model_outlives_a_divergence(value: float) -> None:
    run = trainer(train=periodic(300), valid=periodic(60), epochs=5)
    steps = run.run()
    next(progress for progress in steps if progress.check)
    best = {name: array.copy() for name, array in run.best_model.parameters.items()}
    run.model.parameters["layer0.b"][:] = value
    run.model.output_weights[:, -1] = value * np.arange(1, WORDS + 1)
    with pytest.raises(DivergedError):
        list(steps)
    for name, array in run.best_model.parameters.items():
        assert np.array_equal(array, best[name])
    assert evaluate(run.best_model, periodic(60)).nats < math.log(WORDS) + 0.5


def test_a_gradient_that_is_not_finite_stops_the_run_before_it_is_used() -> None:
    run = trainer()
    before = {name: array.copy() for name, array in run.model.parameters.items()}
    network = alone(run).worker.model
    learn = network.loss_and_gradients

    def spoiling(*arguments: object, **options: object) -> object:
        learnt = learn(*arguments, **options)  # type: ignore[arg-type]
        learnt.gradients["layer0.b"][0] = np.inf  # type: ignore[index]
        return learnt

    network.loss_and_gradients = spoiling  # type: ignore[assignment, method-assign]
    with pytest.raises(DivergedError, match="gradient"):
        list(run.run())
    assert all(np.array_equal(array, before[name]) for name, array in run.model.parameters.items())


def test_a_model_that_fails_on_the_text_to_check_with_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    nats = HOPELESS * math.log(WORDS) + 1
    monkeypatch.setattr("predictor_tui.training.crew.Alone.evaluate", lambda crew: nats * crew.board.valid.size)
    run = trainer(clock=Clock())
    with pytest.raises(DivergedError, match="validation loss"):
        list(run.run())
    assert not run.position.best


def test_a_bad_but_not_hopeless_loss_goes_on() -> None:
    run = trainer(train=noise(300), optimiser="sgd", learning_rate=20.0, epochs=2)
    list(run.run())
    assert run.finished
