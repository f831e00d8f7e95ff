from __future__ import annotations

import io
import json
import re
import sys
from typing import TYPE_CHECKING, Any

import pytest
from made_models import make_model

from predictor_tui import model_file
from predictor_tui.text.tokenizer import WHITESPACE

if TYPE_CHECKING:
    from pathlib import Path

    from command_line import Shell

LINES = ["I'm going to the gym.", "Then to the store, the new one.", "Going to the gym on Monday.", "To the store."]
NAMES = ["KSR@3", "KSR@5", "top-1", "top-3", "top-5"]


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "text.txt"
    path.write_text("\n".join(LINES) + "\n")
    return path


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return make_model(tmp_path / "other.safetensors", "to", "new", "store", "Monday", ".")


def compared(shell: Shell, *arguments: object) -> dict[str, Any]:
    outcome = shell("compare", *map(str, arguments), "--json")
    assert (outcome.code, outcome.err) == (0, "")
    found: dict[str, Any] = json.loads(outcome.out)
    return found


def test_each_model_has_the_figures_that_evaluate_gives_it(
    shell: Shell, tiny_model: Path, other: Path, text: Path
) -> None:
    found = compared(shell, tiny_model, other, text)
    assert (found["texts"], found["words"], found["sentences_typed"]) == ([str(text)], 29, 4)
    for path, model in zip((tiny_model, other), found["models"], strict=True):
        alone = json.loads(shell("evaluate", str(path), str(text), "--json").out)
        figures = {name: estimate["value"] for name, estimate in model["keystrokes"]["figures"].items()}
        expected = [*alone["keystrokes"]["ksr"].values(), *alone["keystrokes"]["top"].values()]
        assert figures == pytest.approx(dict(zip(NAMES, expected, strict=True)))
        assert model["perplexity"] == pytest.approx(alone["perplexity"])
        assert model["unknown_share"] == pytest.approx(alone["unknown_share"])
        assert (model["model"], model["bytes"]) == (str(path), path.stat().st_size)


def test_differences_are_to_the_first_model(shell: Shell, tiny_model: Path, other: Path, text: Path) -> None:
    first, second, third = compared(shell, tiny_model, other, tiny_model, text)["models"]
    assert first["keystrokes"]["difference"] is None
    for name in NAMES:
        figure, base = second["keystrokes"]["figures"][name], first["keystrokes"]["figures"][name]
        difference = second["keystrokes"]["difference"][name]
        assert difference["value"] == pytest.approx(figure["value"] - base["value"])
        assert figure["low"] <= figure["value"] <= figure["high"]
        assert difference["low"] <= difference["value"] <= difference["high"]
        assert third["keystrokes"]["difference"][name] == {"value": 0, "low": 0, "high": 0}
    assert any(figure["low"] < figure["high"] for figure in second["keystrokes"]["figures"].values())


def without_times(found: dict[str, Any]) -> dict[str, Any]:
    for model in found["models"]:
        del model["keystrokes"]["word_ms"], model["keystrokes"]["letter_ms"]
    return found


def test_the_same_seed_gives_the_same_intervals(shell: Shell, tiny_model: Path, other: Path, text: Path) -> None:
    one, again, two = (without_times(compared(shell, tiny_model, other, text, "--seed", seed)) for seed in (1, 1, 2))
    assert one == again
    assert one["models"] != two["models"]


def test_common_words_are_those_that_all_models_know(shell: Shell, tiny_model: Path, other: Path, text: Path) -> None:
    found = compared(shell, tiny_model, other, text)
    # to and "." four times each, store twice, Monday once, the end of a line four times
    assert found["common"] == {"words": 15, "share": pytest.approx(15 / 29)}
    assert all(model["common_perplexity"] > 1 for model in found["models"])
    assert found["models"][0]["parameters"] == sum(
        array.size for array in model_file.load(tiny_model).model.parameters.values()
    )


def test_models_that_cut_text_differently_have_no_common_perplexity(
    shell: Shell, tiny_model: Path, tmp_path: Path, text: Path
) -> None:
    treebank = make_model(tmp_path / "treebank.safetensors", "to", "the", tokenizer=WHITESPACE)
    found = compared(shell, tiny_model, treebank, text)
    assert found["common"] is None
    assert [model["common_perplexity"] for model in found["models"]] == [None, None]
    assert [model["words"] for model in found["models"]] == [29, 25]
    shown = shell("compare", str(tiny_model), str(treebank), str(text)).out
    assert "common: none, because these models cut the text into words in different ways" in shown
    assert "\n  common" not in shown


def test_standard_input_is_read_once(shell: Shell, tiny_model: Path, other: Path, tmp_path: Path) -> None:
    stdin = "\n".join(LINES).encode()
    assert json.loads(shell("compare", str(tiny_model), str(other), "-", "--json", stdin=stdin).out)["words"] == 29
    treebank = make_model(tmp_path / "treebank.safetensors", "to", "the", tokenizer=WHITESPACE)
    outcome = shell("compare", str(tiny_model), str(treebank), "-", stdin=stdin)
    assert outcome.code == 1
    assert "hint: put the text into a file" in outcome.err


def test_several_texts_are_given_by_name(shell: Shell, tiny_model: Path, other: Path, text: Path) -> None:
    found = compared(shell, "--text", text, tiny_model, other, "--text", text.parent)
    assert found["words"] == 58


def test_a_table_has_a_column_for_each_model(shell: Shell, tiny_model: Path, other: Path, text: Path) -> None:
    outcome = shell("compare", str(tiny_model), str(other), str(text))
    *about, heading = outcome.out.splitlines()[:5]
    rows = outcome.out.splitlines()[5:]
    assert outcome.err == ""
    assert about[1:] == [
        "typed: 21 words in 4 sentences, the same for every model",
        "[low, high]: 95% interval; difference: to tiny",
        "common: the 15 (51.7%) words, marks and line ends that every model knows",
    ]
    assert heading.split() == ["tiny", "other"]
    assert [re.split(r"\s{2,}", row.strip())[0] for row in rows] == [
        *(name for figure in NAMES for name in (f"{figure}, %", "difference")),
        *("perplexity", "common", "unknown", "size on disk", "parameters", "ms a word", "ms a letter"),
    ]
    assert re.fullmatch(r"top-5, % +\d+\.\d \[\d+\.\d, \d+\.\d\] +\d+\.\d \[\d+\.\d, \d+\.\d\]", rows[8])
    assert re.fullmatch(r"  difference +[+-]\d+\.\d \[[+-]\d+\.\d, [+-]\d+\.\d\]", rows[9])


def test_models_of_one_name_are_told_apart(shell: Shell, tiny_model: Path, tmp_path: Path, text: Path) -> None:
    namesake = make_model(tmp_path / "tiny.safetensors", "to")
    heading = shell("compare", str(tiny_model), str(namesake), str(text)).out.splitlines()[4]
    assert heading.split() == ["tiny", "(1)", "tiny", "(2)"]


def test_a_long_name_is_cut(shell: Shell, tiny_model: Path, tmp_path: Path, text: Path) -> None:
    long = make_model(tmp_path / "a-model-with-a-long-name.safetensors", "to")
    assert (
        shell("compare", str(tiny_model), str(long), str(text)).out.splitlines()[4].split()[1] == "a-model-with-a-long…"
    )


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_three_models_fit_on_a_terminal(
    shell: Shell, tiny_model: Path, other: Path, text: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm-256color")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    assert shell("compare", str(tiny_model), str(other), str(other), str(text)).code == 0
    table = re.sub(r"\x1b\[\d+m", "", terminal.getvalue()).split("knows\n")[1].splitlines()
    assert max(map(len, table)) <= 80
    assert sum(bool(line.strip()) for line in table) == 2 + 17  # no cell is wrapped


def test_text_that_nobody_can_type_still_has_perplexities(
    shell: Shell, tiny_model: Path, other: Path, tmp_path: Path
) -> None:
    path = tmp_path / "numbers.txt"
    path.write_text("1 2 3.\n")
    outcome = shell("compare", str(tiny_model), str(other), str(path), "--json")
    found = json.loads(outcome.out)
    assert [model["keystrokes"] for model in found["models"]] == [None, None]
    assert "no keystroke figures" in outcome.err
    shown = shell("compare", str(tiny_model), str(other), str(path)).out
    assert "perplexity" in shown
    assert "KSR" not in shown


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "give two models or more, then a text"),
        (["everyday", "letters.txt"], "give two models or more, then a text"),
        (["everyday", "--text", "letters.txt"], "give two models or more, then a text"),
        (["everyday", "mine.safetensors"], "the last argument, mine.safetensors, is a model"),
        (["mine.safetensors", "everyday"], "the last argument, everyday, is a model"),
        (["everyday", "mine.safetensors", "a.txt", "b.txt"], "a.txt is a text, not a model"),
        (["everyday", "mine.safetensors", "a.txt", "--text", "b.txt"], "a.txt is a text, not a model"),
    ],
)
def test_what_makes_no_sense_is_told(shell: Shell, arguments: list[str], message: str) -> None:
    outcome = shell("compare", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert message in outcome.err.splitlines()[0]


def test_a_wrong_model_is_told_before_the_work(
    shell: Shell, tiny_model: Path, text: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_file, "load", lambda _: pytest.fail("a model was loaded"))
    outcome = shell("compare", str(tiny_model), "nobody", str(text))
    assert outcome.code == 1
    assert "no model is called 'nobody'" in outcome.err
    damaged = text.with_suffix(".safetensors")
    damaged.write_bytes(b"no model")
    outcome = shell("compare", str(tiny_model), str(damaged), str(text))
    assert outcome.code == 1
    assert f"{damaged} is not a model or is damaged" in outcome.err


@pytest.mark.parametrize("content", [None, b"", b", ,\n"])
def test_text_that_is_none_is_one_line_and_exit_1(
    shell: Shell, tiny_model: Path, other: Path, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "text.txt"
    if content is not None:
        path.write_bytes(content)
    outcome = shell("compare", str(tiny_model), str(other), str(path))
    assert (outcome.code, outcome.out) == (1, "")
    assert str(path) in outcome.err.splitlines()[0]
