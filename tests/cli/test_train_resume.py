from __future__ import annotations

import contextlib
import json
import os
import pty
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from training_runs import ENDLESS, SMALL, environment, train, train_until, weights, write_text

from predictor_tui import model_file

TEN = (*SMALL, "--epochs", "10", "--dropout", "0.3")
INT, TERM, HUP, KILL = (str(int(number)) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL))

AT_ITS_TERMINAL = """
import fcntl, sys, termios
from predictor_tui.cli import main
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def unstopped(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The weights of a run that nobody stopped."""
    folder = tmp_path_factory.mktemp("unstopped")
    write_text(folder / "talk.txt")
    assert train(folder, "talk.txt", "-o", "m", *TEN).returncode == 0
    return weights(folder / "m")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_text(tmp_path / "talk.txt")
    return tmp_path


def printed_command(stderr: bytes) -> str:
    before, _, after = stderr.decode().partition("to go on:\n  ")
    assert "saved after step" in before
    return after.splitlines()[0]


def saved_step(checkpoint: Path) -> int:
    content = checkpoint.read_bytes()
    metadata = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])["__metadata__"]
    step: int = json.loads(metadata["position"])["step"]
    return step


def run_as_printed(command: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Type the command into a shell in which the program is installed."""
    program = folder / "bin" / "predictor-tui"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m predictor_tui "$@"\n')
    program.chmod(0o755)
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command, shell=True, check=False, capture_output=True, cwd=folder, env=environment(PATH=path), input=b""
    )


@pytest.mark.parametrize("output", ["m.safetensors", "it's a (new) model.safetensors"])
@pytest.mark.parametrize(("signals", "code"), [(INT, 130), (TERM, 143)])
def test_a_stopped_run_goes_on_by_the_command_it_prints_to_the_same_weights(
    folder: Path, unstopped: dict[str, bytes], output: str, signals: str, code: int
) -> None:
    stopped = train_until(folder, 17, signals, "talk.txt", "-o", output, *TEN)
    assert stopped.returncode == code
    assert b"Traceback" not in stopped.stderr
    assert model_file.load(folder / output).card["name"] == output.removesuffix(".safetensors")
    resumed = run_as_printed(printed_command(stopped.stderr), folder)
    assert resumed.returncode == 0, resumed.stderr
    assert weights(folder / output) == unstopped
    assert not list(folder.glob("*.checkpoint*"))
    assert not list(folder.glob("*.lock"))


def test_the_printed_command_keeps_the_log_the_card_and_json(folder: Path) -> None:
    (folder / "about me.toml").write_text('description = "Mine."')
    options = ("--about", "about me.toml", "--log", "log", "--json")
    stopped = train_until(folder, 9, INT, "talk.txt", "-o", "m", *TEN, *options)
    assert stopped.stdout == b""
    resumed = run_as_printed(printed_command(stopped.stderr), folder)
    assert resumed.stdout.startswith(b"{")
    assert model_file.read_card(folder / "m")["description"] == "Mine."
    assert len((folder / "log").read_text().splitlines()) == 10


def test_a_run_stopped_before_its_first_check_leaves_a_model_and_goes_on(
    folder: Path, unstopped: dict[str, bytes]
) -> None:
    stopped = train_until(folder, 5, INT, "talk.txt", "-o", "m", *TEN)
    assert stopped.returncode == 130
    assert b"valid" not in stopped.stderr
    assert b"saved after step 6;" in stopped.stderr
    assert saved_step(folder / "m.checkpoint") == 6
    assert model_file.load(folder / "m")
    assert train(folder, "-o", "m", "--resume").returncode == 0
    assert weights(folder / "m") == unstopped


@pytest.mark.parametrize("step", [5, 30, 101])
def test_a_killed_run_goes_on_to_the_same_weights(folder: Path, unstopped: dict[str, bytes], step: int) -> None:
    assert train_until(folder, step, KILL, "talk.txt", "-o", "m", *TEN).returncode == -signal.SIGKILL
    assert (folder / "m.checkpoint").exists()
    assert train(folder, "-o", "m", "--resume").returncode == 0
    assert weights(folder / "m") == unstopped


@pytest.mark.parametrize(("signals", "code"), [(INT, 130), (KILL, -9)])
def test_a_run_of_two_processes_goes_on_to_the_same_weights(folder: Path, signals: str, code: int) -> None:
    options = (*TEN, "--workers", "2")
    assert train(folder, "talk.txt", "-o", "whole", *options).returncode == 0
    stopped = train_until(folder, 60, signals, "talk.txt", "-o", "m", *options)
    assert stopped.returncode == code
    if signals == KILL:  # nothing was saved, so it begins anew
        assert train(folder, "talk.txt", "-o", "m", *options).returncode == 0
    else:
        assert train(folder, "-o", "m", "--resume").returncode == 0
    assert weights(folder / "m") == weights(folder / "whole")


def test_a_second_signal_ends_the_run_at_once(folder: Path) -> None:
    stopped = train_until(folder, 9, f"{INT},{INT}", "talk.txt", "-o", "m", *TEN)
    assert stopped.returncode == 130
    assert b"once more to quit at once" in stopped.stderr
    assert b"saved after" not in stopped.stderr
    assert b"Traceback" not in stopped.stderr
    assert not list(folder.glob("*.lock"))


def test_hanging_up_twice_still_saves(folder: Path, unstopped: dict[str, bytes]) -> None:
    stopped = train_until(folder, 9, f"{HUP},{HUP}", "talk.txt", "-o", "m", *TEN)
    assert stopped.returncode == 129
    assert printed_command(stopped.stderr) == "predictor-tui train -o m --resume"
    assert train(folder, "-o", "m", "--resume").returncode == 0
    assert weights(folder / "m") == unstopped


def test_nohup_is_respected(folder: Path, unstopped: dict[str, bytes]) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # which the program inherits
    try:
        done = train_until(folder, 9, HUP, "talk.txt", "-o", "m", *TEN)
    finally:
        signal.signal(signal.SIGHUP, before)
    assert done.returncode == 0
    assert weights(folder / "m") == unstopped


def test_a_terminal_that_is_closed_leaves_a_checkpoint(folder: Path) -> None:
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", AT_ITS_TERMINAL, "train", "talk.txt", "-o", "m", *ENDLESS],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        cwd=folder,
        env=environment(TERM="xterm"),
        start_new_session=True,
    )
    os.close(slave)
    shown = b""
    while b"valid" not in shown:
        shown += os.read(master, 10_000)
    os.close(master)
    assert process.wait(30) == 129
    assert (folder / "m.checkpoint").exists()


def test_a_key_press_stops_a_real_run(folder: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "predictor_tui", "train", "talk.txt", "-o", "m", *ENDLESS],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=environment(),
    )
    assert process.stderr is not None
    with process.stderr as stderr:
        while b"valid" not in stderr.readline():
            pass
        process.send_signal(signal.SIGINT)
        told = stderr.read()
    assert process.wait(30) == 130
    assert printed_command(told) == "predictor-tui train -o m --resume"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (("--hidden", "9"), "hidden was 8"),
        (("--epochs", "11"), "epochs was 10"),
        (("--learning-rate", "0.5"), "learning-rate was not given"),
        (("--valid", "talk.txt"), "valid was not given"),
        (("--untied",), "tied was True"),
        (("other.txt",), "text was talk.txt"),
    ],
)
def test_a_changed_option_is_a_usage_error_and_the_run_can_still_go_on(
    stopped_folder: Path, changed: tuple[str, ...], reason: str
) -> None:
    refused = train(stopped_folder, "-o", "m", "--resume", *changed)
    assert refused.returncode == 2
    assert reason.encode() in refused.stderr
    assert (stopped_folder / "m.checkpoint").exists()


@pytest.fixture(scope="module")
def stopped_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stopped")
    write_text(folder / "talk.txt")
    assert train_until(folder, 17, INT, "talk.txt", "-o", "m", *TEN).returncode == 130
    return folder


def test_a_resumed_run_takes_no_preset(folder: Path) -> None:
    train_until(folder, 30, INT, "talk.txt", "-o", "m", *TEN)
    refused = train(folder, "-o", "m", "--resume", "--preset", "tiny")
    assert refused.returncode == 2
    assert b"takes no preset" in refused.stderr


def test_the_same_options_again_are_no_change(folder: Path, unstopped: dict[str, bytes]) -> None:
    train_until(folder, 17, INT, "talk.txt", "-o", "m", *TEN)
    assert train(folder, "talk.txt", "-o", "m", *TEN, "--resume").returncode == 0
    assert weights(folder / "m") == unstopped


def test_another_text_is_refused(folder: Path) -> None:
    train_until(folder, 17, INT, "talk.txt", "-o", "m", *TEN)
    write_text(folder / "talk.txt", documents=61)
    refused = train(folder, "-o", "m", "--resume")
    assert refused.returncode == 1
    assert b"the text is not the one" in refused.stderr
    assert (folder / "m.checkpoint").exists()


def test_nothing_and_damage_cannot_be_resumed(folder: Path) -> None:
    refused = train(folder, "-o", "m", "--resume")
    assert refused.returncode == 1
    assert b"nothing to resume" in refused.stderr
    (folder / "m.checkpoint").write_bytes(b"damage")
    refused = train(folder, "-o", "m", "--resume")
    assert refused.returncode == 1
    assert b"m.checkpoint is damaged" in refused.stderr


def test_a_finished_run_has_nothing_to_resume(folder: Path) -> None:
    assert train(folder, "talk.txt", "-o", "m", *SMALL, "--epochs", "1").returncode == 0
    assert train(folder, "-o", "m", "--resume").returncode == 1


def test_text_from_standard_input_is_asked_for_again(folder: Path, unstopped: dict[str, bytes]) -> None:
    text = (folder / "talk.txt").read_bytes()
    stopped = train_until(folder, 17, INT, "-", "-o", "m", *TEN, stdin=text)
    command = printed_command(stopped.stderr)
    assert command == "predictor-tui train -o m --resume < TEXT  (the same text that was piped in before)"
    assert b"standard input is empty" in train(folder, "-o", "m", "--resume").stderr
    assert b"the text is not the one" in train(folder, "-o", "m", "--resume", stdin=text + b"\nMore.").stderr
    master, slave = pty.openpty()
    with contextlib.closing(os.fdopen(slave)) as terminal:
        refused = subprocess.run(
            [sys.executable, "-m", "predictor_tui", "train", "-o", "m", "--resume"],
            check=False,
            capture_output=True,
            cwd=folder,
            stdin=terminal,
        )
    os.close(master)
    assert refused.returncode == 1
    assert b"Pipe the same text in" in refused.stderr
    assert train(folder, "-o", "m", "--resume", stdin=text).returncode == 0
    assert weights(folder / "m") == unstopped


def test_a_new_run_keeps_the_checkpoint_of_one_that_was_stopped(folder: Path, unstopped: dict[str, bytes]) -> None:
    train_until(folder, 17, INT, "talk.txt", "-o", "m", *TEN)
    kept = (folder / "m.checkpoint").read_bytes()
    new = train(folder, "talk.txt", "-o", "m", *SMALL, "--epochs", "1")
    assert new.returncode == 0
    assert b"mv m.checkpoint.old m.checkpoint" in new.stderr
    assert (folder / "m.checkpoint.old").read_bytes() == kept
    (folder / "m.checkpoint.old").rename(folder / "m.checkpoint")
    assert train(folder, "-o", "m", "--resume").returncode == 0
    assert weights(folder / "m") == unstopped
