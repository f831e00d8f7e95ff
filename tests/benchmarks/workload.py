"""The work that both sides of a comparison are given: the same sizes, the same words, timed in the same way.

The words are random, but occur as unequally as those of a text: word r of the order by frequency has a share
proportional to 1 / (r + 2.7) (Mandelbrot 1953), so that a window touches as few rows of the embedding as a real one.
"""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

WINDOW = 35
DROPOUT = 0.2
CLIP = 0.25
RATE = 0.1
"""Of a plain gradient descent, small enough that nothing diverges."""
WORDS = 1_000_000
"""About as many as the training part of Penn Treebank has."""
FEWEST_STEPS = 5


def stream(vocabulary: int, words: int = WORDS) -> NDArray[np.int32]:
    """Return random ids, the same ones every time: (words,)."""
    weights = 1 / (np.arange(vocabulary) + 1 + 2.7)
    edges = np.cumsum(weights)
    draws = np.random.default_rng(0).random(words) * edges[-1]
    ids: NDArray[np.int32] = np.searchsorted(edges, draws, side="right").astype(np.int32)
    np.minimum(ids, vocabulary - 1, out=ids)
    return ids


def median_seconds(step: Callable[[], object], seconds: float, warm_up: int = 3) -> float:
    """Return the median time of a step, of as many as fit into `seconds`, after some that do not count."""
    for _ in range(warm_up):
        step()
    times: list[float] = []
    while len(times) < FEWEST_STEPS or sum(times) < seconds:
        begun = time.perf_counter()
        step()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def word_figures(
    read: Callable[[Any], object], predict: Callable[[], object], words: Iterable[Any]
) -> dict[str, float]:
    """Return the median microseconds of reading a word, of predicting the next one, and of both."""
    reading, predicting, both = [], [], []
    for word in words:
        begun = time.perf_counter()
        read(word)
        between = time.perf_counter()
        predict()
        ended = time.perf_counter()
        reading.append(between - begun)
        predicting.append(ended - between)
        both.append(ended - begun)
    named = {"µs for the state": reading, "µs for the log-probabilities": predicting, "µs for both": both}
    return {name: 1e6 * statistics.median(times) for name, times in named.items()}


def numpy_versions() -> str:
    """Return the versions of NumPy and of the library that its products run on."""
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return f"NumPy {np.__version__}, {blas['name']} {blas['version']}"
