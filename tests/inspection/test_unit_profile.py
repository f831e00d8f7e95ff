from __future__ import annotations

import numpy as np
import pytest
from every_kind import TEXT, each_kind
from nets import WORDS, network

from predictor_tui.inspection import windows
from predictor_tui.inspection.unit_profile import NO_WORD, Moment, ProfileSettings, UnitProfile, UnitProfiler
from predictor_tui.nn.arrays import Array
from predictor_tui.nn.model import LanguageModel

SHORT = ProfileSettings(top=4, context=2, words=9, least_count=3)
CORPUS = np.random.default_rng(4).integers(0, WORDS, 300).tolist()


def hidden(model: LanguageModel, ids: list[int], layer: int) -> Array:
    """Return a layer's h after each word, (T, H)."""
    states = model.read(np.array(ids)[:, None], model.initial_state())
    return np.array([model.layer(state, layer)[: model.settings.hidden, 0] for state in states])


def profiles(model: LanguageModel, ids: list[int], settings: ProfileSettings = SHORT) -> tuple[UnitProfile, ...]:
    profiler = UnitProfiler(model, settings)
    profiler.read(ids)
    return profiler.profiles()


def moments_by_hand(
    h: Array, ids: list[int], settings: ProfileSettings, sign: int
) -> list[tuple[tuple[int, ...], float]]:
    """Return the contexts with the greatest `sign` times h, (T,), of one unit."""
    best: dict[tuple[int, ...], float] = {}
    padded = [NO_WORD] * (settings.context - 1) + ids
    for t, value in enumerate(h.tolist()):
        context = tuple(padded[t : t + settings.context])
        best[context] = max(best.get(context, -np.inf), sign * value)
    first = sorted(best.items(), key=lambda one: -one[1])[: settings.top]
    return [(context, sign * value) for context, value in first]


def told(moments: tuple[Moment, ...]) -> list[tuple[tuple[int, ...], float]]:
    return [(moment.context, pytest.approx(moment.value, rel=1e-9)) for moment in moments]  # type: ignore[misc]


@each_kind
def test_the_contexts_and_words_that_drive_each_unit(model: LanguageModel) -> None:
    for layer in range(model.settings.layers):
        h = hidden(model, CORPUS, layer)
        profiler = UnitProfiler(model, SHORT, layer=layer)
        profiler.read(CORPUS)
        ids = np.array(CORPUS)
        for found in profiler.profiles():
            of_unit = h[:, found.unit]
            assert told(found.highest) == moments_by_hand(of_unit, CORPUS, SHORT, 1)
            assert told(found.lowest) == moments_by_hand(of_unit, CORPUS, SHORT, -1)
            assert found.mean == pytest.approx(of_unit.mean())
            means = {word: of_unit[ids == word].mean() for word in range(9)}
            assert [one.mean for one in found.raised_by] == pytest.approx(
                sorted((mean for mean in means.values() if mean > found.mean), reverse=True)[:4]
            )
            assert [one.mean for one in found.lowered_by] == pytest.approx(
                sorted(mean for mean in means.values() if mean < found.mean)[:4]
            )
            for one in found.raised_by + found.lowered_by:
                assert one.mean == pytest.approx(means[one.id])
                assert one.count == np.count_nonzero(ids == one.id)


@pytest.mark.parametrize("size", [1, 7, 299])
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_windows_and_parts_of_any_size_tell_the_same(cell: str, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    model = network(cell, 2, attention=3)
    whole = profiles(model, CORPUS)
    monkeypatch.setattr(windows, "WORDS_AT_ONCE", size)
    profiler = UnitProfiler(model, SHORT)
    for start, stop in ((0, 5), (5, 5), (5, 200), (200, 300)):
        profiler.read(iter(CORPUS[start:stop]))
    assert profiler.words == len(CORPUS)
    for one, other in zip(whole, profiler.profiles(), strict=True):
        assert told(one.highest) == [(moment.context, moment.value) for moment in other.highest]
        assert told(one.lowest) == [(moment.context, moment.value) for moment in other.lowest]
        assert [mean.id for mean in one.raised_by] == [mean.id for mean in other.raised_by]
        assert [mean.id for mean in one.lowered_by] == [mean.id for mean in other.lowered_by]


def test_a_context_that_comes_again_is_listed_once_with_its_strongest_moment() -> None:
    for found in profiles(network("gru"), [3, 5] * 40):
        contexts = [moment.context for moment in found.highest]
        assert sorted(contexts) == [(NO_WORD, 3), (3, 5), (5, 3)]


def test_a_short_corpus_has_no_more_than_there_was() -> None:
    found = profiles(network("gru"), list(TEXT[:2]))[0]
    assert {moment.context for moment in found.highest} == {(NO_WORD, TEXT[0]), (TEXT[0], TEXT[1])}
    assert found.raised_by == found.lowered_by == ()  # no word came three times


def test_words_that_are_not_counted_have_no_mean() -> None:
    few = ProfileSettings(top=20, context=1, words=3, least_count=1)
    found = profiles(network("gru"), CORPUS, few)[2]
    assert {one.id for one in found.raised_by + found.lowered_by} <= {0, 1, 2}
    assert {moment.context for moment in found.highest} == {(word,) for word in range(WORDS)}
    assert profiles(network("gru"), [9, 10], few)[0].raised_by == ()


def test_memory_does_not_grow_with_the_corpus() -> None:
    def held(profiler: UnitProfiler) -> int:
        arrays = [*vars(profiler).values(), *vars(profiler._highest).values(), *vars(profiler._lowest).values()]
        return sum(array.nbytes for array in arrays if isinstance(array, np.ndarray))

    profiler = UnitProfiler(network("gru"), SHORT)
    profiler.read(CORPUS[:50])
    before = held(profiler)
    profiler.read(CORPUS * 3)
    assert held(profiler) == before


def test_what_cannot_be_asked() -> None:
    profiler = UnitProfiler(network("gru"))
    with pytest.raises(ValueError, match="no word"):
        profiler.profile(0)
    profiler.read(TEXT)
    with pytest.raises(IndexError, match="unit 6"):
        profiler.profile(6)
    with pytest.raises(IndexError, match="layer 1"):
        UnitProfiler(network("gru"), layer=1)
