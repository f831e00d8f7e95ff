from __future__ import annotations

import numpy as np
import pytest
from every_kind import TEXT, each_kind, near
from nets import network

from predictor_tui.inspection.choice import Chance, Choice
from predictor_tui.inspection.comparison import compare, swapped, without_memory
from predictor_tui.nn.arrays import Array
from predictor_tui.nn.model import LanguageModel

GOING = (1, 4, 7, 2, 9)
RUNNING = (1, 4, 5, 2, 9)


def hidden(model: LanguageModel, ids: tuple[int, ...]) -> Array:
    """Return h after each word, (T, H)."""
    state, after = model.initial_state(), []
    for id_ in ids:
        state = model.step(np.array([id_]), state)
        after.append(model.hidden(state)[:, 0])
    return np.array(after)


def next_words(model: LanguageModel, ids: tuple[int, ...], count: int) -> list[Chance]:
    state = model.initial_state()
    for id_ in ids:
        state = model.step(np.array([id_]), state)
    p = np.exp(model.log_probabilities(state)[:, 0])
    return [Chance(int(id_), near(float(p[id_]))) for id_ in np.argsort(-p)[:count]]  # type: ignore[arg-type]


@each_kind
def test_where_two_texts_parted_and_how_far_they_are(model: LanguageModel) -> None:
    found = compare(model, GOING, RUNNING, count=4)
    a, b = hidden(model, GOING), hidden(model, RUNNING)
    assert (found.shared, found.since) == (2, 2)
    assert found.distances == near(np.linalg.norm(a - b, axis=1)[2:].tolist())
    assert found.distance == near(float(np.linalg.norm(a[-1] - b[-1])))
    assert found.hidden_a == near(a[-1].tolist())
    assert found.hidden_b == near(b[-1].tolist())
    assert list(found.next_a) == next_words(model, GOING, 4)
    assert list(found.next_b) == next_words(model, RUNNING, 4)
    before = dict(
        enumerate(np.exp(model.log_probabilities(model.read(np.array([GOING]).T, model.initial_state())[-1])))
    )
    assert [shift.before for shift in found.shifts] == near([float(before[shift.id][0]) for shift in found.shifts])
    changes = [abs(shift.change) for shift in found.shifts]
    assert changes == sorted(changes, reverse=True)


def test_texts_of_different_lengths_are_aligned_at_their_ends() -> None:
    model = network("gru")
    longer = (1, 4, 3, 7, 6, 2, 9)
    found = compare(model, longer, RUNNING)
    a, b = hidden(model, longer), hidden(model, RUNNING)
    assert (found.shared, found.since) == (2, 2)
    assert found.distances == near(np.linalg.norm(a[-3:] - b[-3:], axis=1).tolist())


def test_a_text_that_only_goes_on_from_the_other_never_parted() -> None:
    model = network("gru")
    found = compare(model, GOING, GOING[:3])
    assert (found.shared, found.since, found.distances) == (3, 0, ())
    assert found.distance > 0
    same = compare(model, GOING, GOING)
    assert (same.shared, same.since, same.distance) == (5, 0, 0)
    assert {shift.change for shift in same.shifts} == {0}


def test_words_are_never_counted_as_shared_twice() -> None:
    found = compare(network("gru"), (2, 2, 2), (2, 2))
    assert (found.shared, found.since) == (2, 0)


@each_kind
def test_swapped_memories(model: LanguageModel) -> None:
    found = swapped(model, GOING, RUNNING[:4], last=2, count=3)
    assert list(found.a.before) == next_words(model, GOING, 3)
    assert list(found.a.after) == next_words(model, RUNNING[:2] + GOING[3:], 3)
    assert list(found.b.before) == next_words(model, RUNNING[:4], 3)
    assert list(found.b.after) == next_words(model, GOING[:3] + RUNNING[2:4], 3)


@each_kind
def test_without_memory_only_the_last_word_counts(model: LanguageModel) -> None:
    found = without_memory(model, GOING, count=3)
    assert list(found) == next_words(model, GOING[-1:], 3)
    assert found == without_memory(model, RUNNING, count=3)


def test_among_a_choice_of_words() -> None:
    model = network("gru")
    some = Choice(np.array([0, 3, 4]), np.array([3, 4]))
    assert {one.id for one in compare(model, GOING, RUNNING, choice=some).next_a} == {3, 4}
    assert {one.id for one in without_memory(model, GOING, choice=some)} == {3, 4}
    everything = np.exp(model.log_probabilities(model.last_state(np.array([[9]]), model.initial_state()))[:, 0])
    three = next(one for one in without_memory(model, GOING, choice=some) if one.id == 3)
    assert three.probability == pytest.approx(everything[3] / everything[[0, 3, 4]].sum())


def test_what_cannot_be_asked() -> None:
    model = network()
    with pytest.raises(ValueError, match="no word"):
        compare(model, [], TEXT)
    with pytest.raises(ValueError, match="no word"):
        without_memory(model, [])
    with pytest.raises(IndexError, match="word -1"):
        swapped(model, [1, 2], [1], last=2)
