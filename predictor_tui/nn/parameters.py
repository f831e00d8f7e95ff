"""Which parameters a model has, by name and shape, and what they hold before training."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from predictor_tui.nn import initialise
from predictor_tui.nn.encoder import Encoder

if TYPE_CHECKING:
    from predictor_tui.nn.arrays import Array, Ids
    from predictor_tui.nn.settings import ModelSettings


def shapes(settings: ModelSettings) -> dict[str, tuple[int, ...]]:
    """Return the name and shape of every parameter that such a model has."""
    tied = settings.tied
    found: dict[str, tuple[int, ...]] = {"embedding.E": (settings.vocabulary, settings.embedding + tied)}
    found |= Encoder(settings).shapes()
    if settings.projected:
        found["projection.P"] = (settings.embedding, settings.hidden)
    if not tied:
        found["output.W"] = (settings.vocabulary, settings.hidden + 1)
    return found


def initial(settings: ModelSettings, rng: np.random.Generator, counts: Ids | None = None) -> dict[str, Array]:
    """Return random weights in float64; an LSTM's forget gates start open (Jozefowicz et al. 2015).

    With `counts` (V,), how often each word occurs in the text, the output's bias starts at what they foretell.
    """
    parameters = {name: _random(name, shape, rng) for name, shape in shapes(settings).items()}
    if settings.cell == "lstm":
        for layer in range(settings.layers):
            parameters[f"layer{layer}.b"][2 * settings.hidden : 3 * settings.hidden] = 1
    if counts is not None:
        parameters[settings.output_name][:, -1] = initialise.output_bias(counts)
    return parameters


def _random(name: str, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
    if name in {"embedding.E", "output.W"}:
        return initialise.embedding(rng, *shape)
    if name.endswith(".b"):
        return np.zeros(shape)
    if name.endswith(".U"):
        return np.concatenate([initialise.orthogonal(rng, shape[1]) for _ in range(shape[0] // shape[1])])
    return initialise.glorot(rng, *shape)
