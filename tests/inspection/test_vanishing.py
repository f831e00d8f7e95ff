from __future__ import annotations

import numpy as np
import pytest
from every_kind import TEXT, each_kind, in_float32
from nets import network, state_of

from predictor_tui.inspection.vanishing import fading
from predictor_tui.nn.arrays import Array
from predictor_tui.nn.model import LanguageModel

STEP = 1e-5


def jacobian(model: LanguageModel, layer: int, part: int, distance: int, state: Array) -> Array:
    """Return d m_t / d m_(t-k), (H, H), of one part m of a layer's state, 0 for h and 1 for c, by differences.

    What the layers below do is not changed by a layer above them, so the whole network may be run.
    """
    ids, units = np.array(TEXT)[:, None], model.settings.hidden
    start = model.last_state(ids[: len(TEXT) - distance], state) if distance < len(TEXT) else state
    rows = slice(part * units, (part + 1) * units)

    def end(unit: int, change: float) -> Array:
        moved = start.copy()
        model.layer(moved, layer)[rows][unit] += change
        after = model.last_state(ids[len(TEXT) - distance :], moved) if distance else moved
        return model.layer(after, layer)[rows][:, 0]

    columns = [(end(unit, STEP) - end(unit, -STEP)) / (2 * STEP) for unit in range(units)]
    return np.stack(columns, axis=1)


@each_kind
def test_gains_agree_with_central_differences(model: LanguageModel) -> None:
    state = state_of(model, 1)
    for layer in range(model.settings.layers):
        found = fading(model, TEXT, layer=layer, state=state)
        curves = [found.hidden, found.held] if model.settings.cell == "lstm" else [found.hidden]
        for part, curve in enumerate(curves):
            sizes = [np.linalg.norm(jacobian(model, layer, part, k, state)) for k in range(len(TEXT) + 1)]
            assert curve == pytest.approx([size / np.sqrt(model.settings.hidden) for size in sizes], rel=1e-4)


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_the_top_layer_and_an_empty_memory_unless_told_otherwise(cell: str) -> None:
    model = network(cell, 3)
    found = fading(model, TEXT)
    assert found == fading(model, TEXT, layer=2, state=model.initial_state())
    assert found.hidden[0] == pytest.approx(1)
    assert len(found.hidden) == len(TEXT) + 1
    assert len(found.held) == (len(TEXT) + 1 if cell == "lstm" else 0)
    assert found.longest == (found.held or found.hidden)


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_a_nearer_end(cell: str) -> None:
    model = network(cell)
    whole, near = fading(model, TEXT), fading(model, TEXT, furthest=2)
    assert near.hidden == whole.hidden[:3]
    assert near.held == whole.held[:3]
    assert fading(model, TEXT, furthest=99) == whole
    assert fading(model, TEXT, furthest=0).hidden == pytest.approx((1,))


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_gains_as_typing_has_them(cell: str) -> None:
    model = network(cell, 2)
    exact, used = fading(model, TEXT), fading(in_float32(model), TEXT)
    assert used.hidden == pytest.approx(exact.hidden, rel=1e-4)
    assert used.held == pytest.approx(exact.held, rel=1e-4)


def test_a_forget_gate_that_is_open_keeps_the_gradient_and_one_that_is_shut_does_not() -> None:
    model = network("lstm")
    for gate, value in (("open", 30.0), ("shut", -30.0)):
        model.parameters["layer0.W"][12:18] = 0
        model.parameters["layer0.b"][12:18] = value
        model.parameters["layer0.U"][...] = 0  # no way but the memory's own
        held = fading(model, TEXT).held
        assert held == pytest.approx((1,) * 8 if gate == "open" else (1, *(0,) * 7), abs=1e-9)


def test_what_cannot_be_asked() -> None:
    with pytest.raises(ValueError, match="no word"):
        fading(network(), [])
    with pytest.raises(ValueError, match="-1"):
        fading(network(), TEXT, furthest=-1)
    with pytest.raises(IndexError, match="layer 1"):
        fading(network(), TEXT, layer=1)
