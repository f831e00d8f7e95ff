from __future__ import annotations

import pytest

from predictor_tui.text.spelling import SpellingCounter
from predictor_tui.text.tokenizer import WHITESPACE, WORDS


def usual(*lines: str) -> dict[str, str]:
    counter = SpellingCounter()
    for line in lines:
        counter.add(WORDS.stream(line))
    return counter.usual(WORDS.key)


@pytest.mark.parametrize(
    ("key", "spelling", "lines"),
    [
        ("monday", "Monday", ["See you on Monday", "on Monday then", "ok monday"]),
        ("i'm", "I'm", ["Well I'm here", "I'm not"]),
        ("nasa", "NASA", ["He works at NASA now"]),
        ("i", "I", ["I think I know"]),
        ("the", "the", ["The end", "The beginning", "in the middle"]),
        ("yes", "yes", ["Yes", "Yes. Yes"]),
        ("stop", "stop", ["STOP IT NOW", "so I stop"]),
        ("it", "it", ["STOP IT NOW"]),
        ("what", "what", ["Oh? What? No! What"]),
        ("café", "café", ["at the cafe\u0301"]),
        ("softly", "softly", ["very soft\u00adly"]),
        ("word", "word", ["one Word and word"]),
    ],
)
def test_usual_spelling(key: str, spelling: str, lines: list[str]) -> None:
    assert usual(*lines)[key] == spelling


def test_a_capital_after_a_sentence_mark_is_no_evidence() -> None:
    assert usual("fine. Now what", "ok now")["now"] == "now"


def test_case_stays_where_it_belongs_to_the_key() -> None:
    counter = SpellingCounter()
    counter.add(WHITESPACE.stream("N years in cafe\u0301"))
    assert counter.usual(WHITESPACE.key) == {word: word for word in ("N", "years", "in", "cafe\u0301")}
