"""The prediction: a softmax over the vocabulary, its loss, and the gradient of both.

V words, N positions, P features; a column of ones is appended to the features so that the last column of the weights
W, (V, P+1), is the bias:

    l = W [y; 1]                            a score for each word                 (V, N)
    p = exp(l) / Z,  Z = sum exp(l)         its probability                       (V, N)
    loss = mean over N of -log p[target]

    dl = (p - onehot(target)) / N           and with it  dW = dl [y; 1]^T,  dy = W^T dl

p is never formed: exp(l) stays undivided and 1 / (N Z) goes into the columns of [y; 1] and of dy instead, which are
few; the onehot is Z taken from exp(l) at the targets. The vocabulary is gone through in blocks, so that scores are
still in the processor's cache when they are exponentiated, summed and sent back. Positions are taken in groups, so that
memory stays bounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from predictor_tui.nn.arrays import Array, Ids, Workspace

SCORES_AT_ONCE = 25_000_000
"""How many scores (V times positions) are held at the same time: 100 MB in float32."""
SCORES_IN_CACHE = 700_000
"""How many scores a block of the vocabulary has."""


@dataclass(frozen=True, eq=False, slots=True)
class OutputGradients:
    """The mean loss over the positions in nats, and its gradients."""

    loss: float
    y: Array
    """(P, N)"""
    W: Array
    """(V, P+1)"""


def with_ones(y: Array, work: Workspace) -> Array:
    """Append the row of ones that the bias is multiplied with: (P, N) -> (P+1, N)."""
    extended = work.take("output.y", y.shape[0] + 1, y.shape[1])
    extended[:-1] = y
    extended[-1] = 1
    return extended


def scores(W: Array, y: Array) -> Array:
    """Return l for each word: W (V, P+1), y (P, N) -> (V, N)."""
    return W[:, :-1] @ y + W[:, -1:]


def exponentials(
    W: Array, extended: Array, out: Array, work: Workspace, back: Array | None = None
) -> tuple[Array, Array]:
    """Put exp(l - s) into `out` (V, N) and return its column sums and the shift s, both (N,).

    With `back` (P, N), W^T exp(l - s) is put there. The shift is 0 unless a column overflows or vanishes; the largest
    score is looked for only then.
    """
    nothing = np.zeros(extended.shape[1], W.dtype)
    total = _exponentials(W, extended, out, nothing, work, back)
    if np.isfinite(total).all() and (total > np.finfo(total.dtype).tiny * 1e8).all():
        return total, nothing
    shift = np.matmul(W, extended, out=out).max(axis=0)
    return _exponentials(W, extended, out, shift, work, back), shift


def _exponentials(W: Array, extended: Array, out: Array, shift: Array, work: Workspace, back: Array | None) -> Array:
    total, shifted = np.zeros_like(shift), bool(shift.any())
    size = max(1, SCORES_IN_CACHE // shift.size)
    ones = np.ones(size, W.dtype)
    if back is not None:
        back[...] = 0
    with np.errstate(over="ignore", invalid="ignore"):  # the caller looks at the sums
        for start in range(0, W.shape[0], size):
            rows, p = W[start : start + size], out[start : start + size]
            np.matmul(rows, extended, out=p)
            if shifted:
                p -= shift
            np.exp(p, out=p)
            total += ones[: len(p)] @ p
            if back is not None:
                back += np.matmul(rows[:, :-1].T, p, out=work.take("output.back", *back.shape))
    return total


def word_losses(W: Array, y: Array, targets: Ids, work: Workspace) -> Array:
    """Return -log p[target] at each position, in nats: W (V, P+1), y (P, N), targets (N,) -> (N,)."""
    losses = np.empty(targets.size, W.dtype)
    extended = with_ones(y, work)
    for part in groups(W.shape[0], targets.size):
        columns = extended[:, part]
        total, shift = exponentials(W, columns, work.take("output.p", W.shape[0], columns.shape[1]), work)
        losses[part] = np.log(total) + shift - target_scores(W[targets[part]], columns)
    return losses


def loss_and_gradients(W: Array, y: Array, targets: Ids, work: Workspace, weight: float = 1.0) -> OutputGradients:
    """Return the loss over the whole vocabulary and its gradients: W (V, P+1), y (P, N), targets (N,).

    The gradients, not the loss, are multiplied by `weight`.
    """
    extended, count = with_ones(y, work), targets.size / weight
    loss, d_W = 0.0, work.take("output.d_W", *W.shape)
    d_y = work.take("output.d_y", *y.shape)
    parts = groups(W.shape[0], targets.size)
    for part in parts:
        columns, wanted = extended[:, part], targets[part]
        chosen = W[wanted]  # (n, P+1)
        p, back = work.take("output.p", W.shape[0], wanted.size), work.take("output.d_y.part", y.shape[0], wanted.size)
        total, shift = exponentials(W, columns, p, work, back)
        loss += float((np.log(total) + shift - target_scores(chosen, columns)).sum())
        scale = 1 / (total * count)
        np.multiply(back, scale, out=d_y[:, part])
        d_y[:, part] -= chosen[:, :-1].T / count
        p[wanted, np.arange(wanted.size)] -= total
        if part is parts[0]:
            np.matmul(p, (columns * scale).T, out=d_W)
        else:
            d_W += p @ (columns * scale).T
    return OutputGradients(loss / targets.size, d_y, d_W)


def target_scores(chosen: Array, extended: Array) -> Array:
    """Return l[target] at each position: the targets' rows of W (N, P+1), [y; 1] (P+1, N) -> (N,)."""
    return np.asarray(np.einsum("np,pn->n", chosen, extended))


def groups(vocabulary: int, count: int) -> list[slice]:
    """Cut `count` positions into groups of at most SCORES_AT_ONCE scores, as equal as can be."""
    number = max(1, -(-vocabulary * count // SCORES_AT_ONCE))
    size = -(-count // number)
    return [slice(start, min(start + size, count)) for start in range(0, count, size)]
