from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import numpy as np
import pytest
from nets import WORDS, network

from predictor_tui.nn.regularisation import Noise, Regularisation, dropout_mask

T, B, D = 5, 3, 40
HALF = Regularisation(dropout=0.5, input_dropout=0.5)


def noise(settings: Regularisation) -> Noise:
    return Noise(settings, np.random.default_rng(0), B)


def test_a_mask_keeps_the_expectation() -> None:
    mask = dropout_mask(np.random.default_rng(0), (200, 200), 0.25, np.zeros(1, np.float32))
    assert mask.dtype == np.float32
    assert sorted(set(mask.ravel().tolist())) == pytest.approx([0, 4 / 3])
    assert mask.mean() == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize("locked", [True, False])
def test_locked_noise_is_the_same_for_all_words_of_a_sequence(locked: bool) -> None:
    made = noise(replace(HALF, locked=locked))
    for dropped in (made.drop(np.ones((D, T * B))), made.drop_input(np.ones((D, T * B)), np.arange(T * B), T * B)):
        by_word = dropped.reshape(D, T, B)
        assert (by_word == by_word[:, :1]).all() == locked
        assert (by_word[:, :, 0] != by_word[:, :, 1]).any()  # sequences differ
        assert by_word.mean() == pytest.approx(1, abs=0.3)


def test_a_word_left_out_is_left_out_wherever_it_stands() -> None:
    ids = np.arange(T * B) % 5
    x = noise(Regularisation(word_dropout=0.5)).drop_input(np.ones((D, T * B)), ids, 5)
    columns = [x[:, ids == id_] for id_ in range(5)]
    assert all((column == column[0, 0]).all() for column in columns)
    assert {column[0, 0] for column in columns} == {0, 2}


def test_weights_are_dropped_for_the_window_alone_and_only_recurrent_ones() -> None:
    model = network("lstm", 2)
    before = {name: array.copy() for name, array in model.parameters.items()}
    weights = noise(Regularisation(weight_drop=0.5)).drop_weights(model.parameters)
    for name, array in model.parameters.items():
        np.testing.assert_array_equal(array, before[name])
        changed = not np.array_equal(weights[name], array)
        assert changed == name.endswith(".U")
        if changed:
            np.testing.assert_array_equal(weights[name][weights[name] != 0], 2 * array[weights[name] != 0])


def test_what_was_dropped_is_undone_in_reverse_order() -> None:
    made = noise(HALF)
    first, second = made.drop(np.ones((D, T * B))), made.drop(np.ones((D, T * B)))
    np.testing.assert_array_equal(made.undo(np.ones((D, T * B))), second)
    np.testing.assert_array_equal(made.undo(np.ones((D, T * B))), first)


def test_without_a_generator_nothing_is_dropped() -> None:
    x, model = np.ones((D, T * B)), network()
    made = Noise(Regularisation(0.5, 0.5, 0.5, 0.5), None, B)
    assert made.drop_weights(model.parameters) is model.parameters
    assert made.drop_input(x, np.zeros(T * B, int), WORDS) is x
    assert made.drop(x) is x
    assert made.undo(x) is x


@pytest.mark.parametrize("name", ["dropout", "input_dropout", "word_dropout", "weight_drop"])
@pytest.mark.parametrize("share", [-0.1, 1.0, float("nan")])
def test_a_share_that_is_none_is_refused(name: str, share: float) -> None:
    with pytest.raises(ValueError, match=name):
        Regularisation(**cast("dict[str, Any]", {name: share}))
