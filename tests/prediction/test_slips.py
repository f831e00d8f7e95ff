"""Completion that forgives one slip in three letters or more."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, strategies
from small_models import SPELLINGS, fixed, model_file, typed, vocabulary

from predictor_tui.prediction.next_word import NextWord
from predictor_tui.prediction.offers import Offers
from predictor_tui.prediction.predictor import Predictor
from predictor_tui.prediction.slipped import ENOUGH, LOG_CHANCE
from predictor_tui.prediction.slips import SHORTEST, Beginnings
from predictor_tui.text.tokenizer import WORDS
from predictor_tui.text.vocabulary import UNKNOWN, Vocabulary

RARE = {"gymnast": 9, "Gymkhana": 3, "zebra": 1, "Zürich": 2, "theatre": 40, "gymslip": 3}
PREDICTOR = Predictor(model_file(rare=RARE), "tailed")

letters = strategies.text("abc", min_size=1, max_size=6)
word_lists = strategies.lists(letters, min_size=1, max_size=30, unique=True).map(sorted)


def one_edit(left: str, right: str) -> bool:
    """Tell whether one letter put in, left out, changed, or swapped with the next makes one of the other."""
    made = {left[:i] + letter + left[j:] for i in range(len(left) + 1) for j in (i, i + 1) for letter in ("", *"abc")}
    swapped = {left[:i] + left[i + 1] + left[i] + left[i + 2 :] for i in range(len(left) - 1)}
    return left != right and right in made | swapped


def near(key: str, words: list[str]) -> set[str]:
    """Return the words that begin with what `Beginnings` finds, but not with the key."""
    found = Beginnings(lambda letter: [word for word in words if word.startswith(letter)], kept=4).near(key)
    return {word for word in words if word.startswith(tuple(found)) and not word.startswith(key)}


@given(strategies.text("abc", min_size=SHORTEST, max_size=5), word_lists)
@fixed
def test_a_word_is_near_if_it_begins_with_what_is_one_edit_away(key: str, words: list[str]) -> None:
    expected = set()
    for word in words:
        begun = [word[:length] for length in range(len(key) - 1, len(key) + 2)]
        same_start = word[0] == key[0] or word.startswith(key[1] + key[0] + key[2:])
        if same_start and not word.startswith(key) and any(one_edit(key, beginning) for beginning in begun):
            expected.add(word)
    assert near(key, words) == expected


@pytest.mark.parametrize("slip", ["gpsy", "gyypsy", "gtpsy", "gpysy", "ygpsy", "gypsi", "gyps", "gypsyx"])
def test_every_kind_of_slip_is_forgiven(slip: str) -> None:
    assert "gypsy" in offered(f"to the {slip}")


@pytest.mark.parametrize("slip", ["gxpsx", "hypsy", "gspyy", "gx", "yg"])
def test_two_slips_few_letters_and_another_first_letter_are_not(slip: str) -> None:
    assert "gypsy" not in offered(f"to the {slip}")


def test_a_forgotten_apostrophe_is_a_slip() -> None:
    assert "don't" in offered("I dont")
    assert "I'm" not in offered("so im"), "two letters may stand for anything"


def test_capitals_follow_the_letters_typed() -> None:
    assert "Gypsy" in offered("to the Gpsy")
    assert "GYPSY" in offered("to the GPSY")
    assert "Gypsy" in offered("Home. gpsy")
    assert "Monday" in offered("on modnay")


def test_rare_words_are_looked_at_where_no_word_begins_so() -> None:
    assert offered("so zbra") == ["zebra"]
    assert offered("a gmynast") == ["gymnast"]
    assert {"gymnast", "gymslip"}.isdisjoint(offered("to the gyp")), "gypsy begins so"


def offered(text: str, k: int = 40) -> list[str]:
    return [suggestion.word for suggestion in PREDICTOR.suggest(text, k)]


def prefix_of(text: str) -> str:
    return WORDS.key(PREDICTOR.predict(text).prefix)


slipping = strategies.builds(
    lambda before, word, at, letter, after: f"{before} {word[:at]}{letter}{word[at + after :]}",
    typed,
    strategies.sampled_from([word for word in (*SPELLINGS, *RARE) if len(word) > 2]),
    strategies.integers(1, 6),
    strategies.sampled_from(["", "e", "y", "gm"]),
    strategies.integers(0, 2),
)
"""Texts whose last word was tampered with."""


@given(strategies.one_of(typed, slipping))
@fixed
def test_under_three_letters_every_word_begins_with_them(text: str) -> None:
    prefix = prefix_of(text)
    if len(prefix) < SHORTEST:
        assert all(WORDS.key(word).startswith(prefix) for word in offered(text))


@given(strategies.one_of(typed, slipping), strategies.integers(1, 40))
@fixed
def test_no_word_that_begins_with_the_letters_is_lost_or_changes_its_order(text: str, k: int) -> None:
    offers = PREDICTOR._offers
    context = PREDICTOR._reader.read(text)
    after = PREDICTOR._next_word(context)
    exact = offers.exact(after, context.prefix, 1000)
    forgiving = offers.best(after, context.prefix, 1000)
    assert [each for each in forgiving if each in exact] == exact
    assert forgiving[:k] == offers.best(after, context.prefix, k)
    likely = [each for each in exact if each.log_probability >= LOG_CHANCE]
    assert forgiving[: len(likely)] == likely, "no slip comes before an exact word that is likely"


@given(strategies.one_of(typed, slipping))
@fixed
def test_shares_are_those_of_all_that_is_offered(text: str) -> None:
    prediction = PREDICTOR.predict(text, 60)
    total = sum(suggestion.probability for suggestion in prediction.suggestions)
    assert total <= 1 + 1e-6
    assert prediction.others == pytest.approx(1 - total, abs=1e-6)


def test_a_slip_has_its_words_probability_and_its_own() -> None:
    words = vocabulary()
    log_probabilities = np.full(len(words), -30.0)
    log_probabilities[words.id_of("gym")], log_probabilities[words.id_of("gypsy")] = math.log(1e-5), math.log(0.5)
    offers, after = Offers(words), NextWord(log_probabilities, float(log_probabilities[UNKNOWN]))
    first, second = offers.best(after, "gym", 5)[:2]
    assert (first.word, second.word) == ("gypsy", "gym"), "half of all against one in a hundred thousand"
    assert first.log_probability == pytest.approx(math.log(0.5) + LOG_CHANCE)
    log_probabilities[words.id_of("gym")] = LOG_CHANCE
    assert offers.best(after, "gym", 5)[0].word == "gym"


def test_none_is_looked_for_where_enough_words_begin_so_and_are_likely() -> None:
    begun = [f"abc{letter}" for letter in "abcdefghij"[:ENOUGH]]
    words = Vocabulary(["<unk>", "<eos>", *begun, "abd"], range(ENOUGH + 3, 0, -1), WORDS)
    log_probabilities = np.full(len(words), math.log(0.01))
    after = NextWord(log_probabilities, -30.0)
    offers = Offers(words)
    assert [each.word for each in offers.best(after, "abc", 99)] == begun
    log_probabilities[2:-1] = -20.0
    assert offers.best(after, "abc", 99)[0].word == "abd"
