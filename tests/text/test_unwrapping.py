from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typed_text import fixed

from predictor_tui.text.unwrapping import FEWEST_LINES, unwrap, wrap_width

PROSE = (
    "The rain had stopped by the time we reached the harbour, and nobody was left on the quay but a boy who sold "
    "chestnuts out of an old pram. We bought two bags, one for each of us, sat down on the wall and watched the last "
    "ferry turn around the lighthouse. It was late, but neither of us said so, for there was nowhere we had to be."
)
VERSE = ["Over the hill and down", "the lane the lamps are lit", "and all the town", "is quiet, bit by bit"]
MESSAGES = [
    "are you there",
    "Yes, just got home, give me a minute to take my shoes off and feed the cat",
    "ok",
    "So what did you want to tell me?",
]


def wrapped(width: int, times: int = 4) -> list[list[str]]:
    return [textwrap.wrap(PROSE, width)] * times


@pytest.mark.parametrize("width", [45, 65, 72, 80])
def test_wrapped_prose_comes_back_whole(width: int) -> None:
    paragraphs = wrapped(width)
    found = wrap_width(paragraphs)
    assert found is not None
    assert unwrap(paragraphs[0], found) == [PROSE]


@given(st.lists(st.text(alphabet="abcdef", min_size=4, max_size=12), min_size=200, max_size=300))
@fixed
def test_any_words_wrapped_come_back_whole(words: list[str]) -> None:
    lines = textwrap.wrap(" ".join(words), 60)
    width = wrap_width([lines])
    assert width is not None
    assert unwrap(lines, width) == [" ".join(words)]


@pytest.mark.parametrize("lines", [VERSE, MESSAGES])
def test_lines_that_end_by_choice_are_left(lines: list[str]) -> None:
    assert wrap_width([lines] * 20) is None


def test_long_lines_are_no_wrapped_prose() -> None:
    assert wrap_width([["word " * 40 + "end"] * 30]) is None


def test_few_lines_tell_nothing() -> None:
    assert wrap_width([textwrap.wrap(PROSE, 70)[: FEWEST_LINES - 1]]) is None
    assert wrap_width([]) is None


def test_a_line_that_ends_early_stays_a_line() -> None:
    letter = ["Dear Ada,", *textwrap.wrap(PROSE, 70), "Yours,", "Tom"]
    assert unwrap(letter, 70) == ["Dear Ada,", PROSE, "Yours,", "Tom"]


def test_a_word_broken_at_its_hyphen_is_joined_without_a_space() -> None:
    assert unwrap(["a well-", "known dash --", "and so on"], 10) == ["a well-known dash -- and so on"]
