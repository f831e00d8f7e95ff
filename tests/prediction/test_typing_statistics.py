from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from predictor_tui.prediction.typing_statistics import TypingStatistics


def type_text(statistics: TypingStatistics, at: int, length: int) -> None:
    for offset in range(length):
        statistics.press()
        statistics.replace(at + offset, at + offset, 1, typed=True)


def test_typing_saves_nothing() -> None:
    statistics = TypingStatistics()
    assert statistics.saved is None
    type_text(statistics, 0, 10)
    assert statistics.saved == 0


def test_an_accepted_word_counts_its_letters_against_one_key() -> None:
    statistics = TypingStatistics()
    type_text(statistics, 0, 2)
    statistics.press()
    statistics.replace(0, 2, 8, typed=True)
    assert (statistics.keys, statistics.characters) == (3, 8)
    assert statistics.saved == pytest.approx(1 - 3 / 8)


def test_deleting_an_accepted_word_letter_by_letter_leaves_no_gain() -> None:
    statistics = TypingStatistics()
    statistics.press()
    statistics.replace(0, 0, 8, typed=True)
    for end in range(8, 1, -1):
        statistics.press()
        statistics.replace(end - 1, end, 0, typed=True)
    assert statistics.characters == 1
    assert statistics.saved == 0, "never below zero, and no gain from text that is gone"


def test_pasted_and_loaded_text_counts_on_neither_side() -> None:
    statistics = TypingStatistics(100)
    statistics.replace(50, 50, 500, typed=False)
    type_text(statistics, 0, 4)
    assert (statistics.keys, statistics.characters) == (4, 4)
    statistics.press()
    statistics.replace(100, 400, 0, typed=True)
    assert statistics.characters == 4


def test_undo_gives_back_what_was_typed_as_typed_and_what_was_pasted_as_pasted() -> None:
    statistics = TypingStatistics(3)
    type_text(statistics, 3, 3)
    gone = statistics.replace(1, 5, 2, typed=True)
    assert statistics.characters == 3
    statistics.restore(gone)
    assert statistics.characters == 3
    statistics.replace(0, 3, 0, typed=True)
    assert statistics.characters == 3


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 10), st.integers(0, 10), st.booleans()), max_size=20))
def test_undoing_every_change_ends_where_it_began(edits: list[tuple[int, int, int, bool]]) -> None:
    statistics = TypingStatistics(30)
    statistics.replace(10, 15, 7, typed=True)
    before = statistics.characters
    length, undo = 32, []
    for start, removed, inserted, typed in edits:
        at, end = min(start, length), min(start + removed, length)
        undo.append(statistics.replace(at, end, inserted, typed=typed))
        length += inserted - (end - at)
    for gone in reversed(undo):
        statistics.restore(gone)
    assert statistics.characters == before
