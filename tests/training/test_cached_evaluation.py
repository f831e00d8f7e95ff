from __future__ import annotations

import math

import numpy as np
import pytest
from toys import model, noise

from predictor_tui.nn.cache import CacheSettings
from predictor_tui.nn.model import LanguageModel
from predictor_tui.training import cached_evaluation
from predictor_tui.training.cached_evaluation import choose_cache, evaluate_cached
from predictor_tui.training.evaluation import WARM_UP, WINDOW, evaluate
from predictor_tui.training.streams import Stream

CACHE = CacheSettings(0.3, 20, 0.5)
ONE_ROW = WARM_UP + 2 * WINDOW  # about what a row needs before it


def lively(cell: str, layers: int = 1) -> LanguageModel:
    network = model(cell, layers=layers)
    network.output_weights[:] *= 5  # so that a state that is off by a word would show
    return network


def word_by_word(network: LanguageModel, stream: Stream, cache: CacheSettings) -> float:
    """The mean of -log p, straight from the equations, reading as a person types."""
    state, before, total = network.initial_state(), 1, 0.0
    past: list[tuple[list[float], int]] = []
    for word in stream.tolist():
        state = network.step(np.array([before]), state)
        hidden = network.hidden(state)[:, 0].tolist()
        p = math.exp(network.log_probabilities(state)[word, 0])
        seen = past[-cache.reach :]
        if seen:
            weights = [math.exp(cache.flatness * math.fsum(map(float.__mul__, key, hidden))) for key, _ in seen]
            found = sum(weight for weight, (_, value) in zip(weights, seen, strict=True) if value == word)
            p = (1 - cache.strength) * p + cache.strength * found / sum(weights)
        total -= math.log(p)
        past.append((hidden, word))
        before = word
    return total / stream.size


@pytest.mark.parametrize("length", [1, 2, WINDOW, WINDOW + 1, ONE_ROW, 2 * ONE_ROW, 3 * ONE_ROW + 7])
@pytest.mark.parametrize("cell", ["rnn", "lstm"])
def test_a_text_is_judged_as_if_read_word_by_word(cell: str, length: int) -> None:
    network, stream = lively(cell, layers=2), noise(length)
    found = evaluate_cached(network, stream, CACHE)
    assert found.nats == pytest.approx(word_by_word(network, stream, CACHE), rel=1e-4)
    assert found.words == length
    assert found.unknown_share == pytest.approx(np.mean(stream == 0))


@pytest.mark.parametrize("reach", [1, WINDOW - 1, WINDOW, 3 * WINDOW])
def test_any_reach_is_kept_to_across_windows_and_rows(reach: int) -> None:
    network, cache, stream = lively("gru"), CacheSettings(0.5, reach, 1.0), noise(1000)
    assert evaluate_cached(network, stream, cache).nats == pytest.approx(word_by_word(network, stream, cache), rel=1e-4)


def test_rows_are_as_many_as_the_memory_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    network, stream = lively("gru"), noise(1000)
    several = evaluate_cached(network, stream, CACHE).nats
    monkeypatch.setattr(cached_evaluation, "LARGEST_MEMORY", 1)
    assert evaluate_cached(network, stream, CACHE).nats == pytest.approx(several, rel=1e-5)


def test_no_strength_is_no_cache() -> None:
    network, stream = lively("lstm"), noise(700)
    bare = evaluate(network, stream).nats
    assert evaluate_cached(network, stream, CacheSettings(0.0, 50, 0.3)).nats == pytest.approx(bare, rel=1e-5)


def test_the_settings_chosen_are_the_best_of_the_grid() -> None:
    network, stream = lively("gru"), np.repeat(noise(60, words=12), 6)
    strengths, flatnesses = (0.05, 0.4, 0.9), (0.0, 3.0)
    judged = {
        (strength, flatness): evaluate_cached(network, stream, CacheSettings(strength, 30, flatness)).nats
        for strength in strengths
        for flatness in flatnesses
    }
    chosen = choose_cache(network, stream, 30, strengths, flatnesses)
    assert judged[chosen.strength, chosen.flatness] == min(judged.values())
    assert chosen.reach == 30
    assert len({round(nats, 6) for nats in judged.values()}) == len(judged)
