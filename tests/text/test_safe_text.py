from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typed_text import fixed, texts

from predictor_tui.text.terminal import MOST_MARKS, safe

anything = st.one_of(
    texts, st.text(st.characters(max_codepoint=0xA0)), st.text(st.characters(categories=["Cc", "Cf", "Cs", "Mn"]))
)


def test_no_code_point_gets_through_that_could_steer_a_terminal() -> None:
    shown = "".join(safe(chr(code)) for code in range(0x110000))
    assert {"Cc", "Cs", "Zl", "Zp"}.isdisjoint({unicodedata.category(character) for character in shown})
    bidirectional = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    zero_width = "\u00ad\u034f\u115f\u180e\u200b\u200c\u200d\u2060\u3164\ufe0f\ufeff\U000e0001\U000e0041"
    assert not set(shown) & set(bidirectional + zero_width)


@given(anything, st.booleans())
@fixed
def test_safe_text_holds_no_control_and_is_left_alone(text: str, keep_newlines: bool) -> None:
    shown = safe(text, keep_newlines=keep_newlines)
    controls = {character for character in shown if unicodedata.category(character) in ("Cc", "Cs")}
    assert controls <= ({"\n"} if keep_newlines else set())
    assert safe(shown, keep_newlines=keep_newlines) == shown
    shown.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text, ñandú 人口 👍", "plain text, ñandú 人口 👍"),
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("\x9b31m", "�31m"),
        ("a\x00b\x7f", "a␀b␡"),
        ("a\tb", "a b"),
        ("a\r\nb\nc\rd", "a b c d"),
        ("user\u202etxt.exe", "usertxt.exe"),
        ("pass\u200bword", "password"),
        ("\ud800", "�"),
        ("[bold]", "[bold]"),
    ],
)
def test_stand_ins(text: str, shown: str) -> None:
    assert safe(text) == shown


def test_lines_are_kept_where_wanted() -> None:
    assert safe("a\r\nb\rc\u2028d\x1b", keep_newlines=True) == "a\nb\nc\nd␛"


def test_marks_do_not_pile_up() -> None:
    assert safe("e" + "\u0301" * 500 + "x") == "e" + "\u0301" * MOST_MARKS + "x"
    assert safe("नमस्ते") == "नमस्ते"
