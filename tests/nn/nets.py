"""Small networks in float64, with weights large enough that every nonlinearity matters."""

from __future__ import annotations

import numpy as np

from predictor_tui.nn.arrays import Array, Rows
from predictor_tui.nn.model import LanguageModel, Learnt
from predictor_tui.nn.settings import ModelSettings

WORDS = 11
CELLS = ("rnn", "gru", "lstm")
WINDOWS = ((1, 1), (1, 3), (4, 3), (7, 1))  # T, B


def network(
    cell: str = "lstm",
    layers: int = 1,
    *,
    tied: bool = True,
    widths: tuple[int, int] = (4, 6),
    seed: int = 1,
    attention: int = 0,
) -> LanguageModel:
    """Return a network of WORDS words with embeddings of width D and H units a layer, `widths` being (D, H)."""
    rng = np.random.default_rng(seed)
    settings = ModelSettings(WORDS, cell, widths[0], widths[1], layers, tied, attention)
    model = LanguageModel.initialised(settings, rng, np.float64)
    for weights in model.parameters.values():
        np.add(weights, rng.normal(scale=0.3, size=weights.shape), out=weights)
    return model


def window(steps: int, batch: int, seed: int = 2) -> tuple[np.ndarray, np.ndarray]:
    """Return random ids and targets, (T, B) each."""
    rng = np.random.default_rng(seed)
    return rng.integers(0, WORDS, (steps, batch)), rng.integers(0, WORDS, (steps, batch))


def state_of(model: LanguageModel, batch: int, seed: int = 3) -> Array:
    """Return a state that is not empty; those side by side have read 2, 3, 4, ... words."""
    shape = model.initial_state(batch).shape
    state: Array = np.random.default_rng(seed).normal(scale=0.5, size=shape)
    if model.settings.attention:
        state[-1] = np.arange(2, 2 + batch)
    return state


def dense(model: LanguageModel, learnt: Learnt) -> dict[str, Array]:
    """Return all gradients as full arrays of their own."""
    return {
        name: gradient.dense(model.parameters[name]) if isinstance(gradient, Rows) else gradient.copy()
        for name, gradient in learnt.gradients.items()
    }
