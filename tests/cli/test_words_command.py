from __future__ import annotations

import json
import os
import stat
import sys
from datetime import date
from typing import TYPE_CHECKING

import click
import pytest

from predictor_tui import paths
from predictor_tui.prediction.learning.noticing import observation
from predictor_tui.prediction.learning.store import WordStore

if TYPE_CHECKING:
    from pathlib import Path

    from command_line import Outcome, Shell

HEADER = '{"format": "predictor-tui words", "version": 1}\n'


@pytest.fixture
def learnt(home: Path) -> Path:
    """The store of a writer who wrote a little."""
    assert paths.words_file().is_relative_to(home)
    write("we met Kubrick", date(2026, 11, 20))
    write("we met Kubrick", date(2026, 11, 21))
    write("the kudos", date(2026, 11, 22), picked=True)
    return paths.words_file()


def write(text: str, day: date, *, picked: bool = False) -> None:
    with WordStore(paths.words_file()) as store:
        before = ""
        for word in text.split():
            if seen := observation(word, before, day, picked=picked):
                store.observe(seen)
            before += word + " "


def listed(shell: Shell, *arguments: str) -> list[str]:
    return [entry["word"] for entry in json.loads(shell("words", "list", "--json", *arguments).out)]


def test_before_anything_is_learnt_the_list_is_empty_and_no_file_is_made(shell: Shell, home: Path) -> None:
    assert shell("words", "list").code == 0
    assert "no such word" in shell("words", "list").err
    assert listed(shell) == []
    assert shell("words", "export", "-").out == HEADER
    assert shell("words", "forget", "gym").code == 1
    assert shell("words", "forget", "--all", "--yes").code == 0
    assert shell("words", "unlist", "gym").code == 1
    assert list(home.iterdir()) == []


@pytest.mark.usefixtures("learnt")
def test_words_are_listed_with_counts_and_days(shell: Shell) -> None:
    shell("words", "block", "moist")
    shell("words", "add", "kudos")
    outcome = shell("words", "list")
    rows = {line.split()[0]: line.split()[1:] for line in outcome.out.splitlines()}
    assert outcome.code == 0
    assert rows["word"] == ["typed", "picked", "first", "last", "marked"]
    assert rows["Kubrick"] == ["2", "0", "2026-11-20", "2026-11-21"]
    assert rows["kudos"] == ["0", "1", "2026-11-22", date.today().isoformat(), "added"]
    assert rows["moist"] == ["0", "0", "blocked"]
    assert outcome.err == "6 words\n"


@pytest.mark.usefixtures("learnt")
def test_the_list_is_searched_sorted_and_cut(shell: Shell) -> None:
    assert listed(shell, "KU", "--sort", "word") == ["Kubrick", "kudos"]
    assert listed(shell, "--sort", "recent", "--limit", "2") == ["kudos", "the"]
    assert listed(shell, "--limit", "1") == ["Kubrick"]
    assert shell("words", "list", "--limit", "1").err == "1 of 5 words\n"
    shell("words", "allow", "gym")
    assert listed(shell, "--only", "allowed") == ["gym"]
    assert listed(shell, "--only", "added") == []
    assert "gym" not in listed(shell, "--only", "learnt")
    assert shell("words", "list", "--limit", "0").code == 2
    assert shell("words", "list", "--sort", "size").code == 2


@pytest.mark.usefixtures("learnt")
def test_the_list_as_json(shell: Shell) -> None:
    assert json.loads(shell("words", "list", "kub", "--json").out) == [
        {
            "word": "Kubrick",
            "typed": 2,
            "picked": 0,
            "first": "2026-11-20",
            "last": "2026-11-21",
            "added": False,
            "blocked": False,
            "allowed": False,
        }
    ]


def test_words_are_added_blocked_allowed_and_unlisted(shell: Shell) -> None:
    assert shell("words", "add", "Kyiv", "iPad").err == "added: Kyiv, iPad\n"
    assert shell("words", "block", "moist").err == "blocked: moist\n"
    assert json.loads(shell("words", "allow", "MOIST", "--json").out) == {"allowed": ["MOIST"]}
    assert sorted(listed(shell, "--only", "added")) == ["Kyiv", "iPad"]
    assert listed(shell, "--only", "blocked") == []
    assert listed(shell, "--only", "allowed") == ["MOIST"]
    outcome = shell("words", "unlist", "moist", "Kyiv")
    assert outcome == (1, "", "unlisted: moist\non neither list: Kyiv\n")
    assert listed(shell, "--only", "allowed") == []


@pytest.mark.parametrize("command", ["add", "block", "allow"])
@pytest.mark.parametrize("word", ["New York", "12", "", "x" * 65, "a\x1b[31m"])
def test_what_is_no_word_is_a_usage_error_and_nothing_is_changed(shell: Shell, command: str, word: str) -> None:
    outcome = shell("words", command, "fine", word)
    assert outcome.code == 2
    assert "is not one word" in outcome.err
    assert "\x1b" not in outcome.err
    assert listed(shell) == []


def test_a_forgotten_word_is_gone_with_what_it_stood_by(shell: Shell, learnt: Path) -> None:
    outcome = shell("words", "forget", "kubrick")
    assert outcome == (0, "", "forgotten: kubrick, and 2 pairs and triples of words with it\n")
    assert "Kubrick" not in listed(shell)
    assert all(b"ubrick" not in file.read_bytes() for file in learnt.parent.iterdir())


@pytest.mark.usefixtures("learnt")
def test_an_unknown_word_is_told_and_the_others_are_forgotten(shell: Shell) -> None:
    outcome = shell("words", "forget", "nobody", "kudos")
    assert outcome.code == 1
    assert "not learnt: nobody" in outcome.err
    assert "words block" in outcome.err
    assert "kudos" not in listed(shell)
    outcome = shell("words", "forget", "nobody", "Kubrick", "--json")
    assert (outcome.code, json.loads(outcome.out)) == (1, {"forgotten": ["Kubrick"], "unknown": ["nobody"]})


def test_forgetting_a_blocked_word_says_that_it_is_blocked_no_more(shell: Shell) -> None:
    shell("words", "block", "moist")
    outcome = shell("words", "forget", "moist")
    assert outcome.code == 0
    assert "it was blocked, which is forgotten too" in outcome.err
    assert listed(shell) == []


def answer(monkeypatch: pytest.MonkeyPatch, agreed: bool) -> None:
    """Sit a person at a terminal who answers so when asked."""

    def confirm(*_: object, **__: object) -> None:
        if not agreed:
            raise click.Abort

    monkeypatch.setattr(click, "confirm", confirm)
    monkeypatch.setattr("predictor_tui.cli.words_forget._is_asked", lambda: True)


@pytest.mark.usefixtures("learnt")
def test_everything_is_forgotten_only_after_asking(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    away = shell("words", "forget", "--all")
    assert (away.code, len(listed(shell))) == (2, 5)
    assert "--yes" in away.err
    answer(monkeypatch, agreed=False)
    assert (shell("words", "forget", "--all").code, len(listed(shell))) == (130, 5)
    answer(monkeypatch, agreed=True)
    assert shell("words", "forget", "--all") == (0, "", "forgotten: 5 words\n")
    assert listed(shell) == []


@pytest.mark.usefixtures("learnt")
def test_everything_is_forgotten_without_asking_where_that_is_said(shell: Shell) -> None:
    assert json.loads(shell("words", "forget", "--all", "--yes", "--json").out) == {"forgotten": 5}
    assert shell("words", "forget", "--all", "--yes").err == "there was nothing to forget\n"


@pytest.mark.parametrize("arguments", [[], ["gym", "--all"], ["--yes"]])
def test_what_to_forget_has_to_be_said(shell: Shell, arguments: list[str]) -> None:
    assert shell("words", "forget", *arguments).code == 2


def test_without_a_command_the_commands_are_named(shell: Shell) -> None:
    outcome = shell("words")
    assert outcome.code == 2
    assert "list, add, forget, block, allow, unlist, export, import" in outcome.err


@pytest.mark.usefixtures("learnt")
def test_an_export_is_imported_from_a_file_and_from_standard_input(shell: Shell, tmp_path: Path) -> None:
    shell("words", "block", "Straße")
    before = shell("words", "list", "--json").out
    file = tmp_path / "words.jsonl"
    assert shell("words", "export", str(file)) == (0, "", f"{file}: 22 lines\n")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    printed = shell("words", "export", "-").out
    assert printed.isascii()
    assert [json.loads(line) for line in printed.splitlines()] == [
        json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()
    ]
    for arguments, stdin in (([str(file)], b""), (["-"], printed.encode())):
        shell("words", "forget", "--all", "--yes")
        assert shell("words", "import", *arguments, stdin=stdin).code == 0
        assert shell("words", "list", "--json").out == before
    outcome = shell("words", "import", str(file), "--json")
    assert json.loads(outcome.out) == {"words": 8, "continuations": 13, "lists": 1}
    assert shell("words", "list", "--json").out == before


@pytest.mark.usefixtures("learnt")
def test_of_a_wrong_file_nothing_is_imported(shell: Shell, tmp_path: Path) -> None:
    before = shell("words", "list", "--json").out
    file = tmp_path / "words.jsonl"
    file.write_text(HEADER + '{"word": "Kyiv", "list": "added", "day": "2026-11-25"}\n{"word": "\\u001b]0;x\\u0007"}\n')
    outcome = shell("words", "import", str(file))
    assert outcome.code == 1
    assert f"{file}, line 3: " in outcome.err
    assert "nothing was imported" in outcome.err
    assert shell("words", "list", "--json").out == before


def failing(outcome: Outcome, told: str) -> bool:
    lines = outcome.err.splitlines()
    return outcome.code == 1 and outcome.out == "" and told in lines[0] and lines[1].startswith("hint: ")


def test_files_that_cannot_be_read_or_written_are_told(shell: Shell, tmp_path: Path) -> None:
    assert failing(shell("words", "import", str(tmp_path / "none")), "No such file")
    assert failing(shell("words", "import", str(tmp_path)), "Is a directory")
    assert failing(shell("words", "export", str(tmp_path / "none" / "words.jsonl")), "cannot be written")
    notes = tmp_path / "notes.txt"
    notes.write_text("my notes\n")
    assert failing(shell("words", "export", str(notes)), "is no export")
    assert notes.read_text() == "my notes\n"


@pytest.mark.parametrize("command", [["list"], ["add", "gym"], ["forget", "gym"], ["export", "-"], ["block", "gym"]])
def test_a_damaged_store_is_told_and_left_alone(shell: Shell, learnt: Path, command: list[str]) -> None:
    learnt.write_bytes(b"hello" * 1000)
    assert failing(shell("words", *command), "it is damaged")
    assert learnt.read_bytes() == b"hello" * 1000


def test_the_store_and_its_folder_are_for_its_owner_alone(shell: Shell) -> None:
    old = os.umask(0)
    try:
        shell("words", "add", "gym")
    finally:
        os.umask(old)
    assert stat.S_IMODE(paths.words_file().stat().st_mode) == 0o600
    assert stat.S_IMODE(paths.words_file().parent.stat().st_mode) == 0o700


def test_no_control_character_of_a_store_reaches_the_terminal(shell: Shell, learnt: Path) -> None:
    with WordStore(learnt) as store, store.database.writing() as connection:
        connection.execute("INSERT INTO uses VALUES (?, ?, 1, 739000, 1, 0)", ("a", "a\x1b]0;x\x07\u202e\x9b"))
    for command in (["list"], ["list", "--json"], ["export", "-"]):
        outcome = shell("words", *command)
        assert outcome.code == 0
        assert not set("\x1b\x07\u202e\x9b") & set(outcome.out + outcome.err)


def test_a_closed_standard_input_is_told(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    from predictor_tui.cli import main

    monkeypatch.setattr(sys, "stdin", None)
    assert main(["words", "import", "-"]) == 1
    assert main(["words", "forget", "--all"]) == 2
    assert shell("words", "list").code == 0
