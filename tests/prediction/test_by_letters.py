from __future__ import annotations

import numpy as np
import pytest
from scripted import Script
from small_models import predictor

from predictor_tui.prediction.by_letters import context_shares, hit_rates, savings
from predictor_tui.prediction.keystrokes import keystroke_savings, top_hits
from predictor_tui.prediction.typist import TypedWords, type_sentences, type_without_memory

LINES = ["going to the gym", "don't go home", "go to the store then go to the gym"]

# "to" at once, "home" after one letter, "go" never: 2 + 4 + 2 letters and 3 spaces make 11 keys
SCRIPT = Script(**{"": "to", "to_h": "home"})


@pytest.fixture
def typed() -> TypedWords:
    return type_sentences(SCRIPT, ["to home", "go"], (3,))


def test_hits_add_up_with_the_letters(typed: TypedWords) -> None:
    assert hit_rates(typed) == pytest.approx(np.array([[1 / 3, 2 / 3, 2 / 3, 2 / 3]]))


def test_saved_keys_add_up_with_the_letters(typed: TypedWords) -> None:
    assert savings(typed) == pytest.approx(np.array([[2 / 11, 5 / 11, 5 / 11, 5 / 11]]))


def test_the_curves_begin_and_end_with_the_known_figures() -> None:
    typed = type_sentences(predictor().suggest, LINES, (1, 3, 5))
    hits, saved = hit_rates(typed), savings(typed)
    assert hits[:, 0] == pytest.approx(list(top_hits(typed).values()))
    assert saved[:, -1] == pytest.approx(list(keystroke_savings(typed).values()))
    assert (np.diff(hits) >= 0).all()
    assert (np.diff(saved) >= 0).all()
    assert hits.shape == saved.shape == (3, len("going"))


def test_context_gives_what_is_lost_without_it() -> None:
    script = Script(a_="b", a_b_="home", b_="x", b_ho="home")
    with_memory, without = type_sentences(script, ["a b home"], (3,)), type_without_memory(script, ["a b home"], (3,))
    # b after a is hit either way; home at once with memory, after two letters without; a never
    assert context_shares(with_memory, without)[0] == pytest.approx([1 / 2, 1 / 2, 0, 0])


def test_a_memory_that_does_harm_gives_less_than_nothing() -> None:
    better, worse = Script(**{"": "a", "a_": "b"}), Script(**{"": "a"})
    found = context_shares(type_sentences(worse, ["a b"], (3,)), type_sentences(better, ["a b"], (3,)))
    assert found[0] == pytest.approx([-1])


def test_without_hits_there_is_no_share(typed: TypedWords) -> None:
    assert np.isnan(context_shares(type_sentences(Script(), ["to home", "go"], (3,)), typed)).all()
