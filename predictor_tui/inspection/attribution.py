"""Why this word: its score is a plain sum over the units, so what each adds is exact.

With h the top layer's memory, P the projection (nothing where there is none) and W_w, b_w the word's row and bias:

    l_w = W_w . P y + b_w = v . y + b_w,  v = P^T W_w                  v: (H)
    y = h                                 unit j adds v_j h_j

With attention (`nn.attention`), y = h + C c and c = sum_k a_k s_k; with u = C^T v the rest of the sum can be told by
units or by the words looked back at:

    v . C c = sum_j u_j c_j = sum_k a_k (u . s_k)

The shares a_k are taken as they are: how h came to choose them is not part of the sum. The difference of two words'
scores is the same sum with the difference of their rows, and the log of the ratio of their probabilities.

Source: direct logit attribution, as in Elhage et al. 2021, "A Mathematical Framework for Transformer Circuits".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from predictor_tui.inspection.arguments import after, column, floats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from predictor_tui.nn.arrays import Array
    from predictor_tui.nn.model import LanguageModel, Run


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one unit adds."""

    unit: int
    value: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """What adds up to a word's score, or to how far it is above another's."""

    word: int
    against: int | None
    units: tuple[float, ...]
    """From each unit of the memory as it is now: H numbers."""
    looked_back: tuple[float, ...]
    """From each unit through the look back: H numbers, none without attention."""
    earlier_words: tuple[float, ...]
    """The same told by words, the one before the last first: as many as there are within reach."""
    bias: float
    score: float
    """The sum of `units`, `looked_back` and `bias`, which is what the network computes."""

    def strongest(self, count: int) -> tuple[Contribution, ...]:
        """Return the units that speak for the word most, the strongest first; only those that do."""
        return tuple(found for found in self._ordered(-1)[:count] if found.value > 0)

    def weakest(self, count: int) -> tuple[Contribution, ...]:
        """Return the units that speak against it most, the strongest first; only those that do."""
        return tuple(found for found in self._ordered(1)[:count] if found.value < 0)

    def _ordered(self, sign: int) -> list[Contribution]:
        """Return the units with all that each adds, now and through the look back."""
        both = (
            (sum(pair) for pair in zip(self.units, self.looked_back, strict=True)) if self.looked_back else self.units
        )
        found = [Contribution(unit, value) for unit, value in enumerate(both)]
        return sorted(found, key=lambda one: sign * one.value)


def attribute(
    model: LanguageModel,
    ids: Sequence[int],
    word: int,
    *,
    against: int | None = None,
    state: Array | None = None,
) -> Attribution:
    """Take apart why `word` comes next, perhaps rather than `against`.

    The text comes upon `state` (S, 1), an empty memory by default. Raises ValueError for a text without words.
    """
    run = model.run(column(ids)[-1:], after(model, ids[:-1], state))
    row = model.output_weights[word].astype(np.float64)
    if against is not None:
        row -= model.output_weights[against]
    v, bias = _unprojected(model, row[:-1]), float(row[-1])
    units = v * run.reading.tapes[-1].output[:, 0]
    looked_back, earlier_words = _through_look(model, run, v)
    score = float(units.sum() + looked_back.sum() + bias)
    return Attribution(word, against, floats(units), floats(looked_back), floats(earlier_words), bias, score)


def _unprojected(model: LanguageModel, row: Array) -> Array:
    """Return v, (H,), from the row that the features are multiplied with, (P,)."""
    return row @ model.parameters["projection.P"] if model.settings.projected else row


def _through_look(model: LanguageModel, run: Run, v: Array) -> tuple[Array, Array]:
    """Return what comes through the look back, by units, (H,), and by words, newest first; both empty without one."""
    look, past = run.reading.look, run.reading.past
    if look is None or past is None:
        return np.zeros(0), np.zeros(0)
    there = min(int(past.words[-1, 0]) - 1, look.earlier.shape[0])
    u = v @ model.parameters["attention.C"]
    words = look.weights[0, 0] * (look.earlier[:, 0] @ u)
    return u * look.context[0, 0], words[::-1][:there]
