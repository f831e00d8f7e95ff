"""Contestants measured in turn, round after round, every run in a process of its own.

A machine's speed drifts, with its temperature and with what else it does. Runs that follow each other meet the same
weather, so that the ratio of two figures of one round is worth more than the figures. Every second round goes through
the contestants backwards, and no process leaves its threads or its memory to the next.

A contestant is a script in the folder `contestants`. It gets its task as an argument, an object of JSON, and prints
what it found, a line of JSON: {"figures": {NAME: NUMBER}, "versions": TEXT}.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from predictor_tui.threads import VARIABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Contestant:
    """Who is measured, and how it is started."""

    name: str
    script: str
    """Name of a file in `contestants`, without its suffix."""
    task: dict[str, Any]
    threads: int = 1
    """How many the libraries under it may use for a product."""
    python: str = sys.executable


@dataclass(frozen=True, slots=True)
class Found:
    """What one run printed."""

    figures: dict[str, float]
    versions: str


@dataclass(frozen=True, slots=True)
class Results:
    """All that was found."""

    figures: dict[str, dict[str, list[float]]]
    """By figure and contestant, a number for each round."""
    versions: dict[str, str]
    """By contestant."""


def measure(
    contestants: Sequence[Contestant], rounds: int, warm_up: int = 0, start: Callable[[Contestant], Found] | None = None
) -> Results:
    """Run every contestant once a round; `warm_up` rounds come before and do not count.

    `start` runs one, by default `run`, whose SystemExit goes through.
    """
    figures: dict[str, dict[str, list[float]]] = {}
    versions: dict[str, str] = {}
    for number, contestant in turns(contestants, warm_up + rounds):
        found = (start or run)(contestant)
        versions[contestant.name] = found.versions
        if number >= warm_up:
            for figure, value in found.figures.items():
                by_contestant = figures.setdefault(figure, {each.name: [] for each in contestants})
                by_contestant[contestant.name].append(value)
    return Results(figures, {each.name: versions[each.name] for each in contestants})


def turns(contestants: Sequence[Contestant], rounds: int) -> Iterator[tuple[int, Contestant]]:
    """Yield each round's number, from 0, with each of its contestants; odd rounds go backwards."""
    for number in range(rounds):
        for contestant in contestants[:: -1 if number % 2 else 1]:
            yield number, contestant


def run(contestant: Contestant) -> Found:
    """Run a contestant in a process of its own. Raises SystemExit where it fails; it has then said why on stderr."""
    script = HERE / "contestants" / f"{contestant.script}.py"
    found_by = os.pathsep.join(filter(None, (str(HERE), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(
        [contestant.python, str(script), json.dumps(contestant.task)],
        check=False,
        stdout=subprocess.PIPE,
        env=os.environ | dict.fromkeys(VARIABLES, str(contestant.threads)) | {"PYTHONPATH": found_by},
    )
    if done.returncode:
        raise SystemExit(f"{contestant.name}: {contestant.python} {script} ended with status {done.returncode}")
    return Found(**json.loads(done.stdout))


def parser(description: str | None, rounds: int) -> argparse.ArgumentParser:
    """Return a parser of what all benchmarks can be told."""
    made = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--rounds", type=positive, default=rounds, metavar="N", help=f"runs of each; else {rounds}")
    made.add_argument("--json", action="store_true", help="print everything as JSON")
    return made


def add_torch_python(made: argparse.ArgumentParser) -> None:
    """Let the user name an interpreter that has PyTorch, which is no dependency of the project."""
    made.add_argument(
        "--torch-python",
        metavar="FILE",
        default=sys.executable,
        help="an interpreter that has PyTorch, in its CPU build; else this one",
    )


def positive(text: str) -> int:
    """Return a whole number of at least 1. Raises ValueError, which argparse turns into words."""
    if (number := int(text)) < 1:
        raise ValueError(f"{number} is less than 1")
    return number
