from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, strategies
from small_models import SPELLINGS, fixed, model_file, predictor, treebank_predictor, typed, vocabulary

from predictor_tui import model_file as files
from predictor_tui.errors import ModelFileError
from predictor_tui.nn.model import LanguageModel
from predictor_tui.nn.settings import ModelSettings
from predictor_tui.prediction.predictor import Predictor
from predictor_tui.prediction.slips import SHORTEST
from predictor_tui.text.tokenizer import WORDS
from predictor_tui.text.vocabulary import UNKNOWN, Vocabulary

if TYPE_CHECKING:
    from pathlib import Path

PREDICTOR = predictor()


def offered(text: str, k: int = 30) -> list[str]:
    return [suggestion.word for suggestion in PREDICTOR.suggest(text, k)]


# The same text, the same answer


@given(strategies.lists(typed, max_size=4), typed, strategies.integers(0, 40))
@fixed
def test_what_was_asked_before_changes_no_answer(before: list[str], text: str, memory_from: int) -> None:
    used = predictor()
    for other in before:
        used.predict(other)
        used.predict(other + text, memory_from=memory_from)
    assert used.predict(text, memory_from=memory_from) == predictor().predict(text, memory_from=memory_from)


@given(typed, typed)
@fixed
def test_typed_and_deleted_is_never_typed(text: str, more: str) -> None:
    used = predictor()
    first = used.predict(text)
    for end in [*range(len(more)), *reversed(range(len(more)))]:
        used.predict(text + more[:end])
    assert used.predict(text) == first


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
@pytest.mark.parametrize("layers", [1, 2])
def test_a_paste_and_typing_give_the_same_to_the_last_bit(cell: str, layers: int) -> None:
    text = "I'm going to the gym. Monday? The going to I'm then there, home.\nGo to the gy"
    typing = predictor(cell, layers)
    for end in range(len(text)):
        typing.predict(text[:end])
    assert typing.predict(text) == predictor(cell, layers).predict(text)


# Steps


def test_a_letter_and_a_deletion_cost_no_step() -> None:
    used = predictor()
    used.predict("I'm going to the ")
    assert used.steps == 5
    for text in ("I'm going to the g", "I'm going to the gy", "I'm going to the ", "I'm going to ", "I'm ", ""):
        used.predict(text)
    used.predict("I'm going to the ")
    assert used.steps == 5


def test_a_finished_word_costs_one_step() -> None:
    used = predictor()
    used.predict("I'm going")
    steps = used.steps
    used.predict("I'm going ")
    assert used.steps == steps + 1


def test_a_long_text_costs_a_bounded_number_of_steps() -> None:
    used = predictor()
    text = "going to the gym. " * 50_000
    used.suggest(text)
    assert used.steps < 8192 / 3
    steps = used.steps
    used.suggest(text + "gy")
    assert used.steps == steps


# What is offered


@given(typed, strategies.integers(1, 30))
@fixed
def test_suggestions_are_sorted_distinct_and_true_to_the_prefix(text: str, k: int) -> None:
    prediction = PREDICTOR.predict(text, k)
    chances = [suggestion.probability for suggestion in prediction.suggestions]
    words = [suggestion.word for suggestion in prediction.suggestions]
    assert len(words) <= k
    assert chances == sorted(chances, reverse=True)
    assert all(0 <= chance <= 1 for chance in chances)
    assert prediction.others == pytest.approx(1 - sum(chances), abs=1e-6)
    assert len(set(words)) == len(words)
    assert text.endswith(prediction.prefix)
    if len(WORDS.key(prediction.prefix)) < SHORTEST:
        assert all(WORDS.key(word).startswith(WORDS.key(prediction.prefix)) for word in words)
    assert prediction.prefix not in words
    assert tuple(PREDICTOR.suggest(text, k)) == prediction.suggestions


def test_all_words_are_offered_but_no_mark_number_or_special() -> None:
    assert sorted(offered("to ")) == sorted(set(SPELLINGS) - {"<unk>", "<eos>", ".", "?", "...", "3.5"})


def test_next_words_have_the_networks_probability_given_that_a_word_comes() -> None:
    file = model_file()
    state = file.model.initial_state()
    for word in ("<eos>", "going", "to"):
        state = file.model.step(np.array([SPELLINGS.index(word)]), state)
    expected = np.exp(file.model.log_probabilities(state)[:, 0])
    words = [id_ for id_ in range(len(file.vocabulary)) if id_ == UNKNOWN or file.vocabulary.may_be_suggested(id_)]
    expected /= expected[words].sum()
    for suggestion in PREDICTOR.suggest("Going to ", 30):
        assert suggestion.probability == pytest.approx(expected[SPELLINGS.index(suggestion.word)], rel=1e-6)


def test_completions_share_their_letters_among_them() -> None:
    assert sum(suggestion.probability for suggestion in PREDICTOR.suggest("to the t", 30)) == pytest.approx(1)
    (going,) = PREDICTOR.suggest("to the go", 30)
    assert 0 < going.probability < 1, "the word that is typed already has a share as well"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("to the gy", {"gym", "gypsy"}),
        ("to the Gy", {"Gym", "Gypsy"}),
        ("to the GY", {"GYM", "GYPSY"}),
        ("gy", {"Gym", "Gypsy"}),
        ("Then. gy", {"Gym", "Gypsy"}),
        ("so m", {"Monday"}),
        ("so monday", {"Monday"}),
        ("so Monday", set()),
        ("so i", {"I", "I'm", "iPhone"}),
        ("so gym", {"gypsy"}),
        ("gym", {"Gypsy"}),
        ("so don", {"don't"}),
        ("so don’", {"don’t"}),
        ("so don’t", set()),
        ("so cafe\u0301", set()),
        ("so well-", {"well-known"}),
        ("so STRASS", {"STRASSE"}),
        ("so zzz", set()),
        ("so 3", set()),
    ],
)
def test_completions_follow_the_letters_typed(text: str, expected: set[str]) -> None:
    assert set(offered(text)) == expected


def test_a_sentence_starts_with_a_capital() -> None:
    assert {"Gym", "The", "I'm", "iPhone"} <= set(offered("Going home. "))
    assert {"gym", "the", "I'm", "iPhone"} <= set(offered("Going home "))


def test_fewer_suggestions_are_the_first_of_more() -> None:
    assert PREDICTOR.suggest("to the ", 3) == PREDICTOR.suggest("to the ", 7)[:3]


def test_capitals_count_where_the_text_is_tokenised_already() -> None:
    words = {suggestion.word for suggestion in treebank_predictor().suggest("", 30)}
    assert {"the", "Monday"} <= words
    assert words.isdisjoint({"The", "<unk>", "<eos>"})
    assert treebank_predictor().suggest("M") != []
    assert treebank_predictor().suggest("m") == []


def test_k_is_at_least_one() -> None:
    for ask in (PREDICTOR.suggest, PREDICTOR.predict):
        with pytest.raises(ValueError, match="k must be 1 or more, not 0"):
            ask("the ", 0)


# Memory


def test_memory_is_the_state_after_the_last_finished_word() -> None:
    assert len(PREDICTOR.memory("")) == PREDICTOR.units == 4
    assert PREDICTOR.memory("going to") == PREDICTOR.memory("going t") == PREDICTOR.memory("going ")
    assert PREDICTOR.memory("going to ") != PREDICTOR.memory("going ")
    assert all(-1 <= value <= 1 for value in PREDICTOR.memory("going to the gym. "))


def test_a_prediction_shows_the_memory_before_and_after_the_last_word() -> None:
    memory = PREDICTOR.predict("Going, to the gy").memory
    assert (memory.hidden, memory.previous) == (PREDICTOR.memory("Going, to the "), PREDICTOR.memory("Going, to "))
    assert (memory.word, memory.words_read) == ("the", 3)


def test_before_the_first_word_the_memory_has_read_the_start_alone() -> None:
    memory = PREDICTOR.predict("").memory
    assert any(memory.hidden)
    assert memory.previous == (0, 0, 0, 0)
    assert (memory.word, memory.words_read) == ("", 0)


def test_an_emptied_memory_knows_only_what_came_later() -> None:
    text = "going to the gym then "
    emptied = PREDICTOR.predict(text, memory_from=len("going to the "))
    assert emptied.memory == PREDICTOR.predict("gym then ").memory
    assert emptied.memory != PREDICTOR.predict(text).memory
    assert PREDICTOR.predict("Going home. ", memory_from=12).memory == PREDICTOR.predict("").memory


# Loading


def test_a_saved_model_predicts_as_before(tmp_path: Path) -> None:
    path = tmp_path / "mine.safetensors"
    files.save(path, model_file())
    loaded = Predictor.load(path)
    assert loaded.predict("I'm going to the ") == PREDICTOR.predict("I'm going to the ")
    assert (loaded.name, loaded.card) == ("mine", {"name": "tiny"})


def test_a_model_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ModelFileError):
        Predictor.load("no-such-model")


def test_the_title_names_the_model_its_cell_and_its_words() -> None:
    assert PREDICTOR.title == f"tiny · LSTM 4 · {len(vocabulary())} words"
    words = Vocabulary(["<unk>", "<eos>", *(f"w{i}" for i in range(1998))], range(2000), WORDS)
    shape = ModelSettings(vocabulary=2000, cell="rnn", embedding=3, hidden=8, layers=2)
    model = LanguageModel.initialised(shape, np.random.default_rng(0))
    assert Predictor(files.ModelFile(model, words, {}), "own").title == "own · RNN 2 × 8 · 2,000 words"
