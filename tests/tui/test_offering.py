from __future__ import annotations

from predictor_tui.prediction.values import Prediction, Suggestion
from predictor_tui.settings import Settings
from predictor_tui.tui.screens.offering import Offering


def prediction(words: str, prefix: str = "") -> Prediction:
    suggestions = tuple(Suggestion(word, 0.5**place) for place, word in enumerate(words.split(), 1))
    return Prediction(prefix, suggestions)


def words(offering: Offering) -> str:
    return " ".join(suggestion.word for suggestion in offering.prediction.suggestions)


def test_words_keep_their_slots_while_one_word_is_typed() -> None:
    offering = Offering(Settings())
    offering.take(prediction("a the to gym that"), "so ", 5)
    offering.take(prediction("the to that this they", "t"), "so t", 5)
    assert words(offering) == "this the to they that"
    offering.take(prediction("the to that this they"), "so the ", 5)
    assert words(offering) == "the to that this they"


def test_another_place_begins_anew() -> None:
    offering = Offering(Settings())
    offering.take(prediction("a the to gym that", ""), "so ", 5)
    offering.take(prediction("the to that this they", "t"), "and t", 5)
    assert words(offering) == "the to that this they"


def test_only_slots_that_are_shown_keep_their_words() -> None:
    offering = Offering(Settings())
    offering.take(prediction("a the gym to that"), "so ", 3)
    offering.take(prediction("to that the this they", "t"), "so t", 3)
    assert words(offering) == "to the that this they"


def test_what_was_not_shown_holds_no_slot() -> None:
    offering = Offering(Settings(suggestions="on demand"))
    offering.take(prediction("a the to gym that"), "so ", 5)
    offering.take(prediction("the to that this they", "t"), "so t", 5)
    assert words(offering) == "the to that this they"


def test_it_is_quiet_where_the_best_is_less_probable_than_wanted_until_asked() -> None:
    offering = Offering(Settings(silent_below=0.6))
    offering.take(prediction("the to"), "so ", 5)
    assert offering.quiet("⇥") == ""
    offering.ask()
    assert offering.quiet("⇥") is None
    offering.take(prediction("the", "t"), "so t", 5)
    assert offering.quiet("⇥") is None, "for this word they were asked for"
    offering.take(prediction("gym"), "so the ", 5)
    assert offering.quiet("⇥") == ""
    sure = Offering(Settings(silent_below=0.5))
    sure.take(prediction("the to"), "so ", 5)
    assert sure.quiet("⇥") is None


def test_nothing_to_offer_is_not_unsure() -> None:
    offering = Offering(Settings(silent_below=1))
    offering.take(prediction("", "zzz"), "zzz", 5)
    assert offering.quiet() is None


def test_the_modes_come_in_turn() -> None:
    offering = Offering(Settings())
    said = []
    for _ in range(4):
        said.append(offering.quiet("⇥"))
        offering.next_mode()
    assert said == [None, "suggestions on demand: ⇥ shows them", "suggestions are off", None]


def test_what_is_dismissed_comes_back_with_the_next_change_or_demand() -> None:
    offering = Offering(Settings())
    offering.dismiss()
    offering.ask()
    assert offering.quiet() == "suggestions are hidden until you type on"
    offering.text_changed()
    assert offering.quiet() is None
    offering.next_mode()
    offering.ask()
    assert offering.quiet() is None
    offering.dismiss()
    assert offering.quiet() == "suggestions on demand"
    offering.ask()
    assert offering.quiet() is None
