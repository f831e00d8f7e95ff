from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, strategies
from small_models import SPELLINGS, fixed, model_file, predictor, tail, typed

from predictor_tui.prediction.predictor import Predictor
from predictor_tui.prediction.tail_words import DISCOUNT, TailWords
from predictor_tui.text.tokenizer import WORDS
from predictor_tui.text.vocabulary import UNKNOWN

RARE = {"gymnast": 9, "Gymkhana": 3, "zebra": 1, "Zürich": 2, "theatre": 40, "gymslip": 3, "shan’t": 5, "x-ray": 7}
TAIL = TailWords(tail(RARE))
PREDICTOR = Predictor(model_file(rare=RARE), "tailed")
BARE = predictor()


def share(word: str) -> float:
    return (RARE[word] - DISCOUNT) / sum(RARE.values())


def found(prefix: str, count: int = 99) -> dict[str, float]:
    return {TAIL.spelling(number): math.exp(score) for number, score in TAIL.best(prefix, count)}


def offered(text: str, k: int = 40) -> dict[str, float]:
    return {suggestion.word: suggestion.probability for suggestion in PREDICTOR.suggest(text, k)}


# Finding


def test_words_share_by_their_counts_the_most_frequent_first() -> None:
    assert found("gym") == pytest.approx({word: share(word) for word in ("gymnast", "Gymkhana", "gymslip")}, rel=1e-6)
    assert list(found("gym")) == ["gymnast", "Gymkhana", "gymslip"]
    assert list(found("gym", 2)) == ["gymnast", "Gymkhana"]
    assert found("q") == found("zz") == found("gymnasts") == {}
    assert math.exp(TAIL.log_share_of_first) == pytest.approx(share("theatre"))


def test_the_share_of_a_range_is_the_sum_of_its_words() -> None:
    for prefix in ("", "g", "gymk", "z"):
        assert math.exp(TAIL.log_share_of_all(prefix)) == pytest.approx(sum(found(prefix).values()), rel=1e-6)
    assert TAIL.log_share_of_all("q") == -math.inf


def test_a_word_is_found_by_its_key_alone() -> None:
    for word in RARE:
        number = TAIL.find(WORDS.key(word))
        assert number is not None
        assert TAIL.spelling(number) == word
        assert math.exp(TAIL.log_share(number)) == pytest.approx(share(word), rel=1e-6)
    assert TAIL.find("gym") is TAIL.find("zz") is TAIL.find("") is None


some_words = strategies.dictionaries(
    strategies.text("abcé人😀", min_size=1, max_size=4).map(WORDS.key), strategies.integers(1, 3), min_size=1
)


@given(some_words, strategies.text("abé人😀", max_size=3), strategies.integers(1, 5))
@fixed
def test_best_is_what_a_scan_finds(rare: dict[str, int], prefix: str, count: int) -> None:
    rare = {word: times for word, times in rare.items() if word.isalpha()} or {"a": 1}
    words = TailWords(tail(rare))
    key = WORDS.key(prefix)
    ordered = sorted((word for word in rare if word.startswith(key)), key=lambda word: (-rare[word], word))
    assert [words.spelling(number) for number, _ in words.best(key, count)] == ordered[:count]


# Offering


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("to the gymn", {"gymnast"}),
        ("to the gym", {"gymnast", "Gymkhana", "gymslip"}),
        ("to the Z", {"Zebra", "Zürich"}),
        ("zu", set()),
        ("zü", {"Zürich"}),
        ("so shan'", {"shan’t"}),
        ("so zebra", set()),
        ("THEA", {"THEATRE"}),
        ("so x-", {"x-ray"}),
    ],
)
def test_completions_come_from_the_tail_as_well(text: str, expected: set[str]) -> None:
    assert set(offered(text)) - {suggestion.word for suggestion in BARE.suggest(text, 40)} == expected


def test_a_rare_words_chance_is_its_share_of_the_unknown_words() -> None:
    file = model_file()
    state = file.model.initial_state()
    for word in ("<eos>", "going", "to"):
        state = file.model.step(np.array([SPELLINGS.index(word)]), state)
    p = np.exp(file.model.log_probabilities(state)[:, 0].astype(np.float64))
    words = [id_ for id_ in range(len(SPELLINGS)) if id_ == UNKNOWN or file.vocabulary.may_be_suggested(id_)]
    for word, chance in offered("Going to ").items():
        mine = p[UNKNOWN] * share(word) if word in RARE else p[SPELLINGS.index(word)]
        assert chance == pytest.approx(mine / p[words].sum(), rel=1e-5)
    starting = [SPELLINGS.index("gym"), SPELLINGS.index("gypsy")]
    total = p[starting].sum() + p[UNKNOWN] * sum(map(share, ("gymnast", "Gymkhana", "gymslip")))
    assert offered("Going to gy")["gymnast"] == pytest.approx(p[UNKNOWN] * share("gymnast") / total, rel=1e-5)
    assert sum(offered("Going to gy").values()) == pytest.approx(1)


@given(typed, strategies.integers(1, 40))
@fixed
def test_the_networks_words_keep_their_order_and_all_is_sorted(text: str, k: int) -> None:
    prediction = PREDICTOR.predict(text, 40)
    words = [suggestion.word for suggestion in prediction.suggestions]
    chances = [suggestion.probability for suggestion in prediction.suggestions]
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) == pytest.approx(1 - prediction.others, abs=1e-6)
    bare = [suggestion.word for suggestion in BARE.suggest(text, 40)]
    assert [word for word in words if word in bare] == bare
    assert PREDICTOR.suggest(text, k) == list(prediction.suggestions)[:k]


def test_before_a_letter_a_rare_word_has_to_beat_the_last_one_shown() -> None:
    every = offered("to ")
    assert every.keys() - {suggestion.word for suggestion in BARE.suggest("to ", 40)} == RARE.keys()
    for k in range(1, len(every)):
        assert list(offered("to ", k)) == list(every)[:k]
