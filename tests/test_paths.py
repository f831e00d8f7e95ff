from __future__ import annotations

from pathlib import Path

import pytest

from predictor_tui import paths

EVERY = [paths.models_folder, paths.settings_file, paths.words_file, paths.state_folder]


def test_one_folder_holds_all_when_the_environment_names_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path))
    assert paths.models_folder() == tmp_path / "models"
    assert paths.settings_file() == tmp_path / "settings.toml"
    assert paths.words_file() == tmp_path / "words" / "words.sqlite"
    assert paths.state_folder() == tmp_path / "state"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", ["", None])
def test_without_it_the_platform_decides(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    if value is None:
        monkeypatch.delenv(paths.HOME_VARIABLE, raising=False)
    else:
        monkeypatch.setenv(paths.HOME_VARIABLE, value)
    for place in EVERY:
        assert place().is_absolute()
        assert "predictor-tui" in place().parts


def test_a_tilde_and_a_relative_folder_are_made_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", "/home/somebody")
    monkeypatch.setenv(paths.HOME_VARIABLE, "~/typing")
    assert paths.models_folder() == Path("/home/somebody/typing/models")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(paths.HOME_VARIABLE, "typing")
    assert paths.models_folder() == tmp_path / "typing" / "models"


def test_the_bundled_models_come_with_the_package() -> None:
    assert paths.bundled_models_folder().is_dir()
