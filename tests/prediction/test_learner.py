from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings, strategies

from predictor_tui.prediction.learner import Learner
from predictor_tui.prediction.learning.noticing import context, observation
from predictor_tui.prediction.learning.rules import LearningRules
from predictor_tui.prediction.learning.store import WordStore
from predictor_tui.prediction.learning.values import Observation
from predictor_tui.text.tokenizer import WORDS
from predictor_tui.text.vocabulary import UNKNOWN

DAY = date(2026, 11, 25)
IDS = {"the": 2, "to": 3, "gym": 4, "and": 5, "damn": 6}
RULES = LearningRules(times=2, half_life=30, discount=0.5, trust=4, doubt=1)

fixed = settings(derandomize=True, deadline=None, max_examples=30)


def learner_of(store: WordStore, rules: LearningRules = RULES, day: date = DAY) -> Learner:
    return Learner(store, rules, day, lambda key: IDS.get(key, UNKNOWN), lambda key: key == "rare")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[WordStore]:
    with WordStore(tmp_path / "words.sqlite") as made:
        yield made


@pytest.fixture
def learner(store: WordStore) -> Learner:
    return learner_of(store)


def write(learner: Learner, text: str, day: date = DAY, *, picked: bool = False) -> list[Observation]:
    """Write words, and return what that taught."""
    before, taught = "", []
    for word in text.split(" "):
        if seen := observation(word, before, day, picked=picked):
            learner.observe(seen)
            taught.append(seen)
        before += word + " "
    return taught


def offered(learner: Learner, text: str, prefix: str = "", count: int = 50) -> list[str]:
    return [word.spelling for word in learner.candidates(prefix, context(text), count)]


# What is offered


def test_a_word_the_vocabulary_lacks_is_offered_once_it_was_written_often_enough(learner: Learner) -> None:
    write(learner, "so Kubrick")
    assert "Kubrick" not in offered(learner, "so ")
    assert "Kubrick" not in [word.spelling for word in learner.next_word(context("so ")).own]
    write(learner, "so Kubrick")
    assert "Kubrick" in offered(learner, "so ")
    assert "Kubrick" in [word.spelling for word in learner.next_word(context("so ")).own]


def test_a_word_it_has_and_one_that_is_known_anyhow_are_offered_at_once(learner: Learner) -> None:
    write(learner, "so the Rare typo")
    assert offered(learner, "so the ") == ["Rare", "the"]
    assert [word.spelling for word in learner.next_word(context("so the ")).own] == ["Rare"]


def test_a_word_added_by_hand_is_offered_at_once_and_for_ever(store: WordStore) -> None:
    store.add("Kyiv", DAY)
    assert offered(learner_of(store), "", "ky") == ["Kyiv"]
    assert offered(learner_of(store, day=DAY + timedelta(days=3650)), "so ", "KY") == ["Kyiv"]


def test_what_followed_comes_first(learner: Learner) -> None:
    write(learner, "to the gym and to the gym and the and the and the and")
    assert offered(learner, "to the ")[0] == "gym"
    assert offered(learner, "so the ")[0] == "and"


def test_picked_counts_more_than_typed(learner: Learner) -> None:
    write(learner, "so gym")
    write(learner, "so damn", picked=True)
    assert offered(learner, "so ")[:2] == ["damn", "gym"]


def test_what_is_old_fades(learner: Learner, store: WordStore) -> None:
    write(learner, "so gym", DAY - timedelta(days=90))
    write(learner, "so gym", DAY - timedelta(days=90))
    write(learner, "so damn", DAY - timedelta(days=29))
    assert "damn" in offered(learner, "so ")
    assert "gym" not in offered(learner, "so ")
    assert "gym" in offered(learner_of(store, day=DAY - timedelta(days=80)), "so ")


def test_the_chances_are_those_of_the_equations(learner: Learner) -> None:
    write(learner, "the gym")
    write(learner, "the gym")
    write(learner, "the Zyx")
    alone = {"the": 2.5, "gym": 1.5, "zyx": 0.5}
    behind = {"gym": 1.5, "zyx": 0.5}
    chances = {}
    for word, kept in alone.items():
        once = behind.get(word, 0) / 4 + 0.5 * kept / 10
        chances[word] = behind.get(word, 0) / 4 + 0.5 * once
    writer = learner.next_word(context("the "))
    found = dict(zip(writer.ids.tolist(), writer.probabilities.tolist(), strict=True))
    assert found == pytest.approx({IDS["the"]: chances["the"], IDS["gym"]: chances["gym"]})
    assert writer.beyond == pytest.approx(chances["zyx"])
    assert writer.rest == pytest.approx(1 - sum(chances.values()))
    assert writer.own == ()
    assert {word.key: math.exp(word.log_probability) for word in learner.candidates("", context("the "), 9)} == (
        pytest.approx({"the": chances["the"], "gym": chances["gym"]})
    )


# What is blocked, forgotten, changed elsewhere


def test_a_blocked_word_is_offered_on_no_path_and_an_allowed_one_is(learner: Learner, store: WordStore) -> None:
    write(learner, "so damn Kubrick so damn Kubrick")
    store.block("Kubrick", DAY)
    store.block("Damn", DAY)
    for prefix in ("", "d", "k", "KUBRICK"):
        assert not {"damn", "Kubrick"} & set(offered(learner, "so damn ", prefix))
    assert [word.key for word in learner.next_word(context("so damn ")).own] == ["so"]
    assert learner.blocklist.is_blocked("damn")
    store.allow("kubrick", DAY)
    assert "Kubrick" in offered(learner, "so damn ")


def test_a_forgotten_word_is_offered_no_more(learner: Learner, store: WordStore) -> None:
    write(learner, "so Kubrick went so Kubrick went")
    store.forget("kubrick")
    assert "Kubrick" not in offered(learner, "so ")
    assert learner.next_word(("kubrick",)).probabilities.tolist() == learner.next_word(()).probabilities.tolist()


def test_what_another_program_changes_is_noticed(learner: Learner, tmp_path: Path) -> None:
    write(learner, "so Kubrick so Kubrick")
    assert "Kubrick" in offered(learner, "so ")
    with WordStore(tmp_path / "words.sqlite") as other:
        other.add("Kyiv", DAY)
        assert offered(learner, "", "ky") == ["Kyiv"]
        other.forget("Kubrick")
        write(learner, "so gym")
        assert set(offered(learner, "so ")) == {"Kyiv", "gym", "so"}


def test_a_change_that_comes_between_is_noticed(
    learner: Learner, store: WordStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    observe = store.observe
    with WordStore(tmp_path / "words.sqlite") as other:

        def another_is_quicker(seen: object) -> None:
            other.add("Kyiv", DAY)
            observe(seen)  # type: ignore[arg-type]

        monkeypatch.setattr(store, "observe", another_is_quicker)
        write(learner, "so")
    assert "Kyiv" in offered(learner, "so ")


# Properties

words = strategies.lists(
    strategies.sampled_from(["the", "to", "gym", "and", "damn", "Kubrick", "Kudos", "rare", "typo", "don't", "."]),
    max_size=12,
).map(" ".join)


def answers(learner: Learner) -> list[dict[str, float]]:
    """What the learner says of every word behind some texts, whatever the order it holds the words in."""
    found = []
    for text in ("", "so ", "the ", "to the ", "Kubrick "):
        writer = learner.next_word(context(text))
        ids = dict(zip(map(str, writer.ids.tolist()), writer.probabilities.tolist(), strict=True))
        own = {word.spelling: word.log_probability for word in writer.own}
        offered = {
            f"{word.spelling} offered": word.log_probability for word in learner.candidates("", context(text), 99)
        }
        found.append({**ids, **own, **offered, "beyond": writer.beyond, "rest": writer.rest})
    return found


def assert_equal(answer: list[dict[str, float]], expected: list[dict[str, float]]) -> None:
    for one, other in zip(answer, expected, strict=True):
        assert one == pytest.approx(other)


@given(words, words, strategies.booleans(), strategies.integers(0, 100))
@fixed
def test_what_is_taken_back_was_never_learnt(kept: str, undone: str, picked: bool, ago: int) -> None:
    with TemporaryDirectory() as folder, WordStore(Path(folder) / "words.sqlite") as store:
        learner = learner_of(store)
        write(learner, kept)
        expected = answers(learner)
        taught = write(learner, undone, DAY - timedelta(days=ago), picked=picked)
        for seen in reversed(taught):
            learner.take_back(seen)
        assert_equal(answers(learner), expected)
        assert_equal(answers(learner_of(store)), expected)


@given(words, words, strategies.sampled_from(["", "k", "Ku", "th", "DON’", "x"]), strategies.integers(1, 5))
@fixed
def test_candidates_are_sorted_distinct_and_true_to_the_letters(text: str, end: str, prefix: str, count: int) -> None:
    with TemporaryDirectory() as folder, WordStore(Path(folder) / "words.sqlite") as store:
        learner = learner_of(store)
        write(learner, text)
        store.block("kudos", DAY)
        every = learner.candidates(prefix, context(end), sys.maxsize)
        assert every[:count] == learner.candidates(prefix, context(end), count)
        scores = [word.log_probability for word in every]
        assert scores == sorted(scores, reverse=True)
        assert len({word.key for word in every}) == len(every)
        for word in every:
            assert word.key.startswith(WORDS.key(prefix))
            assert WORDS.key(word.spelling) == word.key
            assert word.key != "kudos"
        writer = learner.next_word(context(end))
        assert float(writer.probabilities.sum()) + writer.beyond + writer.rest == pytest.approx(1)


@given(words, strategies.lists(words, max_size=3))
@fixed
def test_learning_word_by_word_is_as_reading_the_store_anew(first: str, more: list[str]) -> None:
    with TemporaryDirectory() as folder, WordStore(Path(folder) / "words.sqlite") as store:
        learner = learner_of(store)
        for text in (first, *more):
            write(learner, text)
            learner.next_word(context(text))
        assert_equal(answers(learner), answers(learner_of(store)))
