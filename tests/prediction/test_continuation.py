from __future__ import annotations

import math
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, strategies
from small_models import fixed, model_file, predictor, treebank_predictor, typed, vocabulary

from predictor_tui.nn.cache import CacheSettings
from predictor_tui.prediction.context import Context, ContextReader
from predictor_tui.prediction.continuation import Continuations
from predictor_tui.prediction.next_word import NextWord
from predictor_tui.prediction.offers import Offers
from predictor_tui.prediction.predictor import Predictor
from predictor_tui.text.vocabulary import END, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

RARE = {"gymnast": 9, "zebra": 1, "Zürich": 2}
FILE = model_file()
PREDICTOR = predictor()
LEAST = 1e-9
"""A certainty that the network has of any word."""

certainties = strategies.sampled_from([LEAST, 0.1, 0.3, 0.6, 0.9, 1.0])


def row(
    chances: Mapping[str, Mapping[str, float]],
    text: str,
    *,
    most: int = 4,
    certainty: float = 0.6,
    blocked: tuple[str, ...] = (),
) -> str:
    """Return what comes after `text` where each word is followed by others with these chances."""
    words = vocabulary(rare=RARE)

    def next_word(context: Context) -> NextWord:
        log_probabilities = np.full(len(words), -20.0)
        for word, chance in chances.get(context.word, {}).items():
            log_probabilities[words.id_of(word) if word != "<eos>" else END] = math.log(chance)
        return NextWord(log_probabilities, float(log_probabilities[UNKNOWN]))

    found = Continuations(words, Offers(words), next_word, lambda word: word not in blocked)
    return " ".join(found.words(ContextReader(words).read(text), most, certainty))


# As far as it is sure


def test_a_blocked_word_ends_the_row() -> None:
    chances = {"then": {"going": 0.9}, "going": {"to": 0.8}, "to": {"the": 0.7}}
    assert row(chances, "then ") == "going to the"
    assert row(chances, "then ", blocked=("to",)) == "going"


def test_words_follow_while_their_mean_is_above_the_certainty() -> None:
    chances = {"then": {"going": 0.9}, "going": {"to": 0.8}, "to": {"the": 0.3}}
    assert row(chances, "then ", certainty=0.85) == "going"
    assert row(chances, "then ", certainty=0.84) == "going to", "the square root of 0.72 is 0.849"
    assert row(chances, "then ", certainty=0.61) == "going to"
    assert row(chances, "then ", certainty=0.59) == "going to the", "the cube root of 0.216 is 0.6"
    assert row(chances, "then ", certainty=0.91) == ""


def test_there_are_no_more_words_than_asked_for() -> None:
    chances = {"": {"going": 0.9}, "going": {"to": 0.9}, "to": {"going": 0.9}}
    assert row(chances, "", most=5) == "going to going to going"
    assert row(chances, "", most=1) == "going"
    assert row(chances, "", most=0) == ""


def test_a_half_typed_word_is_followed_by_one_more_and_its_letters_count_for_it() -> None:
    chances = {"": {"gym": 0.2, "the": 0.8, "gypsy": 0.02}, "gym": {"then": 0.9}, "then": {"going": 0.9}}
    assert row(chances, "g", most=5) == "gym then"
    assert row(chances, "gyp", most=5) == "gypsy"
    assert row(chances, "gym", most=5) == "gym then", "a word that is all there is followed as well"


@pytest.mark.parametrize("end", [".", "?", "<eos>", "<unk>", "3.5"])
def test_it_ends_before_what_is_no_word(end: str) -> None:
    chances = {"": {"going": 0.9}, "going": {"home": 0.4, end: 0.45}, "home": {"then": 0.9}}
    assert row(chances, "", certainty=LEAST) == "going"
    assert row(chances, "going ", certainty=LEAST) == ""


def test_a_rare_word_can_be_finished_but_not_followed() -> None:
    chances = {"": {"<unk>": 0.5, "gym": 0.01}, "gymnast": {"then": 0.9}}
    assert row(chances, "gymn") == "gymnast"
    assert row(chances, "ze") == "zebra"


# The same text, the same answer


@given(strategies.lists(typed, max_size=3), typed, strategies.integers(0, 5), certainties)
@fixed
def test_what_was_asked_before_changes_no_answer(before: list[str], text: str, words: int, certainty: float) -> None:
    used = predictor()
    for other in before:
        used.predict(other)
        used.continuation(other, words=4, certainty=LEAST)
    fresh = predictor()
    assert used.continuation(text, words=words, certainty=certainty) == fresh.continuation(
        text, words=words, certainty=certainty
    )
    assert used.predict(text) == fresh.predict(text)


@given(typed, strategies.integers(0, 5), certainties)
@fixed
def test_it_is_the_most_probable_row_as_far_as_it_is_sure(text: str, words: int, certainty: float) -> None:
    found = predictor().continuation(text, words=words, certainty=certainty)
    usual, logs = greedy(text, words)
    unsure = [n for n, total in enumerate(accumulate(logs)) if total < (n + 1) * math.log(certainty)]
    sure = min(unsure, default=len(logs))
    prefix = ContextReader(FILE.vocabulary).read(text).prefix
    whole = (prefix + found).split()
    if found:
        assert FILE.vocabulary.encode(whole) == FILE.vocabulary.encode(usual[:sure])
    elif sure:
        assert len(usual[:sure]) == 1 or not usual[0].startswith(prefix)


def greedy(text: str, words: int) -> tuple[list[str], list[float]]:
    """Return the most probable row behind a text and each word's log-probability, found word by word."""
    file, offers = FILE, Offers(FILE.vocabulary)
    context = ContextReader(file.vocabulary).read(text)
    ids, prefix = list(context.ids), context.prefix
    usual: list[str] = []
    logs: list[float] = []
    for _ in range(min(words, 2) if prefix else words):
        state = file.model.initial_state()
        for id_ in ids:
            state = file.model.step(np.array([id_]), state)
        log_probabilities = file.model.log_probabilities(state)[:, 0]
        best = offers.best(NextWord(log_probabilities, float(log_probabilities[UNKNOWN])), prefix, 1)
        if not best or (not prefix and best[0].log_probability < log_probabilities.max()):
            break
        total = offers.log_total(NextWord(log_probabilities, 0.0), prefix) if prefix else 0.0
        usual.append(best[0].word)
        logs.append(min(0.0, best[0].log_probability - total))
        ids.append(file.vocabulary.id_of(best[0].word))
        prefix = ""
    return usual, logs


# How it is written


def ghost(text: str, words: int = 2) -> str:
    return predictor().continuation(text, words=words, certainty=LEAST)


@given(typed)
@fixed
def test_it_is_spelt_as_if_every_word_were_accepted(text: str) -> None:
    found = ghost(text, 3)
    offered = [suggestion.word for suggestion in predictor().predict(text, 30).suggestions]
    prefix = predictor().predict(text).prefix
    words = (prefix + found).split()
    if found.strip() and words[0] != prefix:
        assert words[0] in offered
    assert not found.endswith(" ")
    assert not any(mark in found for mark in ".?!\n")


def test_it_goes_on_from_the_letters_as_they_were_typed() -> None:
    assert ghost("to the gyp").startswith("sy")
    assert ghost("to the GYP").startswith("SY")
    assert ghost("gyp") == "", "at a sentence's start the word would be Gypsy"
    assert ghost("Gyp").startswith("sy")
    assert ghost("to mond") == "", "it is spelt Monday"
    assert ghost("so don’").startswith("t")
    assert ghost("to the zzz") == ""


def test_a_space_is_put_where_one_is_missing() -> None:
    after_comma, after_space = ghost("going to, "), ghost("going to,")
    assert after_space == " " + after_comma
    assert ghost("going to the gypsy")[:1] in ("", " ")


def test_capitals_count_where_the_text_is_tokenised_already() -> None:
    assert treebank_predictor().continuation("Mond", certainty=LEAST).startswith("ay")
    assert treebank_predictor().continuation("mond", certainty=LEAST) == ""


# What it costs


def test_a_letter_costs_one_step_at_most_and_none_while_the_words_are_the_same() -> None:
    used = predictor()
    used.predict("to the ")
    used.continuation("to the ", words=3, certainty=LEAST)
    steps = used.steps
    used.predict("to the gyp")
    used.continuation("to the gyp", words=5, certainty=LEAST)
    assert used.steps <= steps + 1
    steps = used.steps
    for text in ("to the gyps", "to the gypsy", "to the gyp"):
        used.predict(text)
        used.continuation(text, words=5, certainty=LEAST)
    assert used.steps == steps


def test_what_it_said_is_read_already_when_it_is_accepted() -> None:
    used = predictor()
    used.predict("to the ")
    words = used.continuation("to the ", words=4, certainty=LEAST)
    assert len(words.split()) > 1
    steps = used.steps
    used.predict("to the " + words.rsplit(" ", 1)[0] + " ")
    assert used.steps == steps


def test_an_unsure_network_costs_no_step() -> None:
    used = predictor()
    used.predict("to the ")
    steps = used.steps
    assert used.continuation("to the ", certainty=1.0) == ""
    assert used.steps == steps


# With the text itself, and without a part of it


def test_words_of_the_text_itself_are_gone_on_with() -> None:
    cached = Predictor(model_file(), "cached", CacheSettings(0.99, 100, 0.0))
    text = "Then quuxly quuxly quuxly quuxly quu"
    assert cached.continuation(text, certainty=0.5) == "xly"
    assert predictor().continuation(text, certainty=LEAST) == ""


def test_a_forgotten_text_is_not_gone_on_from() -> None:
    text = "going to the gym then "
    for certainty in (LEAST, 0.3):
        forgotten = PREDICTOR.continuation(text, certainty=certainty, memory_from=len("going to the "))
        assert forgotten == PREDICTOR.continuation("so, gym then ", certainty=certainty, memory_from=4)


@pytest.mark.parametrize(("words", "certainty"), [(-1, 0.5), (3, 0.0), (3, 1.5), (3, -0.1)])
def test_what_cannot_be_asked_is_refused(words: int, certainty: float) -> None:
    with pytest.raises(ValueError, match="sure of"):
        PREDICTOR.continuation("the ", words=words, certainty=certainty)
