from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from toys import digest, model, noise, periodic, trainer

from predictor_tui.errors import DivergedError, TrainingError
from predictor_tui.nn.arrays import Rows
from predictor_tui.training.board import Board, layout, part, summed_part
from predictor_tui.training.checkpoint import Checkpoint, save_checkpoint
from predictor_tui.training.crew import Processes
from predictor_tui.training.settings import TrainingSettings
from predictor_tui.training.shared_arrays import local_arrays

if TYPE_CHECKING:
    from collections.abc import Iterator

    from predictor_tui.training.trainer import Trainer


@pytest.fixture
def started() -> Iterator[list[Trainer]]:
    runs: list[Trainer] = []
    yield runs
    for run in runs:
        run.close()


def team(started: list[Trainer], workers: int = 2, *, tied: bool = True, **training: Any) -> Trainer:
    network = model("lstm", seed=3, tied=tied)
    started.append(trainer(network, noise(311), noise(90, 1), workers=workers, **({"dropout": 0.3} | training)))
    return started[-1]


def processes(run: Trainer) -> Processes:
    assert isinstance(run.crew, Processes)
    return run.crew


@pytest.mark.parametrize("tied", [True, False], ids=["tied", "untied"])
@pytest.mark.parametrize("optimiser", ["adam", "sgd"])
def test_workers_learn_what_one_alone_learns(started: list[Trainer], optimiser: str, tied: bool) -> None:
    options = {"dropout": 0.0, "forget": 0.0, "epochs": 1, "optimiser": optimiser, "learning_rate": 0.01}
    one, two = (team(started, workers, tied=tied, **options) for workers in (1, 2))
    for run in (one, two):
        list(run.run())
    for name, array in one.model.parameters.items():
        np.testing.assert_allclose(two.model.parameters[name], array, atol=2e-5)
    assert two.position.history[0].valid_nats == pytest.approx(one.position.history[0].valid_nats, rel=1e-5)


@pytest.mark.parametrize("samples", [0, 5])
def test_the_same_seed_and_workers_give_the_same_bytes(started: list[Trainer], samples: int) -> None:
    runs = [team(started, workers, samples=samples, epochs=2) for workers in (2, 2, 3)]
    for run in runs:
        list(run.run())
    assert digest(runs[0]) == digest(runs[1]) != digest(runs[2])


def test_workers_resume_exactly(started: list[Trainer], tmp_path: Path) -> None:
    whole, stopped, resumed = (team(started, samples=5, epochs=2) for _ in range(3))
    list(whole.run())
    for _, _ in zip(range(17), stopped.run(), strict=False):
        pass
    save_checkpoint(tmp_path / "c", stopped, {})
    Checkpoint(tmp_path / "c").restore(resumed)
    list(resumed.run())
    assert digest(resumed) == digest(whole)
    assert resumed.position.history == whole.position.history


def test_a_worker_that_is_killed_ends_the_run_with_an_error(started: list[Trainer]) -> None:
    run = team(started)
    run.learn()
    os.kill(processes(run)._members[1].process.pid, signal.SIGKILL)
    with pytest.raises(TrainingError, match=r"ended unexpectedly .*-9") as refused:
        list(run.run())
    assert "memory" in refused.value.hint


def test_an_error_in_a_worker_is_told_here(started: list[Trainer]) -> None:
    run = team(started)
    with pytest.raises(TypeError) as told:
        processes(run)._all("update", 1.0)
    assert "in a worker process" in told.value.__notes__


def test_what_diverges_is_found_with_workers_too(started: list[Trainer]) -> None:
    run = team(started, learning_rate=1e6)
    with pytest.raises(DivergedError):
        list(run.run())


def test_workers_leave_no_file_and_no_process(started: list[Trainer]) -> None:
    run = team(started)
    run.learn()
    crew = processes(run)
    members = [member.process for member in crew._members]
    assert not crew._shared.path.exists()
    assert all(process.is_alive() for process in members)
    run.close()
    assert [process.exitcode for process in members] == [0, 0]
    assert np.isfinite(run.model.parameters["embedding.E"]).all()


def test_a_run_that_was_never_started_leaves_no_file(started: list[Trainer]) -> None:
    run = team(started)
    path = processes(run)._shared.path
    assert path.exists()
    run.close()
    assert not path.exists()


def test_no_room_to_share_is_told(started: list[Trainer], monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full, raising=False)
    before = set(Path("/dev/shm").glob("predictor-tui-*"))
    with pytest.raises(TrainingError, match=r"no room for the .*No space left") as refused:
        team(started)
    assert "TMPDIR" in refused.value.hint
    assert set(Path("/dev/shm").glob("predictor-tui-*")) == before


@pytest.mark.parametrize("workers", [1, 2, 3, 7])
def test_parts_cover_everything_once(workers: int) -> None:
    pieces = [part(10, rank, workers) for rank in range(workers)]
    assert [place for piece in pieces for place in range(piece.start, piece.stop)] == list(range(10))


def test_rows_of_several_workers_are_added_up() -> None:
    settings = TrainingSettings(batch=3, window=2, workers=3, samples=4)
    network = model()
    board = Board(local_arrays(layout(network, settings, periodic(30), periodic(10))), 3)
    shape = network.parameters["embedding.E"].shape
    rng, whole = np.random.default_rng(0), np.zeros(shape)
    for worker, ids in enumerate(([0, 3, 7], [3], [1, 3, 11])):
        rows = Rows(np.array(ids), rng.normal(size=(len(ids), shape[1])).astype(np.float32))
        board.publish(worker, "embedding.E", rows)
        whole += rows.dense(whole)
    found = [summed_part(board, "embedding.E", rank, 3) for rank in range(3)]
    ids = [int(id_) for rows in found if isinstance(rows, Rows) for id_ in rows.ids]
    assert ids == [0, 1, 3, 7, 11]
    values = np.concatenate([rows.values for rows in found if isinstance(rows, Rows)])
    np.testing.assert_allclose(values, whole[ids], rtol=1e-6)
