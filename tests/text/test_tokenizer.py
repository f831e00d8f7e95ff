from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from typed_text import fixed, texts

from predictor_tui.text.tokenizer import WHITESPACE, WORDS, Kind, Token, Tokenizer, join, tokenizer_named


def surfaces(text: str, *kinds: Kind) -> list[str]:
    return [token.text for token in WORDS.tokenize(text) if not kinds or token.kind in kinds]


@pytest.mark.parametrize(
    "word",
    [
        *("I", "I'm", "don't", "don’t", "o'clock", "rock'n'roll", "l'eau", "know't", "60's", "well-known", "re‑read"),
        *("3.5", "10:30", "1,000", "6pm", "½", "e.g.", "U.S.", "p.m", "U.S.-based", "x86_64", "dit-il", "intel·ligent"),
        *("john@x.org", "a.b-c+d@mail.example.co.uk", "https://a.b/c?d=e", "www.example.com", "google.com/maps"),
        *("https://en.wikipedia.org/wiki/Elman_(network)", "Straße", "naïve", "cafe\u0301", "नमस्ते", "สวัสดี", "עולם"),
    ],
)
def test_is_one_word(word: str) -> None:
    assert WORDS.tokenize(word) == [Token(word, Kind.WORD, spaced=False)]
    assert WORDS.tokenize(f"a ({word}), b")[2] == Token(word, Kind.WORD, spaced=False)


@pytest.mark.parametrize("mark", [".", "!", "?", "…", "...", "?!", "!!!", "。", "？"])
def test_a_run_of_sentence_marks_is_one_token(mark: str) -> None:
    assert WORDS.tokenize(f"so {mark}")[1] == Token(mark, Kind.SENTENCE_MARK, spaced=True)
    assert surfaces(f"so{mark}") == ["so", mark]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("don't.", ["don't", "."]),
        ("'quoted'", ["'", "quoted", "'"]),
        ("“Yes,” he said", ["“", "Yes", ",", "”", "he", "said"]),
        ("the dogs' bowls", ["the", "dogs", "'", "bowls"]),
        ("Yes.I think", ["Yes", ".", "I", "think"]),
        ("at 9 p.m.?", ["at", "9", "p.m.", "?"]),
        ("mail john@x.org.", ["mail", "john@x.org", "."]),
        ("see https://a.b/c?d=e!", ["see", "https://a.b/c?d=e", "!"]),
        ("(https://a.b/c).", ["(", "https://a.b/c", ")", "."]),
        ("wait--what", ["wait", "-", "-", "what"]),
        ("$5 or 10%", ["$", "5", "or", "10", "%"]),
        ("¿Qué?", ["¿", "Qué", "?"]),
        ("_very_ good", ["_", "very", "_", "good"]),
        ("人口は多い。", ["人", "口", "は", "多", "い", "。"]),
        ("👍🏽👩‍👩‍👧🇩🇪", ["👍🏽", "👩‍👩‍👧", "🇩🇪"]),
    ],
)
def test_cuts(text: str, tokens: list[str]) -> None:
    assert surfaces(text) == tokens


def test_emoticons_and_leading_dots_are_no_words_and_end_no_sentence() -> None:
    assert surfaces("fun :D in .bashrc or .5 :P", Kind.WORD) == ["fun", "in", "bashrc", "or", "5"]
    assert surfaces("fun :D in .bashrc or .5 :P", Kind.SENTENCE_MARK) == []
    assert surfaces("options:Did", Kind.WORD) == ["options", "Did"]


def test_stream_passes_over_commas_quotes_and_brackets() -> None:
    assert WORDS.stream('"No, (really)," I\'m :D fine...') == ["No", "really", "I'm", "fine", "..."]


@given(texts)
@fixed
def test_text_to_tokens_to_text_loses_only_runs_of_white_space(text: str) -> None:
    for tokenizer in (WORDS, WHITESPACE):
        assert join(tokenizer.tokenize(text)) == " ".join(text.split())


@given(texts)
@fixed
def test_stream_is_what_the_network_reads_of_the_tokens(text: str) -> None:
    assert WORDS.stream(text) == surfaces(text, Kind.WORD, Kind.SENTENCE_MARK)
    assert WHITESPACE.stream(text) == [token.text for token in WHITESPACE.tokenize(text)]


@given(texts)
@fixed
def test_no_token_holds_white_space_and_a_word_has_a_letter_or_digit(text: str) -> None:
    for token in WORDS.tokenize(text):
        assert token.text.split() == [token.text]
        has_alphanumeric = any(unicodedata.category(character)[0] in "LN" for character in token.text)
        assert has_alphanumeric or token.kind is not Kind.WORD


@given(texts)
@fixed
def test_line_ends_make_no_difference(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    assert surfaces(lines.replace("\n", "\r\n")) == surfaces(lines)


@given(texts)
@fixed
def test_a_key_is_its_own_key_and_blind_to_unicode_form(text: str) -> None:
    for token in WORDS.tokenize(text):
        key = WORDS.key(token.text)
        assert WORDS.key(key) == key
        assert WORDS.key(unicodedata.normalize("NFC", token.text)) == key
        assert WORDS.key(unicodedata.normalize("NFD", token.text)) == key


@pytest.mark.parametrize(
    ("token", "key"),
    [
        ("Monday", "monday"),
        ("NASA", "nasa"),
        ("I’M", "i'm"),
        ("don`t", "don't"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("re‑read", "re-read"),
        ("soft\u00adly", "softly"),
        ("!!", "!"),
        ("?!?", "?"),
        ("!?", "!"),
        (".", "."),
        ("..", "…"),
        ("...", "…"),
        ("。", "."),
        ("e.g.", "e.g."),
        ("", ""),
    ],
)
def test_key(token: str, key: str) -> None:
    assert WORDS.key(token) == key


def test_whitespace_takes_tokens_as_they_stand() -> None:
    assert WHITESPACE.stream(" the <unk> 's N\n") == ["the", "<unk>", "'s", "N"]
    assert WHITESPACE.key("N") == "N"
    assert {token.kind for token in WHITESPACE.tokenize("a . <unk>")} == {Kind.WORD}


@pytest.mark.parametrize("tokenizer", [WORDS, WHITESPACE])
def test_a_tokenizer_is_found_by_its_name(tokenizer: Tokenizer) -> None:
    assert tokenizer_named(tokenizer.name) is tokenizer


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ValueError, match="no tokenizer 'letters'"):
        tokenizer_named("letters")


@pytest.mark.parametrize(
    "unit", ["a.", "aa.", "a,", "a@", "aa@b.", "a'", "www.a(", "http://", "a.com/(", "-", "人", ":D"]
)
def test_hostile_repeats_stay_linear(unit: str) -> None:
    """Quadratic time on a token of 300,000 characters would not end within the life of a test run."""
    text = unit * (300_000 // len(unit))
    assert sum(len(token.text) for token in WORDS.tokenize(text)) == len(text)
