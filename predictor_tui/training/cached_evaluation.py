"""How surprised a model is by a text when a cache of what the text held so far helps it.

As in `evaluation`, the text is read in rows side by side, but each row first reads as many words before its own as the
cache reaches back and WARM_UP more, so that its cache is whole.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from predictor_tui.nn.cache import CacheSettings, target_shares
from predictor_tui.text.vocabulary import END, UNKNOWN
from predictor_tui.training.evaluation import ROWS, WARM_UP, WINDOW, Perplexity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from predictor_tui.nn.arrays import Array, Ids
    from predictor_tui.nn.model import LanguageModel
    from predictor_tui.training.streams import Stream

STRENGTHS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3)
FLATNESSES = (0.0, 0.1, 0.2, 0.3, 0.5, 0.8, 1.2, 2.0)
LARGEST_MEMORY = 64_000_000
"""Bytes that the remembered states of all rows may take; one row is read even so."""


def evaluate_cached(model: LanguageModel, stream: Stream, cache: CacheSettings) -> Perplexity:
    """Judge the prediction of every id of `stream` (L,), the first one after an END; L at least 1."""
    nats = _nats(model, stream, cache.reach, (cache.strength,), (cache.flatness,))
    return Perplexity(stream.size, float(nats[0, 0]), float((stream == UNKNOWN).mean()))


def choose_cache(
    model: LanguageModel,
    stream: Stream,
    reach: int,
    strengths: Sequence[float] = STRENGTHS,
    flatnesses: Sequence[float] = FLATNESSES,
) -> CacheSettings:
    """Return the cache that foresees `stream`, a text to validate with, best; the first of equals.

    All settings are judged in one reading.
    """
    nats = _nats(model, stream, reach, strengths, flatnesses)
    flatness, strength = list(product(flatnesses, strengths))[int(nats.argmin())]
    return CacheSettings(strength, reach, flatness)


class _Words(NamedTuple):
    """Some words of the text, N of them in reading order."""

    keys: Array
    """(N, H): the top layer's state before each."""
    values: Ids
    """(N,): their ids."""
    places: Ids
    """(N,): where in the text each stands; below 0 before its start."""

    def then(self, more: _Words) -> _Words:
        keys, values, places = (np.concatenate(pair) for pair in zip(self, more, strict=True))
        return _Words(keys, values, places)

    def part(self, which: slice) -> _Words:
        return _Words(self.keys[which], self.values[which], self.places[which])


def _nats(
    model: LanguageModel, stream: Stream, reach: int, strengths: Sequence[float], flatnesses: Sequence[float]
) -> NDArray[np.float64]:
    """Return the mean of -log p for each flatness and strength, (F, S)."""
    reach = min(reach, stream.size)  # there is no more to remember
    share = np.array(strengths)[:, None]
    total = np.zeros((len(flatnesses), len(strengths)))
    for losses, cached, alone in _read(model, stream, reach, flatnesses):
        bare = np.exp(-losses.astype(np.float64))
        for index, p_cache in enumerate(cached):
            mixture = np.where(alone, bare, (1 - share) * bare + share * p_cache)  # (S, Q)
            total[index] -= np.log(mixture).sum(axis=1)
    return total / stream.size


def _read(
    model: LanguageModel, stream: Stream, reach: int, flatnesses: Sequence[float]
) -> Iterator[tuple[Array, Array, NDArray[np.bool_]]]:
    """Yield, for some words at a time, -log p_model (Q,), p_cache (F, Q), and whether nothing came before (Q,)."""
    warm_up = -(-(reach + WARM_UP) // WINDOW) * WINDOW  # whole windows, so that one begins where the text does
    starts, length = _rows(model, stream, reach, warm_up)
    read = np.full(warm_up + starts.size * length + 1, END, np.int32)
    read[warm_up + 1 : warm_up + 1 + stream.size] = stream  # read[warm_up + i] is what precedes target i
    held = [_Words(np.empty((0, model.settings.hidden), np.float32), read[:0], starts[:0])] * starts.size
    state = model.initial_state(starts.size)
    for begin in range(-warm_up, length, WINDOW):
        at = starts + np.arange(begin, min(begin + WINDOW, length))[:, None]  # (T, rows): which target
        if begin == 0:
            state[:, starts == 0] = 0  # the text's own start has nothing before it
        ids, targets = read[warm_up + at], read[warm_up + 1 + at]
        states = model.read(ids, state)  # (T, S, rows)
        losses = model.word_losses(ids, targets, state)[0] if begin >= 0 else None
        hidden = np.stack([model.hidden(one) for one in states])  # (T, H, rows)
        state = states[-1].copy()
        for index in range(starts.size):
            new = _Words(hidden[:, :, index], targets[:, index], at[:, index])
            seen = held[index].then(new)
            if losses is not None and (counted := int((new.places < stream.size).sum())):
                p_cache, alone = _cached(seen, new.part(slice(counted)), reach, flatnesses)
                yield losses[:counted, index], p_cache, alone
            held[index] = seen.part(slice(-reach, None))


def _rows(model: LanguageModel, stream: Stream, reach: int, warm_up: int) -> tuple[Ids, int]:
    """Return where each row starts and how long all are: none but the first may warm up before the text's start."""
    fitting = LARGEST_MEMORY // (4 * (reach + WINDOW) * model.settings.hidden)
    count = max(1, min(ROWS, stream.size // warm_up, fitting))
    length = -(-stream.size // count)
    return np.arange(count) * length, length


def _cached(seen: _Words, asked: _Words, reach: int, flatnesses: Sequence[float]) -> tuple[Array, NDArray[np.bool_]]:
    """Return p_cache of Q words that were asked for (F, Q), and whether each has nothing before it (Q,)."""
    age = asked.places[:, None] - seen.places  # (Q, N)
    counts: NDArray[np.bool_] = (seen.places >= 0) & (age >= 1) & (age <= reach)
    visible = np.where(counts, np.float32(0), np.float32(-np.inf))
    found = target_shares(seen.keys, seen.values, asked.keys, asked.values, visible, flatnesses)
    return found, np.logical_not(counts.any(axis=1))
