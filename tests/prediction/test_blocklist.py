from __future__ import annotations

import codecs
import re
from pathlib import Path

import pytest

import predictor_tui
from predictor_tui.prediction.blocklist import Blocklist, bundled_digests, digest

BUNDLED = [codecs.decode(word, "rot13") for word in ("snttbg", "xvxr", "genaal")]


def test_nothing_else_is_blocked_to_begin_with() -> None:
    shipped = Blocklist()
    for word in ("gym", "Kubrick", "the", "damn", "hell", "it's", "'", ""):
        assert not shipped.is_blocked(word)


@pytest.mark.parametrize("word", BUNDLED, ids=["first", "second", "third"])
def test_slurs_come_blocked_however_they_are_written(word: str) -> None:
    shipped = Blocklist()
    for form in (word, word.upper(), word.title(), f"{word}'s", f"{word}’s"):
        assert shipped.is_blocked(form)
    assert not shipped.is_blocked(f"{word}x")


@pytest.mark.parametrize("word", BUNDLED, ids=["first", "second", "third"])
def test_the_writer_lifts_them(word: str) -> None:
    lifted = Blocklist(allowed=[word.upper()])
    assert not lifted.is_blocked(word)
    assert not lifted.is_blocked(f"{word}'s")
    others = [other for other in BUNDLED if other != word]
    assert all(map(lifted.is_blocked, others))


def test_the_writer_blocks_in_any_case_and_the_word_alone() -> None:
    own = Blocklist(["Moist", "don’t", "let"])
    for word in ("moist", "MOIST", "don't", "Don’t", "let"):
        assert own.is_blocked(word)
    for word in ("moisture", "moist's", "let's", "do"):
        assert not own.is_blocked(word)


def test_what_is_allowed_wins_over_what_is_blocked() -> None:
    both = Blocklist(["moist", "zyx's"], ["MOIST", "zyx"], digests=frozenset({digest("moist"), digest("zyx")}))
    assert not both.is_blocked("moist")
    assert not both.is_blocked("zyx")
    assert both.is_blocked("zyx's")


def test_the_list_holds_digests_and_no_words() -> None:
    text = Path(predictor_tui.__file__).parent.joinpath("prediction", "blocked.sha256").read_text()
    lines = text.splitlines()
    assert all(re.fullmatch("[0-9a-f]{64}", line) for line in lines)
    assert lines == sorted(set(lines))
    assert frozenset(lines) == bundled_digests()
    assert 25 <= len(lines) <= 50
