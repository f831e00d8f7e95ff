from __future__ import annotations

from hypothesis import given, strategies
from small_models import fixed

from predictor_tui.prediction.steady import steady_ghost, steady_slots
from predictor_tui.prediction.values import Suggestion

words = strategies.lists(
    strategies.sampled_from(["the", "to", "that", "this", "they", "there", "Then", "thank"]), unique=True
)


def ranked(text: str) -> list[Suggestion]:
    return [Suggestion(word, 0.5**place) for place, word in enumerate(text.split(), 1)]


def slots(shown: str, new: str, prefix: str) -> str:
    return " ".join(suggestion.word for suggestion in steady_slots(shown.split(), ranked(new), prefix))


def test_a_word_keeps_its_slot_and_the_others_fill_what_is_free() -> None:
    assert slots("a the gym to that", "the to that this they", "t") == "this the they to that"
    assert slots("the to that this they", "the that this they there", "th") == "the there that this they"
    assert slots("", "the to", "t") == "the to"


def test_the_capital_of_a_word_may_change_under_it() -> None:
    assert slots("to the", "The That", "TH") == "That The"


def test_between_words_the_best_comes_first() -> None:
    assert slots("to the that", "that the to", "") == "that the to"


def test_the_last_words_move_to_the_first_slots() -> None:
    assert slots("the to that this they", "this", "thi") == "this"
    assert slots("the to that this they", "they that", "th") == "they that"
    assert slots("the to that this they", "they to", "t") == "they to"


@given(words, words, strategies.sampled_from(["", "t", "th"]))
@fixed
def test_nothing_is_lost_and_what_can_stay_stays(shown: list[str], new: list[str], prefix: str) -> None:
    suggestions = ranked(" ".join(new))
    found = steady_slots(shown, suggestions, prefix)
    assert sorted(found, key=lambda each: each.word) == sorted(suggestions, key=lambda each: each.word)
    offered = [suggestion.word for suggestion in found]
    if prefix:
        assert all(offered[slot] == word for slot, word in enumerate(shown[: len(new)]) if word in new)
    strangers = [suggestion for suggestion in found if suggestion.word not in shown]
    assert strangers == [suggestion for suggestion in suggestions if suggestion.word not in shown]


@given(words, words)
@fixed
def test_to_show_the_same_again_changes_nothing(shown: list[str], new: list[str]) -> None:
    once = steady_slots(shown, ranked(" ".join(new)), "t")
    again = steady_slots([suggestion.word for suggestion in once], ranked(" ".join(new)), "t")
    assert once == again


def test_dim_text_stays_unless_the_new_one_says_otherwise_or_more() -> None:
    assert steady_ghost("very much", "very") == steady_ghost("very much", "") == "very much"
    assert steady_ghost("very", "very much") == steady_ghost("", "very much") == "very much"
    assert steady_ghost("very much", "well") == "well"
