from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from predictor_tui import paths
from predictor_tui.cli.app import NoTerminalError, require_terminal

if TYPE_CHECKING:
    from command_line import Shell

PROGRAM = [sys.executable, "-m", "predictor_tui"]


@pytest.mark.parametrize("arguments", [(), ("--model", "everyday"), ("keys",)])
def test_without_a_terminal_the_app_is_refused_at_once(shell: Shell, arguments: tuple[str, ...]) -> None:
    outcome = shell(*arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("predictor-tui: error: the app needs a terminal")
    assert "hint: in a pipe or a script, use the commands instead" in outcome.err


@pytest.mark.parametrize("term", ["dumb", "", "unknown"])
def test_a_terminal_that_cannot_place_its_cursor_is_refused(term: str) -> None:
    parent, child = pty.openpty()
    try:
        environment = os.environ | {"TERM": term}
        process = subprocess.run(PROGRAM, stdin=child, stdout=child, stderr=child, env=environment, check=False)
        shown = os.read(parent, 10_000).decode()
    finally:
        os.close(parent)
        os.close(child)
    assert process.returncode == 2
    assert "TERM says this one cannot" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize("piped", ["stdin", "stdout", "stderr"])
def test_each_stream_has_to_be_a_terminal(monkeypatch: pytest.MonkeyPatch, piped: str) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    parent, child = pty.openpty()
    with os.fdopen(child, "r+b", 0) as terminal, os.fdopen(parent, "r+b", 0), Path(os.devnull).open() as pipe:
        for name in ("stdin", "stdout", "stderr"):
            monkeypatch.setattr(sys, name, terminal)
        require_terminal()
        monkeypatch.setattr(sys, piped, pipe)
        with pytest.raises(NoTerminalError, match="the app needs a terminal"):
            require_terminal()
        monkeypatch.undo()


def start(child: int, home: Path, *arguments: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {"TERM": "xterm-256color", paths.HOME_VARIABLE: str(home)}
    return subprocess.Popen([*PROGRAM, *arguments], stdin=child, stdout=child, stderr=child, env=environment)


def read_until(parent: int, wanted: bytes) -> bytes:
    shown = b""
    while wanted not in shown:
        assert select.select([parent], [], [], 30)[0], f"{wanted!r} was not shown in 30 s, but: {shown!r}"
        shown += os.read(parent, 65536)
    return shown


def test_the_app_opens_with_the_model_and_the_text_and_quits(
    terminal: tuple[int, int], home: Path, tiny_model: Path
) -> None:
    parent, child = terminal
    text = home / "letter.txt"
    text.write_text("going to the ")
    process = start(child, home, "--model", str(tiny_model), "--file", str(text))
    read_until(parent, b"tiny")
    os.write(parent, b"\x11")  # Ctrl+Q
    read_until(parent, b"\x1b[?1049l")  # back on the shell's screen
    assert process.wait(30) == 0


def test_a_model_that_is_none_is_told_before_the_app_opens(terminal: tuple[int, int], home: Path) -> None:
    parent, child = terminal
    process = start(child, home, "--model", "nobody")
    shown = read_until(parent, b"hint: ")
    assert process.wait(30) == 1
    assert shown.startswith(b"predictor-tui: error: no model is called 'nobody'")
