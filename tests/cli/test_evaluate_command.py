from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from made_models import make_model

from predictor_tui import Predictor, model_file

if TYPE_CHECKING:
    from pathlib import Path

    from command_line import Shell

LINES = ["I'm going to the gym.", "Then to the store, the new one."]


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "text.txt"
    path.write_text("\n".join(LINES) + "\n")
    return path


def perplexity_word_by_word(path: Path) -> tuple[int, float]:
    """The same figure by the plainest way: one step a word."""
    loaded = model_file.load(path)
    words = [word for line in LINES for word in [*loaded.vocabulary.tokenizer.stream(line), "<eos>"]]
    state, before, nats = loaded.model.initial_state(), 1, 0.0
    for word in words:
        state = loaded.model.step(np.array([before]), state)
        before = 1 if word == "<eos>" else loaded.vocabulary.id_of(word)
        nats -= float(loaded.model.log_probabilities(state)[before, 0])
    return len(words), math.exp(nats / len(words))


def test_the_figures_as_json(shell: Shell, tiny_model: Path, text: Path) -> None:
    outcome = shell("evaluate", str(tiny_model), str(text), "--json")
    found = json.loads(outcome.out)
    words, perplexity = perplexity_word_by_word(tiny_model)
    assert outcome.code == 0
    assert found["texts"] == [str(text)]
    assert found["words"] == words == 16
    assert found["perplexity"] == pytest.approx(perplexity, rel=1e-4)
    assert found["unknown_share"] == pytest.approx(2 / 16)
    assert found["keystrokes"]["words"] == 12
    assert set(found["keystrokes"]["ksr"]) == {"3", "5"}


def test_the_keystroke_figures_are_those_of_the_predictor(shell: Shell, tiny_model: Path, text: Path) -> None:
    typed = json.loads(shell("evaluate", str(tiny_model), str(text), "--json").out)["keystrokes"]
    predictor = Predictor.load(tiny_model)
    hits, words = 0, 0
    for sentence in ["i'm going to the gym", "then to the store, the new one"]:
        before = ""
        for word in sentence.replace(",", "").split():
            hits += word in [each.word.lower() for each in predictor.suggest(before, 3)]
            words += 1
            before += word + " "
    assert typed["top"]["3"] == pytest.approx(hits / words)
    assert 0 <= typed["ksr"]["3"] <= typed["ksr"]["5"] < 1


def hits_at_once(predictor: Predictor, *, memory: bool) -> float:
    """The share of words among the first 5 before any letter, by the plainest way."""
    hits = []
    for sentence in ["i'm going to the gym", "then to the store the new one"]:
        before = ""
        for word in sentence.split():
            hits.append(word in [each.word.lower() for each in predictor.suggest(before, 5)])
            before = (before if memory else "") + word + " "
    return sum(hits) / len(hits)


def test_context_is_what_the_last_word_alone_does_not_tell(shell: Shell, tmp_path: Path, text: Path) -> None:
    words = ("the", "gym", "to", "I'm", "store", "going", "then", "new", "one", "a", "b", "c", "d", "e", "f")
    path = make_model(tmp_path / "made.safetensors", *words, seed=4)
    typed = json.loads(shell("evaluate", str(path), str(text), "--json").out)["keystrokes"]
    with_memory, without = (hits_at_once(Predictor.load(path), memory=memory) for memory in (True, False))
    assert with_memory != without
    first = typed["by_letters"][0]
    assert first["hits"]["5"] == pytest.approx(with_memory)
    assert typed["without_memory"]["top"]["5"] == first["hits_without_memory"]["5"] == pytest.approx(without)
    assert first["context_share"]["5"] == pytest.approx(1 - without / with_memory)


def test_the_figures_by_letters_lead_to_the_known_ones(shell: Shell, tiny_model: Path, text: Path) -> None:
    typed = json.loads(shell("evaluate", str(tiny_model), str(text), "--json").out)["keystrokes"]
    rows = typed["by_letters"]
    assert [row["letters"] for row in rows] == list(range(len("going")))
    for k in ("3", "5"):
        assert rows[0]["hits"][k] == pytest.approx(typed["top"][k])
        assert rows[-1]["saved"][k] == pytest.approx(typed["ksr"][k])
        assert rows[-1]["saved_without_memory"][k] == pytest.approx(typed["without_memory"]["ksr"][k])


def test_a_table_names_every_figure(shell: Shell, tiny_model: Path, text: Path) -> None:
    outcome = shell("evaluate", str(tiny_model), str(text))
    facts, _, table = outcome.out.split("\n\n")
    assert outcome.err == ""
    assert [line.split("  ")[0] for line in facts.splitlines()] == [
        *("model", "texts", "words", "perplexity", "unknown words", "words typed"),
        *("KSR@3", "KSR@5", "top-1", "top-3", "top-5", "ms a query"),
    ]
    heading, *rows = (line.split() for line in table.splitlines())
    assert heading == ["letters", "hits@3", "saved@3", "context@3", "hits@5", "saved@5", "context@5"]
    assert [(row[0], len(row)) for row in rows] == [(str(letters), 7) for letters in range(5)]


def test_people_are_spared_long_words(shell: Shell, tiny_model: Path, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("to go to the internationalisation\n")
    table = shell("evaluate", str(tiny_model), str(path)).out.split("\n\n")[-1]
    assert [line.split()[0] for line in table.splitlines()[1:]] == [str(letters) for letters in range(9)]
    found = json.loads(shell("evaluate", str(tiny_model), str(path), "--json").out)
    assert len(found["keystrokes"]["by_letters"]) == len("internationalisation")


def test_curves_are_drawn_if_asked_for(
    shell: Shell, tiny_model: Path, text: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    plain, drawn = (
        shell("evaluate", str(tiny_model), str(text)),
        shell("evaluate", str(tiny_model), str(text), "--plot"),
    )
    assert drawn.code == 0
    assert "┤" not in plain.out
    assert drawn.out.count("in %, by letters typed; 3: first 3, 5: first 5, o: 3 without memory") == 2
    assert max(map(len, drawn.out.partition("context@5")[2].splitlines())) == 80
    assert "\x1b" not in drawn.out


def test_curves_are_no_json(shell: Shell, tiny_model: Path, text: Path) -> None:
    outcome = shell("evaluate", str(tiny_model), str(text), "--plot", "--json")
    assert (outcome.code, outcome.out) == (2, "")
    assert "choose one of them" in outcome.err


def test_a_sample_of_the_words_is_typed(shell: Shell, tiny_model: Path, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("going to the gym\n" * 100)
    found = json.loads(shell("evaluate", str(tiny_model), str(path), "--words", "40", "--json").out)
    assert found["keystrokes"]["words"] == 40
    assert found["words"] == 500


def test_standard_input_and_replaced_bytes(shell: Shell, tiny_model: Path) -> None:
    outcome = shell("evaluate", str(tiny_model), "-", "--json", stdin=b"going to the caf\xe9\n" * 20)
    assert json.loads(outcome.out)["words"] == 100
    assert "20 bytes are no UTF-8" in outcome.err


def test_text_that_nobody_can_type_has_no_keystroke_figures(shell: Shell, tiny_model: Path, tmp_path: Path) -> None:
    path = tmp_path / "numbers.txt"
    path.write_text("1 2 3\n")
    assert json.loads(shell("evaluate", str(tiny_model), str(path), "--json").out)["keystrokes"] is None
    outcome = shell("evaluate", str(tiny_model), str(path))
    assert "no keystroke figures" in outcome.err
    assert "KSR" not in outcome.out


@pytest.mark.parametrize("kind", ["missing", "empty", "binary", "wordless", "bare folder"])
def test_text_that_is_none_is_one_line_and_exit_1(shell: Shell, tiny_model: Path, tmp_path: Path, kind: str) -> None:
    path = tmp_path / kind.replace(" ", "-")
    if kind == "bare folder":
        path.mkdir()
    elif kind != "missing":
        path.write_bytes({"empty": b"", "wordless": b", , ,\n"}.get(kind, bytes(range(256)) * 10))
    outcome = shell("evaluate", str(tiny_model), str(path))
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith("predictor-tui: error: ")
    assert str(path) in outcome.err.splitlines()[0]


def test_a_text_has_to_be_named(shell: Shell, tiny_model: Path) -> None:
    assert shell("evaluate", str(tiny_model)).code == 2


def test_a_cache_changes_the_figures_and_is_named(shell: Shell, tiny_model: Path, tmp_path: Path) -> None:
    text = tmp_path / "again.txt"
    text.write_text("then the gym then the gym\n" * 30)
    off, on = (
        json.loads(shell("evaluate", str(tiny_model), str(text), "--json", *options).out)
        for options in ((), ("--cache", "0.5", "--reach", "50", "--flatness", "0"))
    )
    assert off["cache"] is None
    assert on["cache"] == {"strength": 0.5, "reach": 50, "flatness": 0.0}
    assert on["perplexity"] < 0.8 * off["perplexity"]
    outcome = shell("evaluate", str(tiny_model), str(text), "--cache", "0.5")
    assert "strength 0.5, reach 500 words" in outcome.out
