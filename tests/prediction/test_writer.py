from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from small_models import model_file, predictor

from predictor_tui.errors import WordStoreError
from predictor_tui.prediction import blocklist
from predictor_tui.prediction.learning.store import WordStore
from predictor_tui.prediction.predictor import Predictor
from predictor_tui.text.tokenizer import WHITESPACE

DAY = date(2026, 11, 25)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[WordStore]:
    with WordStore(tmp_path / "words.sqlite") as made:
        yield made


@pytest.fixture
def taught(store: WordStore) -> Predictor:
    return Predictor(model_file(), "tiny", store=store, today=DAY)


def offered(predictor: Predictor, text: str) -> list[str]:
    return [suggestion.word for suggestion in predictor.suggest(text, 50)]


def test_an_empty_store_changes_nothing(taught: Predictor) -> None:
    for text in ("", "going to ", "going to the g"):
        assert taught.predict(text) == predictor().predict(text)


def test_a_word_added_is_offered_as_soon_as_it_is_added(store: WordStore, taught: Predictor) -> None:
    assert "Kyra" not in offered(taught, "the ky")
    store.add("Kyra", DAY)
    assert "Kyra" in offered(taught, "the ky")
    assert "Kyra" in offered(taught, "the ")
    store.forget("kyra")
    assert "Kyra" not in offered(taught, "the ky")


def test_chances_add_up_with_words_of_the_writers_own(store: WordStore, taught: Predictor) -> None:
    store.add("Kyra", DAY)
    prediction = taught.predict("the ", 50)
    assert sum(each.probability for each in prediction.suggestions) + prediction.others == pytest.approx(1)


def test_a_blocked_word_is_offered_nowhere_until_it_is_allowed(store: WordStore, taught: Predictor) -> None:
    first = offered(taught, "going to ")[0]
    store.block(first, DAY)
    for text in ("going to ", f"going to {first[:1]}", f"going to {first[:3]}"):
        assert first not in offered(taught, text)
    assert first not in taught.continuation("going to ", certainty=1e-9)
    store.allow(first, DAY)
    assert offered(taught, "going to ")[0] == first


def test_some_words_come_blocked_also_without_a_store(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "gym" in offered(predictor(), "the gy")
    monkeypatch.setattr(blocklist, "bundled_digests", lambda: frozenset([blocklist.digest("gym")]))
    assert "gym" not in offered(predictor(), "the gy")


def test_memory_that_is_emptied_takes_the_writers_context_along(store: WordStore, taught: Predictor) -> None:
    store.add("Kyra", DAY)
    text = "going to the "
    assert taught.predict(text, memory_from=len("going to ")) == taught.predict("the ")


def test_a_model_of_words_cut_by_others_has_no_use_for_the_store(store: WordStore) -> None:
    store.add("Kyra", DAY)
    other = Predictor(model_file(tokenizer=WHITESPACE), "tiny", store=store, today=DAY)
    assert "Kyra" not in offered(other, "the K")


def test_a_store_that_fails_leaves_the_network_and_the_list_as_it_was(
    store: WordStore, taught: Predictor, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = offered(taught, "going to ")[0]
    store.block(first, DAY)
    assert first not in offered(taught, "going to ")

    def fails() -> tuple[int, int]:
        raise WordStoreError("gone", "")

    monkeypatch.setattr(store, "moment", fails)
    assert first not in offered(taught, "the ")
    assert offered(taught, "the ")
