"""How the commands come to the writer's words: without a store there are none, and reading makes none."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from predictor_tui.cli.exits import tell
from predictor_tui.errors import WordStoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from predictor_tui.prediction.learning.store import WordStore

_SECONDS_FOR_A_KEY = 0.1
"""How long a key may wait for another program that writes the store."""


@contextmanager
def own_words() -> Iterator[WordStore]:
    """Open the store, made if need be, and close it. Raises WordStoreError."""
    from predictor_tui import paths
    from predictor_tui.prediction.learning.store import WordStore

    with WordStore(paths.words_file()) as store:
        yield store


@contextmanager
def own_words_if_any() -> Iterator[WordStore | None]:
    """Open the store, or yield None where nothing was ever put into one. Raises WordStoreError."""
    from predictor_tui import paths

    if not paths.words_file().exists():
        yield None
        return
    with own_words() as store:
        yield store


def own_words_to_offer() -> WordStore | None:
    """Open the store for as long as the program runs; None where there is nothing in it.

    A store that cannot be read is told and done without.
    """
    from predictor_tui import paths

    if not paths.words_file().exists():
        return None
    from predictor_tui.prediction.learning.store import WordStore

    try:
        return WordStore(paths.words_file(), wait=_SECONDS_FOR_A_KEY)
    except WordStoreError as error:
        tell(f"{error}; your own words are not offered", error.hint)
        return None
