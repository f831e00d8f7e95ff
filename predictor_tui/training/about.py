"""What a person adds to a model's card: a name, a description, and the licences of the texts."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from predictor_tui.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path

_TEXTS = ("name", "description", "licence", "notes")
_HINT = 'It is TOML: description = "...", licence = "...", and for each text [sources."FILE"] with licence = "...".'


@dataclass(frozen=True, slots=True)
class About:
    """What goes into the card as it is."""

    texts: dict[str, str] = field(default_factory=dict)
    """By key: "name", "description", "licence", "notes", those that were given."""
    sources: dict[str, dict[str, str]] = field(default_factory=dict)
    """What to say of a source, such as its licence, by the source's file name."""


def read_about(path: Path) -> About:
    """Read a TOML file. Raises SettingsError where it is missing, no TOML, or holds what no card has a place for."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror or error}", _HINT) from error
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{path} is no TOML: {error}", _HINT) from error
    sources = content.pop("sources", {})
    for key, value in content.items():
        if key not in _TEXTS or not isinstance(value, str):
            raise SettingsError(f"{path}: {key} is not one of the texts {', '.join(_TEXTS)}", _HINT)
    if not isinstance(sources, dict) or not all(_is_texts(entry) for entry in sources.values()):
        raise SettingsError(f"{path}: sources are not tables of texts", _HINT)
    return About(content, sources)


def _is_texts(entry: Any) -> bool:
    return isinstance(entry, dict) and all(isinstance(value, str) for value in entry.values())
