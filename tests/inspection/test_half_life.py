from __future__ import annotations

import math

import numpy as np
import pytest
from every_kind import TEXT, each_kind, in_float32
from nets import CELLS, WORDS, network, state_of

from predictor_tui.inspection import windows
from predictor_tui.inspection.half_life import by_gates, by_value
from predictor_tui.nn.arrays import Array
from predictor_tui.nn.model import LanguageModel

LONG = np.random.default_rng(4).integers(0, WORDS, 200).tolist()


def values(model: LanguageModel, ids: list[int], layer: int, part: str = "h") -> Array:
    """Return a layer's h or c after each word, (T, H)."""
    units = slice(0, 6) if part == "h" else slice(6, 12)
    states = model.read(np.array(ids)[:, None], model.initial_state())
    return np.array([model.layer(state, layer)[units, 0] for state in states])


def half_by_hand(x: Array, furthest: int) -> float | None:
    """Return the half-life of one unit's values, (T,), straight from the definition."""
    z = x - x.mean()
    r = [float((z[k:] * z[: len(z) - k]).sum() / (z * z).sum()) for k in range(min(furthest + 1, len(z)))]
    for k in range(1, len(r)):
        if r[k] <= 0.5:
            return k - 1 + (r[k - 1] - 0.5) / (r[k - 1] - r[k])
    return None


def remembering(decay: float) -> LanguageModel:
    """Return an RNN whose units each keep so much of their own value and add a little of the word's vector."""
    model = network("rnn", widths=(6, 6))
    model.parameters["layer0.U"][...] = decay * np.eye(6)
    model.parameters["layer0.W"][...] = 1e-3 * np.eye(6)
    model.parameters["layer0.b"][...] = 0
    return model


@each_kind
def test_half_lives_by_the_definition(model: LanguageModel) -> None:
    for layer in range(model.settings.layers):
        for part in ("h", "c") if model.settings.cell == "lstm" else ("h",):
            found = by_value(model, LONG[:60], layer=layer, part=part, furthest=9)
            x = values(model, LONG[:60], layer, part)
            assert found.words == 60
            assert found.values == pytest.approx([half_by_hand(x[:, unit], 9) for unit in range(6)], rel=1e-9)


@pytest.mark.parametrize("decay", [0.5, 0.8, 0.95])
def test_a_value_that_decays_has_the_half_life_of_its_decay(decay: float) -> None:
    ids = np.random.default_rng(4).integers(0, WORDS, 12_000).tolist()
    found = by_value(remembering(decay), ids)
    for half_life in found.values:
        assert half_life is not None
        assert half_life == pytest.approx(math.log(0.5) / math.log(decay), rel=0.15)


@pytest.mark.parametrize("size", [1, 7, 100])
@pytest.mark.parametrize("cell", CELLS)
def test_windows_of_any_size_tell_the_same(cell: str, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    model = network(cell, 2, attention=3)
    values_before, gates_before = by_value(model, LONG), by_gates(model, LONG) if cell != "rnn" else None
    monkeypatch.setattr(windows, "WORDS_AT_ONCE", size)
    assert by_value(model, iter(LONG)).values == pytest.approx(values_before.values, rel=1e-9)
    if gates_before:
        assert by_gates(model, iter(LONG)).values == pytest.approx(gates_before.values, rel=1e-9)


def test_a_unit_that_never_moves_and_one_that_is_not_followed_far_enough() -> None:
    model = remembering(0.95)
    model.parameters["layer0.W"][2] = 0
    found = by_value(model, LONG, furthest=3).values
    assert found == (None,) * 6
    assert by_value(model, LONG).values[2] is None
    assert None not in by_value(model, LONG).values[3:]
    assert by_value(model, [3]).values == (None,) * 6


@each_kind
def test_half_lives_by_what_the_gates_kept(model: LanguageModel) -> None:
    if model.settings.cell == "rnn":
        with pytest.raises(ValueError, match="no gate"):
            by_gates(model, TEXT)
        return
    start = state_of(model, 1)
    for layer, cell in enumerate(model.cells):
        found = by_gates(model, TEXT, layer=layer, state=start)
        left, state = np.ones(6), start
        for id_ in TEXT:
            (gates,) = cell.squashed(model.run(np.array([[id_]]), state).reading.tapes[layer])
            state = model.step(np.array([id_]), state)
            left *= gates[2, :, 0] if model.settings.cell == "lstm" else 1 - gates[1, :, 0]
        # after so many half-lives as there were words, what is left is left
        assert [0.5 ** (len(TEXT) / half) for half in found.values if half] == pytest.approx(left.tolist())


def test_gates_that_are_wholly_open_or_shut() -> None:
    model = in_float32(network("lstm"))
    for name in "UW":
        model.parameters[f"layer0.{name}"][12:18] = 0
    model.parameters["layer0.b"][12:18] = [100, -100, 0, 100, -100, 0]
    found = by_gates(model, TEXT).values
    assert found[::3] == (None, None)
    assert found[1::3] == pytest.approx((0, 0), abs=0.05)
    assert found[2::3] == (1, 1)


def test_what_cannot_be_asked() -> None:
    model = network("gru")
    with pytest.raises(ValueError, match="no word"):
        by_value(model, [])
    with pytest.raises(ValueError, match="no word"):
        by_gates(model, [])
    with pytest.raises(ValueError, match="gru has no c"):
        by_value(model, TEXT, part="c")
    with pytest.raises(IndexError, match="layer 1"):
        by_gates(model, TEXT, layer=1)
