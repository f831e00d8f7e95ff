from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from predictor_tui import Predictor, paths

if TYPE_CHECKING:
    from pathlib import Path

    from command_line import Shell


def words(out: str) -> list[str]:
    return [suggestion["word"] for suggestion in json.loads(out)["suggestions"]]


def test_five_next_words_are_printed_best_first(shell: Shell, tiny_model: Path) -> None:
    outcome = shell("predict", "I'm going to the", "--model", str(tiny_model))
    heading, *rows = outcome.out.splitlines()
    expected = Predictor.load(tiny_model).suggest("I'm going to the ", 5)
    assert outcome.code == 0
    assert heading.split() == ["word", "probability"]
    assert [row.split() for row in rows] == [[each.word, f"{each.probability:.1%}"] for each in expected]
    assert len(rows) == 5


def test_json_gives_the_text_and_exact_probabilities(shell: Shell, tiny_model: Path) -> None:
    outcome = shell("predict", "I’m going", "-k", "2", "--json", "--model", str(tiny_model))
    suggestions = Predictor.load(tiny_model).suggest("I’m going ", 2)
    assert json.loads(outcome.out) == {
        "text": "I’m going",
        "suggestions": [{"word": each.word, "probability": each.probability} for each in suggestions],
    }


def test_the_last_word_is_finished_unless_it_is_to_be_completed(shell: Shell, tiny_model: Path) -> None:
    def ask(text: str, *options: str) -> list[str]:
        return words(shell("predict", text, "--json", "--model", str(tiny_model), *options).out)

    assert ask("going to the") == ask("going to the ") == ask("going to the ", "--complete")
    assert ask("going to the", "--complete") == ["then"]
    assert ask("going to the gy", "--complete") == ["gym"]


def test_no_suggestion_is_an_empty_list_or_a_note(shell: Shell, tiny_model: Path) -> None:
    arguments = ("predict", "zzz", "--complete", "--model", str(tiny_model))
    assert words(shell(*arguments, "--json").out) == []
    outcome = shell(*arguments)
    assert (outcome.code, outcome.out) == (0, "")
    assert "knows no word" in outcome.err


def test_a_dash_reads_a_text_a_line(shell: Shell, tiny_model: Path) -> None:
    texts = "\ufeffgoing to\r\n\nMonday \u2028then".encode() + b"\n\xff the\n"
    outcome = shell("predict", "-", "--json", "--model", str(tiny_model), stdin=texts)
    answers = [json.loads(line) for line in outcome.out.splitlines()]
    assert [answer["text"] for answer in answers] == ["going to", "", "Monday \u2028then", "\ufffd the"]
    assert all(len(answer["suggestions"]) == 5 for answer in answers)
    plain = shell("predict", "-", "-k", "2", "--model", str(tiny_model), stdin=texts).out.splitlines()
    assert [len(line.split()) for line in plain] == [4, 4, 4, 4]


def test_each_line_is_answered_before_the_next_is_read(tiny_model: Path) -> None:
    command = [sys.executable, "-m", "predictor_tui", "predict", "-", "--json", "--model", str(tiny_model)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for text in ("going", "to"):
            process.stdin.write(f"{text}\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["text"] == text


def test_ctrl_c_ends_the_reading_quietly(tiny_model: Path) -> None:
    command = [sys.executable, "-m", "predictor_tui", "predict", "-", "--model", str(tiny_model)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(b"going\n")
        process.stdin.flush()
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert process.stderr.read().strip() == b""


def test_the_settings_name_the_model_and_the_command_line_overrules(shell: Shell, home: Path, tiny_model: Path) -> None:
    (home / "settings.toml").write_text(f'model = "{tiny_model}"\n')
    assert shell("predict", "going").code == 0
    outcome = shell("predict", "going", "--model", "no-such-model")
    assert outcome.code == 1
    assert "no-such-model" in outcome.err


def test_an_own_model_is_called_by_its_name(shell: Shell, home: Path, tiny_model: Path) -> None:
    (home / "models").mkdir()
    (home / "models" / "mine.safetensors").write_bytes(tiny_model.read_bytes())
    assert shell("predict", "going", "--model", "mine").code == 0


@pytest.mark.parametrize("k", ["0", "-1", "many"])
def test_a_count_that_is_none_is_a_usage_error(shell: Shell, k: str) -> None:
    assert shell("predict", "going", "-k", k).code == 2


@pytest.mark.parametrize(
    "content",
    [b"", b"not a model", b"\xff" * 100, b"\x08\0\0\0\0\0\0\0{}      "],
    ids=["empty", "text", "huge", "bare"],
)
def test_a_bad_model_is_one_line_and_exit_1(shell: Shell, tmp_path: Path, content: bytes) -> None:
    bad = tmp_path / "bad.safetensors"
    bad.write_bytes(content)
    outcome = shell("predict", "going", "--model", str(bad))
    assert (outcome.code, outcome.out) == (1, "")
    message, hint = outcome.err.splitlines()
    assert message.startswith(f"predictor-tui: error: {bad}")
    assert hint.startswith("hint: ")


def test_with_a_cache_what_came_before_comes_first(shell: Shell, home: Path, tiny_model: Path) -> None:
    asked = ("predict", "--model", str(tiny_model), "--json", "Monday Monday Monday Monday")
    bare = shell(*asked).out
    cached = shell(*asked, "--cache", "0.9").out
    assert json.loads(cached)["suggestions"][0]["word"] == "Monday"
    assert cached != bare
    paths.settings_file().write_text("cache = 0.9\n")
    assert shell(*asked).out == cached
    assert shell(*asked, "--cache", "0").out == bare
    assert home.is_dir()


def test_words_of_ones_own_are_offered_and_blocked_ones_are_not(shell: Shell, tiny_model: Path) -> None:
    def ask(text: str) -> list[str]:
        return words(shell("predict", "--complete", text, "--json", "--model", str(tiny_model)).out)

    assert "Kyra" not in ask("the K")
    assert not paths.words_file().exists()  # asking makes no store
    assert shell("words", "add", "Kyra").code == 0
    assert "Kyra" in ask("the K")
    assert shell("words", "block", "gym").code == 0
    assert "gym" not in ask("the g")


def test_a_damaged_store_of_words_is_told_and_done_without(shell: Shell, tiny_model: Path) -> None:
    assert shell("words", "add", "Kyra").code == 0
    paths.words_file().write_bytes(b"no database at all" * 99)
    outcome = shell("predict", "going to the", "--json", "--model", str(tiny_model))
    assert outcome.code == 0
    assert words(outcome.out)
    assert "your own words are not offered" in outcome.err
