from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from command_line import Shell


def test_paths_are_shown(shell: Shell, home: Path) -> None:
    lines = dict(line.split("  ", 1) for line in shell("paths").out.splitlines())
    assert lines["models"].strip() == str(home / "models")
    assert lines["settings"].strip() == str(home / "settings.toml")


def test_paths_as_json(shell: Shell, home: Path) -> None:
    found = json.loads(shell("paths", "--json").out)
    assert found["state"] == str(home / "state")
    assert set(found) == {"models", "settings", "words", "state", "bundled_models"}
