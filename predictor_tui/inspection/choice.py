"""What comes next: among which words, how probable each, and what moved between two predictions.

A text goes on with any id of the vocabulary, marks and the end of a line among them. A keyboard offers words only and
tells a word's chance given that a word comes. `Choice` says which is meant:

    p(w) = exp(l_w) / sum of exp(l_v) over the counted v, 0 for a w that is not counted
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from predictor_tui.nn.arrays import Array, Ids
    from predictor_tui.nn.model import LanguageModel

Probabilities = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Chance:
    """A word that may come next."""

    id: int
    probability: float


@dataclass(frozen=True, slots=True)
class Shift:
    """How probable a word is in one case and in another."""

    id: int
    before: float
    after: float

    @property
    def change(self) -> float:
        return self.after - self.before


@dataclass(frozen=True, eq=False, slots=True)
class Choice:
    """Which ids the next word is taken to be among, and which of them a list may name."""

    counted: Ids
    """Their probabilities add up to 1."""
    listed: Ids
    """Some or all of them."""

    @classmethod
    def of_all(cls, model: LanguageModel) -> Choice:
        """Return the choice among all ids."""
        everything = np.arange(model.settings.vocabulary)
        return cls(everything, everything)

    def log_total(self, scores: Array) -> float:
        """Return log Z, the logarithm of the sum of exp(l) over what is counted: scores (V,)."""
        counted = scores[self.counted].astype(np.float64)
        peak = counted.max()
        return float(peak + np.log(np.exp(counted - peak).sum()))

    def probabilities(self, scores: Array) -> Probabilities:
        """Return p of every id, (V,), from scores or from log-probabilities, (V,)."""
        p = np.zeros(scores.shape)
        p[self.counted] = np.exp(scores[self.counted] - self.log_total(scores))
        return p

    def after(self, model: LanguageModel, state: Array) -> Probabilities:
        """Return p of every id, (V,), to come after a state (S, 1)."""
        return self.probabilities(model.log_probabilities(state)[:, 0])

    def check(self, word: int) -> None:
        """Raise ValueError unless the word is among those that are counted."""
        if not np.any(self.counted == word):
            raise ValueError(f"word {word} is none of those that may come")

    def top(self, p: Probabilities, count: int) -> tuple[Chance, ...]:
        """Return the most probable words, best first, equals by id: p (V,)."""
        return tuple(Chance(int(id_), float(p[id_])) for id_ in self._first(p, count))

    def shifts(self, before: Probabilities, after: Probabilities, count: int) -> tuple[Shift, ...]:
        """Return the words whose probability moved furthest, up or down, the furthest first: before and after (V,)."""
        moved = self._first(np.abs(after - before), count)
        return tuple(Shift(int(id_), float(before[id_]), float(after[id_])) for id_ in moved)

    def _first(self, sizes: Probabilities, count: int) -> Ids:
        """Return the listed ids of the largest sizes."""
        kept = np.sort(self.listed)
        if count < kept.size:
            kept = kept[sizes[kept] >= np.partition(sizes[kept], -count)[-count]] if count else kept[:0]
        return kept[np.argsort(-sizes[kept], kind="stable")][:count]
