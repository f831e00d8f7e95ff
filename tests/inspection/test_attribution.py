from __future__ import annotations

import numpy as np
import pytest
from every_kind import TEXT, changed, each_kind, in_float32, near
from nets import network

from predictor_tui.inspection.attribution import attribute
from predictor_tui.nn import output
from predictor_tui.nn.model import LanguageModel


def score(model: LanguageModel, word: int) -> float:
    run = model.run(np.array(TEXT)[:, None], model.initial_state())
    return float(output.scores(model.output_weights, run.y[:, -1:])[word, 0])


def log_ratio(model: LanguageModel, word: int, other: int) -> float:
    log_p = model.log_probabilities(model.last_state(np.array(TEXT)[:, None], model.initial_state()))
    return float(log_p[word, 0] - log_p[other, 0])


@each_kind
def test_contributions_add_up_to_the_score(model: LanguageModel) -> None:
    for word in range(5):
        found = attribute(model, TEXT, word)
        assert sum(found.units) + sum(found.looked_back) + found.bias == near(score(model, word))
        assert found.score == near(score(model, word))
        assert sum(found.earlier_words) == near(sum(found.looked_back))


@each_kind
def test_contributions_as_typing_has_them(model: LanguageModel) -> None:
    used = in_float32(model)
    found = attribute(used, TEXT, 4)
    total = sum(found.units) + sum(found.looked_back) + found.bias
    assert total == pytest.approx(score(used, 4), abs=1e-5)


@each_kind
def test_against_a_second_word_they_add_up_to_the_log_of_the_ratio(model: LanguageModel) -> None:
    found = attribute(model, TEXT, 4, against=8)
    assert sum(found.units) + sum(found.looked_back) + found.bias == near(log_ratio(model, 4, 8))
    assert (found.word, found.against) == (4, 8)
    first, second = attribute(model, TEXT, 4), attribute(model, TEXT, 8)
    assert found.units == near([a - b for a, b in zip(first.units, second.units, strict=True)])


@pytest.mark.parametrize("tied", [True, False])
def test_a_unit_adds_what_the_score_loses_without_it(tied: bool) -> None:
    model = network("gru", tied=tied)
    found = attribute(model, TEXT, 4)
    for unit in range(6):
        name = "projection.P" if tied else "output.W"
        cut = model.parameters[name].copy()
        cut[:, unit] = 0
        assert score(model, 4) - score(changed(model, name, cut), 4) == near(found.units[unit])


def test_what_comes_through_the_look_back_is_what_is_lost_with_it() -> None:
    model = network(attention=3)
    found = attribute(model, TEXT, 4)
    blind = changed(model, "attention.C", np.zeros((6, 6)))
    assert score(model, 4) - score(blind, 4) == near(sum(found.looked_back))
    assert len(found.earlier_words) == 3
    assert len(attribute(model, TEXT[:2], 4).earlier_words) == 1
    assert attribute(model, TEXT[:1], 4).looked_back == (0,) * 6


def test_an_earlier_word_adds_its_share_of_what_its_state_says() -> None:
    model = network("gru", tied=False, attention=3)
    state = model.last_state(np.array(TEXT)[:, None], model.initial_state())
    weights = model.attention_weights(state)[:, 0]
    hidden = [model.hidden(one)[:, 0] for one in model.read(np.array(TEXT)[:, None], model.initial_state())]
    said = [model.output_weights[4, :-1] @ model.parameters["attention.C"] @ h for h in hidden[-2:-5:-1]]
    assert attribute(model, TEXT, 4).earlier_words == near((weights * said).tolist())


@pytest.mark.parametrize("attention", [0, 3])
def test_for_and_against_are_sorted_by_all_that_a_unit_adds(attention: int) -> None:
    found = attribute(network("lstm", attention=attention), TEXT, 2, against=5)
    both = np.array(found.units) + (np.array(found.looked_back) if attention else 0)
    speak_for, against = found.strongest(6), found.weakest(6)
    assert [one.value for one in speak_for] == near(sorted(both[both > 0], reverse=True))
    assert [one.value for one in against] == near(sorted(both[both < 0]))
    assert sorted(one.unit for one in speak_for + against) == list(range(6))
    assert [both[one.unit] for one in speak_for] == near([one.value for one in speak_for])
    assert len(found.strongest(1)) == 1


def test_a_text_may_go_on_from_a_state() -> None:
    model = network(attention=3)
    state = model.last_state(np.array(TEXT[:3])[:, None], model.initial_state())
    assert attribute(model, TEXT[3:], 4, state=state).units == near(attribute(model, TEXT, 4).units)


def test_no_word_has_no_contributions() -> None:
    with pytest.raises(ValueError, match="no word"):
        attribute(network(), [], 1)
