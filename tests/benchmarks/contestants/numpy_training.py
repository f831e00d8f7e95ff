"""Steps of the project's own trainer, as `predictor-tui train` takes them; see `training_speed.py`."""

from __future__ import annotations

import json
import sys
import time

import numpy as np
from workload import CLIP, DROPOUT, RATE, WINDOW, median_seconds, numpy_versions, stream

from predictor_tui.nn.model import LanguageModel
from predictor_tui.nn.settings import ModelSettings
from predictor_tui.training.settings import TrainingSettings
from predictor_tui.training.trainer import Trainer

FAR_AWAY = 1e6
"""Passes over the text, so many that the learning rate stays what it is after its warm-up."""


def trainer(cell: str, hidden: int, batch: int, vocabulary: int, samples: int, workers: int) -> Trainer:
    """Return a trainer of an untied network on random words."""
    model = ModelSettings(vocabulary=vocabulary, cell=cell, embedding=hidden, hidden=hidden, layers=1, tied=False)
    training = TrainingSettings(
        batch=batch, window=WINDOW, epochs=FAR_AWAY, optimiser="sgd", learning_rate=RATE, clip=CLIP, samples=samples,
        forget=0.0, workers=workers, dropout=DROPOUT,
    )  # fmt: skip
    words = stream(vocabulary)
    initial = LanguageModel.initialised(model, np.random.default_rng(0))
    return Trainer(initial, words, words[: 2 * batch], training, time.perf_counter)


def main() -> None:
    task = json.loads(sys.argv[1])
    seconds = task.pop("seconds")
    made = trainer(**task)
    try:
        each = median_seconds(made.learn, seconds)
    finally:
        made.close()
    print(json.dumps({"figures": {"words/s": WINDOW * task["batch"] / each}, "versions": numpy_versions()}))


if __name__ == "__main__":
    main()
