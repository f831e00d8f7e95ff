"""One word at a time through `LanguageModel`, as typing does it; see `step_speed.py`."""

from __future__ import annotations

import json
import sys

import numpy as np
from workload import numpy_versions, stream, word_figures

from predictor_tui.nn.model import LanguageModel
from predictor_tui.nn.settings import ModelSettings


def main() -> None:
    task = json.loads(sys.argv[1])
    words = task.pop("words")
    model = LanguageModel.initialised(ModelSettings(**task), np.random.default_rng(0))
    state = model.initial_state()

    def read(word: np.ndarray) -> None:
        nonlocal state
        state = model.step(word, state)

    ids = stream(task["vocabulary"], words)[:, None]
    figures = word_figures(read, lambda: model.log_probabilities(state), ids)
    print(json.dumps({"figures": figures, "versions": numpy_versions()}))


if __name__ == "__main__":
    main()
