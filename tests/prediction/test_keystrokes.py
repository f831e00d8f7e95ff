from __future__ import annotations

from itertools import count

import pytest
from scripted import Script
from small_models import predictor

from predictor_tui.prediction.keystrokes import KeystrokeFigures, measure


def figures(script: Script, *lines: str, depths: tuple[int, ...] = (3, 5)) -> KeystrokeFigures:
    return measure(script, lines, depths)


def test_a_word_never_offered_costs_its_letters_and_the_space() -> None:
    found = figures(Script(), "to go")
    assert (found.words, found.ksr) == (2, {3: 0.0, 5: 0.0})
    assert found.top == {1: 0.0, 3: 0.0, 5: 0.0}


def test_a_word_offered_at_once_costs_one_key() -> None:
    found = figures(Script(**{"": "To", "to_": "a go"}), "to go")
    assert found.ksr == {3: pytest.approx(1 - 2 / 6), 5: pytest.approx(1 - 2 / 6)}
    assert found.top == {1: 0.5, 3: 1.0, 5: 1.0}


def test_a_word_is_accepted_as_soon_as_it_is_among_the_first_k() -> None:
    script = Script(**{"": "a b c d going", "g": "a b c going", "go": "a b going", "goi": "going"})
    found = figures(script, "going")
    assert found.ksr == {3: pytest.approx(1 - 3 / 6), 5: pytest.approx(1 - 1 / 6)}
    assert found.top == {1: 0.0, 3: 0.0, 5: 1.0}
    assert script.asked == [("", 5), ("g", 5), ("go", 5)]


def test_the_last_letter_is_typed_rather_than_asked_for() -> None:
    script = Script(go="go")
    assert figures(script, "go").ksr == {3: 0.0, 5: 0.0}
    assert [text for text, _ in script.asked] == ["", "g"]


def test_each_sentence_starts_without_context() -> None:
    script = Script()
    figures(script, "a b", "c")
    assert [text for text, _ in script.asked] == ["", "a ", ""]


def test_depths_may_differ_from_those_of_next_words() -> None:
    found = figures(Script(**{"": "a b c d go"}), "go", depths=(1,))
    assert found.ksr == {1: 0.0}
    assert found.top == {1: 0.0, 3: 0.0, 5: 1.0}


def test_times_are_in_milliseconds() -> None:
    ticks = count()
    found = measure(Script(), ["abc"], clock=lambda: next(ticks) ** 2 / 1000)
    assert found.median_ms == pytest.approx(5)  # queries of 1, 5 and 9 ms
    assert found.p99_ms == pytest.approx(9)


def test_no_words_no_figures() -> None:
    with pytest.raises(ValueError, match="no word to type"):
        figures(Script(), "")


def test_a_predictor_can_be_measured() -> None:
    found = measure(predictor().suggest, ["going to the gym", "don't go home"])
    assert found.words == 7
    assert 0 < found.ksr[3] <= found.ksr[5] < 1


def test_times_are_told_apart_by_what_was_typed_before() -> None:
    ticks = count()
    found = measure(Script(), ["ab cd", "ef"], clock=lambda: next(ticks) ** 2 / 1000)
    # started at ticks 0, 2, 4 ... and lasting 1, 5, 9, 13, 17 and 21 ms: "", "a", "ab ", "ab c", "", "e"
    assert found.word_ms == pytest.approx(9)
    assert found.letter_ms == pytest.approx(13)


def test_where_nothing_was_asked_there_is_no_time() -> None:
    found = figures(Script(), "a", "b")
    assert (found.word_ms, found.letter_ms) == (None, None)
