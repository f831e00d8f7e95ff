"""How long a unit holds what it has: its half-life in words, measured on a text.

Two measures, since they answer different questions.

**By what it shows**, for every cell. x is the unit's value (h, or an LSTM's c) after each of T words, m its mean:

    r_k = sum_t (x_t - m) (x_(t-k) - m) / sum_t (x_t - m)^2             the autocorrelation at a distance of k words

The half-life is the first distance at which r falls to 1/2, between two words on a straight line; r_0 is 1. A value
that decays as a^k has r_k = a^k and so the half-life log(1/2) / log(a). None where r stays above 1/2 as far as was
looked, and for a unit that never moved: it holds on for longer than could be measured. r_k has T - k terms over a sum
of T, so on a sentence of a dozen words it is an indication only; on a corpus it is a property of the unit.

**By its gates**, for a GRU (kept = 1 - z) and an LSTM (kept = f), whose memory is multiplied by `kept` at every word:

    half-life = log(1/2) / mean_t log(kept_t)

what is left of a value on the memory's own way, whatever is written on top of it. It is exact on a single sentence;
None where nothing is ever given up, 0 where a gate was wholly shut. A tanh RNN has no such gate.

Source: Box and Jenkins 1970, "Time Series Analysis", for r_k; the second is the forgetting time of Tallec and Ollivier
2018, arXiv:1804.11188.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

import numpy as np

from predictor_tui.inspection.windows import windows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from predictor_tui.nn.arrays import Array
    from predictor_tui.nn.model import LanguageModel

KEPT = {"gru": "z", "lstm": "f"}
"""The gate that says how much is kept, or of a GRU how much is not."""


@dataclass(frozen=True, slots=True)
class HalfLives:
    """One half-life a unit, in words."""

    values: tuple[float | None, ...]
    """None for longer than could be measured."""
    words: int
    """How many were read."""


def by_value(
    model: LanguageModel,
    ids: Iterable[int],
    *,
    furthest: int = 64,
    part: str = "h",
    layer: int | None = None,
    state: Array | None = None,
) -> HalfLives:
    """Return the half-lives of one layer's units by the autocorrelation of what they show, up to `furthest` words.

    `part` is "h", or of an LSTM "c"; `layer` the top one by default. The text, of any length, comes upon `state`
    (S, 1), an empty memory by default. Raises ValueError for a text without words.
    """
    sums = _LaggedSums(model.settings.hidden, furthest)
    for window in windows(model, ids, layer=layer, part=part, state=state):
        sums.add(window.values(part))
    if not sums.words:
        raise ValueError("there is no word to look at")
    return HalfLives(tuple(_half(r) for r in sums.autocorrelation().T), sums.words)


def by_gates(
    model: LanguageModel, ids: Iterable[int], *, layer: int | None = None, state: Array | None = None
) -> HalfLives:
    """Return the half-lives of one layer's units by how much their gates kept at each word.

    `layer` is the top one by default; the text comes upon `state` (S, 1), an empty memory by default. Raises ValueError
    for a text without words and for a tanh RNN.
    """
    gate = KEPT.get(model.settings.cell)
    if gate is None:
        raise ValueError(f"a {model.settings.cell} has no gate that keeps")
    total, words = np.zeros(model.settings.hidden), 0
    for window in windows(model, ids, layer=layer, state=state):
        kept = 1 - window.gate(gate) if gate == "z" else window.gate(gate)
        with np.errstate(divide="ignore"):  # a gate that is wholly shut keeps nothing: log 0
            total += np.log(kept).sum(axis=0)
        words += len(window.ids)
    if not words:
        raise ValueError("there is no word to look at")
    return HalfLives(tuple(log(0.5) * words / lost if lost else None for lost in total.tolist()), words)


class _LaggedSums:
    """What the autocorrelation of H units needs of a text that is seen once, a window at a time."""

    def __init__(self, units: int, furthest: int) -> None:
        self.words = 0
        self._furthest = furthest
        self._total = np.zeros(units)
        self._products = np.zeros((furthest + 1, units))  # of x_t and x_(t-k), by k
        self._first: list[Array] = []
        self._last: deque[Array] = deque(maxlen=furthest)

    def add(self, x: Array) -> None:
        """Add the values of a window, (T, H)."""
        past = len(self._last)
        longer = np.concatenate((np.array(self._last).reshape(past, -1), x)) if past else x
        for k in range(self._furthest + 1):
            now, before = longer[max(past, k) :], longer[max(past - k, 0) : max(len(longer) - k, 0)]
            self._products[k] += np.einsum("th,th->h", now, before)
        self._total += x.sum(axis=0)
        self._first.extend(x[: self._furthest - len(self._first)])
        self._last.extend(x)
        self.words += len(x)

    def autocorrelation(self) -> Array:
        """Return r by distance and unit, (K+1, H), up to the last distance that there is; 1 for units that stood still.

        The mean, known only in the end, is taken out of the sums of products: with S_k the sum over t >= k of x_t and
        E_k that over t < T - k, sum (x_t - m) (x_(t-k) - m) = sum x_t x_(t-k) - m (S_k + E_k) + (T - k) m^2.
        """
        steps = min(self._furthest, self.words - 1)
        m = self._total / self.words
        zero = np.zeros((1, m.size))
        first = np.concatenate((zero, np.cumsum(self._first[:steps], axis=0).reshape(steps, m.size)))
        newest = list(self._last)[::-1][:steps]
        last = np.concatenate((zero, np.cumsum(newest, axis=0).reshape(steps, m.size)))
        pairs = self.words - np.arange(steps + 1)[:, None]
        covariance = self._products[: steps + 1] - m * (2 * self._total - first - last) + pairs * m**2
        moved = covariance[0] > 1e-12 * self._products[0]
        return np.asarray(np.divide(covariance, covariance[0], out=np.ones_like(covariance), where=moved))


def _half(r: Array) -> float | None:
    """Return where r, by distance, first falls to 1/2."""
    below = np.flatnonzero(r <= 0.5)
    if not below.size:
        return None
    k = int(below[0])
    return float(k - 1 + (r[k - 1] - 0.5) / (r[k - 1] - r[k]))
