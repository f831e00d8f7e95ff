from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from predictor_tui.cli.exits import run
from predictor_tui.errors import ModelFileError

if TYPE_CHECKING:
    from command_line import Shell

FLOOD = """
import sys, click
from predictor_tui.cli.exits import run
@click.command()
def flood():
    for _ in range(100_000):
        click.echo("a line of output")
sys.exit(run(flood, []))
"""

QUOTES = """
import sys, click
from predictor_tui.cli.exits import run
sys.exit(run(click.command()(lambda: click.echo("a “b”")), []))
"""


def outcome_of(error: BaseException) -> int:
    @click.command()
    def failing() -> None:
        raise error

    return run(failing, [])


def test_success_is_0(shell: Shell) -> None:
    assert shell("--version").code == 0
    assert shell("--version").out.startswith("predictor-tui, version ")


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (
            ModelFileError("m.safetensors: cut short", "train it again"),
            1,
            "m.safetensors: cut short\nhint: train it again\n",
        ),
        (ModelFileError("m.safetensors: cut short"), 1, "m.safetensors: cut short\n"),
        (FileNotFoundError(2, "No such file", "a.txt"), 1, "a.txt: No such file\n"),
        (OSError(28, "No space left on device"), 1, "No space left on device\n"),
        (MemoryError(), 1, "there is not enough memory for this\nhint: close other programs, or try a smaller model\n"),
        (click.ClickException("odd"), 1, "odd\n"),
        (click.UsageError("what?"), 2, "what?\nhint: predictor-tui --help\n"),
    ],
)
def test_an_error_is_one_line_and_a_hint(
    error: Exception, code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outcome_of(error) == code
    assert capsys.readouterr() == ("", f"predictor-tui: error: {told}")


def test_an_interrupt_is_130(capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome_of(KeyboardInterrupt()) == 130
    assert capsys.readouterr().err.strip() == ""


def test_a_fault_of_the_program_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        outcome_of(ZeroDivisionError())


def test_no_control_character_of_an_error_reaches_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    outcome_of(ModelFileError("\x1b]0;title\x07 \u202e in a\nname", "\x9b31m"))
    told = capsys.readouterr().err
    assert told.count("\n") == 2
    assert not set("\x1b\x07\u202e\x9b") & set(told)


def test_a_wrong_command_line_is_2_and_names_the_help(shell: Shell) -> None:
    outcome = shell("predict", "--modle", "x", "text")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("predictor-tui: error: No such option")
    assert outcome.err.endswith("\nhint: predictor-tui predict --help\n")
    assert shell("no-such-command").code == 2


def test_a_model_before_a_command_is_refused_rather_than_ignored(shell: Shell) -> None:
    outcome = shell("--model", "everyday", "paths")
    assert outcome.code == 2
    assert "a command has options of its own" in outcome.err


def test_a_reader_that_goes_away_is_no_traceback() -> None:
    process = subprocess.Popen([sys.executable, "-c", FLOOD], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"a line of output\n"
    process.stdout.close()
    assert process.wait(30) == 1
    assert process.stderr is not None
    with process.stderr as errors:
        assert errors.read() == b""


@pytest.mark.parametrize("redirection", ["| head -c 0", ">&-", "<&-", "> /dev/full", "2>&-"])
def test_output_that_goes_nowhere_is_no_traceback(redirection: str) -> None:
    command = f"{sys.executable} -m predictor_tui paths {redirection}"
    process = subprocess.run(command, shell=True, check=False, capture_output=True, text=True)
    assert "Traceback" not in process.stderr
    assert "Exception ignored" not in process.stderr
    if "full" in redirection:
        assert process.returncode == 1
        assert "No space left on device" in process.stderr


def test_an_encoding_without_the_character_shows_a_question_mark() -> None:
    environment = os.environ | {"PYTHONIOENCODING": "latin-1"}
    process = subprocess.run([sys.executable, "-c", QUOTES], check=True, capture_output=True, env=environment)
    assert process.stdout == b"a ?b?\n"
