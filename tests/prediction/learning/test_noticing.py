from __future__ import annotations

import pytest
from hypothesis import given
from writing import DAY, fixed, observed, texts

from predictor_tui.prediction.learning.noticing import context, may_be_learnt, observation
from predictor_tui.prediction.learning.values import START
from predictor_tui.text.tokenizer import WORDS


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("", (START,)),
        ("Hello ", (START, "hello")),
        ("going to the ", ("to", "the")),
        ("We left. ", (START,)),
        ("We left?! “Then ", (START, "then")),
        ("the gym\n", (START,)),
        ("the gym\nI'm ", (START, "i'm")),
        ("so, (well) ", ("so", "well")),
        ("my PIN is 1234 ", ()),
        ("my PIN is 1234 and ", ("and",)),
        ("Don’t GO ", ("don't", "go")),
        ("see " + "x" * 65 + " and ", ("and",)),
        ("a" * 300 + " the gym ", ("the", "gym")),
        ("a, " * 150, ("a", "a")),
        ("\x1b]0;x\x07 then ", ("x", "then")),
    ],
)
def test_what_a_word_stands_behind(text: str, before: tuple[str, ...]) -> None:
    assert context(text) == before


@pytest.mark.parametrize(
    ("text", "word", "spelling", "free"),
    [
        ("so ", "Kubrick", "Kubrick", True),
        ("", "Kubrick", "kubrick", False),
        ("So. ", "NASA", "NASA", False),
        ("So. ", "iPhone", "iPhone", False),
        ("", "I", "I", False),
        ("", "I'm", "i'm", False),
        ("the 3.5 ", "Zyx", "Zyx", True),
        ("so ", "don’t", "don't", True),
        ("so ", "e\u0301te\u0301", "été", True),
    ],
)
def test_a_spelling_is_kept_less_what_its_place_forced(text: str, word: str, spelling: str, free: bool) -> None:
    seen = observation(word, text, DAY, picked=False)
    assert seen is not None
    assert (seen.spelling, seen.free) == (spelling, free)


@pytest.mark.parametrize(
    "word", ["", " ", "1234", "3.5", "…", "?", ",", "two words", "x" * 65, "a\x1b", "a\u202e", "-", ":D"]
)
def test_what_is_no_word_to_offer_is_not_learnt(word: str) -> None:
    assert observation(word, "so ", DAY, picked=False) is None
    assert not may_be_learnt(word)


@given(texts)
@fixed
def test_an_observation_is_consistent(text: str) -> None:
    for seen in observed(text):
        assert seen.key == WORDS.key(seen.spelling)
        assert may_be_learnt(seen.spelling)
        assert len(seen.before) <= 2
        assert START not in seen.before[1:]
