"""What a word's rows come to for predicting: its spelling, whether it may be offered, and its weight today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from predictor_tui.prediction.learning.records import Form, usual

if TYPE_CHECKING:
    from collections.abc import Sequence

    from predictor_tui.prediction.learning.rules import LearningRules
    from predictor_tui.prediction.learning.store import WordStore


@dataclass(frozen=True, slots=True)
class Remembered:
    """One word of the writer's."""

    spelling: str
    """The usual one, or as it was added."""
    offered: bool
    """Whether it was written often enough, or added by hand, to be offered though the vocabulary lacks it."""
    weight: float


def remembered(store: WordStore, rules: LearningRules, today: int, key: str | None = None) -> dict[str, Remembered]:
    """Return every word that was written or added, or the one with this key, by key; `today` is an ordinal.

    A word that was added never counts less than one that was just typed often enough to be offered.
    """
    one, wanted = (" WHERE key = ?", (key,)) if key is not None else ("", ())
    with store.database.reading() as connection:
        rows = connection.execute(f"SELECT key, spelling, free, typed, picked, day, day FROM uses{one}", wanted)
        added = dict(connection.execute(f"SELECT key, spelling FROM added{one}", wanted).fetchall())
        forms: dict[str, list[Form]] = {}
        for form in map(Form._make, rows):
            forms.setdefault(form.key, []).append(form)
    found = {form: _from_rows(rows, rules, today) for form, rows in forms.items()}
    for by_hand, spelling in added.items():
        weight = found[by_hand].weight if by_hand in found else 0.0
        found[by_hand] = Remembered(spelling, True, max(weight, float(rules.times)))
    return found


def _from_rows(rows: Sequence[Form], rules: LearningRules, today: int) -> Remembered:
    weight = sum(rules.weight(row.typed, row.picked, today - row.last) for row in rows)
    times = sum(row.typed + row.picked for row in rows)
    return Remembered(usual(rows), times >= rules.times, weight)
