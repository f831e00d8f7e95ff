from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save
from toys import Clock, digest, fixed, model, noise, trainer

from predictor_tui.errors import TrainingError
from predictor_tui.training.checkpoint import FORMAT, Checkpoint, checkpoint_path, save_checkpoint

if TYPE_CHECKING:
    from pathlib import Path

    from predictor_tui.training.trainer import Trainer

STEPS = 45
"""Three passes of 15 windows."""


def a_run(cell: str = "gru", **training: Any) -> Trainer:
    network = model(cell, layers=2, seed=3)
    return trainer(network, noise(311), clock=Clock(), epochs=3, patience=100, **({"dropout": 0.3} | training))


def stopped_after(steps: int, path: Path, **training: Any) -> Trainer:
    run = a_run(**training)
    for _, _ in zip(range(steps), run.run(), strict=False):
        pass
    assert run.position.step == steps
    save_checkpoint(path, run, {"any": ["thing"]})
    return run


@pytest.mark.parametrize("steps", [1, 7, 14, 15, 16, 30, 44, 45])
@pytest.mark.parametrize("optimiser", ["adam", "sgd"])
@pytest.mark.parametrize("samples", [0, 5])
def test_a_resumed_run_ends_exactly_as_one_never_stopped(
    tmp_path: Path, steps: int, optimiser: str, samples: int
) -> None:
    whole = a_run(optimiser=optimiser, samples=samples)
    list(whole.run())
    assert whole.position.step == STEPS
    stopped_after(steps, tmp_path / "c", optimiser=optimiser, samples=samples)
    resumed = a_run(optimiser=optimiser, samples=samples)
    Checkpoint(tmp_path / "c").restore(resumed)
    list(resumed.run())
    assert digest(resumed) == digest(whole)
    assert resumed.position.history == whole.position.history


@pytest.mark.parametrize("cell", ["rnn", "lstm"])
def test_every_cell_resumes_exactly_even_when_stopped_again_and_again(tmp_path: Path, cell: str) -> None:
    whole = a_run(cell)
    list(whole.run())
    run = stopped_after(4, tmp_path / "c", cell=cell)
    while not run.finished:
        run = a_run(cell)
        Checkpoint(tmp_path / "c").restore(run)
        for _, _ in zip(range(9), run.run(), strict=False):
            pass
        save_checkpoint(tmp_path / "c", run, {})
    assert digest(run) == digest(whole)


@pytest.mark.parametrize("lost", ["moments", "state"])
def test_a_resume_that_forgot_something_would_show(tmp_path: Path, lost: str) -> None:
    whole = a_run()
    list(whole.run())
    stopped_after(20, tmp_path / "c")
    resumed = a_run()
    Checkpoint(tmp_path / "c").restore(resumed)
    board = resumed.crew.board
    for array in board.moments.values() if lost == "moments" else [board.state]:
        array[...] = 0
    list(resumed.run())
    assert digest(resumed) != digest(whole)


def test_time_of_earlier_sittings_counts(tmp_path: Path) -> None:
    before = stopped_after(10, tmp_path / "c")
    resumed = a_run()
    Checkpoint(tmp_path / "c").restore(resumed)
    assert resumed.seconds == pytest.approx(before.seconds, abs=5)
    assert resumed.seconds > 10


def test_it_lies_beside_the_model_and_gives_back_what_the_caller_put_in(tmp_path: Path) -> None:
    path = checkpoint_path(tmp_path / "mine.safetensors")
    assert path == tmp_path / "mine.safetensors.checkpoint"
    stopped_after(2, path)
    assert Checkpoint(path).run == {"any": ["thing"]}


def test_one_of_another_size_or_batch_is_refused_and_nothing_changed(tmp_path: Path) -> None:
    stopped_after(2, tmp_path / "c")
    for other in (trainer(model(hidden=9)), trainer(model("lstm")), a_run(batch=4)):
        before = digest(other)
        with pytest.raises(TrainingError, match="belongs to a"):
            Checkpoint(tmp_path / "c").restore(other)
        assert digest(other) == before


@pytest.fixture(scope="module")
def whole_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("whole") / "c"
    stopped_after(16, path)
    return path.read_bytes()


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch") / "c"


@given(share=st.floats(0, 1, exclude_max=True))
@fixed
def test_a_truncated_one_is_refused(whole_file: bytes, scratch: Path, share: float) -> None:
    scratch.write_bytes(whole_file[: int(share * len(whole_file))])
    with pytest.raises(TrainingError, match="damaged") as refused:
        Checkpoint(scratch)
    assert str(scratch) in str(refused.value)
    assert "--resume" in refused.value.hint


@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
@fixed
def test_a_single_flipped_bit_is_found(whole_file: bytes, scratch: Path, place: float, bit: int) -> None:
    data = bytearray(whole_file)
    data[int(place * len(data))] ^= 1 << bit
    scratch.write_bytes(data)
    with pytest.raises(TrainingError, match="damaged"):
        Checkpoint(scratch)


def sealed(metadata: dict[str, str]) -> bytes:
    data = save({}, metadata)
    return data + hashlib.sha256(data).digest()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "damaged, or no checkpoint"),
        (b"A plain text, and not a short one either: it has more than a digest's length.", "damaged, or no checkpoint"),
        (save({}, {"format": FORMAT}), "damaged, or no checkpoint"),
        (sealed({"of": "another program"}), "another version"),
        (sealed({"format": "predictor-tui checkpoint 0"}), "another version"),
        (sealed({"format": FORMAT}), "damaged"),
        (sealed({"format": FORMAT, "position": "{", "run": "{}"}), "damaged"),
    ],
    ids=["empty", "text", "no digest", "another program", "another version", "no position", "bad JSON"],
)
def test_something_else_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "c").write_bytes(content)
    with pytest.raises(TrainingError, match=reason):
        Checkpoint(tmp_path / "c")


def test_none_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="nothing to resume"):
        Checkpoint(tmp_path / "missing")
    with pytest.raises(TrainingError, match="not a file"):
        Checkpoint(tmp_path)


def test_a_failed_write_keeps_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = stopped_after(2, tmp_path / "c")
    old = (tmp_path / "c").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(TrainingError, match="c could not be written: No space left on device"):
        save_checkpoint(tmp_path / "c", run, {})
    assert (tmp_path / "c").read_bytes() == old


def test_the_settings_in_it_are_plain_json(whole_file: bytes) -> None:
    length = int.from_bytes(whole_file[:8], "little")
    metadata = json.loads(whole_file[8 : 8 + length])["__metadata__"]
    assert json.loads(metadata["position"])["step"] == 16
    assert json.loads(metadata["run"]) == {"any": ["thing"]}
