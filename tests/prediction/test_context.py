from __future__ import annotations

import pytest
from hypothesis import given, strategies
from small_models import fixed, typed, vocabulary

from predictor_tui.prediction.context import ANCHOR_STEP, LONGEST_READ, Context, ContextReader, anchor
from predictor_tui.text.tokenizer import WHITESPACE
from predictor_tui.text.vocabulary import END, UNKNOWN

WORDS = vocabulary()
the, going, gym, full_stop = map(WORDS.id_of, ("the", "going", "gym", "."))


def ids(text: str, memory_from: int = 0) -> list[int]:
    return list(ContextReader(WORDS).read(text, memory_from).ids)


def test_a_text_starts_like_a_line() -> None:
    assert ContextReader(WORDS).read("") == Context((END,), "", 0, (), "")


def test_the_half_typed_word_is_not_read() -> None:
    context = ContextReader(WORDS).read("Going, the gy")
    assert context == Context((END, going, the), "the", 2, (), "gy")


@pytest.mark.parametrize("text", ["The gym.\nGoing ", "The gym.\n\n \n, \nGoing ", "\n\nthe gym .\r\ngoing "])
def test_a_line_that_held_words_ends_with_end(text: str) -> None:
    assert ids(text) == [END, the, gym, full_stop, END, going]


def test_after_a_line_end_no_word_is_the_last_one() -> None:
    context = ContextReader(WORDS).read("the gym\n")
    assert (context.word, context.words) == ("", 2)


def test_unknown_words_count_and_are_shown_as_typed() -> None:
    context = ContextReader(WORDS).read("The zyx? ")
    assert context.ids == (END, the, UNKNOWN, WORDS.id_of("?"))
    assert ContextReader(WORDS).read("The zyx ")[1:4] == ("zyx", 2, ("zyx",))


def test_unknown_words_of_all_lines_are_kept_in_order() -> None:
    read = ContextReader(WORDS).read("Zyx, the Abc.\n\nzyx going\n3.75 xyz")
    assert (read.unknown, read.prefix) == (("Zyx", "Abc", "zyx", "3.75"), "xyz")
    assert read.ids.count(UNKNOWN) == 4
    assert ContextReader(WORDS).read("Zyx, the Abc.", len("Zyx,")).unknown == ("Abc",)


def test_words_before_the_offset_are_forgotten() -> None:
    text = "the gym the going gy"
    assert ids(text, len("the gym")) == [END, gym, the, going]
    assert ids(text, len("the gym ")) == [END, the, going]
    assert ids(text, len("the gym the go")) == [END, going]
    assert ids(text, len(text)) == [END]
    assert ids(text, len(text) + 50) == [END]
    assert ids(text, -1) == ids(text)


def test_tokenised_text_is_split_at_white_space_only() -> None:
    reader = ContextReader(vocabulary(WHITESPACE))
    assert reader.read("the gym . The don't\nNASA").ids == (
        END,
        the,
        gym,
        full_stop,
        UNKNOWN,
        WORDS.id_of("don't"),
        END,
    )
    assert reader.read("the (gy").prefix == "(gy"


@given(typed)
@fixed
def test_a_reader_that_has_read_other_texts_answers_the_same(text: str) -> None:
    reader = ContextReader(WORDS)
    for end in range(len(text)):
        reader.read(text[:end])
    assert reader.read(text) == ContextReader(WORDS).read(text)


@given(strategies.integers(0, 5 * ANCHOR_STEP), strategies.sampled_from(["x", "the gym ", "word\n"]))
@fixed
def test_what_is_read_is_bounded_and_long_enough(length: int, unit: str) -> None:
    context = (unit * length)[:length]
    start = anchor(context)
    assert length - start <= LONGEST_READ
    assert start == 0 or length - start >= ANCHOR_STEP - len(unit)
    assert start == 0 or unit == "x" or context[start].isspace()


def test_the_anchor_stands_still_while_a_page_is_typed() -> None:
    text = "the gym " * 4000
    anchors = [anchor(text[:length]) for length in range(LONGEST_READ + 1, len(text))]
    assert len(set(anchors)) == len(text) // ANCHOR_STEP - 1
    assert anchors == sorted(anchors)


def test_a_long_text_is_read_from_its_anchor() -> None:
    text = "going " + "the " * 4000
    assert set(ids(text)) == {END, the}
    assert len(ids(text)) <= LONGEST_READ / len("the ") + 1
