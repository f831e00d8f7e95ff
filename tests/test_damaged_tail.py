"""The rare words of a model file: kept as they are, and trusted no more than the rest of it."""

from __future__ import annotations

import zlib
from array import array
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from model_bytes import SPELLINGS, Parts, example

from predictor_tui import model_file
from predictor_tui.errors import ModelFileError
from predictor_tui.text.tail import Tail
from predictor_tui.text.tokenizer import WORDS
from predictor_tui.text.vocabulary import Vocabulary

if TYPE_CHECKING:
    from pathlib import Path

RARE = "gymnast\nIsland\nnaïveté\nZürich\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "toy.safetensors"
    tail = Tail(RARE.encode(), array("I", [1, 2**32 - 1, 300, 4]), WORDS)
    file = example()
    model_file.save(path, replace(file, vocabulary=Vocabulary(SPELLINGS, file.vocabulary.counts, WORDS, tail)))
    return path


def refusal(path: Path, **tensors: bytes) -> str:
    """Why the file is refused with other bytes in the tensors `words` and `counts` of its tail."""
    parts = Parts.of(path)
    for name, content in tensors.items():
        parts.refill(f"tail.{name}", "U8", [len(content)], content)
    path.write_bytes(parts.together())
    with pytest.raises(ModelFileError) as refused:
        model_file.load(path)
    assert str(path) in str(refused.value)
    return str(refused.value)


def test_rare_words_come_back_as_they_were_saved(path: Path) -> None:
    tail = model_file.load(path).vocabulary.tail
    assert tail is not None
    assert tail.words.decode() == RARE
    assert tail.counts.tolist() == [1, 2**32 - 1, 300, 4]


def test_a_model_without_rare_words_has_none(path: Path) -> None:
    parts = Parts.of(path)
    for name in model_file.TAIL:
        parts.forget(name)
    path.write_bytes(parts.together())
    assert model_file.load(path).vocabulary.tail is None


@pytest.mark.parametrize("name", model_file.TAIL)
def test_words_without_counts_and_counts_without_words_are_refused(path: Path, name: str) -> None:
    parts = Parts.of(path)
    parts.forget(name)
    path.write_bytes(parts.together())
    assert name in refusal(path)


@pytest.mark.parametrize("name", model_file.TAIL)
def test_rare_words_of_another_type_or_shape_are_refused(path: Path, name: str) -> None:
    for dtype, shape, size in (("F32", [2], 8), ("U8", [2, 2], 4), ("U8", [], 1)):
        parts = Parts.of(path)
        parts.refill(name, dtype, shape, bytes(size))
        path.write_bytes(parts.together())
        assert name in refusal(path)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Island\ngymnast\nnaïveté\nZürich\n", "not in order"),
        ("gymnast\nIsland\nisland\nZürich\n", "not in order"),
        ("gymnast\nIsland\nnaïveté\n", "3 rare words and 4 counts"),
        ("Gym\nIsland\nnaïveté\nZürich\n", "in the vocabulary as well"),
        ("gymnast\nIsland\x1b]0;x\x07\nnaïveté\nZürich\n", "control character"),
    ],
)
def test_rare_words_that_are_none_are_refused(path: Path, words: str, reason: str) -> None:
    assert reason in refusal(path, words=zlib.compress(words.encode()))


def test_rare_words_of_no_use_are_refused(path: Path) -> None:
    assert "count of 0" in refusal(path, counts=zlib.compress(np.array([1, 0, 1, 1], np.uint32).tobytes()))


@pytest.mark.parametrize("content", [b"", b"no zlib", zlib.compress(bytes(50_000_000))], ids=["none", "odd", "bomb"])
@pytest.mark.parametrize("name", ["words", "counts"])
def test_rare_words_that_cannot_be_unpacked_are_refused(path: Path, name: str, content: bytes) -> None:
    assert "rare words are damaged" in refusal(path, **{name: content})


def test_a_flipped_bit_gives_a_model_or_a_refusal(path: Path) -> None:
    content = path.read_bytes()
    verdicts = [0, 0]
    parts = Parts.of(path)
    for name in model_file.TAIL:
        for bit in range(8 * parts.tensors[name]["data_offsets"][0], 8 * parts.tensors[name]["data_offsets"][1], 5):
            data = bytearray(content)
            data[len(content) - len(parts.data) + bit // 8] ^= 1 << bit % 8
            path.write_bytes(data)
            try:
                tail = model_file.load(path).vocabulary.tail
            except ModelFileError:
                verdicts[0] += 1
            else:
                assert tail is not None
                verdicts[1] += 1
    assert verdicts[0] > 50  # zlib's own checksum finds nearly all
