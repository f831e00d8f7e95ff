"""In which order to draw the units, so that what belongs together lies side by side.

By similarity: units are alike if their values rise and fall together over a text. With z_j the values of unit j, mean
taken out and scaled to length 1, the correlation of two units is z_i . z_j, and the two leading eigenvectors e1, e2 of
the matrix of all of them place each unit in a plane. Round it by the angle atan2(e2_j, e1_j) neighbours are alike, and
the circle is cut at its widest gap.

Source: Friendly 2002, "Corrgrams: Exploratory Displays for Correlation Matrices", The American Statistician 56(4). The
eigenvectors are singular vectors of the z, which costs T^2 H for a text of T words, not H^3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from predictor_tui.nn.arrays import Array, Ids

Order = tuple[int, ...]
"""Units in the order in which to draw them."""


def by_index(units: int) -> Order:
    """Return the units as they are numbered."""
    return tuple(range(units))


def by_change(before: Sequence[float], now: Sequence[float]) -> Order:
    """Return the units that moved furthest first, equals by number: H values each."""
    moved = [abs(new - old) for old, new in zip(before, now, strict=True)]
    return tuple(sorted(range(len(moved)), key=lambda unit: -moved[unit]))


def by_half_life(half_lives: Sequence[float | None]) -> Order:
    """Return the units that hold on for longest first, equals by number; None is longer than any number."""
    return tuple(sorted(range(len(half_lives)), key=lambda unit: _shortness(half_lives[unit])))


def by_similarity(history: Sequence[Sequence[float]]) -> Order:
    """Return the units so that those that moved alike are neighbours: H values after each of T words.

    Units that stood still come last, by number; so do all of them where T is below 3, which tells nothing.
    """
    x = np.array(history, np.float64)
    if len(x) < 3:
        return by_index(x.shape[1] if x.ndim == 2 else 0)
    z = x - x.mean(axis=0)
    length = np.linalg.norm(z, axis=0)
    moved = np.flatnonzero(length > 1e-9 * np.sqrt(len(x)))
    still = np.flatnonzero(length <= 1e-9 * np.sqrt(len(x)))
    order = moved[_round_the_plane(z[:, moved] / length[moved])]
    return tuple(np.concatenate((order, still)).tolist())


def _shortness(half_life: float | None) -> float:
    return -np.inf if half_life is None else -half_life


def _round_the_plane(z: Array) -> Ids:
    """Return the order of the columns of z, (T, N), by their angle, beginning after the widest gap."""
    if z.shape[1] < 3:
        return np.arange(z.shape[1])
    e1, e2 = (_upright(vector) for vector in np.linalg.svd(z, full_matrices=False)[2][:2])
    angle = np.arctan2(e2, e1)
    order = np.argsort(angle, kind="stable")
    round_it = angle[order]
    gaps = np.diff(round_it, append=round_it[0] + 2 * np.pi)  # after each
    return np.roll(order, -int(np.argmax(gaps)) - 1)


def _upright(vector: Array) -> Array:
    """Return a singular vector with the sign that makes its largest part positive: either is right, one is stable."""
    return np.asarray(vector * np.sign(vector[np.argmax(np.abs(vector))]))
