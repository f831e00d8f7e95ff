"""Where the program keeps a person's files: their own models, settings, words learnt from them, and its own notes.

Each platform has its own custom for such folders. The environment variable PREDICTOR_TUI_HOME puts all of them under
one folder instead, which serves a memory stick, a test, or a second set of models. Nothing here touches the disk.
"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

HOME_VARIABLE = "PREDICTOR_TUI_HOME"
_NAME = "predictor-tui"


def home() -> Path | None:
    """Return the folder that PREDICTOR_TUI_HOME names, or None where it is unset or empty."""
    named = os.environ.get(HOME_VARIABLE, "")
    return Path(named).expanduser().absolute() if named else None


def models_folder() -> Path:
    """Return the folder of a person's own models: any `NAME.safetensors` in it can be called by its name."""
    return (home() or platformdirs.user_data_path(_NAME)) / "models"


def settings_file() -> Path:
    """Return the settings file, which need not exist."""
    return (home() or platformdirs.user_config_path(_NAME)) / "settings.toml"


def words_file() -> Path:
    """Return the store of the words learnt from the person, in a folder of its own; it need not exist."""
    return (home() or platformdirs.user_data_path(_NAME)) / "words" / "words.sqlite"


def state_folder() -> Path:
    """Return the folder of what the program notes down itself and may lose without harm."""
    root = home()
    return root / "state" if root else platformdirs.user_state_path(_NAME)


def unsaved_folder(state: Path | None = None) -> Path:
    """Return the folder, below that of the `state`, of texts that were not saved when the program ended."""
    return (state or state_folder()) / "unsaved"


def bundled_models_folder() -> Path:
    """Return the folder of the models that come with the program."""
    return Path(__file__).parent / "models"
