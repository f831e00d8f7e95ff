"""What a person chose once and for all, read from one TOML file that only they write.

    # settings.toml
    model = "everyday"      # a bundled or own model, or the path of a model file
    cache = 0.1             # how much the words of the text so far count in predicting the next; 0: not at all
    cache_reach = 500       # how many words back that goes
    cache_flatness = 0.8    # how much the likeness of the moment tells; 0: words are only counted
    suggestions = "on"      # or "on demand": shown when the first slot's key asks for them; or "off"
    silent_below = 0.05     # show no words while the best one is less probable than this; 0: always show them
    ghost_words = 3         # how many words may stand dim behind the cursor; 0: none
    ghost_certainty = 0.6   # how probable they have to be: the geometric mean of their probabilities

`predictor-tui paths` shows where the file is looked for. A file that is not there means the defaults.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from predictor_tui import paths
from predictor_tui.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


SUGGESTION_MODES = ("on", "on demand", "off")
"""Shown always; shown where the writer asks; never shown."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, with the value it has where the file does not name it."""

    model: str | None = None
    """The model that the app and `predict` use when the command line names none; None for the bundled default."""
    cache: float = 0.0
    """The share of a cache of the text so far in what is predicted, at least 0 and below 1; 0 for none."""
    cache_reach: int = 500
    """How many words back the cache goes, at least 1."""
    cache_flatness: float = 0.8
    """What the likeness of states is multiplied with in the cache, at least 0."""
    suggestions: str = "on"
    """Whether the app shows suggestions when it starts, one of `SUGGESTION_MODES`; a key changes it while it runs."""
    silent_below: float = 0.0
    """The app shows no suggestions where the best one's probability is below this, at least 0 and at most 1."""
    ghost_words: int = 3
    """How many words may stand dim behind the cursor, the rest of a half-typed one counted; 0 for none, at most 8."""
    ghost_certainty: float = 0.6
    """They stand there only while the geometric mean of their probabilities, exp of the length-normalised
    log-probability, is at least this; above 0 and at most 1. On everyday text about as many of them are right."""


def load(path: Path | None = None) -> Settings:
    """Read `path`, or the person's settings file; SettingsError names the file, the key and a way out."""
    path = path or paths.settings_file()
    table = _parse(path)
    known = [field.name for field in fields(Settings)]
    for key, value in table.items():
        if key not in known:
            raise SettingsError(f"{path}: there is no setting “{key}”", f"the settings are: {', '.join(known)}")
        wanted, is_right, example = _WANTED[key]
        if not is_right(value):
            raise SettingsError(f"{path}: “{key}” has to be {wanted}", f"for instance: {key} = {example}")
    return Settings(**table)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


_WANTED: dict[str, tuple[str, Callable[[Any], bool], str]] = {
    "model": ("a text in quotes", lambda value: isinstance(value, str), '"everyday"'),
    "cache": ("a number of at least 0 and below 1", lambda value: _is_number(value) and 0 <= value < 1, "0.1"),
    "cache_reach": ("a whole number of at least 1", lambda value: type(value) is int and value >= 1, "500"),
    "cache_flatness": ("a number of at least 0", lambda value: _is_number(value) and value >= 0, "0.8"),
    "suggestions": (f"one of {', '.join(SUGGESTION_MODES)}", lambda value: value in SUGGESTION_MODES, '"on demand"'),
    "silent_below": ("a number from 0 to 1", lambda value: _is_number(value) and 0 <= value <= 1, "0.05"),
    "ghost_words": ("a whole number from 0 to 8", lambda value: type(value) is int and 0 <= value <= 8, "3"),
    "ghost_certainty": ("a number above 0, up to 1", lambda value: _is_number(value) and 0 < value <= 1, "0.6"),
}
"""What each setting has to be, how that is told, and an example."""


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
