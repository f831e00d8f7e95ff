from __future__ import annotations

import pytest

from predictor_tui.prediction.sentences import sample, sentences


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("", []),
        ("I'm here.", ["i'm here"]),
        ("Yes. No!  Why? So; fine", ["yes", "no", "why", "so", "fine"]),
        ('He said "no." Then (he left.) So', ["he said no", "then he left", "so"]),
        ("one\ntwo", ["one", "two"]),
        ("It’s ‘fine’, —really—…", ["it's fine really"]),
        ("a well-known 3.5 x2 3rd day", ["a well-known day"]),
        ("do n't you 've it 's", ["don't you've it's"]),
        ("'s 4 's so", ["so"]),
        ("low @-@ cost *bold* <b> a/b", ["low-cost bold b"]),
        ("café naïve", []),
        ("rock 'n' roll", ["rock n roll"]),
        ("e.g. this. 12. ?!", ["this"]),
        ("... ", []),
    ],
)
def test_sentences_are_words_in_small_letters(raw: str, expected: list[str]) -> None:
    assert list(sentences(raw)) == expected


def test_a_line_may_be_one_sentence() -> None:
    assert list(sentences("One. Two.\nThree", by_line=True)) == ["one two", "three"]


def test_a_sample_is_spread_evenly_over_whole_sentences() -> None:
    every = [f"{letter} {letter}" for letter in "abcdefghij"]
    assert sample(every, 10) == ["a a", "c c", "e e", "g g", "i i"]
    assert sample(every, 20) == sample(every, 0) == sample([*every, ""], 99) == every
