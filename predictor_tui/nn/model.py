"""The language model: embedding, one to three recurrent layers, and a softmax over the vocabulary.

    x = E[word]                            the word's vector                              (D)
    h1 = cell1(x, h1), h2 = cell2(h1, h2) ...   each layer's new memory                   (H)
    y = h, or P h where tied rows need another width                                      (P)
    p = softmax(W [y; 1])                  the next word

E and W are the same matrix when tied. Parameters are one dict of names: "embedding.E", "layer0.W", "layer0.U",
"layer0.b", ..., "projection.P" and "output.W" where there are such. E is (V, D) or, tied, (V, D+1): its last column is
then the output's bias.

A model never holds the state of typing. A state is one array (S, B): the layers' h (over c, for an LSTM) on top of
each other, a column for each sequence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from predictor_tui.nn import initialise, output
from predictor_tui.nn.arrays import Array, Gradients, Ids, Rows, Workspace
from predictor_tui.nn.cells.gru import GRUCell
from predictor_tui.nn.cells.lstm import LSTMCell
from predictor_tui.nn.cells.rnn import ElmanCell
from predictor_tui.nn.dropout import dropout_mask
from predictor_tui.nn.embedding import look_up, look_up_backward
from predictor_tui.nn.functions import log_softmax
from predictor_tui.nn.sampling import Sampler, sampled_loss_and_gradients

if TYPE_CHECKING:
    from predictor_tui.nn.cells.base import Cell, Tape
    from predictor_tui.nn.settings import ModelSettings

CELLS: dict[str, type[Cell]] = {"rnn": ElmanCell, "gru": GRUCell, "lstm": LSTMCell}


@dataclass(frozen=True, eq=False, slots=True)
class Learnt:
    """What one window teaches. The gradients stay valid until the model's next call."""

    loss: float
    """Mean over the window's words, in nats."""
    gradients: Gradients
    state: Array
    """The state after the window: (S, B)."""
    d_state: Array
    """The loss's gradient with respect to the state that came in: (S, B)."""


@dataclass(eq=False, slots=True)
class _Run:
    """One forward pass over a window."""

    tapes: list[Tape]
    masks: list[Array]
    h: Array  # (H, T*B), the top layer's, dropout applied
    y: Array  # (P, T*B)


class LanguageModel:
    """A recurrent language model over integer ids."""

    def __init__(self, settings: ModelSettings, parameters: dict[str, Array]) -> None:
        """Take parameters as they are; `shapes` says which there must be."""
        self.settings = settings
        self.parameters = parameters
        self.layers = _layers(settings)
        self._work = Workspace(parameters["embedding.E"].dtype)

    @classmethod
    def initialised(
        cls, settings: ModelSettings, rng: np.random.Generator, dtype: type[np.floating] = np.float32
    ) -> LanguageModel:
        """Return a model with random weights; an LSTM's forget gates start open (Jozefowicz et al. 2015)."""
        parameters = {name: _initial(name, shape, rng) for name, shape in shapes(settings).items()}
        if settings.cell == "lstm":
            for layer in range(settings.layers):
                parameters[f"layer{layer}.b"][2 * settings.hidden : 3 * settings.hidden] = 1
        return cls(settings, {name: array.astype(dtype) for name, array in parameters.items()})

    @property
    def output_weights(self) -> Array:
        """W: (V, P+1), the last column the bias."""
        return self.parameters["embedding.E" if self.settings.tied else "output.W"]

    def working_memory(self) -> int:
        """Return the bytes that the model's working buffers hold at present."""
        return self._work.nbytes()

    # Typing

    def initial_state(self, batch: int = 1) -> Array:
        """Return the empty memory: zeros, (S, B)."""
        rows = sum(cell.parts * cell.units for cell in self.layers)
        return np.zeros((rows, batch), self._work.dtype)

    def step(self, ids: Ids, state: Array) -> Array:
        """Read one word a sequence: ids (B,), state (S, B) -> the new state, (S, B)."""
        new: Array = self.read(ids[None, :], state)[0]
        return new

    def read(self, ids: Ids, state: Array) -> Array:
        """Read T words a sequence: ids (T, B), state (S, B) -> the state after each word, (T, S, B)."""
        run = self._forward(ids, state, None)
        states = [cell.states(tape)[1:] for cell, tape in zip(self.layers, run.tapes, strict=True)]
        return np.concatenate(states, axis=1)

    def hidden(self, state: Array) -> Array:
        """Return the top layer's h, each value within -1 and 1: (S, B) -> (H, B)."""
        top = self.layers[-1]
        start = state.shape[0] - top.parts * top.units
        return state[start : start + top.units]

    def log_probabilities(self, state: Array) -> Array:
        """Return the natural logarithm of each word's probability of coming next: (S, B) -> (V, B)."""
        return log_softmax(output.scores(self.output_weights, self._features(self.hidden(state))))

    # Training and evaluation

    def word_losses(self, ids: Ids, targets: Ids, state: Array) -> tuple[Array, Array]:
        """Return -log p of each target in nats, (T, B), and the state after: ids and targets (T, B), state (S, B)."""
        run = self._forward(ids, state, None)
        losses = output.word_losses(self.output_weights, run.y, targets.ravel(), self._work)
        return losses.reshape(targets.shape), self._last_state(run)

    def loss_and_gradients(
        self,
        ids: Ids,
        targets: Ids,
        state: Array,
        *,
        d_state: Array | None = None,
        rng: np.random.Generator | None = None,
        sampler: Sampler | None = None,
    ) -> Learnt:
        """Return the loss of a window and its gradients: ids and targets (T, B), state (S, B).

        d_state (S, B) is the gradient that words after the window send to its last state; none by default, which is
        what truncates back-propagation through time. With `rng`, dropout is on. With `sampler` (which needs `rng`),
        the softmax is estimated from a sample. Raises ValueError for a sampler without a generator.
        """
        run = self._forward(ids, state, rng)
        loss, d_y, gradients = self._output_gradients(run.y, targets.ravel(), rng, sampler)
        after = np.zeros_like(state) if d_state is None else d_state
        d_x, d_state = self._layers_backward(run, self._features_backward(run, d_y, gradients), after, gradients)
        if run.masks:
            d_x *= run.masks[0]
        looked_up = look_up_backward(ids.ravel(), d_x, self.parameters["embedding.E"].shape[1])
        gradients["embedding.E"] = _added(gradients.get("embedding.E"), looked_up)
        return Learnt(loss, gradients, self._last_state(run), d_state)

    def _forward(self, ids: Ids, state: Array, rng: np.random.Generator | None) -> _Run:
        rate = self.settings.dropout if rng is not None else 0.0
        x = look_up(self.parameters["embedding.E"], ids.ravel(), self.settings.embedding, self._work)
        tapes, masks, start = [], [], 0
        for cell in self.layers:
            if rng is not None and rate:
                masks.append(dropout_mask(rng, x.shape, rate, x))
                x = x * masks[-1]
            rows = cell.parts * cell.units
            tapes.append(cell.forward(self.parameters, x, state[start : start + rows], self._work))
            start += rows
            x = tapes[-1].output
        if rng is not None and rate:
            masks.append(dropout_mask(rng, x.shape, rate, x))
            x = x * masks[-1]
        return _Run(tapes, masks, x, self._features(x))

    def _features(self, h: Array) -> Array:
        return self.parameters["projection.P"] @ h if self.settings.projected else h

    def _features_backward(self, run: _Run, d_y: Array, gradients: Gradients) -> Array:
        if self.settings.projected:
            gradients["projection.P"] = d_y @ run.h.T
            d_y = self.parameters["projection.P"].T @ d_y
        return d_y

    def _output_gradients(
        self, y: Array, targets: Ids, rng: np.random.Generator | None, sampler: Sampler | None
    ) -> tuple[float, Array, Gradients]:
        name, W = "embedding.E" if self.settings.tied else "output.W", self.output_weights
        if sampler is None:
            full = output.loss_and_gradients(W, y, targets, self._work)
            return full.loss, full.y, {name: full.W}
        if rng is None:
            raise ValueError("a sampled softmax needs a random generator")
        candidates = sampler.candidates(targets, rng)
        chances = sampler.log_chances(candidates, targets.size)
        loss, d_y, rows = sampled_loss_and_gradients(W, y, targets, candidates, chances, self._work)
        return loss, d_y, {name: rows}

    def _layers_backward(self, run: _Run, d_h: Array, after: Array, gradients: Gradients) -> tuple[Array, Array]:
        """Go back through the layers, top first; return the gradients of the bottom's inputs and of the state."""
        d_state, end = np.empty_like(after), after.shape[0]
        for index in reversed(range(len(self.layers))):
            cell = self.layers[index]
            if run.masks:
                d_h = d_h * run.masks[index + 1]
            rows = slice(end - cell.parts * cell.units, end)
            back = cell.backward(self.parameters, run.tapes[index], d_h, after[rows], self._work)
            gradients.update(back.parameters)
            d_state[rows], d_h, end = back.state, back.x, rows.start
        return d_h, d_state

    def _last_state(self, run: _Run) -> Array:
        return np.concatenate([cell.last(tape) for cell, tape in zip(self.layers, run.tapes, strict=True)])


def shapes(settings: ModelSettings) -> dict[str, tuple[int, ...]]:
    """Return the name and shape of every parameter that such a model has."""
    tied = settings.tied
    found: dict[str, tuple[int, ...]] = {"embedding.E": (settings.vocabulary, settings.embedding + tied)}
    for cell in _layers(settings):
        found |= cell.shapes()
    if settings.projected:
        found["projection.P"] = (settings.embedding, settings.hidden)
    if not tied:
        found["output.W"] = (settings.vocabulary, settings.hidden + 1)
    return found


def _layers(settings: ModelSettings) -> list[Cell]:
    cell = CELLS[settings.cell]
    widths = [settings.embedding] + [settings.hidden] * (settings.layers - 1)
    return [cell(f"layer{index}", width, settings.hidden) for index, width in enumerate(widths)]


def _initial(name: str, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
    if name in {"embedding.E", "output.W"}:
        return initialise.embedding(rng, *shape)
    if name.endswith(".b"):
        return np.zeros(shape)
    if name.endswith(".U"):
        return np.concatenate([initialise.orthogonal(rng, shape[1]) for _ in range(shape[0] // shape[1])])
    return initialise.glorot(rng, *shape)


def _added(dense: Array | Rows | None, rows: Rows) -> Array | Rows:
    """Add the gradient of looked-up rows to that of the same matrix as output weights."""
    if dense is None:
        return rows
    if isinstance(dense, Rows):
        return _union(dense, rows)
    dense[rows.ids] += rows.values
    return dense


def _union(left: Rows, right: Rows) -> Rows:
    ids = np.union1d(left.ids, right.ids)
    values = np.zeros((ids.size, left.values.shape[1]), left.values.dtype)
    values[np.searchsorted(ids, left.ids)] = left.values
    values[np.searchsorted(ids, right.ids)] += right.values
    return Rows(ids, values)
