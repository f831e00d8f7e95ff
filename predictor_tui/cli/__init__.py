"""The command line. The shell runs `main`; each command has a file of its own, and the heavy imports inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `predictor-tui` with `arguments`, or those of the process, and return its exit code."""
    from predictor_tui.cli.exits import run
    from predictor_tui.cli.group import group

    return run(group, arguments)
