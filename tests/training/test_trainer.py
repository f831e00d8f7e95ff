from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from toys import WORDS, Clock, alone, digest, model, noise, periodic, trainer

from predictor_tui.training.checkpoint import Checkpoint, save_checkpoint
from predictor_tui.training.evaluation import evaluate

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
@pytest.mark.parametrize("samples", [0, 6])
def test_it_learns_what_only_a_memory_can_know(cell: str, samples: int) -> None:
    stream = periodic(500)
    run = trainer(
        model(cell), stream, periodic(50), epochs=12, learning_rate=0.03, samples=samples, forget=0.0, window=10
    )
    list(run.run())
    found = evaluate(run.best_model, periodic(200)).nats
    assert found < 0.08
    assert run.position.best_nats == pytest.approx(found, abs=0.08)


@pytest.mark.parametrize("optimiser", ["adam", "sgd"])
def test_both_optimisers_bring_the_loss_down(optimiser: str) -> None:
    run = trainer(train=periodic(500), valid=periodic(50), optimiser=optimiser, learning_rate=None, epochs=5)
    history = [progress.check for progress in run.run() if progress.check]
    assert history[-1].valid_nats < history[0].valid_nats < math.log(WORDS) + 0.2


def test_the_best_is_kept_and_training_draws_to_its_end_when_nothing_gets_better() -> None:
    run = trainer(model(hidden=32), noise(40), noise(200, 1), batch=2, epochs=500, patience=3)
    steps = list(run.run())
    checks, hurried = run.position.history, run.position.hurried_step
    assert hurried is not None
    before = [check for check in checks if check.step <= hurried]
    assert [check.best for check in before[-4:]] == [True] + [False] * 3
    assert run.position.step == hurried + max(len(run.batches), math.ceil(hurried / 4)) < 500 * len(run.batches)
    rates = [progress.learning_rate for progress in steps]
    assert rates[hurried - 1] > 0.5 * 0.01
    assert rates[hurried:] == sorted(rates[hurried:], reverse=True)
    assert rates[-1] < 0.1 * rates[hurried - 1]
    best = min(checks, key=lambda check: check.valid_nats)
    assert run.position.best_nats == best.valid_nats
    assert evaluate(run.best_model, noise(200, 1)).nats == pytest.approx(best.valid_nats, rel=1e-6)


def test_it_is_the_best_weights_that_the_end_goes_on_from(monkeypatch: pytest.MonkeyPatch) -> None:
    found = iter([2.0, *[2.1] * 50])
    monkeypatch.setattr("predictor_tui.training.crew.Alone.evaluate", lambda crew: next(found) * crew.board.valid.size)
    run = trainer(epochs=50, patience=3)
    for progress in run.run():
        if progress.check and run.position.hurried_step is not None:
            break
    assert all(np.array_equal(run.model.parameters[name], array) for name, array in run.position.best.items())


UP_AND_DOWN = [2.0, 2.1, 2.1, 1.9, 2.0, 1.95, 1.9, 1.0, *[3.0] * 30]


@pytest.mark.parametrize("stopped_at", [None, 2, 5, 6, 8])
def test_only_checks_in_a_row_count_before_and_after_a_resume(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stopped_at: int | None
) -> None:
    found = iter(UP_AND_DOWN)
    monkeypatch.setattr("predictor_tui.training.crew.Alone.evaluate", lambda crew: next(found) * crew.board.valid.size)
    run = trainer(epochs=50, patience=3)
    if stopped_at:
        next(progress for progress in run.run() if len(run.position.history) == stopped_at and progress.check)
        save_checkpoint(tmp_path / "c", run, {})
        run = trainer(epochs=50, patience=3)
        Checkpoint(tmp_path / "c").restore(run)
    list(run.run())
    passes = len(run.batches)
    assert run.position.hurried_step == 7 * passes
    assert run.position.step == 7 * passes + math.ceil(7 * passes / 4)
    assert run.position.best_nats == pytest.approx(1.0)


def test_patience_is_at_least_a_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("predictor_tui.training.trainer.LONGEST_WITHOUT_CHECK", 2)
    monkeypatch.setattr("predictor_tui.training.trainer.LEAST_BETWEEN_CHECKS", 0)
    run = trainer(model(hidden=32), noise(100), noise(50, 1), batch=1, window=10, epochs=100, patience=1)
    list(run.run())
    assert len(run.batches) == 10
    before = [check for check in run.position.history if check.step <= (run.position.hurried_step or 0)]
    assert [check.best for check in before[-6:]] == [True] + [False] * 5


def test_long_passes_are_checked_in_equal_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("predictor_tui.training.trainer.LONGEST_WITHOUT_CHECK", 4)
    run = trainer(train=noise(91), valid=noise(3, 1), batch=1, window=10, epochs=2, patience=100)
    list(run.run())
    assert [check.step for check in run.position.history] == [3, 6, 9, 12, 15, 18]


def test_a_long_validation_text_is_looked_at_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("predictor_tui.training.trainer.LONGEST_WITHOUT_CHECK", 1)
    checks = {}
    for words in (1, 4, 5, 100):
        run = trainer(train=noise(91), valid=noise(words, 1), batch=1, window=10, epochs=1, patience=100)
        list(run.run())
        checks[words] = len(run.position.history)
    assert checks == {1: 9, 4: 3, 5: 2, 100: 1}


def test_it_ends_after_the_minutes_given_and_with_a_check() -> None:
    clock = Clock(tick=1.0)
    run = trainer(clock=clock, minutes=2.0, patience=1000)
    begun = clock.now
    last = list(run.run())[-1]
    assert 120 <= clock.now - begun < 140
    assert last.share == 1
    assert last.check is not None
    assert run.seconds == pytest.approx(clock.now - begun, abs=20)


@pytest.mark.parametrize("epochs", [0.01, 1.0, 2.5])
def test_it_ends_after_the_passes_given_even_in_the_middle_of_one(epochs: float) -> None:
    run = trainer(epochs=epochs, patience=100)
    steps = list(run.run())
    assert len(steps) == math.ceil(epochs * len(run.batches))
    assert steps[-1].check is not None
    assert list(run.run()) == []


def test_progress_says_where_the_run_stands() -> None:
    run = trainer(epochs=3, patience=100)
    steps = list(run.run())
    assert [progress.step for progress in steps] == list(range(1, len(steps) + 1))
    shares = [progress.share for progress in steps]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert steps[-1].epoch == pytest.approx(3)
    assert steps[-1].seconds_left == 0
    for progress in steps:
        assert 0 < progress.loss < 2 * math.log(WORDS)
        assert progress.words_per_second > 0
        assert progress.gradient_norm > 0
        assert 0 < progress.learning_rate <= 0.01
    left = [progress.seconds_left for progress in steps]
    assert left[len(left) // 2] == pytest.approx(left[0] / 2, rel=0.2)


def test_a_check_gives_the_mean_loss_since_the_last() -> None:
    run = trainer(epochs=2, patience=100)
    losses: list[float] = []
    network = alone(run).worker.model
    learn = network.loss_and_gradients

    def noting(*arguments: object, **options: object) -> object:
        learnt = learn(*arguments, **options)  # type: ignore[arg-type]
        losses.append(learnt.loss)
        return learnt

    network.loss_and_gradients = noting  # type: ignore[assignment, method-assign]
    list(run.run())
    first, second = run.position.history
    assert first.train_nats == pytest.approx(np.mean(losses[: first.step]))
    assert second.train_nats == pytest.approx(np.mean(losses[first.step :]))


def test_the_memory_goes_from_window_to_window_and_is_emptied_with_each_pass() -> None:
    run = trainer(forget=0.0, epochs=2)
    given: list[bool] = []
    network = alone(run).worker.model
    learn = network.loss_and_gradients

    def noting(ids: object, targets: object, state: np.ndarray, **options: object) -> object:
        given.append(bool(state.any()))
        return learn(ids, targets, state, **options)  # type: ignore[arg-type]

    network.loss_and_gradients = noting  # type: ignore[assignment, method-assign]
    list(run.run())
    one_pass = [False] + [True] * (len(run.batches) - 1)
    assert given == one_pass * 2


def test_some_memories_are_emptied_so_that_a_text_can_begin_anywhere() -> None:
    always, never = trainer(forget=1.0), trainer(forget=0.0)
    for run in (always, never):
        list(run.run())
    assert digest(always) != digest(never)


def test_the_seed_fixes_the_result() -> None:
    runs = [trainer(model(), seed=seed, dropout=0.3) for seed in (1, 1, 2)]
    for run in runs:
        list(run.run())
    assert digest(runs[0]) == digest(runs[1]) != digest(runs[2])
