from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typed_text import fixed, texts

from predictor_tui.text.tokenizer import WHITESPACE, WORDS
from predictor_tui.text.vocabulary import END, SPECIALS, UNKNOWN, Vocabulary, WordCounter, build_vocabulary


def vocabulary_of(*lines: str, size: int = 100) -> Vocabulary:
    counter = WordCounter(WORDS)
    for line in lines:
        counter.add(WORDS.stream(line))
    return build_vocabulary(counter, size)


def test_ids_fall_with_the_count_and_ties_go_by_key() -> None:
    vocabulary = vocabulary_of("b c a b, a Zebra b.")
    assert vocabulary.spellings == (*SPECIALS, "b", "a", ".", "c", "Zebra")
    assert vocabulary.counts == (0, 1, 3, 2, 1, 1, 1)


def test_what_does_not_fit_is_counted_as_unknown() -> None:
    vocabulary = vocabulary_of("a a a b b c", "", "a d", size=4)
    assert vocabulary.spellings == (*SPECIALS, "a", "b")
    assert vocabulary.counts == (2, 2, 4, 2)
    assert vocabulary.encode(["A", "c", "b"]) == [2, UNKNOWN, 3]


def test_forms_of_one_key_are_counted_together() -> None:
    vocabulary = vocabulary_of("so don't. Don’t!! DON'T stop!")
    assert vocabulary.counts[vocabulary.id_of("don't")] == 3
    assert vocabulary.counts[vocabulary.id_of("!!!")] == 2


def test_the_penn_treebank_keeps_its_unknown_word() -> None:
    counter = WordCounter(WHITESPACE)
    counter.add(WHITESPACE.stream("the <unk> of the N <unk>"))
    vocabulary = build_vocabulary(counter, 5)
    assert vocabulary.spellings == (*SPECIALS, "the", "N", "of")
    assert vocabulary.counts[:2] == (2, 1)
    assert vocabulary.encode(["N", "n", "<unk>"]) == [3, UNKNOWN, UNKNOWN]


def test_only_words_with_a_letter_may_be_suggested() -> None:
    vocabulary = vocabulary_of("word don't 10:30 6pm ... ! e.g. naïve")
    suggested = [vocabulary.key(id_) for id_ in range(len(vocabulary)) if vocabulary.may_be_suggested(id_)]
    assert suggested == ["6pm", "don't", "e.g.", "naïve", "word"]


@pytest.mark.parametrize(
    ("spellings", "counts", "message"),
    [
        (["the", "a", "b"], [1, 1, 1], "begins with <unk> and <eos>"),
        ([*SPECIALS, "a"], [1, 1], "3 words but 2 counts"),
        ([*SPECIALS, "a", "A"], [0, 0, 1, 1], "1 words are in the vocabulary twice"),
    ],
)
def test_a_wrong_vocabulary_is_refused(spellings: list[str], counts: list[int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Vocabulary(spellings, counts, WORDS)


def test_there_must_be_room_for_a_word() -> None:
    with pytest.raises(ValueError, match="no room"):
        vocabulary_of("a", size=2)


@given(texts)
@fixed
def test_spellings_and_ids_lead_to_each_other(text: str) -> None:
    vocabulary = vocabulary_of(text, size=10_000)
    for id_ in range(len(vocabulary)):
        assert vocabulary.id_of(vocabulary.spelling(id_)) == id_
        assert vocabulary.id_of(vocabulary.key(id_)) == id_
    assert UNKNOWN not in vocabulary.encode(WORDS.stream(text))
    assert sum(vocabulary.counts) - vocabulary.counts[END] == len(WORDS.stream(text))


@given(texts)
@fixed
def test_a_vocabulary_is_rebuilt_from_what_a_file_stores(text: str) -> None:
    built = vocabulary_of(text)
    rebuilt = Vocabulary(built.spellings, built.counts, WORDS)
    assert [rebuilt.key(id_) for id_ in range(len(rebuilt))] == [built.key(id_) for id_ in range(len(built))]


@given(texts, st.data())
@fixed
def test_with_prefix_is_what_a_scan_finds(text: str, data: st.DataObject) -> None:
    vocabulary = vocabulary_of(text)
    whole = data.draw(st.sampled_from([*vocabulary.spellings, text]))
    prefix = whole[: data.draw(st.integers(0, 4))]
    key = WORDS.key(prefix)
    words = range(len(SPECIALS), len(vocabulary))
    assert sorted(vocabulary.with_prefix(prefix)) == [id_ for id_ in words if vocabulary.key(id_).startswith(key)]


def test_a_prefix_is_matched_without_case_and_with_either_apostrophe() -> None:
    vocabulary = vocabulary_of("We don't, Monday is the Straße")
    assert [vocabulary.spelling(id_) for id_ in vocabulary.with_prefix("DON’")] == ["don't"]
    assert [vocabulary.spelling(id_) for id_ in vocabulary.with_prefix("mon")] == ["Monday"]
    assert [vocabulary.spelling(id_) for id_ in vocabulary.with_prefix("straß")] == ["Straße"]
    assert list(vocabulary.with_prefix("x")) == []
