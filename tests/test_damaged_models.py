from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model_bytes import SPELLINGS, Parts, example

from predictor_tui import model_file
from predictor_tui.errors import ModelFileError

if TYPE_CHECKING:
    from numpy.typing import NDArray


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "toy.safetensors"
    model_file.save(path, example())
    return path


@pytest.fixture
def parts(whole: Path) -> Parts:
    return Parts.of(whole)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch") / "bad.safetensors"


def refusal(path: Path, content: bytes | None = None) -> str:
    """Why a file is refused; the message names the file, and there is a hint."""
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelFileError) as refused:
        model_file.load(path)
    assert str(path) in str(refused.value)
    assert refused.value.hint
    return str(refused.value)


def usable(path: Path, content: bytes) -> bool:
    """Whether a file is accepted; if it is, it must do what models do."""
    path.write_bytes(content)
    try:
        loaded = model_file.load(path)
    except ModelFileError:
        return False
    state = loaded.model.step(np.array([len(loaded.vocabulary) - 1]), loaded.model.initial_state())
    assert np.isfinite(loaded.model.parameters["embedding.E"]).all()
    assert loaded.model.log_probabilities(state).shape == (len(loaded.vocabulary), 1)
    assert isinstance(loaded.card["name"], str)
    return True


def test_a_truncated_file_is_refused_wherever_it_is_cut(whole: Path, scratch: Path) -> None:
    content = whole.read_bytes()
    for end in range(len(content)):
        assert str(scratch) in refusal(scratch, content[:end])


def test_a_flipped_bit_never_gives_anything_but_a_model_or_a_refusal(whole: Path, scratch: Path) -> None:
    content = bytearray(whole.read_bytes())
    header = 8 + int.from_bytes(content[:8], "little")
    verdicts: Counter[bool] = Counter()
    for bit in range(0, 8 * header, 3):
        content[bit // 8] ^= 1 << bit % 8
        verdicts[usable(scratch, bytes(content))] += 1
        content[bit // 8] ^= 1 << bit % 8
    assert verdicts[False] > 500
    assert verdicts[True] > 50  # in the card


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 8,
        b"\xff" * 100,
        (2**63).to_bytes(8, "little") + b"{}",
        (100_000_000).to_bytes(8, "little") + b"{}",
        (2).to_bytes(8, "little") + b"{}",
        (4).to_bytes(8, "little") + b"null",
        (200_000).to_bytes(8, "little") + b"[" * 200_000,
        b"Dear diary,\ntoday I took a text for a model.\n" * 20,
        b"PK\x03\x04" + b"\0" * 100,
    ],
    ids=["empty", "zeros", "ones", "huge", "long", "no format", "null", "deep", "text", "zip"],
)
def test_what_is_no_model_is_refused(scratch: Path, content: bytes) -> None:
    assert str(scratch) in refusal(scratch, content)


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", Path("/dev/zero"), Path(os.devnull)):
        assert "is not a file" in refusal(path)
    assert "No such file" in refusal(tmp_path / "missing")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    assert "cannot be read" in refusal(tmp_path / "circle")


@pytest.mark.parametrize("name", ["embedding.E", "layer0.U", model_file.WORDS, model_file.COUNTS])
def test_a_missing_tensor_is_named(parts: Parts, scratch: Path, name: str) -> None:
    parts.forget(name)
    assert name in refusal(scratch, parts.together())


def test_an_extra_tensor_is_named(parts: Parts, scratch: Path) -> None:
    parts.refill("surplus", "U8", [3], b"abc")
    assert "surplus" in refusal(scratch, parts.together())


@pytest.mark.parametrize("dtype", ["F64", "BF16", "F8_E4M3", "F8_E5M2", "I32", "I64", "U8", "BOOL"])
@pytest.mark.parametrize("name", ["embedding.E", "layer0.b", model_file.WORDS, model_file.COUNTS])
def test_a_wrong_type_is_named(parts: Parts, scratch: Path, name: str, dtype: str) -> None:
    entry = parts.tensors[name]
    if dtype == {model_file.WORDS: "U8", model_file.COUNTS: "I64"}.get(name):
        dtype = "F32"
    size = {"F64": 8, "I64": 8, "BF16": 2, "I32": 4, "F32": 4}.get(dtype, 1)
    parts.refill(name, dtype, entry["shape"], bytes(size * int(np.prod(entry["shape"]))))
    assert f"{name} is of type {dtype}" in refusal(scratch, parts.together())


@pytest.mark.parametrize("name", ["embedding.E", "layer0.W", "layer0.b", "projection.P"])
def test_a_wrong_shape_is_named(parts: Parts, scratch: Path, name: str) -> None:
    shape = parts.tensors[name]["shape"]
    wrong = [*shape[:-1], shape[-1] + 1], [*shape, 1], list(reversed(shape)) if len(shape) > 1 else [1, *shape]
    for other in wrong:
        parts.refill(name, "F32", other, bytes(4 * int(np.prod(other))))
        assert f"{name} has the shape" in refusal(scratch, parts.together())


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("dtype", [np.float32, np.float16])
def test_numbers_that_are_not_finite_are_refused(parts: Parts, scratch: Path, value: float, dtype: type) -> None:
    array: NDArray[np.floating[Any]] = np.zeros((len(SPELLINGS), 4), dtype)
    array[-1, -1] = value
    parts.refill("embedding.E", {4: "F32", 2: "F16"}[array.itemsize], list(array.shape), array.tobytes())
    assert "embedding.E holds numbers that are not finite" in refusal(scratch, parts.together())


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("\n".join(SPELLINGS[:-1]) + "\n", "7 words"),
        ("\n".join(SPELLINGS), "7 words"),
        ("\n".join((*SPELLINGS, "more")) + "\n", "9 words"),
        ("\n".join((*SPELLINGS[:-1], "THE")) + "\n", "twice"),
        ("\n".join((*SPELLINGS[:-1], "")) + "\n", "empty word"),
        ("\n".join(("unk", *SPELLINGS[1:])) + "\n", "begins with"),
        ("", "0 words"),
    ],
)
def test_a_vocabulary_that_is_none_is_refused(parts: Parts, scratch: Path, words: str, reason: str) -> None:
    content = words.encode()
    parts.refill(model_file.WORDS, "U8", [len(content)], content)
    assert reason in refusal(scratch, parts.together())


def test_words_that_are_no_text_and_counts_below_0_are_refused(parts: Parts, scratch: Path, whole: Path) -> None:
    content = ("\n".join(SPELLINGS) + "\n").encode().replace(b"gym", b"g\xffm")
    parts.refill(model_file.WORDS, "U8", [len(content)], content)
    assert "utf-8" in refusal(scratch, parts.together())
    parts = Parts.of(whole)
    parts.refill(model_file.COUNTS, "I64", [len(SPELLINGS)], np.full(len(SPELLINGS), -1).tobytes())
    assert "count below 0" in refusal(scratch, parts.together())


SETTINGS = {"vocabulary": len(SPELLINGS), "cell": "lstm", "embedding": 3, "hidden": 2, "layers": 1, "tied": True}


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("format", "predictor-tui model 2", "its format is"),
        ("tokenizer", "none", "no tokenizer"),
        ("card", "{", "no usable model"),
        ("card", "[]", "its card"),
        ("card", '{"name": 3}', "no name"),
        ("card", "[" * 100_000, "no usable model"),
        ("settings", "null", "settings are missing"),
        ("settings", json.dumps(SETTINGS | {"wings": 2}), "wings"),
        ("settings", json.dumps(SETTINGS | {"cell": "transformer"}), "transformer"),
        ("settings", json.dumps(SETTINGS | {"tied": 2}), "tied is 2"),
        ("settings", json.dumps(SETTINGS | {"tied": "yes"}), "tied is 'yes'"),
        ("settings", json.dumps(SETTINGS | {"layers": "some"}), "layers"),
        ("settings", json.dumps(SETTINGS | {"attention": float("nan")}), "attention"),
        ("settings", json.dumps(SETTINGS | {"hidden": 10**30}), "has the shape"),
        ("settings", json.dumps(SETTINGS | {"hidden": 0}), "hidden is 0"),
        ("settings", json.dumps(SETTINGS | {"vocabulary": 10**9}), "more than 500,000"),
        ("settings", '{"vocabulary": ' + "9" * 5000 + "}", "no usable model"),
    ],
)
def test_what_a_file_says_of_itself_is_checked(parts: Parts, scratch: Path, key: str, value: str, reason: str) -> None:
    parts.metadata[key] = value
    assert reason in refusal(scratch, parts.together())
    del parts.metadata[key]
    refusal(scratch, parts.together())


def test_a_file_that_names_the_dropout_it_was_trained_with_is_read(parts: Parts, scratch: Path) -> None:
    parts.metadata["settings"] = json.dumps(SETTINGS | {"dropout": 0.2})
    assert usable(scratch, parts.together())


def test_overlapping_and_outlying_tensors_are_refused(parts: Parts, scratch: Path) -> None:
    first, second = list(parts.tensors)[:2]
    kept = parts.tensors[first]["data_offsets"]
    for offsets in (parts.tensors[second]["data_offsets"], [0, 10**12], [-1, 3], [5, 2]):
        parts.tensors[first]["data_offsets"] = offsets
        refusal(scratch, parts.together())
    parts.tensors[first]["data_offsets"] = kept
    refusal(scratch, parts.together() + b"tail")
    assert usable(scratch, parts.together())


def test_a_card_is_read_without_the_weights(parts: Parts, scratch: Path) -> None:
    parts.refill("layer0.b", "F32", [8], np.full(8, np.nan, np.float32).tobytes())
    scratch.write_bytes(parts.together())
    assert model_file.read_card(scratch)["name"] == "toy"
    parts.metadata["card"] = "3"
    scratch.write_bytes(parts.together())
    with pytest.raises(ModelFileError, match="card"):
        model_file.read_card(scratch)


# A fuzz on structure: a whole model in which a few things are something else of the kind that could stand there.

names = st.sampled_from(["embedding.E", "layer0.W", "layer0.b", model_file.WORDS, model_file.COUNTS, "other"])
dtypes = st.sampled_from(["F32", "F16", "BF16", "F64", "F8_E4M3", "F4", "U8", "I64", "BOOL", "C64"])
sizes = st.lists(st.sampled_from([0, 1, 2, 3, 4, 8, 2**31, 2**63]), max_size=3)
json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)
setting = st.tuples(
    st.sampled_from([*SETTINGS, "dropout"]), st.one_of(st.sampled_from([0, 1, 2, 3, 8, "rnn", "gru"]), json_values)
)
changes = st.one_of(
    st.tuples(st.just("content"), st.tuples(names, dtypes, sizes, st.binary(max_size=40))),
    st.tuples(st.just("claim"), st.tuples(names, dtypes, sizes)),
    st.tuples(st.just("forget"), st.tuples(names)),
    st.tuples(st.just("say"), st.tuples(st.sampled_from(["format", "tokenizer", "card", "settings"]), json_values)),
    st.tuples(st.just("set"), setting),
)


def change(parts: Parts, kind: str, what: Any) -> None:
    match kind:
        case "content":
            parts.refill(*what)
        case "claim" if what[0] in parts.tensors:
            parts.tensors[what[0]] |= {"dtype": what[1], "shape": what[2]}
        case "forget" if what[0] in parts.tensors:
            parts.forget(what[0])
        case "say":
            parts.metadata[what[0]] = json.dumps(what[1])
        case "set":
            said = json.loads(parts.metadata.get("settings", "null"))
            parts.metadata["settings"] = json.dumps((said if isinstance(said, dict) else {}) | dict([what]))


def test_whatever_stands_where_in_a_file_it_is_a_model_or_refused(whole: Path, scratch: Path) -> None:
    verdicts: Counter[bool] = Counter()

    @settings(derandomize=True, deadline=None, max_examples=300)
    @given(st.lists(changes, max_size=3))
    def judge(made: list[tuple[str, Any]]) -> None:
        parts = Parts.of(whole)
        for kind, what in made:
            change(parts, kind, what)
        verdicts[usable(scratch, parts.together())] += 1

    judge()
    assert verdicts[True] > 5  # a fuzz that never gets past the first check tries nothing
    assert verdicts[False] > 100
