"""What the app notes down about the writer's choices, in a small file that may be lost without harm.

The settings file is theirs to write; this one is the app's.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from predictor_tui.atomic import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

_NAME = "remembered.json"


@dataclass(frozen=True)
class Remembered:
    """Choices made in the app."""

    theme: str = ""
    """The name of the theme; empty for the default one."""


def load(state: Path) -> Remembered:
    """Read what is remembered in the folder `state`; nothing where the file is missing or damaged."""
    try:
        table = json.loads((state / _NAME).read_text(encoding="utf-8"))
        return Remembered(theme=str(table.get("theme", "")))
    except (OSError, ValueError, AttributeError):
        return Remembered()


def save(state: Path, remembered: Remembered) -> None:
    """Write it down for the next start; raises OSError."""
    state.mkdir(parents=True, exist_ok=True)
    write_atomically(state / _NAME, json.dumps(asdict(remembered), indent=1).encode() + b"\n", mode=0o600)
