"""A look back at the last N hidden states: attention with the "general" score.

Luong, Pham and Manning 2015 (arXiv:1508.04025), turned on the network's own past as by Daniluk et al. 2017
(arXiv:1702.04521). H hidden units; s1 ... sN are the h of the N words before the one just read:

    e_k = h^T A s_k                        how well the k-th state answers the present one
    a = softmax(e)                         the share each gets, over those that there are      (N)
    c = sum_k a_k s_k                      what was found: the context                         (H)
    y = h + C c                            what the next word is predicted from                (H)

With no word to look back at, c is zero. The parameters are "attention.A" and "attention.C", (H, H) each. Both papers
take tanh(C [h; c]) for y; the sum, a residual connection (He et al. 2016, arXiv:1512.03385), is cheaper, never stands
between h and the prediction, and learnt faster in every comparison.

A window of T words by B sequences is one batched product, (T, H) by (H, T+N-1) for each sequence: row t of it holds the
N scores of word t in the columns t to t+N-1, a band along the diagonal, and zeros around the band make the same product
of the shares.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import as_strided

from predictor_tui.nn.earlier_states import EarlierStates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from predictor_tui.nn.arrays import Array, Ids, Parameters, Workspace
    from predictor_tui.nn.earlier_states import Past

STEPS_AT_ONCE = 128
"""The words of a longer window are taken in groups: the band's surroundings would grow with the square of T."""


@dataclass(frozen=True, eq=False, slots=True)
class Look:
    """What the way back needs of one look, and what it found."""

    h: Array
    """What was asked with: (H, T*B)."""
    earlier: Array
    """What was looked at, in the order of time: (T+N-1, B, H)."""
    queries: Array
    """A^T h: (T, B, H)."""
    weights: Array
    """a, the oldest first: (B, T, N)."""
    context: Array
    """c: (T, B, H)."""
    y: Array
    """(H, T*B)"""


@dataclass(frozen=True, eq=False, slots=True)
class AttentionBackward:
    """What a backward pass returns."""

    h: Array
    """Gradient of h after each word: (H, T*B)."""
    h_before: Array
    """Gradient of h before the window: (H, B)."""
    kept: Array
    """Gradient of the earlier states that came in: (N*H+1, B)."""
    parameters: dict[str, Array]


class Attention:
    """The layer without weights or state: both are arguments, so that typing and training share it."""

    def __init__(self, reach: int, units: int) -> None:
        """`reach`: N, `units`: H."""
        self.units = units
        self.states = EarlierStates(reach, units)

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Return the shape of each parameter by its full name."""
        return {"attention.A": (self.units, self.units), "attention.C": (self.units, self.units)}

    def look(self, parameters: Parameters, h: Array, earlier: Array, words: Ids, work: Workspace) -> Look:
        """Look back from each word: h (H, T*B), earlier (T+N-1, B, H), words (T, B) read since the memory was empty."""
        steps, batch = words.shape
        queries = work.take("attention.queries", steps, batch, self.units)
        np.matmul(h.T, parameters["attention.A"], out=queries.reshape(-1, self.units))  # 1
        weights = work.take("attention.weights", batch, steps, self.states.reach)
        context = work.take("attention.context", steps, batch, self.units)
        there = self.states.there(words)
        for now, back in self._groups(steps):
            s = earlier[back].transpose(1, 0, 2)
            room = self._room(now, batch, work)
            np.matmul(queries[now].transpose(1, 0, 2), s.transpose(0, 2, 1), out=room)  # 2
            shares(_band(room), there[now].transpose(1, 0, 2), out=weights[:, now])  # 3
            _spread(weights[:, now], room)
            np.matmul(room, s, out=context[now].transpose(1, 0, 2))  # 4
        y = work.take("attention.y", *h.shape)
        np.matmul(parameters["attention.C"], context.reshape(-1, self.units).T, out=y)
        y += h  # 5
        return Look(h, earlier, queries, weights, context, y)

    def look_from(self, parameters: Parameters, h: Array, kept: Array, work: Workspace) -> Look:
        """Look back from a state: h (H, B), kept (N*H+1, B); T is 1."""
        return self.look(parameters, h, self.states.queue(kept), self.states.words(kept)[None], work)

    def forward(self, parameters: Parameters, past: Past, h: Array, work: Workspace) -> Look:
        """Look back from each word of a window: h (H, T*B)."""
        return self.look(parameters, h, past.before_each, past.words[1:], work)

    def backward(
        self, parameters: Parameters, past: Past, look: Look, d_y: Array, d_last: Array, work: Workspace
    ) -> AttentionBackward:
        """Undo `forward`: d_y (H, T*B); d_last (N*H+1, B), the gradient of what the state keeps after the window."""
        context = look.context.reshape(-1, self.units)
        d_context = work.take("attention.d_context", *context.shape)
        np.matmul(d_y.T, parameters["attention.C"], out=d_context)  # undoes 5, towards c
        d_past = work.take("attention.d_past", *past.h.shape)
        d_past[...] = 0
        d_queries = self._look_backward(look, d_context.reshape(look.context.shape), d_past[1:-1], work)
        d_queries = d_queries.reshape(context.shape)
        d_kept, d_h = self.states.backward(past, d_past, d_last)
        d_now = parameters["attention.A"] @ d_queries.T  # undoes 1, towards h
        d_now += d_y  # undoes 5, towards h
        d_now += d_h[:, 1:].reshape(d_now.shape)
        gradients: dict[str, Array] = {"attention.A": look.h @ d_queries, "attention.C": d_y @ context}
        return AttentionBackward(d_now, d_h[:, 0], d_kept, gradients)

    def _look_backward(self, look: Look, d_context: Array, d_earlier: Array, work: Workspace) -> Array:
        """Undo lines 2 to 4: d_context (T, B, H); add to d_earlier (T+N-1, B, H), return that of the queries."""
        steps, batch, _ = d_context.shape
        d_queries = work.take("attention.d_queries", *d_context.shape)
        for now, back in self._groups(steps):
            s, d_s = look.earlier[back].transpose(1, 0, 2), d_earlier[back].transpose(1, 0, 2)
            d_c, weights = d_context[now].transpose(1, 0, 2), look.weights[:, now]
            room = self._room(now, batch, work)
            _spread(weights, room)
            d_s += room.transpose(0, 2, 1) @ d_c  # undoes 4, towards s
            np.matmul(d_c, s.transpose(0, 2, 1), out=room)  # undoes 4, towards a
            d_e = shares_derivative(weights, _band(room))  # undoes 3
            _spread(d_e, room)
            np.matmul(room, s, out=d_queries[now].transpose(1, 0, 2))  # undoes 2, towards the queries
            d_s += room.transpose(0, 2, 1) @ look.queries[now].transpose(1, 0, 2)  # undoes 2, towards s
        return d_queries

    def _groups(self, steps: int) -> Iterator[tuple[slice, slice]]:
        """Cut a window into groups of words, each with the earlier states that they look at."""
        for start in range(0, steps, STEPS_AT_ONCE):
            stop = min(start + STEPS_AT_ONCE, steps)
            yield slice(start, stop), slice(start, stop + self.states.reach - 1)

    def _room(self, now: slice, batch: int, work: Workspace) -> Array:
        steps = now.stop - now.start
        return work.take("attention.room", batch, steps, steps + self.states.reach - 1)


def shares(e: Array, there: NDArray[np.bool_], out: Array) -> None:
    """Put softmax(e) over what is there into `out`, zeros elsewhere and where nothing is there: all (..., N)."""
    np.copyto(out, -np.inf)
    np.copyto(out, e, where=there)
    out -= out.max(axis=-1, keepdims=True, initial=np.finfo(out.dtype).min)
    np.exp(out, out=out)
    total = out.sum(axis=-1, keepdims=True)
    out /= np.where(total, total, 1)


def shares_derivative(a: Array, d_a: Array) -> Array:
    """Return the gradient of e from that of a = softmax(e): a * (d_a - sum of a * d_a), all (..., N)."""
    d_e = a * d_a
    d_e -= a * d_e.sum(axis=-1, keepdims=True)
    return d_e


def _band(wide: Array) -> Array:
    """Return the columns t to t+N-1 of each row t, as a view to read from and write to: (B, T, T+N-1) -> (B, T, N)."""
    batch, steps, columns = wide.shape
    over, down, right = wide.strides
    return as_strided(wide, (batch, steps, columns - steps + 1), (over, down + right, right))


def _spread(narrow: Array, wide: Array) -> None:
    """Lay (B, T, N) along the band of (B, T, T+N-1), zeros around it."""
    wide[...] = 0
    _band(wide)[...] = narrow
