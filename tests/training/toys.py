"""Networks of a few units, languages of a few words and clocks that tick by themselves, to try training on."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import settings

from predictor_tui.nn.model import LanguageModel
from predictor_tui.nn.settings import ModelSettings
from predictor_tui.text.corpus import Document
from predictor_tui.training.crew import Alone
from predictor_tui.training.settings import TrainingSettings
from predictor_tui.training.trainer import Trainer

if TYPE_CHECKING:
    from predictor_tui.training.streams import Stream

fixed = settings(derandomize=True, deadline=None, max_examples=100)

WORDS = 12
PERIOD = (2, 3, 4, 5, 3, 6, 1)  # what follows 3 hangs on the word before it


class Clock:
    """Time that goes on by `tick` seconds whenever it is asked for."""

    def __init__(self, tick: float = 1.0) -> None:
        self.now = 100.0
        self.tick = tick

    def __call__(self) -> float:
        self.now += self.tick
        return self.now


def periodic(length: int) -> Stream:
    return np.resize(np.array(PERIOD, np.int32), length)


def noise(length: int, seed: int = 0, words: int = WORDS) -> Stream:
    return np.random.default_rng(seed).integers(0, words, length).astype(np.int32)


def model(cell: str = "gru", *, seed: int = 1, **sizes: Any) -> LanguageModel:
    shape = {"vocabulary": WORDS, "embedding": 6, "hidden": 8} | sizes
    return LanguageModel.initialised(ModelSettings(cell=cell, **shape), np.random.default_rng(seed))


SMALL = TrainingSettings(batch=3, window=7, epochs=4.0, learning_rate=0.01, dropout=0.0)


def trainer(
    network: LanguageModel | None = None,
    train: Stream | None = None,
    valid: Stream | None = None,
    *,
    clock: Clock | None = None,
    **training: Any,
) -> Trainer:
    return Trainer(
        network or model(),
        noise(300) if train is None else train,
        noise(60, 1) if valid is None else valid,
        replace(SMALL, **training),
        clock or Clock(),
    )


def alone(run: Trainer) -> Alone:
    """The crew of a run in one process."""
    assert isinstance(run.crew, Alone)
    return run.crew


def digest(run: Trainer) -> str:
    """SHA-256 of the weights, the best weights and the optimiser's moments."""
    found = hashlib.sha256()
    for arrays in (run.model.parameters, run.position.best, run.crew.board.moments):
        for name in sorted(arrays):
            found.update(name.encode() + np.ascontiguousarray(arrays[name]).tobytes())
    return found.hexdigest()


def one_by_one(network: LanguageModel, stream: Stream, *, memory: bool = True) -> float:
    """The mean of -log p, reading word after word as a person types, from the end of a line."""
    state, before, total = network.initial_state(), 1, 0.0
    for word in stream:
        state = network.step(np.array([before]), state if memory else network.initial_state())
        total -= float(network.log_probabilities(state)[word, 0])
        before = int(word)
    return total / stream.size


def documents(count: int = 60, seed: int = 0) -> list[Document]:
    """Short invented dialogues."""
    rng = random.Random(seed)
    who, verb, what = ("I", "you", "Anna", "we"), ("see", "like", "want", "have"), ("tea", "the dog", "Monday", "rain")
    return [
        Document("toy", tuple(f"{rng.choice(who)} {rng.choice(verb)} {rng.choice(what)}." for _ in range(3)))
        for _ in range(count)
    ]
