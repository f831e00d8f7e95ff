"""Steps of the trainer and bare products in turn, in one process; see `gemm_share.py`."""

from __future__ import annotations

import json
import statistics
import sys

import numpy as np
import products
from numpy_training import trainer
from products import Product
from workload import WINDOW, median_seconds, numpy_versions, stream

from predictor_tui.nn.sampling import Sampler

TURNS = 3


def expected_candidates(vocabulary: int, samples: int, positions: int) -> int:
    """Return how many words a sampled softmax of so many positions is expected to look at; all without samples."""
    if not samples:
        return vocabulary
    sampler = Sampler(np.bincount(stream(vocabulary), minlength=vocabulary), samples)
    return round(float(np.exp(sampler.log_chances(np.arange(vocabulary), positions)).sum()))


def main() -> None:
    task = json.loads(sys.argv[1])
    seconds, square, workers = task.pop("seconds"), task.pop("square"), task["workers"]
    batch = task["batch"] // workers
    scores = expected_candidates(task["vocabulary"], task["samples"], WINDOW * batch)
    own = products.of_training(task["cell"], task["hidden"], batch, WINDOW, scores)
    made = trainer(**task)
    rates: dict[str, list[float]] = {"square": [], "own": [], "step": []}
    try:
        for _ in range(TURNS):
            rates["square"].append(products.rate([Product(square, square, square, 3)]))
            rates["own"].append(products.rate(own))
            each = median_seconds(made.learn, seconds / TURNS)
            rates["step"].append(workers * products.operations(own) / each)
    finally:
        made.close()
    print(json.dumps({"figures": shares(rates), "versions": numpy_versions()}))


def shares(rates: dict[str, list[float]]) -> dict[str, float]:
    """Return the medians over the turns: rates in GFLOP/s, and the step's share of the other two in per cent."""
    by_turn = {
        "GFLOP/s of large square products": [rate / 1e9 for rate in rates["square"]],
        "GFLOP/s of a step's products by themselves": [rate / 1e9 for rate in rates["own"]],
        "GFLOP/s of a training step": [rate / 1e9 for rate in rates["step"]],
        "a step's share of the square products' rate, %": _percent(rates["step"], rates["square"]),
        "a step's share of its own products' rate, %": _percent(rates["step"], rates["own"]),
    }
    return {name: statistics.median(values) for name, values in by_turn.items()}


def _percent(parts: list[float], wholes: list[float]) -> list[float]:
    return [100 * part / whole for part, whole in zip(parts, wholes, strict=True)]


if __name__ == "__main__":
    main()
