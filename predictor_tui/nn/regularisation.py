"""Noise that keeps a network from learning its text by heart; it is there while training only.

    dropout          values between layers and before the prediction   Zaremba et al. 2014, arXiv:1409.2329
    input dropout    values of the words' vectors                      the same
    word dropout     words, wherever they stand in the window          Gal and Ghahramani 2016, arXiv:1512.05287
    locked           one mask for all words of the window              the same
    weight drop      recurrent weights                                 Merity et al. 2018, arXiv:1708.02182

What is kept is divided by the share that is, so that its expectation stays what it was and nothing needs scaling when
the noise is off. A gradient is multiplied by the mask that its value was multiplied by.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from predictor_tui.nn.arrays import Array, Gradients, Ids, Parameters

RECURRENT_WEIGHTS = ".U"
"""How the names of the weights end that weight drop is for."""


@dataclass(frozen=True, slots=True)
class Regularisation:
    """How much noise; raises ValueError on a share that is none."""

    dropout: float = 0.0
    """Share of the values between layers, and of those that a prediction is made from, to drop; 0 to below 1."""
    input_dropout: float = 0.0
    """Share of the values of the words' vectors."""
    word_dropout: float = 0.0
    """Share of the vocabulary's words."""
    weight_drop: float = 0.0
    """Share of the recurrent weights."""
    locked: bool = False
    """Whether a window's words share one mask; else each value is dropped or kept for itself."""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name != "locked" and not 0 <= value < 1:
                raise ValueError(f"{field.name} is {value}, not at least 0 and below 1")


class Noise:
    """The masks of one window: what was dropped on the way up is undone in reverse order on the way back."""

    def __init__(self, settings: Regularisation, rng: np.random.Generator | None, batch: int = 1) -> None:
        """`batch`: B, the sequences side by side; without a generator nothing is dropped."""
        self._settings = settings
        self._rng = rng
        self._batch = batch
        self._masks: list[Array | None] = []
        self._weights: dict[str, Array] = {}

    @classmethod
    def none(cls) -> Noise:
        """Return that of a window which is only read."""
        return cls(Regularisation(), None)

    def drop_weights(self, parameters: Parameters) -> Parameters:
        """Return the parameters to run the window with."""
        rate = self._settings.weight_drop
        if self._rng is None or not rate:
            return parameters
        for name, U in parameters.items():
            if name.endswith(RECURRENT_WEIGHTS):
                self._weights[name] = dropout_mask(self._rng, U.shape, rate, U)
        return dict(parameters) | {name: parameters[name] * mask for name, mask in self._weights.items()}

    def undo_weights(self, gradients: Gradients) -> None:
        """Turn the gradients of what `drop_weights` returned into those of what it was given, in place."""
        for name, mask in self._weights.items():
            gradient = gradients[name]
            assert isinstance(gradient, np.ndarray)
            gradient *= mask

    def drop_input(self, x: Array, ids: Ids, words: int) -> Array:
        """Return the vectors x (D, T*B) of the words `ids` (T*B,), of `words` that there are, with noise."""
        mask = self._mask(x, self._settings.input_dropout)
        if self._rng is not None and self._settings.word_dropout:
            kept = dropout_mask(self._rng, (words,), self._settings.word_dropout, x)[ids]
            mask = kept[None] if mask is None else mask * kept
        return self._drop(x, mask)

    def drop(self, x: Array) -> Array:
        """Return what goes from one layer to the next, or to the prediction, with noise: (features, T*B)."""
        return self._drop(x, self._mask(x, self._settings.dropout))

    def undo(self, d_x: Array) -> Array:
        """Return the gradient of what the last `drop` or `drop_input` not yet undone was given: (features, T*B)."""
        mask = self._masks.pop() if self._rng else None
        return d_x if mask is None else d_x * mask

    def _drop(self, x: Array, mask: Array | None) -> Array:
        if self._rng:
            self._masks.append(mask)
        return x if mask is None else x * mask

    def _mask(self, x: Array, rate: float) -> Array | None:
        """Return a mask for x (features, T*B), or None where nothing is dropped."""
        if self._rng is None or not rate:
            return None
        if not self._settings.locked:
            return dropout_mask(self._rng, x.shape, rate, x)
        features, columns = x.shape
        one = dropout_mask(self._rng, (features, 1, self._batch), rate, x)
        return np.broadcast_to(one, (features, columns // self._batch, self._batch)).reshape(x.shape)


def dropout_mask(rng: np.random.Generator, shape: tuple[int, ...], rate: float, like: Array) -> Array:
    """Return a mask that is 0 with probability `rate` and 1 / (1 - rate) otherwise, of the type of `like`."""
    kept = rng.random(shape, dtype=np.float32) >= rate
    return kept * like.dtype.type(1 / (1 - rate))
