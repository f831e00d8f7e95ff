"""Settings to start from by size of text: more text carries a larger network, and needs less dropout.

"large" is what the bundled model was trained with; the others follow its example and have not been compared with their
neighbours yet. An option given on the command line goes before its preset.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Preset:
    """Settings under a name."""

    name: str
    most_words: float
    """It is for texts of up to so many words, counted as the network reads them."""
    settings: dict[str, Any] = field(hash=False)
    """By the names of `plan.Plan` and `settings.TrainingSettings`."""


_LSTM = {"cell": "lstm", "layers": 1, "tied": True, "optimiser": "adam"}
PRESETS = (
    Preset(
        "tiny",
        60_000,
        _LSTM | {"hidden": 128, "embedding": 128, "vocabulary": 5_000, "dropout": 0.5, "batch": 8, "epochs": 25.0},
    ),
    Preset(
        "small",
        400_000,
        _LSTM | {"hidden": 200, "embedding": 200, "vocabulary": 10_000, "dropout": 0.5, "batch": 16, "epochs": 20.0},
    ),
    Preset(
        "medium",
        2_500_000,
        _LSTM
        | {"hidden": 320, "embedding": 320, "vocabulary": 15_000, "dropout": 0.45, "batch": 32, "epochs": 15.0}
        | {"samples": 1500},
    ),
    Preset(
        "large",
        float("inf"),
        _LSTM
        | {"hidden": 640, "embedding": 256, "vocabulary": 18_000, "dropout": 0.15, "batch": 64, "epochs": 5.0}
        | {"samples": 2000, "learning_rate": 0.002},
    ),
)
NAMES = tuple(preset.name for preset in PRESETS)


def preset_named(name: str) -> Preset:
    """Return one of `PRESETS`; ValueError otherwise."""
    for preset in PRESETS:
        if preset.name == name:
            return preset
    raise ValueError(f"preset is {name!r}, not one of {', '.join(NAMES)}")


def preset_for(words: int) -> Preset:
    """Return the preset for a text of so many words."""
    return next(preset for preset in PRESETS if words <= preset.most_words)
