"""The line mode: what lines do to the text, and what comes back."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from predictor_tui import paths
from predictor_tui.cli.plain_session import PlainSession
from predictor_tui.prediction.values import Prediction, Suggestion
from predictor_tui.tui import rescue, text_file
from predictor_tui.tui.text_file import TextFile

if TYPE_CHECKING:
    from pathlib import Path

    from command_line import Shell

WORDS = ("gym", "store", "grand", "evil\x1b[31m", "park", "end", "goat")


class Engine:
    """Offers the words that begin with the letters at the end."""

    title, units = "scripted", 1

    def predict(self, text: str, k: int = 5, *, memory_from: int = 0) -> Prediction:
        assert memory_from == 0
        prefix = "" if not text or text[-1].isspace() else text.rsplit(maxsplit=1)[-1]
        words = [word for word in WORDS if word.startswith(prefix)][:k]
        return Prediction(prefix, tuple(Suggestion(word, 0.25) for word in words), 0.0)

    def continuation(self, text: str, *, words: int = 3, certainty: float = 0.5, memory_from: int = 0) -> str:
        raise AssertionError(f"lines are not gone on with: {text}, {words}, {certainty}, {memory_from}")


def after(*lines: str, file: TextFile = TextFile()) -> PlainSession:  # noqa: B008
    session = PlainSession(Engine(), file)
    for line in lines:
        session.answer(line)
    return session


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["I'm going to the", "old town"], "I'm going to the old town"),
        (["the ", "1"], "the gym "),
        (["the ", "1", "2"], "the gym store "),
        (["the g", "2"], "the grand "),
        (["the ", "1", ", then"], "the gym, then"),
        (["the ", "1", ".", "more"], "the gym. more"),
        (["the end", "."], "the end."),
        (["one", "", "two"], "one\ntwo"),
        (["the ", "1", "", "two"], "the gym\ntwo"),
        (["chapter", " 5"], "chapter 5"),
        ([" /etc"], "/etc"),
        (["a\x1b[31mb\x07"], "a[31mb"),
        (["one", "two", "/undo"], "one"),
        (["the ", "1", "/undo", "2"], "the store "),
        (["/undo"], ""),
    ],
)
def test_lines_make_a_text(lines: list[str], text: str) -> None:
    assert after(*lines).text == text


def test_suggestions_are_numbered_and_safe() -> None:
    session = after()
    assert session.answer("to the ") == ["1 gym  2 store  3 grand  4 evil␛[31m  5 park"]
    assert session.answer("/chances")[:2] == ["1 gym 25.0%", "2 store 25.0%"]
    assert session.answer("the xyz") == ["no suggestions"]
    assert session.answer("7") == ["there is no suggestion 7; begin with a space to write the number"]
    assert session.answer("0") == ["there is no suggestion 0; begin with a space to write the number"]


def test_the_text_is_read_back_line_by_line() -> None:
    assert after("one", "", "two").answer("/text") == ["one", "two"]


def test_an_unknown_command_is_no_text() -> None:
    session = after()
    assert session.answer("/frob") == ["there is no command /frob; /help lists them"]
    assert session.answer("/") == ["there is no command /; /help lists them"]
    assert session.text == ""


def test_saving_keeps_clear_of_what_others_wrote(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    session = after("mine")
    assert session.answer("/save") == ["the text has no file yet: /save NAME"]
    assert session.answer(f"/save {path}") == ["saved note.txt"]
    session.answer("more")
    path.write_text("theirs", encoding="utf-8")
    assert "was changed by another program; /overwrite" in session.answer("/save")[0]
    other = tmp_path / "other.txt"
    other.write_text("theirs", encoding="utf-8")
    assert "exists already; /overwrite" in session.answer(f"/save {other}")[0]
    assert (path.read_text(), other.read_text()) == ("theirs", "theirs")
    assert session.unsaved
    assert session.answer("/overwrite") == ["saved note.txt"]
    assert path.read_text(encoding="utf-8") == "mine more"
    assert "No such file or directory" in session.answer(f"/save {tmp_path / 'none' / 'x'}")[0]


def test_leaving_asks_twice_if_the_text_is_not_saved() -> None:
    session = after("mine")
    assert "/quit again discards it" in session.answer("/quit")[0]
    session.answer("more")
    assert not session.left
    session.answer("/quit")
    assert not session.left, "there is something new to lose"
    session.answer("/quit")
    assert session.left


def test_the_end_of_the_input_prints_the_text(shell: Shell, tiny_model: Path) -> None:
    outcome = shell("--plain", "--model", str(tiny_model), stdin=b"going to the \n1\n")
    assert outcome.code == 0
    assert outcome.out.splitlines()[-1].startswith("going to the ")
    assert "\x1b" not in outcome.out + outcome.err
    assert "/help" in outcome.out


def test_inline_leaves_standard_output_to_the_text(shell: Shell, tiny_model: Path) -> None:
    outcome = shell("write", "--plain", "--inline", "--model", str(tiny_model), stdin=b"going to\n")
    assert (outcome.code, outcome.out) == (0, "going to\n")
    assert "A number takes a suggestion." in outcome.err


@pytest.mark.parametrize(
    ("lines", "code", "saved"),
    [
        (b"mine\n", 0, "mine"),
        (b"mine\n/save\n/quit\n", 0, "mine"),
        (b"mine\n/quit\n/quit\n", 1, None),
        (b"/quit\n", 0, None),
    ],
)
def test_the_exit_code_is_that_of_an_editor(
    shell: Shell, home: Path, tiny_model: Path, lines: bytes, code: int, saved: str | None
) -> None:
    file = home / "note.txt"
    outcome = shell("write", "--plain", "--model", str(tiny_model), str(file), stdin=lines)
    assert outcome.code == code
    assert (file.read_text(encoding="utf-8") if file.exists() else None) == saved
    assert not list(home.glob("state/unsaved/*"))


def test_a_text_that_cannot_be_saved_at_the_end_is_kept(shell: Shell, home: Path, tiny_model: Path) -> None:
    outcome = shell("write", "--plain", "--model", str(tiny_model), str(home / "no" / "note.txt"), stdin=b"mine\n")
    assert outcome.code == 1
    assert "was not saved: No such file or directory" in outcome.out
    [kept] = paths.unsaved_folder().glob("*.txt")
    assert kept.read_text(encoding="utf-8").endswith("\nmine")


def test_no_screen_is_loaded(home: Path, tiny_model: Path) -> None:
    code = (
        "import sys; from predictor_tui.cli import main; main(sys.argv[1:]);"
        "print({'textual', 'rich'} & set(sys.modules), file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, "--plain", "--model", str(tiny_model)]
    environment = {paths.HOME_VARIABLE: str(home)}
    run = subprocess.run(command, input="", capture_output=True, text=True, check=True, env=environment)
    assert run.stderr == "set()\n"


def test_a_text_left_behind_is_offered_on_a_terminal_only(shell: Shell, home: Path, tiny_model: Path) -> None:
    place = rescue.new_place(paths.unsaved_folder())
    file = home / "note.txt"
    place.write(text_file.read_or_new(file), "left")
    place.close()
    assert "left unsaved" not in shell("--plain", "--model", str(tiny_model), stdin=b"discard\n").out
    assert place.path.exists()
