from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from predictor_tui import model_file

if TYPE_CHECKING:
    from pathlib import Path

    from command_line import Shell


@pytest.fixture
def own(home: Path, tiny_model: Path) -> Path:
    (home / "models").mkdir()
    path = home / "models" / "mine.safetensors"
    path.write_bytes(tiny_model.read_bytes())
    return path


def named(entries: list[dict[str, object]], name: str) -> dict[str, object]:
    return next(entry for entry in entries if entry["name"] == name)


def test_own_models_are_listed(shell: Shell, own: Path) -> None:
    rows = [line.split() for line in shell("models").out.splitlines()]
    assert rows[0] == ["name", "from", "size", "network", "words", "perplexity"]
    assert ["mine", "own", f"{own.stat().st_size / 1e6:.1f}", "MB", "GRU", "4", "11", "9.877"] in rows


def test_the_list_as_json_carries_the_cards(shell: Shell, own: Path) -> None:
    entry = named(json.loads(shell("models", "--json").out), "mine")
    assert entry == {
        "name": "mine",
        "path": str(own),
        "bundled": False,
        "bytes": own.stat().st_size,
        "card": model_file.read_card(own),
    }


def test_a_damaged_model_is_listed_as_such_and_hides_no_other(shell: Shell, own: Path) -> None:
    (own.parent / "broken.safetensors").write_bytes(b"\0" * 20)
    outcome = shell("models")
    assert outcome.code == 0
    assert "damaged: " in next(line for line in outcome.out.splitlines() if line.startswith("broken"))
    assert any(line.startswith("mine") for line in outcome.out.splitlines())
    entry = named(json.loads(shell("models", "--json").out), "broken")
    assert "card" not in entry
    assert str(own.parent / "broken.safetensors") in str(entry["error"])


def test_a_card_is_shown_by_name_and_by_file(shell: Shell, own: Path) -> None:
    by_name, by_file = shell("models", "mine").out, shell("models", str(own)).out
    assert by_name == by_file
    facts = dict(line.split("  ", 1) for line in by_name.splitlines())
    assert {name: value.strip() for name, value in facts.items()} == {
        "file": str(own),
        "size": "0.0 MB",
        "name": "tiny",
        "cell": "gru",
        "hidden": "4",
        "vocabulary": "11",
        "figures perplexity": "9.877",
    }
    assert json.loads(shell("models", "mine", "--json").out)["card"] == model_file.read_card(own)


def test_an_odd_card_is_shown_as_it_is(shell: Shell, own: Path) -> None:
    loaded = model_file.load(own)
    card = {
        "name": "\x1b]0;x\x07[red]",
        "figures": [float("nan")],
        "hidden": {"a": 1},
        "vocabulary": "many",
        "sources": [{"name": "a.txt", "words": 1000}],
        "empty": None,
    }
    model_file.save(own, model_file.ModelFile(loaded.model, loaded.vocabulary, card))
    assert shell("models").code == 0
    shown = shell("models", "mine").out
    assert "\x1b" not in shown
    assert "[red]" in shown
    assert "sources 1   name a.txt, words 1,000" in shown
    assert json.loads(shell("models", "mine", "--json").out)["card"]["figures"] == [None]


def test_an_unknown_name_is_an_error(shell: Shell) -> None:
    outcome = shell("models", "nobody")
    assert outcome.code == 1
    assert "nobody" in outcome.err
