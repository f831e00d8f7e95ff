from __future__ import annotations

import dataclasses
import textwrap
import tomllib
from typing import TYPE_CHECKING

import pytest

from predictor_tui import paths, settings
from predictor_tui.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_a_missing_and_an_empty_file_mean_the_defaults(file: Path) -> None:
    assert settings.load(file) == settings.Settings()
    file.write_text("# nothing chosen\n")
    assert settings.load(file) == settings.Settings(model=None)


def test_a_model_is_read(file: Path) -> None:
    file.write_text('model = "mine"\n')
    assert settings.load(file).model == "mine"


def test_the_cache_is_read(file: Path) -> None:
    file.write_text("cache = 0.2\ncache_reach = 50\ncache_flatness = 1\n")
    assert settings.load(file) == settings.Settings(cache=0.2, cache_reach=50, cache_flatness=1)


def test_what_is_suggested_and_when_is_read(file: Path) -> None:
    file.write_text('suggestions = "on demand"\nsilent_below = 0.1\nghost_words = 0\nghost_certainty = 1\n')
    wanted = settings.Settings(suggestions="on demand", silent_below=0.1, ghost_words=0, ghost_certainty=1)
    assert settings.load(file) == wanted


def test_the_example_in_the_documentation_is_a_settings_file(file: Path) -> None:
    example = [line for line in (settings.__doc__ or "").splitlines() if line.startswith("    ")]
    file.write_text(textwrap.dedent("\n".join(example)))
    assert settings.load(file).model == "everyday"
    assert len(tomllib.loads(file.read_text())) == len(dataclasses.fields(settings.Settings))


def test_every_setting_is_checked_and_its_default_is_right() -> None:
    checked = settings._WANTED
    assert list(checked) == [field.name for field in dataclasses.fields(settings.Settings)]
    for name, (_, is_right, example) in checked.items():
        default = getattr(settings.Settings(), name)
        assert default is None or is_right(default)
        assert is_right(tomllib.loads(f"value = {example}")["value"])


def test_the_file_is_looked_for_where_paths_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, file: Path) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path))
    file.write_text('model = "mine"\n')
    assert settings.load().model == "mine"


@pytest.mark.parametrize(
    ("content", "message", "hint"),
    [
        (b'modell = "mine"', "there is no setting “modell”", "the settings are: model"),
        (b"model = 3", "“model” has to be a text in quotes", 'model = "everyday"'),
        (b"model = [1, 2]", "“model” has to be a text in quotes", 'model = "everyday"'),
        (b"cache = 1", "“cache” has to be a number of at least 0 and below 1", "cache = 0.1"),
        (b"cache = nan", "“cache” has to be a number", "cache = 0.1"),
        (b"cache = true", "“cache” has to be a number", "cache = 0.1"),
        (b'cache = "a lot"', "“cache” has to be a number", "cache = 0.1"),
        (b"cache_reach = 0", "“cache_reach” has to be a whole number of at least 1", "cache_reach = 500"),
        (b"cache_reach = 2.5", "“cache_reach” has to be a whole number", "cache_reach = 500"),
        (b"cache_flatness = -1", "“cache_flatness” has to be a number of at least 0", "cache_flatness = 0.8"),
        (b'suggestions = "maybe"', "“suggestions” has to be one of on, on demand, off", 'suggestions = "on demand"'),
        (b"suggestions = true", "“suggestions” has to be one of on", 'suggestions = "on demand"'),
        (b"silent_below = 1.5", "“silent_below” has to be a number from 0 to 1", "silent_below = 0.05"),
        (b"ghost_words = 9", "“ghost_words” has to be a whole number from 0 to 8", "ghost_words = 3"),
        (b"ghost_words = true", "“ghost_words” has to be a whole number", "ghost_words = 3"),
        (b"ghost_certainty = 0", "“ghost_certainty” has to be a number above 0, up to 1", "ghost_certainty = 0.6"),
        (b"model = mine", "is not valid TOML: Invalid value (at line 1, column 9)", "mend that line"),
        (b'model = "\xff"', "is not valid TOML: 'utf-8' codec can't decode", "mend that line"),
    ],
)
def test_a_bad_file_is_named_with_the_reason(file: Path, content: bytes, message: str, hint: str) -> None:
    file.write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        settings.load(file)
    assert str(file) in str(caught.value)
    assert message in str(caught.value)
    assert hint in caught.value.hint


def test_a_folder_in_its_place_is_told(file: Path) -> None:
    file.mkdir()
    with pytest.raises(SettingsError, match="Is a directory"):
        settings.load(file)
