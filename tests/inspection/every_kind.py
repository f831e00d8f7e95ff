"""What is asked of every kind of network: each cell, one to three layers, tied or not, with and without a look back."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from nets import CELLS, network

from predictor_tui.nn.model import LanguageModel

TEXT = (1, 4, 7, 2, 9, 4, 3)
"""A word comes twice; the look back reaches over a part of it."""

each_kind = pytest.mark.parametrize(
    "model",
    [
        pytest.param(
            network(cell, layers, tied=tied, attention=attention),
            id=f"{cell}-{layers}-{'tied' if tied else 'untied'}-{attention}",
        )
        for cell, layers, tied, attention in itertools.product(CELLS, (1, 2, 3), (True, False), (0, 3))
    ],
)
"""Gives a test `model`, which it must not change."""


def in_float32(model: LanguageModel) -> LanguageModel:
    """Return the same network as one is used for typing."""
    return LanguageModel(model.settings, {name: array.astype(np.float32) for name, array in model.parameters.items()})


def changed(model: LanguageModel, name: str, values: np.ndarray) -> LanguageModel:
    """Return the network with other values for one of its parameters."""
    return LanguageModel(model.settings, dict(model.parameters) | {name: values})


def near(expected: object) -> object:
    """Equal to what is expected but for the rounding of float64."""
    return pytest.approx(expected, rel=1e-12, abs=1e-14)
