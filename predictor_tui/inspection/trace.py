"""One word's way through the network with every number of it, so that a person can follow the forward pass by hand.

D inputs, H hidden units, P features, V words; * is element by element. A layer reads x, the word's vector or the h of
the layer below, upon its old memory h (and c). Each of its gates and candidates is squashed from three parts:

    a = W x + U h + b                      from the word, from the memory, the bias      (H)

    tanh RNN   h' = tanh(a)
    GRU        r, z = sigmoid(a),  c = tanh(a) with U (r * h) in place of U h,  h' = h + z * (c - h)
    LSTM       o, i, f = sigmoid(a),  g = tanh(a),  c' = f * c + i * g,  h' = o * tanh(c')

    attention  e_k = q . s_k with q = A^T h,  share = softmax(e),  found = sum_k share_k s_k,  y = h + C found
    features   y, or P y where the settings ask for a projection                         (P)
    score      l_w = W_w . features + b_w,  log Z = log sum_v exp(l_v),  p_w = exp(l_w - log Z)

Sources: the files of `nn.cells` and `nn.attention`, from whose own passes the values are taken; only the parts W x and
U h, which a pass adds up at once, are multiplied again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from predictor_tui.inspection.arguments import after, column, floats
from predictor_tui.inspection.choice import Choice
from predictor_tui.nn import output
from predictor_tui.nn.cells.gru import GRUTape
from predictor_tui.nn.cells.lstm import LSTMTape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from predictor_tui.nn.arrays import Array, Parameters
    from predictor_tui.nn.cells.base import Cell, Tape
    from predictor_tui.nn.encoder import Reading
    from predictor_tui.nn.model import LanguageModel

Floats = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class UnitGate:
    """What one unit's gate or candidate is made of: value = squash(from_word + from_memory + bias)."""

    name: str
    """As the cell's equations call it: "h"; "r", "z", "c"; or "o", "i", "f", "g"."""
    squash: str
    """"sigmoid" or "tanh"."""
    from_word: float
    from_memory: float
    bias: float
    value: float

    @property
    def argument(self) -> float:
        return self.from_word + self.from_memory + self.bias


@dataclass(frozen=True, slots=True)
class UnitTrace:
    """One unit of one layer; None where its cell has no such thing."""

    gates: tuple[UnitGate, ...]
    h_before: float
    h: float
    consulted: float | None = None
    """r * h of a GRU."""
    c_before: float | None = None
    c: float | None = None
    shown: float | None = None
    """tanh(c') of an LSTM."""


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate or candidate of all units, H numbers each; see `UnitGate`."""

    name: str
    squash: str
    from_word: Floats
    from_memory: Floats
    bias: Floats
    value: Floats

    def unit(self, unit: int) -> UnitGate:
        parts = (part[unit] for part in (self.from_word, self.from_memory, self.bias, self.value))
        return UnitGate(self.name, self.squash, *parts)


@dataclass(frozen=True, slots=True)
class LayerTrace:
    """One layer; empty tuples where its cell has no such thing."""

    x: Floats
    """What it read: the word's vector, or h of the layer below."""
    h_before: Floats
    gates: tuple[Gate, ...]
    h: Floats
    consulted: Floats = ()
    """r * h of a GRU."""
    c_before: Floats = ()
    c: Floats = ()
    shown: Floats = ()
    """tanh(c') of an LSTM."""

    def unit(self, unit: int) -> UnitTrace:
        """Return the numbers of one unit."""
        gates = tuple(gate.unit(unit) for gate in self.gates)
        only_some = (part[unit] if part else None for part in (self.consulted, self.c_before, self.c, self.shown))
        return UnitTrace(gates, self.h_before[unit], self.h[unit], *only_some)


@dataclass(frozen=True, slots=True)
class AttentionTrace:
    """The look back; the state of the word before the one read comes first."""

    query: Floats
    """q"""
    earlier: tuple[Floats, ...]
    """s_k: as many as there are within reach."""
    scores: Floats
    """e_k"""
    weights: Floats
    """The share of each; they add up to 1."""
    found: Floats
    added: Floats
    """C found"""


@dataclass(frozen=True, slots=True)
class WordTrace:
    """How probable one next word is, and why."""

    id: int
    row: Floats
    """W_w, P numbers."""
    bias: float
    score: float
    probability: float


@dataclass(frozen=True, slots=True)
class Trace:
    """All of it, from the word read to the words that may come."""

    id: int
    layers: tuple[LayerTrace, ...]
    """Bottom first."""
    attention: AttentionTrace | None
    read: Floats
    """y, what the memory offers to the prediction: the top layer's h, with what the look back adds."""
    features: Floats
    words: tuple[WordTrace, ...]
    log_total: float
    """log Z"""


def trace(
    model: LanguageModel,
    ids: Sequence[int],
    words: Sequence[int],
    *,
    state: Array | None = None,
    choice: Choice | None = None,
) -> Trace:
    """Follow the last word of a text to the chance that each of `words` comes next.

    The text comes upon `state` (S, 1), an empty memory by default. Raises ValueError for a text without words, or for
    a word that is no choice.
    """
    choice = choice or Choice.of_all(model)
    for word in words:
        choice.check(word)
    last = column(ids)[-1:]
    run = model.run(last, after(model, ids[:-1], state))
    layers = zip(model.cells, run.reading.tapes, strict=True)
    W = model.output_weights
    scores = output.scores(W, run.y)[:, 0]
    total = choice.log_total(scores)
    return Trace(
        int(last[0, 0]),
        tuple(_layer(cell, model.parameters, tape) for cell, tape in layers),
        _attention(model.parameters, run.reading),
        floats(run.h[:, 0]),
        floats(run.y[:, 0]),
        tuple(_word(word, W[word], float(scores[word]), total) for word in words),
        total,
    )


def _layer(cell: Cell, parameters: Parameters, tape: Tape) -> LayerTrace:
    word = (parameters[cell.key("W")] @ tape.x).reshape(cell.gates, cell.units)
    past = cell.from_memory(parameters, tape)[:, :, 0, 0]
    bias = parameters[cell.key("b")].reshape(cell.gates, cell.units)
    value = cell.squashed(tape)[0, :, :, 0]
    gates = tuple(
        Gate(name, "sigmoid" if g < cell.sigmoids else "tanh", *(floats(part[g]) for part in (word, past, bias, value)))
        for g, name in enumerate(cell.names)
    )
    consulted = floats(tape.consulted[:, 0, 0]) if isinstance(tape, GRUTape) else ()
    inner: tuple[Floats, ...] = ()
    if isinstance(tape, LSTMTape):
        inner = (floats(tape.c[0, :, 0]), floats(tape.c[1, :, 0]), floats(tape.shown[0, :, 0]))
    return LayerTrace(floats(tape.x[:, 0]), floats(tape.h[:, 0, 0]), gates, floats(tape.h[:, 1, 0]), consulted, *inner)


def _attention(parameters: Parameters, reading: Reading) -> AttentionTrace | None:
    look, past = reading.look, reading.past
    if look is None or past is None:
        return None
    there = min(int(past.words[-1, 0]) - 1, look.earlier.shape[0])
    query, found = look.queries[0, 0], look.context[0, 0]
    earlier = look.earlier[::-1][:there, 0]  # (K, H), newest first
    return AttentionTrace(
        floats(query),
        tuple(map(floats, earlier)),
        floats(earlier @ query),
        floats(look.weights[0, 0, ::-1][:there]),
        floats(found),
        floats(parameters["attention.C"] @ found),
    )


def _word(word: int, row: Array, score: float, log_total: float) -> WordTrace:
    return WordTrace(word, floats(row[:-1]), float(row[-1]), score, float(np.exp(score - log_total)))
