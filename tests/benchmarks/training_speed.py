"""How fast a window is learnt, held against PyTorch on the same machine in the same run.

    python tests/benchmarks/training_speed.py --cell lstm --hidden 256 --batch 20 --vocabulary 10000

Both learn random words: embedding, one recurrent layer, dropout, full softmax, back-propagation, clipping, a plain SGD
update. Each runs in a process of its own, in turn, round after round, with the same number of threads. Printed are the
words a second of each round's median step, their median and spread over the rounds, and the ratio of the medians.

PyTorch is no dependency of the project; `--torch-python` names an interpreter that has it, else this one is used.
The GRU of PyTorch resets after the product and takes one a step; ours resets before it (Cho et al. 2014) and takes two.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

STEPS, WARM_UP, WINDOW, DROPOUT, CLIP, RATE = 30, 5, 35, 0.2, 0.25, 0.1


def main() -> None:
    options = parse()
    if options.worker:
        print(json.dumps(WORKERS[options.worker](options)))
        return
    speeds: dict[str, list[float]] = {name: [] for name in WORKERS}
    versions = {}
    for _ in range(options.rounds):
        for name in WORKERS:
            result = run(name, options)
            speeds[name].append(result["words_per_second"])
            versions[name] = result["version"]
    for name, found in speeds.items():
        each = ", ".join(f"{speed:,.0f}" for speed in found)
        print(f"{versions[name]:<16} {statistics.median(found):>9,.0f} words/s   rounds: {each}")
    ratio = statistics.median(speeds["numpy"]) / statistics.median(speeds["torch"])
    pairs = sorted(ours / theirs for ours, theirs in zip(speeds["numpy"], speeds["torch"], strict=True))
    print(f"ratio {ratio:.2f}, by round {pairs[0]:.2f} to {pairs[-1]:.2f}; Python {platform.python_version()}")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cell", choices=("rnn", "gru", "lstm"), default="lstm")
    parser.add_argument("--hidden", type=int, default=256)
    parser.add_argument("--batch", type=int, default=20)
    parser.add_argument("--vocabulary", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--torch-python", default=sys.executable)
    parser.add_argument("--worker", choices=tuple(WORKERS), help=argparse.SUPPRESS)
    return parser.parse_args()


def run(name: str, options: argparse.Namespace) -> dict[str, Any]:
    """Measure one side in a process of its own."""
    python = options.torch_python if name == "torch" else sys.executable
    sizes = [f"--{key}={getattr(options, key)}" for key in ("cell", "hidden", "batch", "vocabulary", "threads")]
    threads = {key: str(options.threads) for key in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")}
    done = subprocess.run(
        [python, str(Path(__file__).resolve()), f"--worker={name}", *sizes],
        check=True,
        stdout=subprocess.PIPE,
        env=os.environ | threads,
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def measure(learn: Callable[[], object], options: argparse.Namespace) -> float:
    """Return the words a second of the median step."""
    seconds = []
    for step in range(WARM_UP + STEPS):
        begun = time.perf_counter()
        learn()
        if step >= WARM_UP:
            seconds.append(time.perf_counter() - begun)
    words: int = WINDOW * options.batch
    return words / statistics.median(seconds)


def numpy_worker(options: argparse.Namespace) -> dict[str, object]:
    import numpy as np

    from predictor_tui.nn.model import LanguageModel
    from predictor_tui.nn.optimisers import SGD, clip_by_global_norm
    from predictor_tui.nn.settings import ModelSettings

    rng = np.random.default_rng(0)
    size, hidden = options.vocabulary, options.hidden
    settings = ModelSettings(size, options.cell, hidden, hidden, 1, tied=False, dropout=DROPOUT)
    model, optimiser = LanguageModel.initialised(settings, rng), SGD()
    ids, targets = rng.integers(0, size, (2, WINDOW, options.batch))
    state = model.initial_state(options.batch)

    def learn() -> None:
        nonlocal state
        learnt = model.loss_and_gradients(ids, targets, state, rng=rng)
        clip_by_global_norm(learnt.gradients, CLIP)
        optimiser.update(model.parameters, learnt.gradients, RATE)
        state = learnt.state

    return {"words_per_second": measure(learn, options), "version": f"NumPy {np.__version__}"}


def torch_worker(options: argparse.Namespace) -> dict[str, object]:
    import torch
    from torch import nn

    torch.manual_seed(0)
    torch.set_num_threads(options.threads)
    size, hidden = options.vocabulary, options.hidden
    layer = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}[options.cell](hidden, hidden)
    embedding, dropout, output = nn.Embedding(size, hidden), nn.Dropout(DROPOUT), nn.Linear(hidden, size)
    parameters = [*embedding.parameters(), *layer.parameters(), *output.parameters()]
    optimiser = torch.optim.SGD(parameters, lr=RATE)
    ids, targets = torch.randint(0, size, (2, WINDOW, options.batch))
    empty = torch.zeros(1, options.batch, hidden)
    state = (empty, empty) if options.cell == "lstm" else empty

    def learn() -> None:
        nonlocal state
        optimiser.zero_grad()
        h, after = layer(dropout(embedding(ids)), state)
        scores = output(dropout(h)).view(-1, size)
        nn.functional.cross_entropy(scores, targets.view(-1)).backward()
        nn.utils.clip_grad_norm_(parameters, CLIP)
        optimiser.step()
        state = tuple(part.detach() for part in after) if options.cell == "lstm" else after.detach()

    return {"words_per_second": measure(learn, options), "version": f"PyTorch {torch.__version__}"}


WORKERS = {"numpy": numpy_worker, "torch": torch_worker}

if __name__ == "__main__":
    main()
