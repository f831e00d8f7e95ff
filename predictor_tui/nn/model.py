"""The language model: embedding, one to three recurrent layers, perhaps a look back, and a softmax over the vocabulary.

    x = E[word]                            the word's vector                              (D)
    h1 = cell1(x, h1), h2 = cell2(h1, h2) ...   each layer's new memory                   (H)
    h = attention(h, earlier h)            where the settings ask for it                  (H)
    y = h, or P h where tied rows need another width                                      (P)
    p = softmax(W [y; 1])                  the next word

E and W are the same matrix when tied. Parameters are one dict of names: "embedding.E", "layer0.W", "layer0.U",
"layer0.b", ..., and where there are such, "attention.A", "attention.C", "projection.P" and "output.W". E is (V, D) or,
tied, (V, D+1): its last column is then the output's bias.

A model never holds the state of typing. A state is one array (S, B): the layers' h (over c, for an LSTM) on top of
each other, with attention also what `nn.earlier_states` keeps; a column for each sequence, zeros for empty memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from predictor_tui.nn import output
from predictor_tui.nn.arrays import Array, Gradients, Ids, Parameters, Workspace, added
from predictor_tui.nn.embedding import look_up, look_up_backward
from predictor_tui.nn.encoder import Encoder
from predictor_tui.nn.functions import log_softmax
from predictor_tui.nn.parameters import initial
from predictor_tui.nn.regularisation import Noise, Regularisation
from predictor_tui.nn.sampling import Sampler, sampled_loss_and_gradients

if TYPE_CHECKING:
    from predictor_tui.nn.cells.base import Cell
    from predictor_tui.nn.encoder import Reading
    from predictor_tui.nn.recurrent import Touch
    from predictor_tui.nn.settings import ModelSettings


_NO_NOISE = Regularisation()


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


@dataclass(frozen=True, eq=False, slots=True)
class Run:
    """One forward pass over a window, with all that it holds."""

    reading: Reading
    weights: Parameters
    """That the window was run with."""
    h: Array
    """What was read off: the top layer's h or, with attention, what the look back made of it; dropout applied:
    (H, T*B)."""
    y: Array
    """The features, which the softmax's scores are a product with: (P, T*B)."""


class LanguageModel:
    """A recurrent language model over integer ids."""

    def __init__(self, settings: ModelSettings, parameters: dict[str, Array]) -> None:
        """Take parameters as they are; `nn.parameters.shapes` says which there must be."""
        self.settings = settings
        self.parameters = parameters
        self._encoder = Encoder(settings)
        self._work = Workspace(parameters["embedding.E"].dtype)

    @classmethod
    def initialised(
        cls,
        settings: ModelSettings,
        rng: np.random.Generator,
        dtype: type[np.floating] = np.float32,
        *,
        counts: Ids | None = None,
    ) -> LanguageModel:
        """Return a model that has learnt nothing; the arguments are those of `nn.parameters.initial`."""
        parameters = initial(settings, rng, counts)
        return cls(settings, {name: array.astype(dtype) for name, array in parameters.items()})

    @property
    def output_weights(self) -> Array:
        """W: (V, P+1), the last column the bias."""
        return self.parameters[self.settings.output_name]

    def put_output_gradient(self, room: Array) -> None:
        """From now on compute the gradient of a whole matrix of output weights in `room`, of its shape."""
        self._work.lend("output.d_W", room)

    def working_memory(self) -> int:
        """Return the bytes that the model's working buffers hold at present."""
        return self._work.nbytes()

    # Typing

    def initial_state(self, batch: int = 1) -> Array:
        """Return the empty memory: zeros, (S, B)."""
        return np.zeros((self._encoder.rows, batch), self._work.dtype)

    def step(self, ids: Ids, state: Array) -> Array:
        """Read one word a sequence: ids (B,), state (S, B) -> the new state, (S, B)."""
        return self.last_state(ids[None, :], state)

    def last_state(self, ids: Ids, state: Array) -> Array:
        """Read T words a sequence: ids (T, B), state (S, B) -> the state after the last, (S, B)."""
        return self._encoder.last(self._read(ids, state, self.parameters, Noise.none()))

    def read(self, ids: Ids, state: Array) -> Array:
        """Read T words a sequence: ids (T, B), state (S, B) -> the state after each word, (T, S, B)."""
        return self._encoder.states(self._read(ids, state, self.parameters, Noise.none()))

    def hidden(self, state: Array) -> Array:
        """Return the top layer's h, each value within -1 and 1: (S, B) -> (H, B)."""
        return self._encoder.stack.top(state)

    def attention_weights(self, state: Array) -> Array:
        """Return the share that each earlier hidden state gets in predicting the next word: (S, B) -> (N, B).

        The state of the word before the last one read comes first. The shares add up to 1, but all are 0 while there
        is no such word. Raises ValueError for a model without attention.
        """
        look = self._encoder.look_from(self.parameters, state, self._work)
        if look is None:
            raise ValueError("a model without attention looks at no earlier state")
        return look.weights[:, 0, ::-1].T.copy()

    def layer(self, state: Array, index: int) -> Array:
        """Return one layer's h (over c, for an LSTM), the bottom layer being 0, not copied: (S, B) -> (parts*H, B)."""
        return self._encoder.stack.split(state[: self._encoder.stack.rows])[index]

    def log_probabilities(self, state: Array) -> Array:
        """Return the natural logarithm of each word's probability of coming next: (S, B) -> (V, B)."""
        look = self._encoder.look_from(self.parameters, state, self._work)
        h = look.y if look else self.hidden(state)
        return log_softmax(output.scores(self.output_weights, self._features(h)))

    # Looking inside

    def beside(self) -> LanguageModel:
        """Return the same network with working buffers of its own, for another thread."""
        return LanguageModel(self.settings, self.parameters)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The recurrent layers, bottom first."""
        return tuple(self._encoder.stack.cells)

    def run(self, ids: Ids, state: Array) -> Run:
        """Read T words a sequence, ids (T, B), state (S, B); what is returned is valid until the model's next call."""
        return self._forward(ids, state, Noise.none())

    def state_after(self, run: Run) -> Array:
        """Return the state after the last word of a run, as new memory: (S, B)."""
        return self._encoder.last(run.reading)

    def run_backward(self, run: Run, d_y: Array) -> tuple[Array, Array]:
        """Return the gradients of the words' vectors, (D, T*B), and of the state that came in, (S, B).

        d_y (P, T*B) is that of the features of a run, which may be asked more than once.
        """
        d_last = np.zeros_like(self.state_after(run))
        d_h = self._features_backward(run, d_y, None)
        return self._encoder.backward(run.weights, run.reading, d_h, d_last, self._work, Noise.none(), None)

    def touched_step(self, ids: Ids, state: Array, touch: Touch) -> Array:
        """Read one word a sequence as `step` does, letting `touch` change each layer's new state before it is used."""
        x = look_up(self.parameters["embedding.E"], ids, self.settings.embedding, self._work)
        return self._encoder.step(self.parameters, x, state, self._work, touch)

    # Training and evaluation

    def word_losses(self, ids: Ids, targets: Ids, state: Array) -> tuple[Array, Array]:
        """Return -log p of each target in nats, (T, B), and the state after: ids and targets (T, B), state (S, B)."""
        run = self._forward(ids, state, Noise.none())
        losses = output.word_losses(self.output_weights, run.y, targets.ravel(), self._work)
        return losses.reshape(targets.shape), self._encoder.last(run.reading)

    def loss_and_gradients(
        self,
        ids: Ids,
        targets: Ids,
        state: Array,
        *,
        d_state: Array | None = None,
        rng: np.random.Generator | None = None,
        sampler: Sampler | None = None,
        regularisation: Regularisation = _NO_NOISE,
        weight: float = 1.0,
    ) -> Learnt:
        """Return the loss of a window and its gradients: ids and targets (T, B), state (S, B).

        d_state (S, B) is the gradient that words after the window send to its last state; none by default, which is
        what truncates back-propagation through time. What is random comes from `rng`: noise as `regularisation` has
        it, and the words that `sampler` estimates the softmax from. The gradients of the loss are multiplied by
        `weight`, `d_state` is not. Raises ValueError for a sampler without a generator.
        """
        noise = Noise(regularisation, rng, state.shape[1])
        run = self._forward(ids, state, noise)
        last = self._encoder.last(run.reading)
        loss, d_y, gradients = self._output_gradients(run.y, targets.ravel(), rng, sampler, weight)
        d_h = noise.undo(self._features_backward(run, d_y, gradients))
        after = np.zeros_like(state) if d_state is None else d_state
        d_x, d_state = self._encoder.backward(run.weights, run.reading, d_h, after, self._work, noise, gradients)
        noise.undo_weights(gradients)
        looked_up = look_up_backward(ids.ravel(), noise.undo(d_x), self.parameters["embedding.E"].shape[1])
        gradients["embedding.E"] = added(gradients.get("embedding.E"), looked_up)
        return Learnt(loss, gradients, last, d_state)

    def _read(self, ids: Ids, state: Array, parameters: Parameters, noise: Noise) -> Reading:
        x = look_up(self.parameters["embedding.E"], ids.ravel(), self.settings.embedding, self._work)
        x = noise.drop_input(x, ids.ravel(), self.settings.vocabulary)
        return self._encoder.read(parameters, x, state, self._work, noise)

    def _forward(self, ids: Ids, state: Array, noise: Noise) -> Run:
        weights = noise.drop_weights(self.parameters)
        reading = self._read(ids, state, weights, noise)
        self._encoder.look_back(weights, reading, self._work)
        h = noise.drop(reading.h)
        return Run(reading, weights, h, self._features(h))

    def _features(self, h: Array) -> Array:
        return self.parameters["projection.P"] @ h if self.settings.projected else h

    def _features_backward(self, run: Run, d_y: Array, gradients: Gradients | None) -> Array:
        if self.settings.projected:
            if gradients is not None:
                gradients["projection.P"] = d_y @ run.h.T
            d_y = self.parameters["projection.P"].T @ d_y
        return d_y

    def _output_gradients(
        self, y: Array, targets: Ids, rng: np.random.Generator | None, sampler: Sampler | None, weight: float
    ) -> tuple[float, Array, Gradients]:
        name, W = self.settings.output_name, self.output_weights
        if sampler is None:
            full = output.loss_and_gradients(W, y, targets, self._work, weight)
            return full.loss, full.y, {name: full.W}
        if rng is None:
            raise ValueError("a sampled softmax needs a random generator")
        candidates = sampler.candidates(targets, rng)
        chances = sampler.log_chances(candidates, targets.size)
        loss, d_y, rows = sampled_loss_and_gradients(W, y, targets, candidates, chances, self._work, weight)
        return loss, d_y, {name: rows}
