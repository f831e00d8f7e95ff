from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from writing import DAY, write

from predictor_tui.errors import WordStoreError
from predictor_tui.prediction.learning import schema
from predictor_tui.prediction.learning.exchange import rows
from predictor_tui.prediction.learning.store import WordStore

WRITE_UNDER_A_LIMIT = """
import resource, signal, sys
from pathlib import Path
from predictor_tui.errors import WordStoreError
from predictor_tui.prediction.learning.store import WordStore
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = WordStore(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
try:
    with store.database.writing() as connection:
        connection.executemany("INSERT INTO added VALUES (?, ?, 1)", [(f"w{i}" * 9, "w" * 60) for i in range(5000)])
except WordStoreError as error:
    print(error, "|", error.hint)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "words" / "words.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[WordStore]:
    with WordStore(path, wait=0) as made:
        yield made


def modes(folder: Path) -> dict[str, int]:
    return {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_only_the_owner_may_read_any_file(path: Path, mask: int) -> None:
    old = os.umask(mask)
    try:
        with WordStore(path) as store:
            write(store, "to the gym")
            assert modes(path.parent) == dict.fromkeys([path.name, f"{path.name}-wal", f"{path.name}-shm"], 0o600)
            assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert modes(path.parent) == {path.name: 0o600}
    finally:
        os.umask(old)


def test_it_is_private_before_it_holds_anything(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, int]] = []
    connect = sqlite3.connect

    def look_first(*arguments: object, **named: object) -> sqlite3.Connection:
        seen.append(modes(path.parent))
        return connect(*arguments, **named)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(sqlite3, "connect", look_first)
    WordStore(path).close()
    assert seen == [{path.name: 0o600}]


def test_a_file_that_others_could_read_is_made_private(path: Path) -> None:
    WordStore(path).close()
    path.chmod(0o644)
    with WordStore(path) as store:
        write(store, "gym")
        assert set(modes(path.parent).values()) == {0o600}


def test_the_file_is_a_write_ahead_log_database(store: WordStore) -> None:
    with store.database.reading() as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)


def test_a_newer_version_is_refused_and_left_alone(path: Path) -> None:
    WordStore(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(WordStoreError, match="newer version") as caught:
        WordStore(path)
    assert str(path) in str(caught.value)
    assert "update predictor-tui" in caught.value.hint
    assert path.read_bytes() == before


def test_another_programs_database_is_refused_and_left_alone(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmarks (url)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(WordStoreError, match="no store of learnt words"):
        WordStore(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"hello", b"x" * 10_000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_told_and_never_overwritten(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(WordStoreError, match="damaged") as caught:
        WordStore(path)
    assert str(path) in str(caught.value)
    assert "move it away" in caught.value.hint
    assert path.read_bytes() == content
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_pages_damaged_further_in_are_told(path: Path) -> None:
    with WordStore(path) as store:
        write(store, "to the gym then home")
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(WordStoreError, match="damaged"), WordStore(path) as store:
        rows(store)


def test_missing_tables_are_told_as_damage(path: Path) -> None:
    WordStore(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE uses")
    connection.close()
    with WordStore(path) as store, pytest.raises(WordStoreError, match="damaged"):
        write(store, "gym")


def test_an_empty_file_becomes_a_store(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    with WordStore(path) as store:
        write(store, "gym")
        assert rows(store)


def test_a_folder_or_a_pipe_in_its_place_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name in ("pipe", "folder"):
        with pytest.raises(WordStoreError, match=name):
            WordStore(tmp_path / name)


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "words").touch()
    with pytest.raises(WordStoreError, match="words") as caught:
        WordStore(tmp_path / "words" / "words.sqlite")
    assert "PREDICTOR_TUI_HOME" in caught.value.hint


def test_a_folder_that_may_not_be_written_to_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, os.strerror(13), str(path))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(WordStoreError, match=os.strerror(13)) as caught:
        WordStore(path)
    assert "PREDICTOR_TUI_HOME" in caught.value.hint


def test_a_file_that_may_only_be_read_is_told(store: WordStore) -> None:
    write(store, "gym")
    with store.database.reading() as connection:
        connection.execute("PRAGMA query_only = ON")
    before = rows(store)
    with pytest.raises(WordStoreError, match="may not be written to") as caught:
        write(store, "gym")
    assert "PREDICTOR_TUI_HOME" in caught.value.hint
    assert rows(store) == before


def test_a_full_disk_is_told_and_what_was_there_stays(store: WordStore) -> None:
    write(store, "to the gym")
    before = rows(store)
    with store.database.reading() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(WordStoreError, match="disk is full") as caught:
        write(store, " ".join(f"word{number}" for number in range(2000)))
    assert "what was learnt before is safe" in caught.value.hint
    assert rows(store)[: len(before)] != []
    assert set(before) - set(rows(store)) == set()


def test_a_write_that_fails_is_told_and_nothing_of_it_stays(path: Path) -> None:
    with WordStore(path) as store:
        write(store, "to the gym")
        before = rows(store)
    command = [sys.executable, "-c", WRITE_UNDER_A_LIMIT, str(path)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert told.startswith(f"{path}: the disk ")
    assert "check the disk" in told or "make room" in told
    with WordStore(path) as store:
        assert rows(store) == before


def test_a_fault_of_the_program_is_not_called_one_of_the_file(store: WordStore) -> None:
    store.close()
    with pytest.raises(sqlite3.ProgrammingError):
        store.add("gym", DAY)
