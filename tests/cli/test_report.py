from __future__ import annotations

import io
import json
import math
import re
import sys
from typing import TYPE_CHECKING

from predictor_tui.cli import report
from predictor_tui.cli.report import Column

if TYPE_CHECKING:
    import pytest

COLUMNS = [Column("word"), Column("share", number=True), Column("note")]
HOSTILE = "\x1b]0;x\x07 \x9b31m \u202e \x7f"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def on_a_terminal(monkeypatch: pytest.MonkeyPatch, rows: list[list[str]], width: int = 80) -> str:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm-256color")
    report.print_table(COLUMNS, rows)
    return re.sub(r"\x1b\[\d+m", "", terminal.getvalue())  # the headings are bold


def test_away_from_a_terminal_columns_are_aligned_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    report.print_table(COLUMNS, [["gym", "24.1%", ""], ["日本", "5.0%", "wide"]])
    assert capsys.readouterr().out == "word  share  note\ngym   24.1%\n日本   5.0%  wide\n"


def test_a_long_line_is_not_cut_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    report.print_table(COLUMNS, [["x" * 500, "1", "end"]])
    assert capsys.readouterr().out.splitlines()[1] == "x" * 500 + "      1  end"


def test_no_rows_leave_the_headings(capsys: pytest.CaptureFixture[str]) -> None:
    report.print_table(COLUMNS, [])
    assert capsys.readouterr().out == "word  share  note\n"


def test_on_a_terminal_a_table_has_lines_and_keeps_to_the_width(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = on_a_terminal(monkeypatch, [["gym", "24.1%", "long " * 30]], width=40)
    assert "──" in shown
    assert max(map(len, shown.splitlines())) <= 40


def test_brackets_are_no_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "[/] [red]" in on_a_terminal(monkeypatch, [["[/] [red]", "1", ""]])


def test_no_control_character_is_printed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    report.print_table(COLUMNS, [[HOSTILE, "1", ""]])
    report.print_facts({HOSTILE: HOSTILE})
    report.print_json({"text": HOSTILE})
    report.print_block(HOSTILE)
    report.note(HOSTILE)
    written = "".join(capsys.readouterr())
    on_terminal = on_a_terminal(monkeypatch, [[HOSTILE, "1", ""]])
    assert not set(HOSTILE) - {" "} & set(written + on_terminal) - set("]0;x31m")


def test_json_is_exact_ascii(capsys: pytest.CaptureFixture[str]) -> None:
    data = {"text": HOSTILE + "é日😀\udc80", "share": 0.1}
    report.print_json(data)
    written = capsys.readouterr().out
    assert json.loads(written) == data
    assert written.isascii()


def test_json_has_null_for_numbers_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    report.print_json({"a": [math.nan, 1.5], "b": {"c": -math.inf}, "d": (True, None, "x")}, compact=True)
    assert capsys.readouterr().out == '{"a": [null, 1.5], "b": {"c": null}, "d": [true, null, "x"]}\n'


def test_facts_stand_in_line(capsys: pytest.CaptureFixture[str]) -> None:
    report.print_facts({"a": "1", "long name": ""})
    assert capsys.readouterr().out == "a          1\nlong name\n"


def test_notes_go_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    report.note("one\n  two")
    assert capsys.readouterr() == ("", "one\n  two\n")


def test_watching_changes_nothing_and_is_silent_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(report.watched(["a", "b"], "typing")) == ["a", "b"]
    assert capsys.readouterr() == ("", "")


def test_units() -> None:
    assert report.percent(0.2414) == "24.1%"
    assert report.megabytes(11_340_000) == "11.3 MB"
