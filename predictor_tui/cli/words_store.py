"""How the commands come to the writer's words: without a store there are none, and reading makes none."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from predictor_tui.prediction.learning.store import WordStore


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
