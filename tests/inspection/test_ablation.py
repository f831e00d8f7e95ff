from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from by_the_book import Change, probabilities
from every_kind import TEXT, each_kind
from nets import CELLS, WORDS, network, state_of

from predictor_tui.inspection.ablation import Operation, Outcome, SetUnits, Transplant, Wipe, operate, operated
from predictor_tui.inspection.choice import Choice
from predictor_tui.nn.arrays import Array
from predictor_tui.nn.model import LanguageModel

OTHER = (1, 5, 5, 8)


def after(model: LanguageModel, ids: Sequence[int], operations: Sequence[Operation]) -> Array:
    return np.exp(model.log_probabilities(operated(model, ids, operations))[:, 0])


def setting(part: str, layer: int, unit: int, value: float, words: range) -> Change:
    def change(word: int, at: int, which: str, values: Array) -> Array:
        if word not in words or (at, which) != (layer, part):
            return values
        changed = values.copy()
        changed[unit] = value
        return changed

    return change


@each_kind
def test_the_pass_by_the_book_is_the_networks(model: LanguageModel) -> None:
    np.testing.assert_allclose(probabilities(model, TEXT), after(model, TEXT, []), rtol=1e-10)


@each_kind
@pytest.mark.parametrize(("at", "onwards"), [(0, True), (3, True), (3, False), (6, False)])
def test_a_unit_set_to_zero_is_a_pass_with_its_output_zeroed(model: LanguageModel, at: int, onwards: bool) -> None:
    words = range(at, len(TEXT) if onwards else at + 1)
    for layer in range(model.settings.layers):
        expected = probabilities(model, TEXT, setting("h", layer, 2, 0.0, words))
        found = after(model, TEXT, [SetUnits((2,), at, onwards=onwards, layer=layer)])
        np.testing.assert_allclose(found, expected, rtol=1e-10)
        assert not np.allclose(found, after(model, TEXT, []), rtol=1e-10)


@pytest.mark.parametrize("attention", [0, 3])
@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("part", ["h", "c"])
@pytest.mark.parametrize("at", [0, 4, 6])
def test_what_follows_from_a_value_follows(layers: int, attention: int, part: str, at: int) -> None:
    model = network("lstm", layers, attention=attention)
    for layer in range(layers):
        expected = probabilities(model, TEXT, setting(part, layer, 1, -0.8, range(at, at + 1)))
        found = after(model, TEXT, [SetUnits((1,), at, -0.8, part=part, layer=layer)])
        np.testing.assert_allclose(found, expected, rtol=1e-10)


@each_kind
def test_a_unit_set_to_what_it_is_changes_nothing(model: LanguageModel) -> None:
    ids = np.array(TEXT)[:, None]
    hidden = model.hidden(model.last_state(ids[:4], model.initial_state()))
    found = operate(model, TEXT, [SetUnits((3,), 3, float(hidden[3, 0]))])
    assert [shift.change for shift in found.shifts] == pytest.approx([0] * 5, abs=1e-14)


@each_kind
def test_a_wiped_memory_knows_only_what_came_since(model: LanguageModel) -> None:
    for at in range(len(TEXT) + 1):
        np.testing.assert_allclose(after(model, TEXT, [Wipe(at)]), after(model, TEXT[at:], []), rtol=1e-10)


@each_kind
def test_a_transplanted_memory_knows_the_other_text(model: LanguageModel) -> None:
    for at in (0, 2, len(TEXT)):
        found = after(model, TEXT, [Transplant(at, OTHER)])
        np.testing.assert_allclose(found, probabilities(model, (*OTHER, *TEXT[at:])), rtol=1e-10)


@pytest.mark.parametrize("cell", CELLS)
def test_operations_are_done_one_after_the_other(cell: str) -> None:
    model = network(cell, 2)
    both = after(model, TEXT, [Transplant(2, OTHER), SetUnits((0, 4), 5, 0.5, onwards=True)])
    expected = after(model, (*OTHER, *TEXT[2:]), [SetUnits((0, 4), 7, 0.5, onwards=True)])
    np.testing.assert_allclose(both, expected, rtol=1e-10)
    np.testing.assert_allclose(after(model, TEXT, [Transplant(3, OTHER), Wipe(3)]), after(model, TEXT[3:], []))
    np.testing.assert_allclose(
        after(model, TEXT, [Wipe(3), Transplant(3, OTHER)]), after(model, (*OTHER, *TEXT[3:]), [])
    )


def test_what_is_told_of_an_operation() -> None:
    model, operation = network("gru"), SetUnits((1,), 5)
    before, now = after(model, TEXT, []), after(model, TEXT, [operation])
    found = operate(model, TEXT, [operation], count=3)
    assert [one.id for one in found.before] == np.argsort(-before)[:3].tolist()
    assert [one.probability for one in found.after] == pytest.approx(np.sort(now)[:-4:-1].tolist())
    assert [one.change for one in found.shifts] == pytest.approx(
        sorted((now - before).tolist(), key=abs, reverse=True)[:3]
    )
    assert [(one.before, one.after) for one in found.shifts] == [
        pytest.approx((before[one.id], now[one.id])) for one in found.shifts
    ]


def test_among_a_choice_of_words_and_upon_a_state() -> None:
    model, state = network("gru"), state_of(network("gru"), 1)
    some = Choice(np.array([0, 3, 4, 9]), np.array([9, 3, 4]))
    found = operate(model, TEXT, [Wipe(7)], state=state, choice=some)
    assert isinstance(found, Outcome)
    assert {one.id for one in found.before} == {3, 4, 9}
    plain = np.exp(model.log_probabilities(model.last_state(np.array(TEXT)[:, None], state))[:, 0])
    nine = next(one for one in found.before if one.id == 9)
    assert nine.probability == pytest.approx(plain[9] / plain[[0, 3, 4, 9]].sum())
    empty = np.exp(model.log_probabilities(model.initial_state())[:, 0])
    assert found.after[0].probability == pytest.approx(empty[found.after[0].id] / empty[[0, 3, 4, 9]].sum())
    assert len(operate(model, TEXT, [], count=99).before) == WORDS


@pytest.mark.parametrize(
    ("operation", "error", "said"),
    [
        (SetUnits((0,), 7), IndexError, "word 7"),
        (SetUnits((0,), -1), IndexError, "word -1"),
        (SetUnits((6,), 0), IndexError, "unit 6"),
        (SetUnits((0,), 0, layer=1), IndexError, "layer 1"),
        (SetUnits((0,), 0, part="c"), ValueError, "gru has no c"),
        (SetUnits((0,), 0, part="z"), ValueError, "has no z"),
        (Wipe(8), IndexError, "word 8"),
        (Transplant(-1, OTHER), IndexError, "word -1"),
    ],
)
def test_operations_that_cannot_be_done(operation: Operation, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        operated(network("gru"), TEXT, [operation])
