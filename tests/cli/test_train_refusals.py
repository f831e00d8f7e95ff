from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from training_runs import SMALL, train, weights, write_text

from predictor_tui.training.output_file import reserved

if TYPE_CHECKING:
    from pathlib import Path

    from command_line import Shell


@pytest.fixture
def text(tmp_path: Path) -> Path:
    return write_text(tmp_path / "talk.txt")


def one_line(told: str) -> str:
    """The message of an error that is told in one line, with or without a hint."""
    lines = told.splitlines()
    assert lines[0].startswith("predictor-tui: error: ")
    assert all(line.startswith("hint: ") for line in lines[1:])
    assert len(lines) <= 2
    return lines[0]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("missing.txt", None, "No such file"),
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n\n\t\n", "is empty"),
        ("binary.txt", bytes(range(256)) * 20, "is not text"),
        ("short.txt", b"Only a few words.\n\nAnd a few more.\n", "too little"),
        ("line.txt", b"Only one line.\n", "only one line"),
    ],
)
def test_what_is_no_text_is_told_in_one_line(
    shell: Shell, tmp_path: Path, name: str, content: bytes | None, reason: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    outcome = shell("train", str(tmp_path / name), "-o", str(tmp_path / "m"))
    assert outcome.code == 1
    assert reason in one_line(outcome.err)
    assert outcome.out == ""
    assert not (tmp_path / "m").exists()


def test_a_folder_without_text_is_told(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    outcome = shell("train", str(tmp_path / "folder"), "-o", str(tmp_path / "m"))
    assert outcome.code == 1
    assert "holds no text" in one_line(outcome.err)


def test_standard_input_without_text_is_told(shell: Shell, tmp_path: Path) -> None:
    outcome = shell("train", "-", "-o", str(tmp_path / "m"))
    assert outcome.code == 1
    assert "standard input is empty" in one_line(outcome.err)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((), "no TEXT"),
        (("t", "--cell", "transformer"), "--cell"),
        (("t", "--hidden", "0"), "--hidden"),
        (("t", "--layers", "4"), "--layers"),
        (("t", "--dropout", "1"), "--dropout"),
        (("t", "--vocabulary", "600000"), "--vocabulary"),
        (("t", "--held-out", "0"), "--held-out"),
        (("t", "--minutes", "-1"), "--minutes"),
        (("t", "--epochs", "many"), "--epochs"),
        (("t", "--seed", "-1"), "--seed"),
        (("t", "--batch", "2.5"), "--batch"),
        (("-o", "~nobody-of-that-name/m", "t"), "~nobody-of-that-name/m"),
    ],
)
def test_a_wrong_option_is_a_usage_error(shell: Shell, tmp_path: Path, arguments: tuple[str, ...], reason: str) -> None:
    outcome = shell("train", "-o", str(tmp_path / "m"), *arguments)
    assert outcome.code == 2
    assert reason in one_line(outcome.err)


def test_an_output_is_asked_for(shell: Shell, text: Path) -> None:
    outcome = shell("train", str(text))
    assert outcome.code == 2
    assert "--output" in one_line(outcome.err)


@pytest.mark.parametrize("option", ["--epochs", "--minutes", "--learning-rate", "--clip", "--dropout", "--held-out"])
@pytest.mark.parametrize("value", ["nan", "inf"])
def test_a_number_that_is_none_is_told(shell: Shell, text: Path, option: str, value: str) -> None:
    outcome = shell("train", str(text), "-o", str(text.with_name("m")), option, value)
    assert outcome.code in {1, 2}
    one_line(outcome.err)


def test_too_large_a_batch_for_the_text_is_told(shell: Shell, text: Path) -> None:
    outcome = shell("train", str(text), "-o", str(text.with_name("m")), "--batch", "5000")
    assert outcome.code == 1
    assert "do not fill 5000 rows" in one_line(outcome.err)


def test_a_place_that_cannot_hold_a_model_is_told_before_the_text_is_read(shell: Shell, text: Path) -> None:
    folder = text.with_name("folder")
    folder.mkdir()
    for output in (str(folder), os.devnull, str(text / "m"), "/proc/m", str(text)):
        outcome = shell("train", str(text), "-o", output, *SMALL)
        assert outcome.code == 1
        assert output in one_line(outcome.err)
        assert outcome.out == ""
    assert text.read_text().count(".") > 100


def test_a_log_that_cannot_be_written_is_told_before_training(shell: Shell, text: Path) -> None:
    outcome = shell("train", str(text), "-o", str(text.with_name("m")), *SMALL, "--log", str(text.parent))
    assert outcome.code == 1
    assert "cannot be written" in one_line(outcome.err)
    assert outcome.out == ""


def test_an_about_that_is_none_is_told_before_training(shell: Shell, text: Path) -> None:
    outcome = shell("train", str(text), "-o", str(text.with_name("m")), "--about", str(text))
    assert outcome.code == 1
    assert "is no TOML" in one_line(outcome.err)


def test_a_model_in_training_is_not_trained_twice_at_once(shell: Shell, text: Path) -> None:
    output = text.with_name("m.safetensors")
    with reserved(output):
        outcome = shell("train", str(text), "-o", str(output), *SMALL, "--epochs", "1")
    assert outcome.code == 1
    assert "trained by another process" in one_line(outcome.err)
    assert shell("train", str(text), "-o", str(output), *SMALL, "--epochs", "1").code == 0


def test_a_training_that_diverges_says_so_and_keeps_the_last_good_model(text: Path) -> None:
    output = text.with_name("m.safetensors")
    options = (text.name, "-o", output.name, *SMALL)
    assert train(text.parent, *options, "--epochs", "2").returncode == 0
    before = weights(output)
    done = train(text.parent, *options, "--learning-rate", "1e9")
    assert done.returncode == 1
    assert b"diverged" in done.stderr
    assert b"--learning-rate" in done.stderr
    assert b"Warning" not in done.stderr
    assert b"Traceback" not in done.stderr
    assert weights(output) == before
    assert not list(text.parent.glob("*checkpoint*"))


def test_a_closed_standard_input_matters_only_where_it_is_read(text: Path) -> None:
    for given, code in ((text.name, 0), ("-", 1)):
        command = f"{sys.executable} -m predictor_tui train {given} -o m {' '.join(SMALL)} --epochs 1 <&-"
        done = subprocess.run(command, shell=True, check=False, capture_output=True, cwd=text.parent)
        assert done.returncode == code
        assert b"Traceback" not in done.stderr
        assert (b"standard input is closed" in done.stderr) == bool(code)
