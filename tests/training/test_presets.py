from __future__ import annotations

from dataclasses import fields

import pytest

from predictor_tui.nn.settings import ModelSettings
from predictor_tui.training.plan import Plan
from predictor_tui.training.presets import NAMES, PRESETS, preset_for, preset_named
from predictor_tui.training.settings import TrainingSettings


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_makes_a_network_and_a_training(name: str) -> None:
    settings = dict(preset_named(name).settings)
    training = {field.name for field in fields(TrainingSettings)}
    learning = {key: settings.pop(key) for key in list(settings) if key in training}
    plan = Plan(("text",), training=TrainingSettings(**learning), **settings)
    assert ModelSettings(plan.vocabulary, plan.cell, plan.embedding, plan.hidden, plan.layers, plan.tied)


def test_each_size_has_its_preset_and_larger_texts_have_larger_networks() -> None:
    assert [preset_for(words).name for words in (0, 60_000, 60_001, 10**6, 10**9)] == [
        "tiny",
        "tiny",
        "small",
        "medium",
        "large",
    ]
    units = [preset.settings["hidden"] for preset in PRESETS]
    assert units == sorted(set(units))


def test_a_preset_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="huge"):
        preset_named("huge")
