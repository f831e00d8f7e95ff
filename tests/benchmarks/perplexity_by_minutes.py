"""What perplexity a training reaches by when, on Penn Treebank in Mikolov's form, through the command line.

    python tests/benchmarks/perplexity_by_minutes.py PTB_FOLDER --run lstm
    python tests/benchmarks/perplexity_by_minutes.py PTB_FOLDER --seeds 1 2 3 -- --cell gru --dropout 0.4 --minutes 9

PTB_FOLDER holds ptb.train.txt, ptb.valid.txt and ptb.test.txt. Trains with `predictor-tui train`, the options after --
last, so that they win over those of --run; prints a row for each check on the validation text, its minutes being
those of training and checks since the first step; and at the end what `predictor-tui evaluate` says of the test text:
10,000 words, every word of the text and <eos> counted, full softmax, no cache. Several seeds are trained one after
the other.
"""

from __future__ import annotations

import argparse
import json
import math
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import summary
from workload import numpy_versions

from predictor_tui import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

FORM = "--tokenizer whitespace --vocabulary 10000"
_ALIKE = "--batch 32 --window 20 --samples 1500 --locked"
RUNS = {
    "rnn": f"--cell rnn --hidden 256 --embedding 256 --dropout 0.3 --input-dropout 0.2 {_ALIKE} --minutes 6",
    "gru": f"--cell gru --hidden 256 --embedding 256 --dropout 0.4 --input-dropout 0.2 {_ALIKE} --minutes 9",
    "lstm": "--cell lstm --hidden 256 --embedding 256 --dropout 0.4 --input-dropout 0.2 --weight-drop 0.2 "
    f"--learning-rate 0.006 {_ALIKE} --minutes 9",
}
"""Settings by name; those of the LSTM were chosen among a few on validation text, the others follow them."""
PROGRAM = (sys.executable, "-m", "predictor_tui")


def main() -> None:
    options, extra = parse(sys.argv[1:])
    given = [*shlex.split(FORM), *shlex.split(RUNS.get(options.run, "")), *extra]
    versions = {"versions": f"predictor-tui {__version__}, {numpy_versions()}"}
    found: dict[str, Any] = {"machine": summary.machine() | versions, "options": shlex.join(given), "seeds": {}}
    if not options.json:
        print(f"predictor-tui train {found['options']}")
    for seed in options.seeds:
        found["seeds"][seed] = trained(options.folder, [*given, "--seed", str(seed)], quiet=options.json)
    found["test perplexity"] = [run["test perplexity"] for run in found["seeds"].values()]
    if options.json:
        print(json.dumps(found, indent=2))
    else:
        on_test = summary.spread(found["test perplexity"])
        print(f"test perplexity, median of {len(options.seeds)}: {on_test.median:.2f}", end=" ")
        print(f"({on_test.lowest:.2f} to {on_test.highest:.2f})\n{summary.facts(found['machine'])}")


def parse(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """Return our own options and those for `predictor-tui train`, which come after a --."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("folder", type=Path, metavar="PTB_FOLDER")
    made.add_argument("--run", choices=tuple(RUNS), help="settings that are noted down in this file")
    made.add_argument("--seeds", type=int, nargs="+", default=[1], metavar="N", help="else 1")
    made.add_argument("--json", action="store_true", help="print everything as JSON")
    return made.parse_args(arguments[:end]), arguments[end + 1 :]


def trained(folder: Path, options: list[str], *, quiet: bool) -> dict[str, Any]:
    """Train and judge one model; return its checks and its perplexity on the test text."""
    train, valid, test = (str(folder / f"ptb.{part}.txt") for part in ("train", "valid", "test"))
    with tempfile.TemporaryDirectory() as work:
        model, log = f"{work}/model.safetensors", f"{work}/log"
        command = [*PROGRAM, "train", train, "--valid", valid, "-o", model, "--log", log, *options]
        subprocess.run(command, check=True, stdout=sys.stderr)
        checks = list(rows(Path(log).read_text(encoding="utf-8")))
        judge = [*PROGRAM, "evaluate", model, test, "--words", "1", "--json"]
        judged = json.loads(subprocess.run(judge, check=True, stdout=subprocess.PIPE).stdout)
    if not quiet:
        print("\n".join(table(checks)))
        print(f"test: {judged['perplexity']:.2f} over {judged['words']:,} words\n", flush=True)
    return {"checks": checks, "test perplexity": judged["perplexity"], "test words": judged["words"]}


def rows(log: str) -> Iterator[dict[str, float]]:
    """Yield what each check in a log came to."""
    for entry in map(json.loads, log.splitlines()):
        minutes, perplexity = entry["seconds"] / 60, math.exp(entry["valid_loss"])
        yield {"minutes": minutes, "epoch": entry["epoch"], "valid perplexity": perplexity}


def table(checks: list[dict[str, float]]) -> Iterator[str]:
    """Yield a heading and a line for each check."""
    yield "\nminutes   epoch   valid perplexity"
    for check in checks:
        yield f"{check['minutes']:>7.2f}{check['epoch']:>8.2f}{check['valid perplexity']:>19.2f}"


if __name__ == "__main__":
    main()
