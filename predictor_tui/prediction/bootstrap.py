"""How far a figure would stray on other sentences of the same kind: bootstrap intervals, single and paired.

S sentences are drawn from the S at hand with replacement, again and again, and the figure taken from each draw; the
middle 95% of what comes out is the interval (percentile method: Efron and Tibshirani 1993, chapter 13). Sentences are
drawn rather than words, because the words of a sentence stand or fall together (Bisani and Ney 2004, "Bootstrap
estimates for confidence intervals in ASR performance evaluation"). Predictors that typed the same sentences are given
the same draws, so that their difference has an interval too, which is narrower than the two intervals suggest.

A figure is a ratio of two sums over sentences, so a draw needs the sums of each sentence only, not its words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from predictor_tui.prediction.typist import TOP

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from predictor_tui.prediction.typist import TypedWords

Values: TypeAlias = NDArray[np.float64]

RESAMPLES = 1000
CONFIDENCE = 0.95
_LARGEST_DRAW = 1 << 22  # numbers at once, so that long texts need no more memory


class Ratios(NamedTuple):
    """F figures of S sentences; a figure of several sentences is the sum of `parts` over the sum of `wholes`."""

    parts: Values
    """(S, F)"""
    wholes: Values
    """(S, F), each sum above 0."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, and between what it may be expected on other sentences of the same kind."""

    value: float
    low: float
    high: float


class Comparison(NamedTuple):
    """The F figures of one predictor."""

    figures: tuple[Estimate, ...]
    differences: tuple[Estimate, ...]
    """Each figure less that of the first predictor."""


def ratios(typed: TypedWords) -> Ratios:
    """Return keystroke savings at each depth, then top-1, top-3 and top-5, by sentence: F = K + 3."""
    saved = typed.length - typed.letters  # (K, W)
    hits = [typed.rank < k for k in TOP]
    ones = np.ones_like(typed.length)
    wholes = [typed.length + 1] * len(typed.depths) + [ones] * len(TOP)
    return Ratios(_by_sentence(typed, [*saved, *hits]), _by_sentence(typed, wholes))


def compare(
    predictors: Sequence[Ratios], rng: np.random.Generator, *, resamples: int = RESAMPLES
) -> tuple[Comparison, ...]:
    """Return the figures of predictors that typed the same sentences, each with its interval.

    Raises ValueError if they are not as many sentences for each.
    """
    sizes = {len(ratios.parts) for ratios in predictors}
    if len(sizes) != 1:
        raise ValueError(f"predictors typed {' and '.join(map(str, sorted(sizes)))} sentences, not the same")
    values = np.array([_figures(each, np.ones((1, *sizes)))[0] for each in predictors])  # (P, F)
    drawn = [
        [_figures(each, weights) for each in predictors] for weights in _draws(rng, sizes.pop(), resamples)
    ]  # blocks of (P, R, F)
    resampled = np.concatenate(drawn, axis=1)
    return tuple(
        Comparison(_estimates(value, of), _estimates(value - values[0], of - resampled[0]))
        for value, of in zip(values, resampled, strict=True)
    )


def _by_sentence(typed: TypedWords, worth: Sequence[NDArray[np.generic]]) -> Values:
    """Add up F rows of what each word is worth (W,) over each sentence: (S, F)."""
    return np.stack([np.bincount(typed.sentence, weights) for weights in worth], axis=1)


def _draws(rng: np.random.Generator, sentences: int, resamples: int) -> Iterator[Values]:
    """Yield how often each sentence is drawn, in blocks (R, S) of `resamples` rows in all."""
    block = max(1, _LARGEST_DRAW // sentences)
    for start in range(0, resamples, block):
        rows = min(block, resamples - start)
        yield rng.multinomial(sentences, np.full(sentences, 1 / sentences), rows).astype(np.float64)


def _figures(ratios: Ratios, weights: Values) -> Values:
    """Return the F figures of each draw: weights (R, S) -> (R, F)."""
    return np.asarray((weights @ ratios.parts) / (weights @ ratios.wholes))


def _estimates(values: Values, resampled: Values) -> tuple[Estimate, ...]:
    """Put intervals around figures: values (F,), resampled (R, F)."""
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(resampled, [tail, 1 - tail], axis=0)
    return tuple(Estimate(*map(float, each)) for each in zip(values, low, high, strict=True))
