from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from command_line import Shell


def test_the_bound_keys_are_listed_without_a_terminal(shell: Shell) -> None:
    heading, *rows = shell("keys", "--list").out.splitlines()
    assert heading.split() == ["key", "does"]
    assert ["ctrl+s", "Save the text"] in [row.split(maxsplit=1) for row in rows]


def test_the_bound_keys_as_json(shell: Shell) -> None:
    assert {"key": "ctrl+s", "does": "Save the text"} in json.loads(shell("keys", "--json").out)
