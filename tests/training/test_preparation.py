from __future__ import annotations

import numpy as np
import pytest
from toys import documents

from predictor_tui.errors import CorpusError
from predictor_tui.text.corpus import Corpus, Document, hold_out
from predictor_tui.text.tokenizer import WHITESPACE, WORDS
from predictor_tui.text.vocabulary import END, SPECIALS, UNKNOWN, Vocabulary
from predictor_tui.training.preparation import FEWEST_WORDS, prepare, with_unknowns
from predictor_tui.training.streams import encode


def corpus(texts: list[Document]) -> Corpus:
    return Corpus(tuple(texts), (), "print", 0)


def test_the_vocabulary_knows_only_training_text() -> None:
    only_valid = Document("v", ("zebra zebra zebra zebra",))
    data = prepare(corpus(documents()), corpus([only_valid]), WORDS, 100, 0.1)
    assert "zebra" not in data.vocabulary.spellings
    assert data.valid.tolist() == [UNKNOWN] * 4 + [END]
    assert data.valid_unknown == 0.8


def test_without_a_text_to_check_with_a_share_is_held_out() -> None:
    whole = corpus(documents())
    data = prepare(whole, None, WORDS, 100, 0.2)
    train, valid = hold_out(whole, 0.2)
    assert np.array_equal(data.valid, encode(valid, data.vocabulary))
    assert data.train.size == encode(train, data.vocabulary).size


def test_the_vocabulary_is_no_larger_than_asked_for() -> None:
    data = prepare(corpus(documents()), None, WORDS, 7, 0.1)
    assert len(data.vocabulary) == 7
    assert data.distinct_words > 7
    assert data.train_unknown == pytest.approx(np.mean(data.train == UNKNOWN))
    assert data.train_unknown > 0


def test_words_left_out_of_the_vocabulary_are_its_tail_if_they_are_in_the_training_part() -> None:
    only_valid = Document("v", ("zebra zebra zebra zebra",))
    whole = prepare(corpus(documents()), corpus([only_valid]), WORDS, 100, 0.1).vocabulary
    small = prepare(corpus(documents()), corpus([only_valid]), WORDS, 7, 0.1).vocabulary
    assert whole.tail is None
    assert small.tail is not None
    rare = set(small.tail.words.decode().split())
    assert rare == set(whole.spellings) - set(small.spellings)
    assert sum(small.tail.counts) == small.counts[UNKNOWN]


def test_the_specials_of_text_in_tokens_are_no_distinct_words() -> None:
    texts = [Document("t", tuple(["a b <unk> c"] * 80)), Document("t", ("a b",))]
    data = prepare(corpus(texts), corpus(texts[1:]), WHITESPACE, 50, 0.1)
    assert data.distinct_words == 3
    assert data.vocabulary.spellings == (*SPECIALS, "a", "b", "c")
    assert data.train_unknown == pytest.approx(0.2, abs=0.01)


@pytest.mark.parametrize(
    ("train", "valid"), [([Document("t", ("few words",))], documents(1)), (documents(), [Document("v", (",",))])]
)
def test_too_little_text_is_refused(train: list[Document], valid: list[Document]) -> None:
    with pytest.raises(CorpusError, match="too little") as refused:
        prepare(corpus(train), corpus(valid), WORDS, 100, 0.1)
    assert str(FEWEST_WORDS) in refused.value.hint


def test_every_second_word_seen_once_stands_in_for_the_unknown() -> None:
    words = Vocabulary([*SPECIALS, "often", "a", "b", "c", "d"], [0, 1, 5, 1, 1, 1, 1], WORDS)
    stream = np.array([2, 3, 2, 4, 2, 5, 2, 6, 2, END], np.int32)
    assert with_unknowns(stream, words).tolist() == [2, 0, 2, 4, 2, 0, 2, 6, 2, END]


def test_a_stream_with_unknown_words_stays_as_it_is() -> None:
    words = Vocabulary([*SPECIALS, "a", "b"], [1, 1, 1, 1], WORDS)
    stream = np.array([UNKNOWN, 2, 3, END], np.int32)
    assert with_unknowns(stream, words) is stream
