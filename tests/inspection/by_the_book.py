"""A forward pass written from the equations alone, one word and one vector at a time, with room for a change.

It shares no line with the network, so that what the network does under surgery can be told from it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from predictor_tui.nn.arrays import Array
from predictor_tui.nn.model import LanguageModel

Change = Callable[[int, int, str, Array], Array]
"""Takes word, layer, "h" or "c" and the values (H,) just made; returns those that are to be used."""


def unchanged(_word: int, _layer: int, _part: str, values: Array) -> Array:
    return values


def probabilities(model: LanguageModel, ids: Sequence[int], change: Change = unchanged) -> Array:
    """Return the probability of each word to come after a text, (V,), the memory being empty at first."""
    weights, settings = model.parameters, model.settings
    h: list[Array] = [np.zeros(settings.hidden) for _ in range(settings.layers)]
    c: list[Array] = [np.zeros(settings.hidden) for _ in range(settings.layers)]
    tops: list[Array] = []
    for word, id_ in enumerate(ids):
        x: Array = weights["embedding.E"][id_, : settings.embedding]
        for layer in range(settings.layers):
            h[layer], c[layer] = _step(model, word, layer, x, h[layer], c[layer], change)
            x = h[layer]
        tops.append(x)
    y = _look_back(model, tops)
    W = model.output_weights
    scores = W[:, :-1] @ (weights["projection.P"] @ y if "projection.P" in weights else y) + W[:, -1]
    return np.asarray(np.exp(scores) / np.exp(scores).sum())


def _step(
    model: LanguageModel, word: int, layer: int, x: Array, h: Array, c: Array, change: Change
) -> tuple[Array, Array]:
    W, U, b = (np.split(model.parameters[f"layer{layer}.{name}"], _gates(model)) for name in "WUb")
    if model.settings.cell == "rnn":
        return change(word, layer, "h", np.tanh(W[0] @ x + U[0] @ h + b[0])), c
    if model.settings.cell == "gru":
        r, z = (_sigmoid(W[k] @ x + U[k] @ h + b[k]) for k in (0, 1))
        candidate = np.tanh(W[2] @ x + U[2] @ (r * h) + b[2])
        return change(word, layer, "h", (1 - z) * h + z * candidate), c
    o, i, f = (_sigmoid(W[k] @ x + U[k] @ h + b[k]) for k in (0, 1, 2))
    c = change(word, layer, "c", f * c + i * np.tanh(W[3] @ x + U[3] @ h + b[3]))
    return change(word, layer, "h", o * np.tanh(c)), c


def _gates(model: LanguageModel) -> int:
    return {"rnn": 1, "gru": 3, "lstm": 4}[model.settings.cell]


def _sigmoid(a: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-a)))


def _look_back(model: LanguageModel, tops: Sequence[Array]) -> Array:
    *earlier, h = tops
    seen = earlier[::-1][: model.settings.attention] if model.settings.attention else []
    if not seen:
        return h
    e = np.array([h @ model.parameters["attention.A"] @ s for s in seen])
    a = np.exp(e) / np.exp(e).sum()
    return np.asarray(h + model.parameters["attention.C"] @ sum(share * s for share, s in zip(a, seen, strict=True)))
