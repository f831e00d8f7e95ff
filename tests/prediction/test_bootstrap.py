from __future__ import annotations

import numpy as np
import pytest
from scripted import Script
from small_models import predictor

from predictor_tui.prediction import bootstrap
from predictor_tui.prediction.bootstrap import Ratios, compare, ratios
from predictor_tui.prediction.keystrokes import keystroke_savings, top_hits
from predictor_tui.prediction.typist import type_sentences

LINES = ["going to the gym", "don't go home", "go to the store then go to the gym", "to", "the gym"]


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def coins(sentences: int, chance: float, seed: int) -> Ratios:
    """One figure: in sentences of ten words, each is hit with this chance."""
    hits = np.random.default_rng(seed).binomial(10, chance, (sentences, 1))
    return Ratios(hits.astype(np.float64), np.full((sentences, 1), 10.0))


def test_the_sums_of_sentences_make_the_figures() -> None:
    typed = type_sentences(predictor().suggest, LINES, (3, 5))
    parts, wholes = ratios(typed)
    assert parts.shape == wholes.shape == (len(LINES), 5)
    expected = [*keystroke_savings(typed).values(), *top_hits(typed).values()]
    assert parts.sum(axis=0) / wholes.sum(axis=0) == pytest.approx(expected)
    assert [estimate.value for estimate in compare([ratios(typed)], rng())[0].figures] == pytest.approx(expected)


def test_each_sentence_has_its_own_sums() -> None:
    typed = type_sentences(Script(**{"": "to", "to_h": "home"}), ["to home", "go"], (3,))
    parts, wholes = ratios(typed)
    assert parts.tolist() == [[5, 1, 1, 1], [0, 0, 0, 0]]
    assert wholes.tolist() == [[8, 2, 2, 2], [3, 1, 1, 1]]


def test_the_interval_is_as_wide_as_theory_says() -> None:
    (figure,) = compare([coins(400, 0.3, 2)], rng())[0].figures
    half = 1.96 * np.sqrt(0.3 * 0.7 / 4000)
    assert figure.low < figure.value < figure.high
    assert (figure.high - figure.low) / 2 == pytest.approx(half, rel=0.1)


def test_words_that_stand_or_fall_together_make_it_wider() -> None:
    whole_sentences = Ratios(np.repeat([[10.0], [0.0]], 200, axis=0), np.full((400, 1), 10.0))
    (figure,) = compare([whole_sentences], rng())[0].figures
    assert (figure.high - figure.low) / 2 == pytest.approx(1.96 * np.sqrt(0.25 / 400), rel=0.1)


def test_it_holds_the_truth_nineteen_times_in_twenty() -> None:
    found = [compare([coins(100, 0.3, seed)], rng())[0].figures[0] for seed in range(200)]
    assert 0.91 < np.mean([figure.low <= 0.3 <= figure.high for figure in found]) < 0.98


def test_a_difference_on_the_same_sentences_is_surer_than_its_parts() -> None:
    first = coins(100, 0.3, 3)
    better = Ratios(first.parts + 1, first.wholes)  # one more word of every sentence
    (base, other) = compare([first, better], rng())
    (difference,) = other.differences
    assert (difference.value, difference.low, difference.high) == pytest.approx((0.1, 0.1, 0.1))
    assert other.figures[0].high - other.figures[0].low > 0.03
    assert base.differences[0].value == base.differences[0].low == base.differences[0].high == 0


def test_the_same_seed_draws_the_same_however_much_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    models = [coins(50, 0.3, 4), coins(50, 0.4, 5)]
    at_once = compare(models, rng())
    monkeypatch.setattr(bootstrap, "_LARGEST_DRAW", 7 * 50)
    assert compare(models, rng()) == at_once
    assert compare(models, np.random.default_rng(2)) != at_once


def test_one_sentence_leaves_nothing_to_draw() -> None:
    (figure,) = compare([coins(1, 0.5, 6)], rng())[0].figures
    assert figure.low == figure.value == figure.high


def test_other_sentences_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="3 and 4 sentences"):
        compare([coins(4, 0.5, 0), coins(3, 0.5, 0)], rng())
