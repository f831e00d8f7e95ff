"""What share of the rate of bare matrix products a training step reaches, both measured in the same process.

    python tests/benchmarks/gemm_share.py
    python tests/benchmarks/gemm_share.py --hidden 512 --batch 64 --workers 2

A process measures three things in turn, three times: large square products in float32; products of just the shapes
that the step has, one after the other and nothing else; and steps of the trainer, whose products' operations are
counted from the sizes (`products.py`). Products by themselves have all threads. With `--workers` the step is that of
several processes with one thread each, and "its own products" are those of one worker's part of the batch.
All three cells are measured with the full softmax, and with one sampled by `--samples` draws.
"""

from __future__ import annotations

import argparse

import interleaved
import summary
from interleaved import Contestant

CELLS = ("rnn", "gru", "lstm")


def main() -> None:
    options = parse()
    on = summary.machine()
    sizes = {key: getattr(options, key) for key in ("hidden", "batch", "vocabulary", "workers", "seconds", "square")}
    contestants = [
        Contestant(
            f"{cell}, {f'{samples} samples' if samples else 'full'}",
            "numpy_gemm_share",
            sizes | {"cell": cell, "samples": samples},
            options.threads,
        )
        for cell in CELLS
        for samples in (0, options.samples)
    ]
    results = interleaved.measure(contestants, options.rounds)
    summary.report(results, on | sizes | {"threads": options.threads}, None, as_json=options.json)


def parse() -> argparse.Namespace:
    parser = interleaved.parser(__doc__, rounds=3)
    defaults = {"hidden": 256, "batch": 20, "vocabulary": 10_000, "samples": 1500, "threads": 2, "workers": 1}
    for name, default in (defaults | {"square": 2048}).items():
        parser.add_argument(
            f"--{name}", type=interleaved.positive, default=default, metavar="N", help=f"else {default}"
        )
    parser.add_argument("--seconds", type=float, default=6.0, help="of training steps in each process; else 6")
    options = parser.parse_args()
    if options.batch % options.workers:
        parser.error("the workers cannot share the batch evenly")
    return options


if __name__ == "__main__":
    main()
