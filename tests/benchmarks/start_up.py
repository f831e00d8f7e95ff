"""How long the app takes to start and how much memory it needs, held against the least that a Textual app can be.

    python tests/benchmarks/start_up.py

Each program is started in a pseudo-terminal of 120 columns and 40 rows, read for a second after it is ready, and quit
by Ctrl+Q. Measured from outside, from the start of its process: the time to the first picture (20 characters written
that are no blanks), for the app also the time until suggestions are in the strip, which is when the bundled model has
been loaded and asked; and the most memory it had resident (the system's own account of the ended process). The floor
is a text area and a footer. One round that does not count goes first, so that files are in the system's cache.
"""

from __future__ import annotations

import sys

import interleaved
import summary
from interleaved import HERE, Contestant

APP, FLOOR = "predictor-tui", "bare Textual app"
ONLY_WITH_SUGGESTIONS = "others"
"""What the strip says of all the words that it does not show."""


def main() -> None:
    options = interleaved.parser(__doc__, rounds=7).parse_args()
    on = summary.machine()
    bare = str(HERE / "contestants" / "bare_textual.py")
    contestants = (
        Contestant(APP, "in_terminal", task("-m", "predictor_tui", ready=ONLY_WITH_SUGGESTIONS)),
        Contestant(FLOOR, "in_terminal", task(bare)),
    )
    results = interleaved.measure(contestants, options.rounds, warm_up=1)
    summary.report(results, on, FLOOR, as_json=options.json)


def task(*arguments: str, ready: str = "") -> dict[str, object]:
    """Return what to start, and the text by which it is known to be ready."""
    return {"command": [sys.executable, *arguments], "ready": ready, "called": "ms to the first suggestions"}


if __name__ == "__main__":
    main()
