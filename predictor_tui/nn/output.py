"""The prediction: a softmax over the vocabulary, its loss, and the gradient of both.

V words, N positions, P features; a column of ones is appended to the features so that the last column of the weights
W, (V, P+1), is the bias:

    l = W [y; 1]                            a score for each word                 (V, N)
    p = exp(l) / Z,  Z = sum exp(l)         its probability                       (V, N)
    loss = mean over N of -log p[target]

    dl = (p - onehot(target)) / N           and with it  dW = dl [y; 1]^T,  dy = W^T dl

p is never formed: exp(l) stays undivided and 1 / (N Z) goes into the columns of [y; 1] and of dy instead, which are
few; the onehot touches one row of W a position. Positions are taken in groups, so that memory stays bounded.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from predictor_tui.nn.arrays import Array, Ids, Workspace, sum_rows

SCORES_AT_ONCE = 8_000_000
"""How many scores (V times positions) are held at the same time: 32 MB in float32."""


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


def exponentials(W: Array, extended: Array, out: Array) -> tuple[Array, Array]:
    """Put exp(l - s) into `out` (V, N) and return its column sums and the shift s, both (N,).

    The shift is 0 unless a column overflows or vanishes; the largest score is looked for only then.
    """
    np.matmul(W, extended, out=out)
    with np.errstate(over="ignore"):
        np.exp(out, out=out)
        total = out.sum(axis=0)
    if np.isfinite(total).all() and (total > np.finfo(total.dtype).tiny * 1e8).all():
        return total, np.zeros_like(total)
    np.matmul(W, extended, out=out)
    shift = out.max(axis=0)
    out -= shift
    np.exp(out, out=out)
    return out.sum(axis=0), shift


def word_losses(W: Array, y: Array, targets: Ids, work: Workspace) -> Array:
    """Return -log p[target] at each position, in nats: W (V, P+1), y (P, N), targets (N,) -> (N,)."""
    losses = np.empty(targets.size, W.dtype)
    extended = with_ones(y, work)
    for part in groups(W.shape[0], targets.size):
        columns = extended[:, part]
        total, shift = exponentials(W, columns, work.take("output.p", W.shape[0], columns.shape[1]))
        losses[part] = np.log(total) + shift - target_scores(W, columns, targets[part])
    return losses


def loss_and_gradients(W: Array, y: Array, targets: Ids, work: Workspace) -> OutputGradients:
    """Return the loss over the whole vocabulary and its gradients: W (V, P+1), y (P, N), targets (N,)."""
    extended, count = with_ones(y, work), targets.size
    loss, d_W = 0.0, work.take("output.d_W", *W.shape)
    d_y = work.take("output.d_y", *y.shape)
    parts = groups(W.shape[0], count)
    for part in parts:
        columns, wanted = extended[:, part], targets[part]
        p = work.take("output.p", W.shape[0], columns.shape[1])
        total, shift = exponentials(W, columns, p)
        loss += float((np.log(total) + shift - target_scores(W, columns, wanted)).sum())
        scale = 1 / (total * count)
        d_y[:, part] = (W[:, :-1].T @ p) * scale - W[wanted, :-1].T / count
        if part is parts[0]:
            np.matmul(p, (columns * scale).T, out=d_W)
        else:
            d_W += p @ (columns * scale).T
    onehot = sum_rows(targets, extended.T)
    d_W[onehot.ids] -= onehot.values / count
    return OutputGradients(loss / count, d_y, d_W)


def target_scores(W: Array, extended: Array, targets: Ids) -> Array:
    """Return l[target] at each position: W (V, P+1), [y; 1] (P+1, N) -> (N,)."""
    return np.asarray(np.einsum("np,pn->n", W[targets], extended))


def groups(vocabulary: int, count: int) -> list[slice]:
    """Cut `count` positions into groups of at most SCORES_AT_ONCE scores, as equal as can be."""
    number = max(1, -(-vocabulary * count // SCORES_AT_ONCE))
    size = -(-count // number)
    return [slice(start, min(start + size, count)) for start in range(0, count, size)]
