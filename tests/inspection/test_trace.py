from __future__ import annotations

import math

import numpy as np
import pytest
from every_kind import TEXT, each_kind, in_float32, near
from nets import WORDS, network, state_of

from predictor_tui.inspection.choice import Choice
from predictor_tui.inspection.trace import LayerTrace, Trace, UnitGate, trace
from predictor_tui.nn.model import LanguageModel


def squashed(gate: UnitGate) -> float:
    a = gate.from_word + gate.from_memory + gate.bias
    return math.tanh(a) if gate.squash == "tanh" else 1 / (1 + math.exp(-a))


def unit_by_hand(layer: LayerTrace, unit: int) -> tuple[float, float | None]:
    """Return h and c of a unit after the word, by the equations and from the parts on display."""
    shown = layer.unit(unit)
    value = {gate.name: squashed(gate) for gate in shown.gates}
    if set(value) == {"h"}:
        return value["h"], None
    if "z" in value:
        return (1 - value["z"]) * shown.h_before + value["z"] * value["c"], None
    assert shown.c_before is not None
    c = value["f"] * shown.c_before + value["i"] * value["g"]
    return value["o"] * math.tanh(c), c


def read_by_hand(found: Trace) -> list[float]:
    """Return what the prediction is read off, from the top layer's h and the look back."""
    h = list(found.layers[-1].h)
    look = found.attention
    if look is None:
        return h
    scores = [sum(q * s for q, s in zip(look.query, earlier, strict=True)) for earlier in look.earlier]
    total = sum(map(math.exp, scores))
    for k, earlier in enumerate(look.earlier):
        assert look.scores[k] == near(scores[k])
        assert look.weights[k] == near(math.exp(scores[k]) / total)
        assert len(earlier) == len(h)
    context = [sum(w * s[unit] for w, s in zip(look.weights, look.earlier, strict=True)) for unit in range(len(h))]
    assert look.found == near(context)
    return [value + added for value, added in zip(h, look.added, strict=True)]


def log_probabilities(model: LanguageModel, ids: tuple[int, ...]) -> np.ndarray:
    return model.log_probabilities(model.last_state(np.array(ids)[:, None], model.initial_state()))[:, 0]


@each_kind
@pytest.mark.parametrize("length", [1, 2, len(TEXT)])
def test_the_numbers_on_display_recompute_the_prediction(model: LanguageModel, length: int) -> None:
    ids = TEXT[:length]
    found = trace(model, ids, range(WORDS))
    assert found.id == ids[-1]
    x = found.layers[0].x
    for layer in found.layers:
        assert layer.x == near(x)
        for unit in range(model.settings.hidden):
            h, c = unit_by_hand(layer, unit)
            assert layer.h[unit] == near(h)
            assert layer.unit(unit).c == (None if c is None else near(c))
        x = layer.h
    assert found.read == near(read_by_hand(found))
    scores = [sum(w * f for w, f in zip(word.row, found.features, strict=True)) + word.bias for word in found.words]
    total = sum(map(math.exp, scores))
    expected = np.exp(log_probabilities(model, ids))
    assert found.log_total == near(math.log(total))
    for word, score in zip(found.words, scores, strict=True):
        assert word.score == near(score)
        assert word.probability == near(math.exp(score) / total)
        assert word.probability == near(expected[word.id])


@each_kind
def test_the_parts_are_the_products_of_the_networks_own_matrices(model: LanguageModel) -> None:
    found = trace(model, TEXT, [3])
    weights, units = model.parameters, model.settings.hidden
    assert found.layers[0].x == pytest.approx(weights["embedding.E"][TEXT[-1], : model.settings.embedding].tolist())
    for cell, layer in zip(model.cells, found.layers, strict=True):
        for g, gate in enumerate(layer.gates):
            rows = slice(g * units, (g + 1) * units)
            asked = layer.consulted if layer.consulted and gate.squash == "tanh" else layer.h_before
            assert gate.from_word == near(weights[cell.key("W")][rows] @ layer.x)
            assert gate.from_memory == near(weights[cell.key("U")][rows] @ asked)
            assert gate.bias == near(weights[cell.key("b")][rows])
    projection = weights.get("projection.P", np.eye(units))
    assert found.features == near(projection @ found.read)
    if found.attention:
        h = found.layers[-1].h
        assert found.attention.query == near(weights["attention.A"].T @ h)
        assert found.attention.added == near(weights["attention.C"] @ found.attention.found)


@each_kind
def test_the_memory_before_a_word_is_that_after_the_one_before(model: LanguageModel) -> None:
    before, now = trace(model, TEXT[:-1], []), trace(model, TEXT, [])
    for earlier, later in zip(before.layers, now.layers, strict=True):
        assert later.h_before == near(earlier.h)
        assert later.c_before == near(earlier.c)
    if now.attention:
        assert now.attention.earlier[0] == near(before.layers[-1].h)


@each_kind
def test_a_text_may_go_on_from_a_state(model: LanguageModel) -> None:
    state = model.last_state(np.array(TEXT[:4])[:, None], model.initial_state())
    whole, part = trace(model, TEXT, [2]), trace(model, TEXT[4:], [2], state=state)
    assert part.words[0].probability == near(whole.words[0].probability)
    assert part.layers[-1].h == near(whole.layers[-1].h)


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_numbers_as_typing_has_them(cell: str) -> None:
    model = in_float32(network(cell, 2, attention=3))
    found = trace(model, TEXT, range(WORDS))
    expected = np.exp(log_probabilities(model, TEXT))
    assert [word.probability for word in found.words] == pytest.approx(expected.tolist(), rel=1e-5)
    for unit in range(6):
        assert found.layers[-1].h[unit] == pytest.approx(unit_by_hand(found.layers[-1], unit)[0], abs=1e-6)


def test_a_choice_among_some_words() -> None:
    model = network()
    some = Choice(np.array([2, 5, 7]), np.array([2, 5]))
    found = trace(model, TEXT, [2, 5, 7], choice=some)
    assert sum(word.probability for word in found.words) == pytest.approx(1, rel=1e-12)
    with pytest.raises(ValueError, match="word 3"):
        trace(model, TEXT, [3], choice=some)


def test_the_look_back_has_the_words_that_there_are() -> None:
    model = network(attention=3)
    seen = [len(looked.earlier) for n in range(1, 6) if (looked := trace(model, TEXT[:n], []).attention)]
    assert seen == [0, 1, 2, 3, 3]
    after_some = trace(model, TEXT[:1], [], state=state_of(model, 1)).attention
    assert after_some is not None
    assert len(after_some.earlier) == 2


def test_no_word_has_no_trace() -> None:
    with pytest.raises(ValueError, match="no word"):
        trace(network(), [], [1])
