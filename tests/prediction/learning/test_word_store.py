from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, strategies
from writing import DAY, fixed, observations, observe, observed, write

from predictor_tui.errors import WordStoreError
from predictor_tui.prediction.learning.exchange import rows
from predictor_tui.prediction.learning.line_form import Continuation, Use
from predictor_tui.prediction.learning.store import WordStore
from predictor_tui.prediction.learning.values import START, Counted, Observation

TODAY = DAY.toordinal()

OBSERVE_OFTEN = """
import sys
from datetime import date
from pathlib import Path
from predictor_tui.prediction.learning.noticing import observation
from predictor_tui.prediction.learning.store import WordStore
with WordStore(Path(sys.argv[1]), wait=60) as store:
    print("ready", flush=True)
    sys.stdin.read()
    for _ in range(200):
        store.observe(observation("gym", "to the ", date(2026, 11, 25), picked=False))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "words" / "words.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[WordStore]:
    with WordStore(path, wait=0) as made:
        yield made


def test_a_word_is_counted_with_what_it_stands_behind(store: WordStore) -> None:
    write(store, "to the Gym")
    write(store, "to the Gym", picked=True)
    write(store, "to the Gym", DAY + timedelta(days=1))
    kept = [row for row in rows(store) if row.key == "gym"]
    assert kept == [
        Use("gym", "Gym", 1, TODAY, 1, 1),
        Use("gym", "Gym", 1, TODAY + 1, 1, 0),
        Continuation("the", "", "gym", TODAY, 1, 1),
        Continuation("the", "", "gym", TODAY + 1, 1, 0),
        Continuation("the", "to", "gym", TODAY, 1, 1),
        Continuation("the", "to", "gym", TODAY + 1, 1, 0),
    ]


def test_continuations_are_found_by_one_word_and_by_two(store: WordStore) -> None:
    write(store, "to the gym. at the store. To the")
    assert set(store.continuations(["the"])) == {"gym", "store"}
    assert store.continuations(["to", "the"]) == {"gym": [Counted(TODAY, 1, 0)]}
    assert store.continuations([START]) == {"to": [Counted(TODAY, 2, 0)], "at": [Counted(TODAY, 1, 0)]}
    assert store.continuations([START, "to"]) == {"the": [Counted(TODAY, 2, 0)]}
    assert store.continuations(["gym"]) == {}


@given(observations, observations, strategies.randoms(use_true_random=False))
@fixed
def test_what_is_taken_back_was_never_observed(
    kept: list[Observation], undone: list[Observation], order: random.Random
) -> None:
    with TemporaryDirectory() as folder, WordStore(Path(folder) / "words.sqlite") as store:
        observe(store, kept)
        before = rows(store)
        observe(store, undone)
        order.shuffle(undone)
        for seen in undone:
            store.take_back(seen)
        assert rows(store) == before


def test_taking_back_what_was_forgotten_meanwhile_changes_nothing(store: WordStore) -> None:
    seen = observed("to the gym")
    observe(store, seen)
    store.forget("gym")
    before = rows(store)
    store.take_back(seen[-1])
    assert rows(store) == before
    assert all(row.key != "gym" for row in before)


def test_a_pick_is_not_taken_back_as_typed(store: WordStore) -> None:
    typed, picked = observed("gym")[0], observed("gym", picked=True)[0]
    store.observe(picked)
    store.take_back(typed)
    assert rows(store)[0] == Use("gym", "gym", 0, TODAY, 0, 1)


def test_two_connections_lose_no_count(store: WordStore, path: Path) -> None:
    with WordStore(path, wait=0) as other:
        for _ in range(10):
            write(store, "to the gym")
            write(other, "to the gym")
        assert rows(store) == rows(other)
    assert Use("gym", "gym", 1, TODAY, 20, 0) in rows(store)


def test_two_processes_at_once_lose_no_count(store: WordStore, path: Path) -> None:
    command = [sys.executable, "-c", OBSERVE_OFTEN, str(path)]
    processes = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    outputs = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], outputs
    assert Use("gym", "gym", 1, TODAY, 600, 0) in rows(store)
    assert Continuation("the", "to", "gym", TODAY, 600, 0) in rows(store)


def test_processes_may_make_the_store_at_once(path: Path) -> None:
    command = [sys.executable, "-c", OBSERVE_OFTEN, str(path)]
    processes = [subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) for _ in range(4)]
    assert [process.wait(timeout=120) for process in processes] == [0] * 4
    with WordStore(path) as store:
        assert Use("gym", "gym", 1, TODAY, 800, 0) in rows(store)


def test_a_program_that_writes_for_long_is_told_and_nothing_is_half_counted(store: WordStore, path: Path) -> None:
    write(store, "to the")
    before = rows(store)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(WordStoreError, match="another program is writing") as caught:
        write(store, "gym")
    other.close()
    assert caught.value.hint
    assert rows(store) == before
    write(store, "gym")


def test_every_change_is_another_moment(store: WordStore, path: Path) -> None:
    moments = [store.moment(), store.moment()]
    assert moments[0] == moments[1]
    write(store, "gym")
    moments.append(store.moment())
    with WordStore(path) as other:
        write(other, "gym")
    moments.append(store.moment())
    store.block("gym", DAY)
    moments.append(store.moment())
    assert len(set(moments)) == 4


def test_what_is_no_word_cannot_be_added_or_listed(store: WordStore) -> None:
    for change in (store.add, store.block, store.allow):
        with pytest.raises(WordStoreError, match="New York"):
            change("New York", DAY)
    assert rows(store) == []


def test_a_word_is_on_one_list_at_a_time(store: WordStore) -> None:
    store.block("Moist", DAY)
    assert store.blocklist().is_blocked("moist")
    store.allow("moist", DAY)
    assert not store.blocklist().is_blocked("moist")
    store.block("MOIST", DAY)
    assert store.blocklist().is_blocked("Moist")
    assert store.unlist("moist")
    assert not store.unlist("moist")
    assert not store.blocklist().is_blocked("moist")


def test_what_was_learnt_outlives_the_program(path: Path) -> None:
    with WordStore(path) as store:
        write(store, "to the gym")
        before = rows(store)
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    with WordStore(path) as store:
        assert rows(store) == before
