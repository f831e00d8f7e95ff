"""A text of a few invented dialogues, and trainings on it that take a second."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from typing import TYPE_CHECKING

from predictor_tui import model_file

if TYPE_CHECKING:
    from pathlib import Path

SIZES = ("--hidden", "8", "--embedding", "8", "--batch", "4", "--window", "10", "--patience", "1000")
SMALL = (*SIZES, "--workers", "1")  # processes take longer to start than these trainings take
ENDLESS = (*SMALL, "--epochs", "1000000")

# The program as it is, but that it gets some signals when the training (not its trial) comes to a step.
SIGNALLED = """
import os, sys
from predictor_tui.cli import main
from predictor_tui.training.trainer import Trainer
step, signals, *arguments = sys.argv[1:]
learn = Trainer.learn
def learn_and_be_signalled(trainer):
    if trainer.position.step == int(step):
        for number in signals.split(","):
            os.kill(os.getpid(), int(number))
    return learn(trainer)
Trainer.learn = learn_and_be_signalled
sys.exit(main(arguments))
"""


def write_text(path: Path, documents: int = 60) -> Path:
    rng = random.Random(0)
    who, verb, what = ("I", "you", "Anna", "we"), ("see", "like", "want", "have"), ("tea", "the dog", "Monday", "rain")
    path.write_text(
        "\n\n".join(
            "\n".join(f"{rng.choice(who)} {rng.choice(verb)} {rng.choice(what)}." for _ in range(3))
            for _ in range(documents)
        )
    )
    return path


def train(folder: Path, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run `predictor-tui train` in `folder`, away from any terminal."""
    command = [sys.executable, "-m", "predictor_tui", "train", *arguments]
    return subprocess.run(command, check=False, capture_output=True, cwd=folder, input=stdin, env=environment())


def train_until(
    folder: Path, step: int, signals: str, *arguments: str, stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Do the same, but the program gets `signals` (numbers between commas) before `step`, which is not below 5."""
    command = [sys.executable, "-c", SIGNALLED, str(step), signals, "train", *arguments]
    return subprocess.run(command, check=False, capture_output=True, cwd=folder, input=stdin, env=environment())


def environment(**more: str) -> dict[str, str]:
    return os.environ | {"OPENBLAS_NUM_THREADS": "1"} | more


def weights(path: Path) -> dict[str, bytes]:
    """The model's words and numbers, to the last bit."""
    loaded = model_file.load(path)
    return {name: array.tobytes() for name, array in loaded.model.parameters.items()} | {
        "words": "\n".join(loaded.vocabulary.spellings).encode()
    }
