"""What a unit likes: the contexts and the words of a corpus after which it shows the most and the least.

    context     the last C words read; of each the greatest (least) h that the unit showed after it
    word        the mean of h over all times that it was read, for the W first ids, which are the most frequent words

A context is the unit's single strongest moment and may be chance; a mean over many contexts is not. Beside them stands
the unit's mean over everything, from which a word's mean is to be told. Memory is bounded whatever the length of the
corpus: 2 N contexts of C words a unit, and W means.

Source: the strongest examples of a unit as in Karpathy, Johnson and Fei-Fei 2015, arXiv:1506.02078, and Strobelt et al.
2018, "LSTMVis", arXiv:1606.07461.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from predictor_tui.inspection.arguments import check_unit, layer_or_top
from predictor_tui.inspection.windows import windows
from predictor_tui.nn.arrays import sum_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from predictor_tui.nn.arrays import Array, Ids
    from predictor_tui.nn.model import LanguageModel

NO_WORD = -1
"""Stands in a context for a word before the corpus began."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A context, the word after which the unit showed `value` being its last."""

    context: tuple[int, ...]
    value: float


@dataclass(frozen=True, slots=True)
class WordMean:
    """What the unit showed after a word, on average."""

    id: int
    mean: float
    count: int
    """Over how many times."""


@dataclass(frozen=True, slots=True)
class UnitProfile:
    """What one unit likes, each list the strongest first."""

    unit: int
    mean: float
    """Over all words read."""
    highest: tuple[Moment, ...]
    lowest: tuple[Moment, ...]
    raised_by: tuple[WordMean, ...]
    """Words with a mean above the unit's."""
    lowered_by: tuple[WordMean, ...]
    """Words with a mean below the unit's."""


@dataclass(frozen=True, slots=True)
class ProfileSettings:
    """How much is kept of a corpus."""

    top: int = 8
    """N: how many contexts and words each list has at most."""
    context: int = 8
    """C: how many words a context has."""
    words: int = 4000
    """W: for how many of the first ids means are taken."""
    least_count: int = 5
    """How often a word must have been read to be listed."""


class UnitProfiler:
    """Reads a corpus once, in as many parts as one likes, and tells what drove each unit of one layer."""

    def __init__(
        self, model: LanguageModel, settings: ProfileSettings | None = None, *, layer: int | None = None
    ) -> None:
        """Begin with an empty memory; `layer` is the top one by default. Raises IndexError for one there is not."""
        self._model = model
        self._settings = settings or ProfileSettings()
        self._layer = layer_or_top(model, layer)
        self._state = model.initial_state()
        units, words = model.settings.hidden, min(self._settings.words, model.settings.vocabulary)
        self._before = np.full(self._settings.context - 1, NO_WORD)
        self._highest = _Extremes(units, self._settings)
        self._lowest = _Extremes(units, self._settings)
        self._sums = np.zeros((words, units))
        self._counts = np.zeros(words, np.int64)
        self._total = np.zeros(units)
        self.words = 0
        """How many words have been read."""

    def read(self, ids: Iterable[int]) -> None:
        """Read on: the memory and the context go on from where they were."""
        for window in windows(self._model, ids, layer=self._layer, state=self._state):
            h = window.values("h")
            self._state = window.state
            contexts, values, least = self._by_context(window.ids, h)
            self._highest.add(contexts, values)
            self._lowest.add(contexts, -least)
            self._add_means(window.ids, h)

    def profile(self, unit: int) -> UnitProfile:
        """Return what a unit likes. Raises IndexError for a unit there is not, ValueError before a word is read."""
        check_unit(self._model, unit)
        if not self.words:
            raise ValueError("there is no word to look at")
        mean = float(self._total[unit] / self.words)
        return UnitProfile(
            unit,
            mean,
            self._highest.moments(unit, 1),
            self._lowest.moments(unit, -1),
            self._means(unit, mean, 1),
            self._means(unit, mean, -1),
        )

    def profiles(self) -> tuple[UnitProfile, ...]:
        """Return what every unit likes. Raises ValueError before a word is read."""
        return tuple(self.profile(unit) for unit in range(self._model.settings.hidden))

    def _by_context(self, ids: Ids, h: Array) -> tuple[Ids, Array, Array]:
        """Return the different contexts of a window, (G, C), and the greatest and least h after each, (G, H)."""
        longer = np.concatenate((self._before, ids))
        self._before = longer[len(ids) :]
        each = np.lib.stride_tricks.sliding_window_view(longer, self._settings.context)  # (T, C)
        contexts, group = np.unique(each, axis=0, return_inverse=True)
        order = np.argsort(group.ravel(), kind="stable")
        starts = np.searchsorted(group.ravel()[order], np.arange(len(contexts)))
        return contexts, np.maximum.reduceat(h[order], starts), np.minimum.reduceat(h[order], starts)

    def _add_means(self, ids: Ids, h: Array) -> None:
        self._total += h.sum(axis=0)
        self.words += len(ids)
        kept = ids < len(self._counts)
        if kept.any():
            rows = sum_rows(ids[kept], h[kept])
            self._sums[rows.ids] += rows.values
            self._counts += np.bincount(ids[kept], minlength=len(self._counts))

    def _means(self, unit: int, mean: float, sign: int) -> tuple[WordMean, ...]:
        """Return the words whose mean is furthest above a unit's, or with a `sign` of -1 below it."""
        often = np.flatnonzero(self._counts >= max(1, self._settings.least_count))
        apart = sign * (self._sums[often, unit] / self._counts[often] - mean)
        first = np.argsort(-apart, kind="stable")[: self._settings.top]
        ids = often[first[apart[first] > 0]]
        means = self._sums[ids, unit] / self._counts[ids]
        return tuple(map(WordMean, ids.tolist(), means.tolist(), self._counts[ids].tolist()))


class _Extremes:
    """The N contexts with the greatest values for each of H units, no context twice."""

    def __init__(self, units: int, settings: ProfileSettings) -> None:
        self._top = settings.top
        self._values = np.full((units, self._top), -np.inf)
        self._contexts = np.full((units, self._top, settings.context), NO_WORD)

    def add(self, contexts: Ids, values: Array) -> None:
        """Add different contexts (G, C) with the value of each unit, (G, H)."""
        best = np.argsort(-values, axis=0, kind="stable")[: self._top].T  # (H, n)
        new = np.take_along_axis(values.T, best, axis=1)
        known = self._known(contexts[best], new)
        values = np.concatenate((self._values, np.where(known, -np.inf, new)), axis=1)
        both = np.concatenate((self._contexts, contexts[best]), axis=1)
        kept = np.argsort(-values, axis=1, kind="stable")[:, : self._top]
        self._values = np.take_along_axis(values, kept, axis=1)
        self._contexts = np.take_along_axis(both, kept[:, :, None], axis=1)

    def moments(self, unit: int, sign: int) -> tuple[Moment, ...]:
        """Return a unit's contexts, the greatest value first, and their values times `sign`."""
        found = zip(self._contexts[unit].tolist(), self._values[unit].tolist(), strict=True)
        return tuple(Moment(tuple(context), sign * value) for context, value in found if value > -np.inf)

    def _known(self, contexts: Ids, values: Array) -> Array:
        """Return which of new contexts, (H, n, C), are kept already, and let those have the greater value."""
        same = (self._contexts[:, :, None] == contexts[:, None]).all(axis=3)  # (H, N, n)
        same &= (self._values > -np.inf)[:, :, None]
        again = np.where(same, values[:, None], -np.inf).max(axis=2, initial=-np.inf)
        self._values = np.maximum(self._values, again)
        return np.asarray(same.any(axis=1))
