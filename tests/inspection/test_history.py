from __future__ import annotations

import numpy as np
import pytest
from every_kind import TEXT, each_kind, near
from nets import network, state_of

from predictor_tui.inspection import windows
from predictor_tui.inspection.history import history
from predictor_tui.nn.model import LanguageModel


@each_kind
def test_units_after_each_word_and_how_far_they_moved(model: LanguageModel) -> None:
    for layer in range(model.settings.layers):
        for part, units in (("h", slice(0, 6)), ("c", slice(6, 12)))[: model.cells[0].parts]:
            state = state_of(model, 1)
            found = history(model, TEXT, part=part, layer=layer, state=state)
            before = model.layer(state, layer)[units, 0]
            assert found.before == near(before.tolist())
            assert len(found.values) == len(found.distances) == len(TEXT)
            for id_, values, distance in zip(TEXT, found.values, found.distances, strict=True):
                state = model.step(np.array([id_]), state)
                now = model.layer(state, layer)[units, 0]
                assert values == near(now.tolist())
                assert distance == near(float(np.linalg.norm(now - before)))
                before = now


def test_the_top_layer_upon_an_empty_memory_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    model = network("lstm", 2)
    found = history(model, TEXT)
    assert found == history(model, TEXT, layer=1, part="h", state=model.initial_state())
    assert found.before == (0,) * 6
    monkeypatch.setattr(windows, "WORDS_AT_ONCE", 2)
    assert [value for row in history(model, TEXT).values for value in row] == near(
        [value for row in found.values for value in row]
    )


def test_a_text_without_words_has_no_history() -> None:
    found = history(network("gru"), [])
    assert (found.values, found.distances) == ((), ())


def test_what_cannot_be_asked() -> None:
    with pytest.raises(ValueError, match="gru has no c"):
        history(network("gru"), TEXT, part="c")
    with pytest.raises(IndexError, match="layer 1"):
        history(network("gru"), TEXT, layer=1)
