from __future__ import annotations

import os
import tracemalloc
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model_bytes import SPELLINGS, example

from predictor_tui import model_file, paths
from predictor_tui.errors import ModelFileError
from predictor_tui.nn.model import LanguageModel
from predictor_tui.nn.settings import ModelSettings
from predictor_tui.text.tokenizer import WHITESPACE
from predictor_tui.text.vocabulary import SPECIALS, Vocabulary

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "toy.safetensors"


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
@pytest.mark.parametrize(
    "sizes", [{}, {"layers": 3}, {"tied": False}, {"hidden": 3}, {"embedding": 1, "hidden": 1}], ids=str
)
def test_what_is_saved_is_loaded_to_the_last_bit(path: Path, cell: str, sizes: dict[str, Any]) -> None:
    file = example(cell, **sizes)
    model_file.save(path, file)
    loaded = model_file.load(path)
    assert loaded.model.settings == file.model.settings
    assert loaded.card == file.card == model_file.read_card(path)
    assert (loaded.vocabulary.spellings, loaded.vocabulary.counts) == (SPELLINGS, file.vocabulary.counts)
    assert loaded.vocabulary.tokenizer is file.vocabulary.tokenizer
    assert loaded.model.parameters.keys() == file.model.parameters.keys()
    for name, array in file.model.parameters.items():
        assert loaded.model.parameters[name].dtype == np.float32
        assert loaded.model.parameters[name].tobytes() == array.tobytes()


def test_half_precision_is_rounded_once_and_no_more(path: Path) -> None:
    file = example()
    model_file.save(path, file, half=True)
    once = model_file.load(path)
    for name, array in file.model.parameters.items():
        assert np.array_equal(once.model.parameters[name], array.astype(np.float16).astype(np.float32))
    model_file.save(path, once, half=True)
    twice = model_file.load(path)
    assert all(
        np.array_equal(once.model.parameters[name], twice.model.parameters[name]) for name in once.model.parameters
    )


words = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), min_size=1)
vocabularies = st.lists(words, max_size=20, unique=True).filter(lambda found: not set(found) & set(SPECIALS))


@given(vocabularies, st.integers(0, 2**62))
@settings(derandomize=True, deadline=None, max_examples=100)
def test_any_words_come_back(tmp_path_factory: pytest.TempPathFactory, found: list[str], count: int) -> None:
    path = tmp_path_factory.getbasetemp() / "any.safetensors"
    vocabulary = Vocabulary([*SPECIALS, *found], [count] * (2 + len(found)), WHITESPACE)
    model = LanguageModel.initialised(ModelSettings(len(vocabulary), "rnn", 1, 1), np.random.default_rng(0))
    model_file.save(path, model_file.ModelFile(model, vocabulary, {"name": "any"}))
    loaded = model_file.load(path).vocabulary
    assert (loaded.spellings, loaded.counts) == (vocabulary.spellings, vocabulary.counts)
    assert loaded.tokenizer is WHITESPACE


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    model_file.save(tmp_path / "a" / "b" / "m.safetensors", example())
    assert model_file.load(tmp_path / "a" / "b" / "m.safetensors").card["name"] == "toy"


def test_a_link_to_a_model_is_the_model(path: Path, tmp_path: Path) -> None:
    model_file.save(path, example())
    (tmp_path / "link").symlink_to(path)
    assert model_file.load(tmp_path / "link").card["name"] == "toy"


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_not_finite_are_never_written(path: Path, value: float) -> None:
    file = example()
    model_file.save(path, file)
    old = path.read_bytes()
    file.model.parameters["layer0.b"][1] = value
    with pytest.raises(ModelFileError, match=r"layer0\.b holds numbers that are not finite"):
        model_file.save(path, file)
    assert path.read_bytes() == old


def test_a_number_too_large_for_half_precision_is_told(path: Path) -> None:
    file = example()
    file.model.parameters["layer0.b"][1] = 70_000
    with pytest.raises(ModelFileError, match="not finite"):
        model_file.save(path, file, half=True)
    assert not path.exists()


def test_a_failed_write_leaves_the_old_model(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model_file.save(path, example())
    old = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    other = replace(example(), card={"name": "other"})
    with pytest.raises(ModelFileError, match="could not be written: No space left on device") as failed:
        model_file.save(path, other)
    assert str(path) in str(failed.value)
    assert path.read_bytes() == old
    assert list(path.parent.iterdir()) == [path]


def test_a_place_that_is_no_file_is_told(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "toy" / ".."):
        with pytest.raises(ModelFileError, match="could not be written") as failed:
            model_file.save(place, example())
        assert "-o" in failed.value.hint


@pytest.mark.parametrize("half", [False, True])
def test_loading_takes_no_more_memory_than_twice_the_file(path: Path, half: bool) -> None:
    size = 4000
    vocabulary = Vocabulary([*SPECIALS, *(f"w{i}" for i in range(size - 2))], [1] * size, WHITESPACE)
    model = LanguageModel.initialised(ModelSettings(size, "rnn", 300, 8), np.random.default_rng(0))
    model_file.save(path, model_file.ModelFile(model, vocabulary, {"name": "large"}), half=half)
    tracemalloc.start()
    try:
        loaded = model_file.load(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(loaded.vocabulary) == size
    assert peak < 2 * path.stat().st_size + 3_000_000


def test_a_model_too_large_for_the_memory_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    model_file.save(path, example())
    monkeypatch.setattr("predictor_tui.model_file._weights", full)
    with pytest.raises(ModelFileError, match="too large for this machine's memory"):
        model_file.load(path)


def test_the_default_a_name_and_a_path_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundled, home = tmp_path / "bundled", tmp_path / "home"
    monkeypatch.setenv(paths.HOME_VARIABLE, str(home))
    monkeypatch.setattr(paths, "bundled_models_folder", lambda: bundled)
    for place in (bundled / "everyday", bundled / "other", home / "models" / "mine", home / "models" / "other"):
        model_file.save(place.with_suffix(".safetensors"), example())
    own = home / "models" / "other.safetensors"
    assert model_file.find(None) == bundled / "everyday.safetensors"
    assert model_file.find("mine") == home / "models" / "mine.safetensors"
    assert model_file.find("other") == own  # one's own hides a bundled one
    assert model_file.find(own) == own
    assert [name for name, _ in model_file.available()] == ["everyday", "other", "mine"]


@pytest.mark.parametrize(
    "name", ["missing", "a/b.safetensors", "x" * 5000, "~nobody-of-that-name/m", "nul\0", ""], ids=lambda name: name[:9]
)
def test_a_name_that_is_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelFileError) as failed:
        model_file.load(model_file.find(name))
    assert "predictor-tui models" in failed.value.hint
