"""How fast a network is trained, held against PyTorch on the same machine in the same run.

    python tests/benchmarks/training_speed.py --cell lstm --hidden 256 --batch 20 --vocabulary 10000
    python tests/benchmarks/training_speed.py --table

All learn the same random words: embedding, one recurrent layer, a softmax with weights of its own, dropout, windows of
35 words, back-propagation, clipping, plain SGD. A figure is the words a second of the median step of one process.
Ours is the trainer of `predictor-tui train`, once as one process whose products have all threads, once as processes
with one thread each. `--samples` has both sides estimate the softmax from the window's targets and so many draws.

PyTorch is no dependency of the project. It keeps the gradient of the rows looked up sparse or dense, whichever is
faster in a trial. Its GRU resets after the product and takes one a step; ours resets before it (Cho et al. 2014)
and takes two.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import interleaved
import summary
from interleaved import Contestant

if TYPE_CHECKING:
    from interleaved import Results

CELLS = ("rnn", "gru", "lstm")
FIGURE = "words/s"


@dataclass(frozen=True, slots=True)
class Sizes:
    """A network and the batches it is trained by."""

    cell: str
    hidden: int
    batch: int
    vocabulary: int
    samples: int = 0

    def __str__(self) -> str:
        softmax = f"{self.samples} samples" if self.samples else "full"
        return f"{self.cell:<4} {self.hidden}, {self.batch}, {self.vocabulary:>6,}, {softmax}"


SAMPLED = Sizes("lstm", 256, 32, 10_000, samples=1500)
FLOORS = {
    Sizes(cell, *sizes): floor
    for sizes, floors in {
        (256, 20, 10_000): (1.4, 1.3, 1.15),
        (256, 64, 10_000): (1.5, 1.4, 1.35),
        (512, 64, 10_000): (1.35, 1.3, 1.25),
        (256, 20, 33_000): (1.75, 1.75, 1.65),
    }.items()
    for cell, floor in zip(CELLS, floors, strict=True)
} | {SAMPLED: 1.2}
"""How many times as fast as PyTorch the project means to be at least, on two cores."""


def main() -> None:
    options = parse()
    on = summary.machine()
    if options.table:
        print_table(options, on)
        return
    sizes = Sizes(options.cell, options.hidden, options.batch, options.vocabulary, options.samples)
    results = measure(sizes, options)
    summary.report(results, on | asdict(sizes), theirs(options.threads), as_json=options.json)


def parse() -> argparse.Namespace:
    parser = interleaved.parser(__doc__, rounds=5)
    interleaved.add_torch_python(parser)
    parser.add_argument("--cell", choices=CELLS, default="lstm")
    parser.add_argument("--hidden", type=interleaved.positive, default=256, metavar="N")
    parser.add_argument("--batch", type=interleaved.positive, default=20, metavar="N")
    parser.add_argument("--vocabulary", type=interleaved.positive, default=10_000, metavar="N")
    parser.add_argument("--samples", type=int, default=0, metavar="N", help="0, as by default: the full softmax")
    parser.add_argument("--threads", type=interleaved.positive, default=2, metavar="N", help="or workers; else 2")
    parser.add_argument("--seconds", type=float, default=5.0, help="to measure in each process; else 5")
    parser.add_argument("--torch-gradients", choices=("faster", "dense", "sparse"), default="faster")
    parser.add_argument("--table", action="store_true", help="all sizes that there is a floor for, and their ratios")
    return parser.parse_args()


def measure(sizes: Sizes, options: argparse.Namespace) -> Results:
    """Measure both forms of ours and PyTorch."""
    task, threads = asdict(sizes) | {"seconds": options.seconds}, options.threads
    torch_task = task | {"threads": threads, "gradients": options.torch_gradients}
    contestants = (
        Contestant(with_threads(threads), "numpy_training", task | {"workers": 1}, threads),
        Contestant(with_workers(threads), "numpy_training", task | {"workers": threads}),
        Contestant(theirs(threads), "torch_training", torch_task, threads, options.torch_python),
    )
    return interleaved.measure(contestants, options.rounds)


def with_threads(threads: int) -> str:
    return f"numpy, {threads} threads"


def with_workers(workers: int) -> str:
    return f"numpy, {workers} workers"


def theirs(threads: int) -> str:
    return f"torch, {threads} threads"


def print_table(options: argparse.Namespace, on: dict[str, Any]) -> None:
    """Print a row for each configuration as soon as it is measured: its floor, and both ratios to PyTorch."""
    ours = with_threads(options.threads), with_workers(options.threads)
    everything: dict[str, Any] = {"machine": on, "configurations": {}}
    if not options.json:
        print(f"times as fast as {theirs(options.threads)}; medians, and from round to round\n")
        print(f"{'cell, units, batch, vocabulary, softmax':<40}floor  " + "".join(f"{name:<27}" for name in ours))
    for sizes, floor in FLOORS.items():
        found = measure(sizes, options)
        everything["configurations"][str(sizes)] = summary.data(found, theirs(options.threads)) | {"floor": floor}
        if not options.json:
            ratios = summary.ratios(found, theirs(options.threads))[FIGURE]
            print(f"{sizes!s:<40}{floor:<7}" + "".join(f"{shown(ratios[name]):<27}" for name in ours), flush=True)
    if options.json:
        print(json.dumps(everything, indent=2))
    else:
        print("", *summary.versions(found), summary.facts(on), sep="\n")


def shown(ratio: summary.Spread) -> str:
    return f"{ratio.median:.2f} ({ratio.lowest:.2f} to {ratio.highest:.2f})"


if __name__ == "__main__":
    main()
