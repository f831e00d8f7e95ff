"""What a person chose once and for all, read from one TOML file that only they write.

    # settings.toml
    model = "everyday"      # a bundled or own model, or the path of a model file

`predictor-tui paths` shows where the file is looked for. A file that is not there means the defaults.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from predictor_tui import paths
from predictor_tui.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, with the value it has where the file does not name it."""

    model: str | None = None
    """The model that the app and `predict` use when the command line names none; None for the bundled default."""


def load(path: Path | None = None) -> Settings:
    """Read `path`, or the person's settings file; SettingsError names the file, the key and a way out."""
    path = path or paths.settings_file()
    table = _parse(path)
    known = [field.name for field in fields(Settings)]
    for key, value in table.items():
        if key not in known:
            raise SettingsError(f"{path}: there is no setting “{key}”", f"the settings are: {', '.join(known)}")
        if not isinstance(value, str):
            raise SettingsError(f"{path}: “{key}” has to be a text in quotes", f'for instance: {key} = "everyday"')
    return Settings(**table)


def _parse(path: Path) -> dict[str, Any]:
    """Return the file's table; empty where there is no file."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}", "let it be a file that you may read, or remove it") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not valid TOML: {error}", "mend that line, or remove the file") from error
