from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from toys import fixed

from predictor_tui.training.batches import Batches

lengths, batches, windows = st.integers(2, 300), st.integers(1, 9), st.integers(1, 40)


@given(lengths, batches, windows)
@fixed
def test_each_word_is_read_once_in_order_and_predicts_the_next(length: int, batch: int, window: int) -> None:
    if length <= batch:
        batch = length - 1
    stream = np.arange(length, dtype=np.int32)  # each word is its own place
    parts = list(Batches(stream, batch, window))
    ids = np.concatenate([part.ids for part in parts])
    targets = np.concatenate([part.targets for part in parts])
    rows = ids.T.ravel()
    assert rows.tolist() == list(range(rows.size))
    assert np.array_equal(targets, ids + 1)
    assert 0 <= length - 1 - rows.size < batch


@given(lengths, batches, windows)
@fixed
def test_all_windows_are_full_but_the_last(length: int, batch: int, window: int) -> None:
    if length <= batch:
        batch = length - 1
    found = Batches(np.arange(length, dtype=np.int32), batch, window)
    sizes = [part.ids.shape for part in found]
    assert len(sizes) == len(found)
    assert all(size == (window, batch) for size in sizes[:-1])
    assert 1 <= sizes[-1][0] <= window
    assert sizes[-1][1] == batch


def test_a_window_outside_the_pass_does_not_exist() -> None:
    found = Batches(np.arange(21, dtype=np.int32), 2, 5)
    assert len(found) == 2
    for index in (-1, 2):
        with pytest.raises(IndexError):
            found[index]


def test_too_few_words_for_the_rows_are_refused() -> None:
    with pytest.raises(ValueError, match="5 words do not fill 5 rows"):
        Batches(np.arange(5, dtype=np.int32), 5, 3)
    assert len(Batches(np.arange(6, dtype=np.int32), 5, 3)) == 1
