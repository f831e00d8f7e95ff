"""How long one word takes while somebody types, held against PyTorch on the same machine in the same run.

    python tests/benchmarks/step_speed.py
    python tests/benchmarks/step_speed.py --model mine.safetensors --hidden 512

A word is read (embedding, recurrent layers: the new state), then the next one is predicted (the logarithm of every
word's probability), each word after the one before, in one process with one thread. A figure is the median over the
words. Networks are untrained, for the numbers in them do not matter here; their sizes are those of a model, the default
one unless named, or those given; a look back that the model may have is left out. PyTorch runs its cell modules,
which are what it has for one step, in evaluation and inference mode.
"""

from __future__ import annotations

import argparse
from typing import Any

import interleaved
import summary
from interleaved import Contestant

SIZES = ("cell", "hidden", "embedding", "layers", "vocabulary")
OURS, THEIRS = "numpy", "torch"


def main() -> None:
    options = parse()
    on = summary.machine()
    task = sizes(options) | {"words": options.words}
    contestants = (
        Contestant(OURS, "numpy_step", task),
        Contestant(THEIRS, "torch_step", task, python=options.torch_python),
    )
    results = interleaved.measure(contestants, options.rounds)
    summary.report(results, on | task, THEIRS, as_json=options.json)


def parse() -> argparse.Namespace:
    parser = interleaved.parser(__doc__, rounds=7)
    interleaved.add_torch_python(parser)
    parser.add_argument("--model", metavar="NAME", help="whose sizes to take; else the default one")
    parser.add_argument("--cell", choices=("rnn", "gru", "lstm"))
    for size in SIZES[1:]:
        parser.add_argument(f"--{size}", type=interleaved.positive, metavar="N")
    parser.add_argument("--words", type=interleaved.positive, default=2000, metavar="N", help="a process; else 2000")
    return parser.parse_args()


def sizes(options: argparse.Namespace) -> dict[str, Any]:
    """Return the model's sizes, those that were given put in their place."""
    from predictor_tui import model_file

    card = model_file.read_card(model_file.find(options.model))
    given = {size: value for size in SIZES if (value := getattr(options, size)) is not None}
    return {key: card[key] for key in (*SIZES, "tied")} | given


if __name__ == "__main__":
    main()
