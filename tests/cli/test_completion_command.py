from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from predictor_tui.cli import main

if TYPE_CHECKING:
    from command_line import Shell


@pytest.mark.parametrize("shell_name", ["bash", "zsh", "fish"])
def test_the_script_is_one_the_shell_can_read(shell: Shell, shell_name: str) -> None:
    outcome = shell("completion", shell_name)
    assert outcome.code == 0
    assert "_PREDICTOR_TUI_COMPLETE" in outcome.out
    if path := shutil.which(shell_name):
        subprocess.run([path, "-n"], input=outcome.out, text=True, check=True)


def test_an_unknown_shell_is_a_usage_error(shell: Shell) -> None:
    assert shell("completion", "tcsh").code == 2


def completions(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: str) -> list[str]:
    monkeypatch.setenv("_PREDICTOR_TUI_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
    with pytest.raises(SystemExit, match="0"):
        main()
    return capsys.readouterr().out.split()


def test_commands_and_options_are_completed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert completions(monkeypatch, capsys, "predictor-tui pre") == ["plain,predict"]
    assert completions(monkeypatch, capsys, "predictor-tui predict --com") == ["plain,--complete"]
