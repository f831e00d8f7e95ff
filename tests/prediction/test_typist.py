from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted import Script
from small_models import fixed, predictor

from predictor_tui.prediction.typist import TypedWords, type_sentences, type_without_memory

LINES = ["going to the gym", "don't go home", "go to the store then go to the gym"]
DEPTHS = (3, 5)


def as_lists(typed: TypedWords) -> tuple[object, ...]:
    return (typed.depths, *(array.tolist() for array in (typed.sentence, typed.length, typed.rank, typed.letters)))


def test_every_word_is_noted_with_its_sentence_length_place_and_letters() -> None:
    script = Script(**{"": "a b c to", "to_": "x y", "to_g": "Go gym", "h": "b c d home"})
    assert as_lists(type_sentences(script, ["to go", "home"], DEPTHS)) == (
        DEPTHS,
        [0, 0, 1],
        [2, 2, 4],
        [3, 5, 5],  # past the last place where it is not offered
        [[2, 1, 4], [0, 1, 1]],  # a word never taken costs all its letters
    )


def test_a_word_that_vanishes_from_the_offers_stays_taken() -> None:
    script = Script(**{"": "a b c home", "h": "x", "ho": "home"})
    assert type_sentences(script, ["home"], DEPTHS).letters.tolist() == [[2], [0]]


def test_without_memory_the_last_word_is_all_that_is_known() -> None:
    script = Script()
    type_without_memory(script, ["to go to", "go to"], DEPTHS)
    assert {text for text, _ in script.asked} == {"", "t", "g", "to ", "to g", "go ", "go t"}


def test_without_memory_no_pair_of_words_is_typed_twice() -> None:
    script = Script()
    typed = type_without_memory(script, ["to go to go to go"] * 3, DEPTHS)
    assert len(script.asked) == len(set(script.asked))
    assert typed.length.size == 18


@given(st.lists(st.lists(st.sampled_from(["go", "to", "home", "gym"]), min_size=1, max_size=5), min_size=1, max_size=4))
@fixed
def test_without_memory_each_word_fares_as_in_a_sentence_of_two(lines: list[list[str]]) -> None:
    suggest = predictor().suggest
    found = type_without_memory(suggest, [" ".join(words) for words in lines], DEPTHS)
    place = 0
    for words in lines:
        for before, word in zip(["", *words], words, strict=False):
            alone = type_sentences(suggest, [f"{before} {word}".strip()], DEPTHS)
            assert found.rank[place] == alone.rank[-1]
            assert found.letters[:, place].tolist() == alone.letters[:, -1].tolist()
            place += 1
    assert place == found.length.size


def test_a_sentence_of_one_word_needs_no_memory() -> None:
    suggest, lines = predictor().suggest, ["going", "to", "the", "gym"]
    assert as_lists(type_without_memory(suggest, lines, DEPTHS)) == as_lists(type_sentences(suggest, lines, DEPTHS))


def test_a_longer_sentence_does() -> None:
    suggest = predictor().suggest
    with_memory, without = type_sentences(suggest, LINES, DEPTHS), type_without_memory(suggest, LINES, DEPTHS)
    assert (with_memory.sentence == without.sentence).all()
    assert (with_memory.length == without.length).all()
    assert (with_memory.letters != without.letters).any()


def test_the_last_words_can_be_watched() -> None:
    seen: list[str] = []

    def watch(words: Sequence[str]) -> Iterator[str]:
        for word in words:
            seen.append(word)
            yield word

    type_without_memory(Script(), ["a b a b", "c"], DEPTHS, watch)
    assert seen == ["", "a ", "b "]


@pytest.mark.parametrize("way", [type_sentences, type_without_memory])
def test_no_words_cannot_be_typed(way: object) -> None:
    assert callable(way)
    with pytest.raises(ValueError, match="no word to type"):
        way(Script(), [], DEPTHS)
