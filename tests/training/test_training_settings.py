from __future__ import annotations

import json
from typing import Any

import pytest

from predictor_tui.errors import SettingsError
from predictor_tui.training.plan import Plan
from predictor_tui.training.settings import TrainingSettings


@pytest.mark.parametrize(
    "wrong",
    [
        {"optimiser": "magic"},
        *({name: 0} for name in ("batch", "window", "patience", "epochs", "minutes", "learning_rate", "clip")),
        *({name: float("nan")} for name in ("epochs", "minutes", "learning_rate", "clip", "forget")),
        *({name: float("inf")} for name in ("epochs", "minutes", "learning_rate", "clip")),
        {"forget": 1.5},
        {"samples": -1},
        {"seed": -1},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match=next(iter(wrong))):
        TrainingSettings(**wrong)


def test_each_optimiser_has_its_usual_rate_and_clip() -> None:
    assert (TrainingSettings().peak, TrainingSettings().largest_norm) == (0.003, 1.0)
    assert (TrainingSettings(optimiser="sgd").peak, TrainingSettings(optimiser="sgd").largest_norm) == (10.0, 0.25)
    assert TrainingSettings(learning_rate=0.5, clip=2.0).peak == 0.5
    assert TrainingSettings(learning_rate=0.5, clip=2.0).largest_norm == 2.0


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1, float("nan")])
def test_a_plan_holds_out_a_part_of_the_text(share: float) -> None:
    with pytest.raises(SettingsError, match="held_out"):
        Plan(("a.txt",), held_out=share)


def test_a_plan_survives_json() -> None:
    plan = Plan(("a.txt", "a.txt", "-"), valid=("v",), cell="gru", training=TrainingSettings(minutes=1.5, seed=7))
    assert Plan.from_json(json.loads(json.dumps(plan.as_json()))) == plan
