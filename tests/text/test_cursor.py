from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typed_text import fixed, plain_words, texts

from predictor_tui.text.tokenizer import LONGEST_PREFIX, WHITESPACE, WORDS


@pytest.mark.parametrize(
    ("context", "prefix"),
    [
        ("", ""),
        ("I'm going to the ", "gy"),
        ("I'm going to the ", ""),
        ("", "I"),
        ("he ", "don'"),
        ("he ", "don’"),
        ("a ", "well-"),
        ("a ", "well-kn"),
        ("hello.", ""),
        ("hello. ", "W"),
        ("hello.", "W"),
        ("(", "gy"),
        ("so, ", ""),
        ("so,", ""),
        ("wait--", ""),
        ("a '", ""),
        ("-", ""),
        ("at 10:", ""),
        ("at ", "10:3"),
        ("see e.g.", ""),
        ("see ", "e.g"),
        ("to ", "john@x.org"),
        ("line\n", "ne"),
        ("fun :D", ""),
    ],
)
def test_split(context: str, prefix: str) -> None:
    assert WORDS.split_at_cursor(context + prefix) == (context, prefix)


@given(texts)
@fixed
def test_the_pieces_are_the_text(text: str) -> None:
    for tokenizer in (WORDS, WHITESPACE):
        assert "".join(tokenizer.split_at_cursor(text)) == text


@given(texts)
@fixed
def test_a_prefix_is_one_word_before_the_cursor_and_none_follows_white_space(text: str) -> None:
    for tokenizer in (WORDS, WHITESPACE):
        context, prefix = tokenizer.split_at_cursor(text)
        assert len(prefix.split()) == bool(prefix)
        assert tokenizer.split_at_cursor(text + " ") == (text + " ", "")
        if not prefix:
            assert tokenizer.stream(context) == tokenizer.stream(text)


@given(st.lists(plain_words, max_size=4), plain_words, plain_words)
@fixed
def test_a_word_typed_letter_by_letter_leaves_the_context_alone(before: list[str], first: str, second: str) -> None:
    context = "".join(word + " " for word in before)
    for word in (first, f"{first}'{second}", f"{first}-{second}"):
        for length in range(1, len(word) + 1):
            assert WORDS.split_at_cursor(context + word[:length]) == (context, word[:length])


def test_white_space_alone_ends_a_word_of_tokenised_text() -> None:
    assert WHITESPACE.split_at_cursor("mr. <unk> n.") == ("mr. <unk> ", "n.")


def test_only_the_end_of_an_endless_word_is_looked_at() -> None:
    context, prefix = WORDS.split_at_cursor("a" * (LONGEST_PREFIX + 10))
    assert (len(context), len(prefix)) == (10, LONGEST_PREFIX)
