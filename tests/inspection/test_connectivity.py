from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from every_kind import TEXT, each_kind, in_float32, near
from nets import network, state_of

from predictor_tui.inspection.choice import Choice
from predictor_tui.inspection.connectivity import connectivities, connectivity, half_distance, half_within
from predictor_tui.nn.arrays import Array
from predictor_tui.nn.model import LanguageModel

STEP = 1e-5
SOME = Choice(np.array([0, 2, 4, 5]), np.array([2, 4]))


def with_a_row_for_each_word(model: LanguageModel) -> LanguageModel:
    """Return a network that reads id V + t as word t of the text, and predicts the first V as the given one does.

    So the vector of one word can be changed where it is read, though it comes twice or is a row of the output, too.
    """
    settings = model.settings
    longer = replace(settings, vocabulary=settings.vocabulary + len(TEXT), tied=False)
    E = model.parameters["embedding.E"][:, : settings.embedding]
    weights = {name: array for name, array in model.parameters.items() if name.startswith(("layer", "attention"))}
    rows = model.output_weights
    if settings.projected:
        rows = np.concatenate((rows[:, :-1] @ model.parameters["projection.P"], rows[:, -1:]), axis=1)
    never = np.zeros((len(TEXT), rows.shape[1]))
    weights |= {"embedding.E": np.concatenate((E, E[list(TEXT)])), "output.W": np.concatenate((rows, never))}
    return LanguageModel(longer, weights)


def numerical(model: LanguageModel, word: int, choice: Choice, state: Array) -> tuple[Array, Array]:
    """Return the gradients of log p and of p at each word's vector, (T, D), by central differences."""
    one = with_a_row_for_each_word(model)
    ids = np.arange(len(TEXT))[:, None] + model.settings.vocabulary
    E = one.parameters["embedding.E"]

    def p() -> float:
        log_p = one.log_probabilities(one.last_state(ids, state))[:, 0]
        return float(choice.probabilities(log_p)[word])

    gradients = np.zeros((2, len(TEXT), model.settings.embedding))
    for t, d in np.ndindex(gradients.shape[1:]):
        before = E[model.settings.vocabulary + t, d]
        E[model.settings.vocabulary + t, d] = before + STEP
        up = p()
        E[model.settings.vocabulary + t, d] = before - STEP
        down = p()
        E[model.settings.vocabulary + t, d] = before
        gradients[:, t, d] = (np.log(up) - np.log(down)) / (2 * STEP), (up - down) / (2 * STEP)
    return gradients[0], gradients[1]


@each_kind
@pytest.mark.parametrize("choice", [None, SOME], ids=["all", "some"])
def test_influences_agree_with_central_differences(model: LanguageModel, choice: Choice | None) -> None:
    state = state_of(model, 1)
    found = connectivity(model, TEXT, 4, state=state, choice=choice)
    of_log, of_p = numerical(model, 4, choice or Choice(np.arange(11), np.arange(11)), state)
    x = model.parameters["embedding.E"][list(TEXT), : model.settings.embedding]
    assert len(found.influences) == len(TEXT)
    assert found.influences == pytest.approx(np.linalg.norm(of_log, axis=1).tolist(), rel=1e-4)
    assert found.of_probability == pytest.approx(np.linalg.norm(of_p, axis=1).tolist(), rel=1e-4)
    assert found.gradients_times_input == pytest.approx((of_log * x).sum(axis=1).tolist(), rel=1e-4, abs=1e-9)


@each_kind
def test_the_probability_is_the_models(model: LanguageModel) -> None:
    log_p = model.log_probabilities(model.last_state(np.array(TEXT)[:, None], model.initial_state()))[:, 0]
    assert connectivity(model, TEXT, 3).probability == near(float(np.exp(log_p[3])))


@each_kind
def test_several_words_at_once(model: LanguageModel) -> None:
    together = connectivities(model, TEXT, [3, 8, 3])
    alone = [connectivity(model, TEXT, word) for word in (3, 8, 3)]
    assert list(together) == alone


@each_kind
def test_influences_as_typing_has_them(model: LanguageModel) -> None:
    used = connectivity(in_float32(model), TEXT, 4)
    assert used.influences == pytest.approx(connectivity(model, TEXT, 4).influences, rel=1e-4)


def test_nothing_reaches_over_a_memory_that_is_not_read() -> None:
    model = network("rnn")
    model.parameters["layer0.U"][...] = 0
    found = connectivity(model, TEXT, 4)
    assert found.influences[:-1] == (0,) * (len(TEXT) - 1)
    assert found.influences[-1] > 0
    assert found.shares == (*(0,) * (len(TEXT) - 1), 1)
    assert (found.half_distance, found.half_within) == (0.5, 0.5)


@pytest.mark.parametrize(
    ("influences", "distance"),
    [
        ([1, 2, 4, 8], 1),
        ([3, 4], None),
        ([1, 1, 8, 2, 1], 2 + 4 / 7),
        ([1, 6, 8], 1.4),
        ([0, 0], None),
        ([5], None),
        ([4, 8], 1),
    ],
)
def test_where_influence_falls_to_half(influences: list[float], distance: float | None) -> None:
    assert half_distance(influences) == (None if distance is None else pytest.approx(distance))


@pytest.mark.parametrize(
    ("influences", "words"),
    [([4], 0.5), ([1, 1, 1, 1], 2), ([3, 1, 2], 2), ([6, 1, 1], 2 + 1 / 3), ([0, 0, 5, 0], 1.5), ([0, 0], 0)],
)
def test_how_many_words_have_half_of_all_influence(influences: list[float], words: float) -> None:
    assert half_within(influences) == pytest.approx(words)


def test_what_cannot_be_asked() -> None:
    model = network()
    with pytest.raises(ValueError, match="no word"):
        connectivity(model, [], 1)
    with pytest.raises(ValueError, match="word 3"):
        connectivity(model, TEXT, 3, choice=SOME)
