"""A cheap stand-in for the full softmax while training: the sum Z over the vocabulary is estimated from a sample.

The candidates S of a batch are its own targets and K draws from unigram^(3/4) (Mikolov et al. 2013), shared by all of
its positions. A word j is in S with the chance

    pi_j = 1 - (1 - q_j)^K (1 - u_j)^(N - 1)

(q the law of the draws, u the unigram law, N the positions), so Z of one position is estimated by its own target's
exp(l) plus exp(l_j) / pi_j over the other candidates: importance sampling as in Bengio and Senécal 2003 and Jean et al.
2014 (arXiv:1412.2007). Evaluation and typing always use the full softmax.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from predictor_tui.nn.arrays import Array, Ids, Rows, Workspace
from predictor_tui.nn.output import exponentials, target_scores, with_ones

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Sampler:
    """Draws candidates by how often words occur."""

    def __init__(self, counts: NDArray[np.integer], draws: int, power: float = 0.75) -> None:
        """`counts` (V,): how often each word occurs, ids as index; `draws`: K."""
        unigram = np.maximum(counts, 1).astype(np.float64)
        smoothed = unigram**power
        self.draws = draws
        self._q = smoothed / smoothed.sum()
        self._u = unigram / unigram.sum()
        self._edges = np.cumsum(self._q)

    def candidates(self, targets: Ids, rng: np.random.Generator) -> Ids:
        """Return the ids of S, rising, each once."""
        drawn = np.searchsorted(self._edges, rng.random(self.draws) * self._edges[-1], side="right")
        return np.unique(np.concatenate((targets, np.minimum(drawn, self._q.size - 1))))

    def log_chances(self, ids: Ids, positions: int) -> NDArray[np.float64]:
        """Return log pi of each id, for a batch of `positions` targets."""
        log_missed = self.draws * np.log1p(-self._q[ids]) + (positions - 1) * np.log1p(-self._u[ids])
        return np.asarray(np.log(-np.expm1(log_missed)))


def sampled_loss_and_gradients(
    W: Array, y: Array, targets: Ids, candidates: Ids, log_chances: Array, work: Workspace, weight: float = 1.0
) -> tuple[float, Array, Rows]:
    """Return the estimated mean loss in nats, dy (P, N) and dW by rows, these two multiplied by `weight`.

    W (V, P+1), y (P, N), targets (N,), all of them among `candidates` (C,), rising; log_chances (C,).
    """
    extended, count = with_ones(y, work), targets.size
    W_s = W[candidates]  # (C, P+1)
    W_s[:, -1] -= log_chances
    places = np.searchsorted(candidates, targets)
    p, d_y = work.take("sampling.p", candidates.size, count), work.take("sampling.d_y", *y.shape)
    total, shift = exponentials(W_s, extended, p, work)
    # A position's own target is certain to be in S: its chance, divided out above for the others, is put back.
    own, every, chosen = p[places, np.arange(count)], np.arange(count), W_s[places]
    weighted = own * np.exp(log_chances[places]).astype(own.dtype)
    total += weighted - own
    p[places, every] = weighted - total  # the onehot, times the total
    correct = target_scores(chosen, extended) + log_chances[places]
    loss = float((np.log(total) + shift - correct).mean())
    scale = weight / (total * count)
    np.matmul(W_s[:, :-1].T, p, out=d_y)
    d_y *= scale
    return loss, d_y, Rows(candidates, p @ (extended * scale).T)
