from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, strategies
from small_models import SPELLINGS, fixed, model_file, predictor, typed

from predictor_tui import model_file as files
from predictor_tui.nn.cache import CacheSettings
from predictor_tui.prediction.document_cache import DocumentCache
from predictor_tui.prediction.memory import StateHistory
from predictor_tui.prediction.predictor import Predictor
from predictor_tui.prediction.tail_words import DISCOUNT
from predictor_tui.text.tokenizer import WHITESPACE
from predictor_tui.text.vocabulary import UNKNOWN

if TYPE_CHECKING:
    from pathlib import Path

CACHE = CacheSettings(0.3, 50, 0.5)
RARE = {"gymnast": 9, "zebra": 1, "Kubrick": 30}


def cached(cache: CacheSettings | None = CACHE, rare: dict[str, int] | None = None) -> Predictor:
    return Predictor(model_file(rare=rare), "cached", cache)


def words(text: str, k: int = 40, cache: CacheSettings = CACHE) -> list[str]:
    return [suggestion.word for suggestion in cached(cache).suggest(text, k)]


def chances(text: str, rare: dict[str, int] | None = None, cache: CacheSettings = CACHE) -> dict[str, float]:
    return {found.word: found.probability for found in cached(cache, rare).suggest(text, 60)}


def by_hand(read: list[str], cache: CacheSettings = CACHE) -> tuple[dict[str, float], dict[str, float]]:
    """The model's and the cache's probability of each word after these, straight from the equations."""
    model = model_file().model
    state, hidden = model.initial_state(), []
    for word in ("<eos>", *read):
        state = model.step(np.array([SPELLINGS.index(word) if word in SPELLINGS else UNKNOWN]), state)
        hidden.append(model.hidden(state)[:, 0].astype(np.float64))
    seen = list(zip(hidden, read, strict=False))[-cache.reach :]
    weights = [math.exp(cache.flatness * float(key @ hidden[-1])) for key, _ in seen]
    found: dict[str, float] = {}
    for (_, word), weight in zip(seen, weights, strict=True):
        found[word] = found.get(word, 0.0) + weight / sum(weights)
    p = np.exp(model.log_probabilities(state)[:, 0].astype(np.float64))
    return dict(zip(SPELLINGS, p.tolist(), strict=True)), found


# The mixture


@pytest.mark.parametrize("reach", [2, 4, 50])
def test_next_words_have_the_chances_of_the_equations(reach: int) -> None:
    cache = CacheSettings(0.3, reach, 0.5)
    model, document = by_hand(["going", "to", "Kubrick", "the", "gym", ".", "zyx", "to"], cache)
    mixture = {word: 0.7 * model.get(word, 0.0) + 0.3 * document.get(word, 0.0) for word in {**model, **document}}
    not_words = {"<eos>", ".", "?", "...", "3.5"}
    total = sum(chance for word, chance in mixture.items() if word not in not_words)
    found = chances("going to Kubrick the gym. zyx to ", cache=cache)
    for word in mixture.keys() - not_words - {"<unk>"}:
        assert found[word] == pytest.approx(mixture[word] / total, rel=1e-4)
    assert found.keys() == mixture.keys() - not_words - {"<unk>"}


def test_a_rare_word_typed_before_has_its_share_and_the_cache() -> None:
    model, document = by_hand(["Kubrick", "to", "zyx", "the"])
    share = (RARE["Kubrick"] - DISCOUNT) / sum(RARE.values())
    expected = 0.7 * model["<unk>"] * share + 0.3 * document["Kubrick"]
    found = chances("Kubrick to zyx the ", RARE)
    assert found["Kubrick"] / found["zyx"] == pytest.approx(expected / (0.3 * document["zyx"]), rel=1e-4)
    assert list(found).count("Kubrick") == 1


def test_over_all_ids_the_mixture_sums_to_1() -> None:
    file = model_file()
    history = StateHistory(file.model)
    cache = DocumentCache(CACHE, file.model, file.vocabulary, history)
    reader = cached()._reader
    after = cache.next_word(reader.read("the zyx. abc the zyx\nto "))
    p = np.exp(after.log_probabilities.astype(np.float64))
    assert p.sum() == pytest.approx(1, abs=1e-6)
    own = sum(math.exp(word.log_probability) for word in after.own)
    assert own + math.exp(after.log_unknown) == pytest.approx(p[UNKNOWN], rel=1e-5)


@pytest.mark.parametrize("rare", [None, RARE])
def test_completions_share_their_letters_among_them(rare: dict[str, int] | None) -> None:
    for letters in ("g", "z", "k", "ku"):
        found = chances(f"the gym, gybe zyx Kubrick then {letters}", rare)
        assert sum(found.values()) == pytest.approx(1)
        assert list(found.values()) == sorted(found.values(), reverse=True)


def test_nothing_read_leaves_the_network_alone() -> None:
    for text in ("", "g"):
        assert cached().suggest(text) == predictor().suggest(text)


def test_a_cache_of_no_strength_is_none() -> None:
    text = "the zyx then going to the z"
    for off in (None, CacheSettings(0.0, 50, 0.3)):
        assert cached(off).predict(text) == predictor().predict(text)
    assert cached().predict(text) != predictor().predict(text)


# Words that the vocabulary lacks


def test_a_name_typed_once_is_offered_after_two_of_its_letters_and_before() -> None:
    text = "going to Gyllenhaal. I'm home, then "
    assert "Gyllenhaal" in words(text + "gy", 3)
    assert "Gyllenhaal" in words(text)
    assert "Gyllenhaal" not in [suggestion.word for suggestion in predictor().suggest(text + "gy", 40)]


def test_what_was_typed_often_comes_before_what_was_typed_once() -> None:
    found = chances("the zyx to zyx and zyx or zab then z")
    assert list(found) == ["zyx", "zab"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("so Zyx, zyx ", "zyx"),
        ("so zyx. Zyx is ", "zyx"),
        ("so zyx\nZyx is ", "zyx"),
        ("so ZYX. Zyx is ", "ZYX"),
        ("Zyx is so ", "Zyx"),
        ("Zyx is so. Zyx zyxes. I like a zyx ", "zyx"),
    ],
)
def test_a_word_is_spelt_as_it_was_last_where_capitals_were_free(text: str, word: str) -> None:
    assert [found for found in words(text) if found.casefold() == "zyx"] == [word]


def test_no_number_mark_control_or_special_is_offered() -> None:
    found = words("so 3.75 http://a\x1b]0;x\x07 http://b.x 12:30 !! to ")
    assert {word for word in found if word not in SPELLINGS} == {"so", "http://b.x"}
    treebank = Predictor(model_file(tokenizer=WHITESPACE), "cached", CACHE)
    assert not {"<unk>", "<eos>"} & {found.word for found in treebank.suggest("a <unk> b <unk> ", 60)}


def test_words_beyond_the_reach_are_forgotten() -> None:
    text = "zyx " + "the gym to " * 3
    for reach, remembered in ((9, False), (10, True)):
        assert ("zyx" in words(text, cache=CacheSettings(0.3, reach, 0.5))) is remembered
    assert "zyx" in words("the zyx ")


def test_words_before_the_memory_was_emptied_are_forgotten() -> None:
    text = "the zyx then to "
    offered = [found.word for found in cached().predict(text, 60, memory_from=len("the zyx ")).suggestions]
    assert "zyx" not in offered


# The same text, the same answer


names = strategies.lists(strategies.sampled_from(["Zyx ", "zab ", "zyx. ", "the ", "gy", "\n"]), max_size=8).map(
    "".join
)


@given(strategies.lists(names | typed, max_size=4), names, strategies.integers(0, 30))
@fixed
def test_what_was_asked_before_changes_no_answer(before: list[str], text: str, memory_from: int) -> None:
    used = cached(rare=RARE)
    for other in before:
        used.predict(other + text)
        used.predict(other, memory_from=memory_from)
    assert used.predict(text, memory_from=memory_from) == cached(rare=RARE).predict(text, memory_from=memory_from)


def test_other_unknown_words_in_the_same_places_give_another_answer() -> None:
    used = cached()
    for name in ("Zyx", "Abc", "Zyx"):
        assert name in [found.word for found in used.suggest(f"the {name} to ", 60)]


def test_another_letter_costs_no_step_and_a_word_costs_one() -> None:
    used = cached()
    used.suggest("the zyx to ")
    steps = used.steps
    used.suggest("the zyx to z")
    assert used.steps == steps
    used.suggest("the zyx to zyx ")
    assert used.steps == steps + 1


def test_a_model_is_loaded_with_a_cache_if_asked(tmp_path: Path) -> None:
    path = tmp_path / "mine.safetensors"
    files.save(path, model_file())
    text = "the zyx to z"
    assert Predictor.load(path).predict(text) == predictor().predict(text)
    assert Predictor.load(path, cache=CACHE).predict(text) == cached().predict(text)
