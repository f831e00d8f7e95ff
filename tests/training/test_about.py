from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from predictor_tui.errors import SettingsError
from predictor_tui.training.about import About, read_about

if TYPE_CHECKING:
    from pathlib import Path


def test_texts_and_sources_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('description = "Mine."\n[sources."a.txt"]\nlicence = "CC0"\n')
    assert read_about(tmp_path / "a.toml") == About({"description": "Mine."}, {"a.txt": {"licence": "CC0"}})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"description = ", "is no TOML"),
        (b"\xff\xfe", "is no TOML"),
        (b"a = " + b"[" * 10_000, "is no TOML"),
        (b'descripton = "misspelt"', "descripton is not one of"),
        (b"description = 3", "description is not one of"),
        (b"notes = 2024-01-01", "notes is not one of"),
        (b'sources = "all mine"', "sources are not"),
        (b"[sources]\na = 3", "sources are not"),
        (b"[sources.a]\nsince = 2024-01-01", "sources are not"),
    ],
)
def test_what_no_card_has_a_place_for_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "a.toml").write_bytes(content)
    with pytest.raises(SettingsError, match=reason) as refused:
        read_about(tmp_path / "a.toml")
    assert str(tmp_path / "a.toml") in str(refused.value)
    assert "TOML" in refused.value.hint


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "missing", tmp_path):
        with pytest.raises(SettingsError, match="cannot be read"):
            read_about(path)
