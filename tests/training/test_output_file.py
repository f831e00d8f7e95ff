from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from predictor_tui.errors import TrainingError
from predictor_tui.training.output_file import reserved

HOLDER = """
import os, signal, sys
from pathlib import Path
from predictor_tui.training.output_file import reserved
with reserved(Path(sys.argv[1])):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def refusal(output: Path) -> str:
    with pytest.raises(TrainingError, match=re.escape(str(output))) as refused, reserved(output):
        pass
    assert "-o" in refused.value.hint
    return str(refused.value)


def test_a_second_run_is_refused_and_a_later_one_is_not(tmp_path: Path) -> None:
    output = tmp_path / "m.safetensors"
    with reserved(output), reserved(tmp_path / "other.safetensors"):
        assert "by another process" in refusal(output)
    with reserved(output):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_link_is_the_file_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "link.safetensors").symlink_to(tmp_path / "m.safetensors")
    with reserved(tmp_path / "m.safetensors"):
        assert "by another process" in refusal(tmp_path / "link.safetensors")


def test_what_a_killed_run_leaves_is_no_obstacle(tmp_path: Path) -> None:
    output = tmp_path / "m.safetensors"
    killed = subprocess.run([sys.executable, "-c", HOLDER, str(output)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert [path.name for path in tmp_path.iterdir()] == ["m.safetensors.lock"]
    with reserved(output):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_lock_file_deleted_between_opening_and_locking_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    lock = fcntl.flock
    deleted: list[Path] = []

    def delete_first(descriptor: int, operation: int) -> None:
        if not deleted:
            deleted.append(tmp_path / "m.lock")
            deleted[0].unlink()
        lock(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", delete_first)
    with reserved(tmp_path / "m"):
        assert (tmp_path / "m.lock").exists()
        assert "by another process" in refusal(tmp_path / "m")
    assert deleted


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    with reserved(tmp_path / "a" / "b" / "m.safetensors"):
        assert (tmp_path / "a" / "b").is_dir()


def test_what_is_no_place_for_a_model_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").write_text("text")
    assert "it is no file" in refusal(tmp_path)
    assert "it is no file" in refusal(tmp_path / "pipe")
    assert "it is no file" in refusal(Path(os.devnull))
    assert "is no folder" in refusal(tmp_path / "file" / "m.safetensors")
    assert "cannot be written" in refusal(Path("/proc/m.safetensors"))
    assert "too long" in refusal(tmp_path / ("m" * 300))


def test_a_text_is_never_replaced_by_a_model(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("dear diary")
    assert "is no model" in refusal(tmp_path / "notes.txt")
    assert (tmp_path / "notes.txt").read_text() == "dear diary"


def test_a_damaged_model_may_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "m.safetensors").write_text("damaged")
    with reserved(tmp_path / "m.safetensors"):
        pass
    assert (tmp_path / "m.safetensors").read_text() == "damaged"
