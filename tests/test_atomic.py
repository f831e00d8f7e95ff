from __future__ import annotations

import errno
import fcntl
import os
import signal
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from predictor_tui.atomic import sweep, write_atomically

if TYPE_CHECKING:
    from pathlib import Path

WRITER_THAT_IS_KILLED = """
import os, signal, sys
from pathlib import Path
from predictor_tui import atomic
os.fsync = lambda descriptor: os.kill(os.getpid(), signal.SIGKILL)
atomic.write_atomically(Path(sys.argv[1]), b"new")
"""


def io_error(*_: object) -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "model.safetensors"
    path.write_bytes(b"old")
    return path


def kill_while_writing(path: Path) -> None:
    process = subprocess.run([sys.executable, "-c", WRITER_THAT_IS_KILLED, str(path)], check=False)
    assert process.returncode == -signal.SIGKILL


def test_writes_a_new_file_and_nothing_else(tmp_path: Path) -> None:
    write_atomically(tmp_path / "new", b"\x00content")
    assert (tmp_path / "new").read_bytes() == b"\x00content"
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_replaces_an_old_file(old: Path) -> None:
    write_atomically(old, b"new")
    assert old.read_bytes() == b"new"
    assert list(old.parent.iterdir()) == [old]


@pytest.mark.parametrize("failing", ["fsync", "replace", "fchmod"])
@pytest.mark.parametrize(("fault", "raised"), [(io_error, OSError), (interrupt, KeyboardInterrupt)])
def test_a_failure_leaves_the_old_file_alone(
    old: Path, monkeypatch: pytest.MonkeyPatch, failing: str, fault: object, raised: type[BaseException]
) -> None:
    monkeypatch.setattr(os, failing, fault)
    with pytest.raises(raised):
        write_atomically(old, b"new")
    assert old.read_bytes() == b"old"
    assert list(old.parent.iterdir()) == [old]


def test_a_disk_that_is_full_leaves_the_old_file_alone(old: Path) -> None:
    limited = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "from pathlib import Path; from predictor_tui.atomic import write_atomically\n"
        "write_atomically(Path(sys.argv[1]), bytes(2_000_000))"
    )
    process = subprocess.run([sys.executable, "-c", limited, str(old)], check=False, capture_output=True, text=True)
    assert "OSError: [Errno 27]" in process.stderr
    assert old.read_bytes() == b"old"
    assert list(old.parent.iterdir()) == [old]


def test_a_folder_that_cannot_be_flushed_is_told(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flush = os.fsync
    monkeypatch.setattr(os, "fsync", lambda fd: io_error() if stat.S_ISDIR(os.fstat(fd).st_mode) else flush(fd))
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        write_atomically(old, b"new")
    assert list(old.parent.iterdir()) == [old]


def test_an_old_file_keeps_its_permissions(old: Path) -> None:
    old.chmod(0o646)
    write_atomically(old, b"new")
    assert stat.S_IMODE(old.stat().st_mode) == 0o646


def test_a_new_file_gets_the_mode_asked_for(tmp_path: Path) -> None:
    write_atomically(tmp_path / "private", b"", mode=0o600)
    assert stat.S_IMODE((tmp_path / "private").stat().st_mode) == 0o600


def test_a_symbolic_link_stays_a_link(old: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(old)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert old.read_bytes() == b"new"


def test_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(IsADirectoryError):
        write_atomically(tmp_path, b"new")
    with pytest.raises(OSError, match="not a regular file"):
        write_atomically(tmp_path / "pipe", b"new")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_a_writer_killed_half_way_leaves_the_old_file_and_is_swept(old: Path) -> None:
    kill_while_writing(old)
    assert old.read_bytes() == b"old"
    assert len(list(old.parent.iterdir())) == 2
    assert sweep(old.parent) == 1
    assert list(old.parent.iterdir()) == [old]


def test_the_next_write_clears_up_after_a_killed_one(old: Path) -> None:
    kill_while_writing(old)
    write_atomically(old, b"newer")
    assert old.read_bytes() == b"newer"
    assert list(old.parent.iterdir()) == [old]


def test_sweep_leaves_what_is_being_written_and_what_is_not_ours(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (old.parent / ".other.tmp").touch()
    swept: list[int] = []
    flush = os.fsync

    def sweep_meanwhile(descriptor: int) -> None:
        swept.append(sweep(old.parent))
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", sweep_meanwhile)
    write_atomically(old, b"new")
    assert swept == [0, 0]
    assert old.read_bytes() == b"new"
    assert {path.name for path in old.parent.iterdir()} == {old.name, ".other.tmp"}


def test_a_sweep_between_creating_and_locking_is_survived(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = fcntl.flock
    sweeps: list[int] = []

    def sweep_first(descriptor: int, operation: int) -> None:
        if not sweeps:
            sweeps.append(0)
            sweeps[0] = sweep(old.parent)
        lock(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", sweep_first)
    write_atomically(old, b"new")
    assert sweeps == [1]
    assert old.read_bytes() == b"new"


def test_sweeping_a_folder_that_is_not_there_finds_nothing(tmp_path: Path) -> None:
    assert sweep(tmp_path / "missing") == 0
