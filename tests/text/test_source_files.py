from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from predictor_tui.errors import CorpusError
from predictor_tui.text import source_files
from predictor_tui.text.source_files import SourceFile, find_source_files


def test_a_folder_gives_its_text_files_in_order_and_no_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "deep/c.TXT", "deep/d.py", ".hidden.txt", ".git/e.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("text")
    found = list(find_source_files([tmp_path]))
    assert [file.name for file in found] == [str(tmp_path / name) for name in ("a.md", "b.txt", "deep/c.TXT")]
    assert not any(file.named for file in found)


def test_files_come_as_named_whatever_they_are_called(tmp_path: Path) -> None:
    path = tmp_path / "diary"
    path.write_bytes(b"dear diary")
    (file,) = find_source_files([str(path)])
    assert (file.name, file.named, file.read()) == (str(path), True, b"dear diary")


def test_a_dash_is_standard_input() -> None:
    (file,) = find_source_files(["-"])
    assert (file.name, file.read(io.BytesIO(b"piped"))) == ("standard input", b"piped")


def test_a_path_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"nowhere\.txt cannot be read: No such file") as missing:
        list(find_source_files([tmp_path / "nowhere.txt"]))
    assert missing.value.hint


def test_a_folder_without_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("pass")
    with pytest.raises(CorpusError, match="holds no text"):
        list(find_source_files([tmp_path]))


def test_a_pipe_and_a_device_are_refused_before_they_are_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(CorpusError, match="neither a file nor a folder"):
            list(find_source_files([path]))


def test_a_pipe_within_a_folder_is_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "a.txt").write_text("text")
    assert [file.name for file in find_source_files([tmp_path])] == [str(tmp_path / "a.txt")]


def test_a_file_that_vanished_meanwhile_is_told(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="gone cannot be read"):
        SourceFile("gone", tmp_path / "gone", named=True).read()


def test_an_endless_source_is_refused_early(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_files, "LARGEST", 2_000_000)
    stream = io.BytesIO(b"x" * 10_000_000)
    with pytest.raises(CorpusError, match="standard input is larger than"):
        SourceFile("standard input", None, named=True).read(stream)
    assert stream.tell() < 4_000_000


def test_a_binary_source_is_refused_at_its_first_piece() -> None:
    stream = io.BytesIO(b"\0" * 10_000_000)
    with pytest.raises(CorpusError, match="not text"):
        SourceFile("standard input", None, named=True).read(stream)
    assert stream.tell() < 2_000_000


def test_a_name_that_is_no_text_can_still_be_shown(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.txt"
    with open(path, "wb") as file:  # noqa: PTH123 -- pathlib takes no bytes
        file.write(b"text")
    (found,) = find_source_files([os.fsdecode(path)])
    assert found.name.endswith("/\ufffd.txt")
    assert found.read() == b"text"


def test_a_closed_standard_input_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    (file,) = find_source_files(["-"])
    with pytest.raises(CorpusError, match="closed"):
        file.read()
