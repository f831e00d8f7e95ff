from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from writing import DAY, fixed, observations, observe, observed, write

from predictor_tui.prediction.learning.exchange import rows
from predictor_tui.prediction.learning.line_form import Continuation, Use
from predictor_tui.prediction.learning.records import records
from predictor_tui.prediction.learning.rules import LearningRules
from predictor_tui.prediction.learning.store import WordStore
from predictor_tui.prediction.learning.tidying import MONTH, SINGLE_DAYS, tidy
from predictor_tui.prediction.learning.values import Observation

RULES = LearningRules(times=2, half_life=30)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[WordStore]:
    with WordStore(tmp_path / "words.sqlite") as made:
        yield made


def ago(days: int) -> int:
    return DAY.toordinal() - days


def test_days_long_past_are_counted_by_the_month(store: WordStore) -> None:
    start = ago(200) - ago(200) % MONTH
    for days in (200, 200, 199):
        write(store, "so gym", DAY - timedelta(days=days))
    write(store, "so gym", DAY - timedelta(days=SINGLE_DAYS))
    tidy(store, DAY, RULES)
    assert [row for row in rows(store) if row.key == "gym"] == [
        Use("gym", "gym", 1, start, 3, 0),
        Use("gym", "gym", 1, ago(SINGLE_DAYS), 1, 0),
        Continuation("so", "", "gym", start, 3, 0),
        Continuation("so", "", "gym", ago(SINGLE_DAYS), 1, 0),
        Continuation("so", "\n", "gym", start, 3, 0),
        Continuation("so", "\n", "gym", ago(SINGLE_DAYS), 1, 0),
    ]


@given(observations)
@fixed
def test_no_count_of_a_word_that_is_kept_is_lost_and_tidying_again_does_nothing(seen: list[Observation]) -> None:
    with TemporaryDirectory() as folder, WordStore(Path(folder) / "words.sqlite") as store:
        observe(store, seen)
        before = {word.key: (word.word, word.typed, word.picked) for word in records(store)}
        tidy(store, DAY, LearningRules(times=1))
        after = {word.key: (word.word, word.typed, word.picked) for word in records(store)}
        assert after == before
        once = rows(store)
        tidy(store, DAY, LearningRules(times=1))
        assert rows(store) == once


def test_what_was_written_seldom_and_long_ago_goes(store: WordStore) -> None:
    write(store, "so teh gym", DAY - timedelta(days=400))
    write(store, "a gym", DAY - timedelta(days=400))
    write(store, "new typo")
    store.add("so", DAY - timedelta(days=400))
    tidy(store, DAY, RULES)
    assert {word.key for word in records(store)} == {"so", "gym", "new", "typo"}
    assert "teh" not in {text for row in rows(store) for text in row}
    assert "so" in {row.key for row in rows(store) if isinstance(row, Continuation)}


def test_of_the_continuations_the_weightiest_stay(store: WordStore) -> None:
    write(store, "so old old", DAY - timedelta(days=50))
    write(store, "so gym gym gym")
    tidy(store, DAY, RULES, most=3)
    kept = {(row.second, row.nearest, row.key) for row in rows(store) if isinstance(row, Continuation)}
    assert ("", "gym", "gym") in kept
    assert len(kept) == 3
    assert not any("old" in place for place in kept)


def test_what_was_written_lately_can_still_be_taken_back(store: WordStore) -> None:
    seen = observed("to the gym", DAY - timedelta(days=SINGLE_DAYS))
    observe(store, seen)
    tidy(store, DAY, RULES)
    for each in seen:
        store.take_back(each)
    assert rows(store) == []
