"""`predictor-tui write` and the app by itself: one code, and an exit code that git and scripts can trust."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from predictor_tui import paths
from predictor_tui.cli import app as opening

if TYPE_CHECKING:
    from pathlib import Path

    from command_line import Shell

PROGRAM = [sys.executable, "-m", "predictor_tui"]
PATIENCE = 60
CTRL_S, CTRL_Q = b"\x13", b"\x11"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What the app was opened with, in place of the app."""
    calls: list[tuple[object, ...]] = []

    def open_app(*arguments: object, reduce_motion: bool) -> int:
        calls.append((*arguments, "still") if reduce_motion else arguments)
        return 0

    def open_inline(model: str | None, *, reduce_motion: bool) -> int:
        return open_app("inline", model, reduce_motion=reduce_motion)

    monkeypatch.setattr(opening, "open_app", open_app)
    monkeypatch.setattr(opening, "open_inline", open_inline)
    return calls


@pytest.mark.parametrize(
    ("arguments", "model", "named"),
    [
        ((), None, None),
        (("write",), None, None),
        (("--file", "letter.txt"), None, "letter.txt"),
        (("write", "letter.txt"), None, "letter.txt"),
        (("letter.txt",), None, "letter.txt"),
        (("--model", "mine", "letter.txt"), "mine", "letter.txt"),
        (("--model", "mine", "write", "letter.txt"), "mine", "letter.txt"),
        (("--model", "mine", "write", "letter.txt", "--model", "other"), "other", "letter.txt"),
    ],
)
def test_a_file_is_opened_in_each_way(
    shell: Shell, opened: list[tuple[object, ...]], home: Path, monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...], model: str | None, named: str | None,
) -> None:  # fmt: skip
    monkeypatch.chdir(home)
    (home / "letter.txt").touch()
    assert shell(*arguments).code == 0
    [(given_model, file)] = opened
    assert given_model == model
    assert (str(file) if file else None) == named


def test_only_a_file_that_exists_stands_in_for_a_command(shell: Shell, opened: list[tuple[object, ...]]) -> None:
    outcome = shell("lettre.txt")
    assert outcome.code == 2
    assert "No such command" in outcome.err
    assert opened == []


def test_a_file_named_like_a_command_needs_the_command(
    shell: Shell, opened: list[tuple[object, ...]], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    (home / "paths").touch()
    assert "models" in shell("paths").out
    assert opened == []


def test_inline_goes_without_a_file(shell: Shell, opened: list[tuple[object, ...]]) -> None:
    assert shell("write", "--inline").code == 0
    assert opened == [("inline", None)]
    assert shell("write", "--inline", "letter.txt").code == 2


@pytest.mark.parametrize(
    "arguments", [("--reduce-motion",), ("write", "--reduce-motion"), ("--reduce-motion", "write")]
)
def test_motion_can_be_reduced(shell: Shell, opened: list[tuple[object, ...]], arguments: tuple[str, ...]) -> None:
    assert shell(*arguments).code == 0
    assert opened == [(None, None, "still")]


class App:
    """An app that ends as it is told to."""

    def __init__(self, outcome: int | Exception) -> None:
        self.outcome = outcome
        self.return_code: int | None = None
        self.kept = False

    def run(self) -> None:
        if isinstance(self.outcome, Exception):
            raise self.outcome
        self.return_code = self.outcome

    def keep_text(self) -> bool:
        self.kept = True
        return True


def test_text_is_kept_however_the_app_ends(capsys: pytest.CaptureFixture[str]) -> None:
    crashed, killed = App(ZeroDivisionError()), App(143)
    with pytest.raises(ZeroDivisionError):
        opening._run(crashed)  # type: ignore[arg-type]
    assert crashed.kept
    assert opening._run(killed) == 143  # type: ignore[arg-type]
    assert "the unsaved text is kept" in capsys.readouterr().err


def read_until(parent: int, wanted: bytes) -> None:
    shown = b""
    while wanted not in shown:
        assert select.select([parent], [], [], PATIENCE)[0], f"{wanted!r} was not shown, but: {shown!r}"
        shown += os.read(parent, 65536)


def answer(parent: int, key: bytes) -> None:
    """Answer the question that leaving asks, once it is there."""
    read_until(parent, b"Quit")
    os.write(parent, key)


def start(home: Path, child: int, *arguments: str, out: int | None = None) -> subprocess.Popen[bytes]:
    environment = os.environ | {"TERM": "xterm-256color", paths.HOME_VARIABLE: str(home)}
    return subprocess.Popen(
        [*PROGRAM, "write", *arguments], stdin=child, stdout=out or child, stderr=child, env=environment
    )


@pytest.mark.parametrize(("keys", "code", "written"), [(CTRL_S + CTRL_Q, 0, "Mend it"), (CTRL_Q, 1, None)])
def test_an_editor_tells_by_its_exit_code_whether_there_is_a_text(
    terminal: tuple[int, int], home: Path, tiny_model: Path, keys: bytes, code: int, written: str | None
) -> None:
    parent, child = terminal
    file = home / "message"
    process = start(home, child, "--model", str(tiny_model), str(file))
    read_until(parent, b"tiny")
    os.write(parent, b"Mend it" + keys)
    if keys == CTRL_Q:
        answer(parent, b"d")
    read_until(parent, b"\x1b[?1049l")
    assert process.wait(PATIENCE) == code
    assert (file.read_text(encoding="utf-8") if file.exists() else None) == written


@pytest.mark.parametrize(("keys", "code", "printed"), [(CTRL_S, 0, b"going to\n"), (CTRL_Q, 1, b"")])
def test_inline_draws_on_the_terminal_and_prints_nothing_but_the_text(
    terminal: tuple[int, int], home: Path, tiny_model: Path, keys: bytes, code: int, printed: bytes
) -> None:
    parent, child = terminal
    process = start(home, child, "--inline", "--model", str(tiny_model), out=subprocess.PIPE)
    read_until(parent, b"tiny")
    os.write(parent, b"going to" + keys)
    if keys == CTRL_Q:
        answer(parent, b"d")
    read_until(parent, b"\x1b[?25h")  # the cursor is shown again at the end
    assert process.stdout is not None
    with process.stdout as out:
        assert out.read() == printed
    assert process.wait(PATIENCE) == code
    assert list(paths.unsaved_folder(home / "state").glob("*.txt")) == []


def test_inline_without_any_terminal_is_refused(home: Path) -> None:
    environment = os.environ | {"TERM": "xterm-256color", paths.HOME_VARIABLE: str(home)}
    process = subprocess.run(
        [*PROGRAM, "write", "--inline"], input=b"", capture_output=True, env=environment, start_new_session=True,
        check=False, timeout=PATIENCE,
    )  # fmt: skip
    assert (process.returncode, process.stdout) == (2, b"")
    assert b"writing below the prompt needs a terminal" in process.stderr
