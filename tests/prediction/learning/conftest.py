from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from predictor_tui.prediction.learning.store import WordStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a store is made, in a folder of its own."""
    return tmp_path / "words" / "words.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[WordStore]:
    with WordStore(path, wait=0) as made:
        yield made
