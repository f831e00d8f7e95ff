from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from writing import DAY, observed, write

from predictor_tui.errors import WordStoreError
from predictor_tui.prediction.learning import forgetting
from predictor_tui.prediction.learning.exchange import rows
from predictor_tui.prediction.learning.records import records
from predictor_tui.prediction.learning.store import WordStore
from predictor_tui.prediction.learning.values import Forgotten

CANARY = "Zanzibarian"
AROUND = f"so the {CANARY} went home and {CANARY.lower()} slept"

WRITE_AND_BE_KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from writing import write
from predictor_tui.prediction.learning.store import WordStore
store = WordStore(Path(sys.argv[1]))
write(store, sys.argv[3])
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "words" / "words.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[WordStore]:
    with WordStore(path, wait=0) as made:
        yield made


def traces(folder: Path, word: str = CANARY) -> list[str]:
    """The files of a folder that hold the word in whatever case, in any encoding that SQLite writes."""
    wanted = [word.lower().encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be")]
    return [file.name for file in folder.iterdir() if any(form in file.read_bytes().lower() for form in wanted)]


@pytest.fixture
def full(store: WordStore) -> WordStore:
    """A store of some thousand words, where the canary is spread over many pages."""
    with store.database.writing() as connection:
        connection.executemany(
            "INSERT INTO continuations VALUES (?, ?, ?, 1, 1, 0)",
            [(f"word{i}", CANARY.lower() if i % 3 else "", f"other{i}") for i in range(3000)],
        )
    write(store, AROUND)
    store.add(CANARY, DAY)
    store.block(CANARY, DAY)
    return store


@pytest.mark.usefixtures("full")
def test_the_search_for_traces_finds_them(path: Path) -> None:
    assert traces(path.parent)


def test_no_file_holds_a_forgotten_word(full: WordStore, path: Path) -> None:
    forgotten = full.forget(CANARY.upper())
    assert forgotten == Forgotten(words=1, continuations=2000 + 9, blocked=True)
    assert traces(path.parent) == []
    assert all(CANARY.lower() not in row for row in rows(full))
    assert {word.key for word in records(full)} == {"so", "the", "went", "home", "and", "slept"}
    full.close()
    assert traces(path.parent) == []


def test_deleting_alone_would_leave_traces(full: WordStore, path: Path) -> None:
    with full.database.writing() as connection:
        forgetting.forget(connection, CANARY.lower())
    assert traces(path.parent)


def test_nor_while_another_program_has_it_open(full: WordStore, path: Path) -> None:
    with WordStore(path) as other:
        assert rows(other)
        full.forget(CANARY)
        assert traces(path.parent) == []
        assert all(CANARY.lower() not in row for row in rows(other))
        write(other, "and then")
    assert traces(path.parent) == []


def test_nor_after_a_crash_that_left_a_log(path: Path) -> None:
    path.parent.mkdir()
    command = [sys.executable, "-c", WRITE_AND_BE_KILLED, str(path), str(Path(__file__).parent), AROUND]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    log = path.with_name(f"{path.name}-wal")
    assert log.name in traces(path.parent)
    with WordStore(path) as store:
        assert store.forget(CANARY).words == 1
        assert traces(path.parent) == []
    assert traces(path.parent) == []


def reader_of(path: Path) -> sqlite3.Connection:
    """Another program in the middle of reading, which needs the file as it was."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN")
    connection.execute("SELECT count(*) FROM uses").fetchone()
    return connection


def test_a_reader_that_needs_the_old_content_is_told_and_the_next_opening_clears_it(
    full: WordStore, path: Path
) -> None:
    reader = reader_of(path)
    with pytest.raises(WordStoreError, match="forgotten, but another program") as caught:
        full.forget(CANARY)
    assert "close the other program" in caught.value.hint
    assert all(CANARY.lower() not in row for row in rows(full))
    assert traces(path.parent)
    reader.close()
    with WordStore(path):
        assert traces(path.parent) == []


def test_a_crash_before_the_scrub_is_made_good_at_the_next_opening(full: WordStore, path: Path) -> None:
    with full.database.writing() as connection:
        forgetting.forget(connection, CANARY.lower())
    assert traces(path.parent)
    with WordStore(path):
        assert traces(path.parent) == []


def test_everything_is_forgotten_as_thoroughly(full: WordStore, path: Path) -> None:
    forgotten = full.forget_all()
    assert forgotten.words > 3000
    assert forgotten.blocked
    assert rows(full) == []
    for word in (CANARY, "slept", "word12", "other12"):
        assert traces(path.parent, word) == []


def test_what_is_unknown_is_told_and_the_file_left_alone(store: WordStore, path: Path) -> None:
    write(store, "to the gym")
    before = {file.name: file.stat().st_mtime_ns for file in path.parent.iterdir()}
    assert store.forget("Kubrick") == Forgotten()
    assert {file.name: file.stat().st_mtime_ns for file in path.parent.iterdir()} == before


def test_a_word_that_only_others_were_written_behind_is_forgotten(store: WordStore, path: Path) -> None:
    store.observe(observed(f"the {CANARY} went")[-1])
    assert store.forget(CANARY) == Forgotten(words=1, continuations=2)
    assert traces(path.parent) == []
