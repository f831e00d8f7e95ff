from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from writing import DAY, write

from predictor_tui.prediction.learning.records import Order, records
from predictor_tui.prediction.learning.store import WordStore
from predictor_tui.prediction.learning.values import Learnt


@pytest.fixture
def store(tmp_path: Path) -> Iterator[WordStore]:
    with WordStore(tmp_path / "words.sqlite") as made:
        yield made


@pytest.mark.parametrize(
    ("texts", "spelling"),
    [
        (["so Kubrick"], "Kubrick"),
        (["Kubrick"], "kubrick"),
        (["Kubrick. Kubrick. Kubrick is", "so Kubrick"], "Kubrick"),
        (["a zyx", "a Zyx", "a zyx"], "zyx"),
        (["a zyx", "a Zyx", "a Zyx"], "Zyx"),
        (["a zyx", "a Zyx"], "zyx"),
        (["NASA. NASA is"], "NASA"),
        (["an iPhone", "an iphone", "an iPhone"], "iPhone"),
        (["they don’t", "they don't"], "don't"),
    ],
)
def test_a_word_is_spelt_as_it_was_typed_most_where_its_capital_was_free(
    store: WordStore, texts: list[str], spelling: str
) -> None:
    for text in texts:
        write(store, text)
    key = spelling.casefold()
    assert [word.word for word in records(store) if word.key == key] == [spelling]


def test_what_was_picked_says_less_of_a_spelling_than_what_was_typed(store: WordStore) -> None:
    write(store, "a Zyx, Zyx", picked=True)
    write(store, "a zyx")
    assert records(store, "zyx")[0].word == "zyx"


def test_a_word_that_was_added_is_spelt_as_it_was_added(store: WordStore) -> None:
    write(store, "a zyx and zyx")
    store.add("ZyX", DAY)
    store.add("Zyx", DAY + timedelta(days=1))
    assert records(store, "z") == [Learnt("Zyx", "zyx", typed=2, first=DAY, last=DAY + timedelta(days=1), added=True)]


def test_counts_and_days_are_those_of_all_spellings(store: WordStore) -> None:
    write(store, "so Zyx", DAY - timedelta(days=3))
    write(store, "so zyx", DAY)
    write(store, "ZYX", DAY - timedelta(days=9), picked=True)
    word = records(store, "zyx")[0]
    assert (word.typed, word.picked, word.times) == (2, 1, 3)
    assert (word.first, word.last) == (DAY - timedelta(days=9), DAY)


def test_words_on_a_list_alone_are_among_them(store: WordStore) -> None:
    store.block("Moist", DAY)
    store.allow("gym", DAY)
    assert records(store) == [Learnt("gym", "gym", allowed=True), Learnt("Moist", "moist", blocked=True)]


@pytest.mark.parametrize(
    ("order", "words"),
    [("count", ["b", "a", "c", "d"]), ("recent", ["c", "a", "b", "d"]), ("word", ["a", "b", "c", "d"])],
)
def test_they_are_sorted(store: WordStore, order: Order, words: list[str]) -> None:
    for text, ago in (("b b b", 5), ("a a", 4), ("c", 2)):
        write(store, text, DAY - timedelta(days=ago))
    store.block("d", DAY)
    assert [word.word for word in records(store, order=order)] == words


def test_they_are_searched_whatever_the_case(store: WordStore) -> None:
    write(store, "so Kubrick, kudos, Gyllenhaal don’t")
    assert [word.word for word in records(store, "KU", "word")] == ["Kubrick", "kudos"]
    assert [word.word for word in records(store, "Don'")] == ["don't"]
    assert records(store, "%") == []
