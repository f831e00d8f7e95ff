from __future__ import annotations

import pytest
from hypothesis import given, strategies
from small_models import fixed

from predictor_tui.prediction.typing import Edit, accept, accept_ahead, ahead, capitalise, first_ahead, punctuate


def apply(text: str, edit: Edit) -> str:
    return text[: edit.start] + edit.text


class Typist:
    """Types at the end of a text as the composer does: by the edits, and else letter by letter."""

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.soft_space_at: int | None = None

    def accept(self, *words: str) -> Typist:
        for word in words:
            self.apply(accept(self.text, word))
        return self

    def type(self, letters: str) -> Typist:
        for letter in letters:
            if edit := punctuate(self.text, letter, self.soft_space_at):
                self.apply(edit)
            else:
                self.text += letter
                self.soft_space_at = None
        return self

    def apply(self, edit: Edit) -> None:
        self.text = apply(self.text, edit)
        self.soft_space_at = len(self.text) - 1 if edit.soft_space else None


def test_accept_replaces_the_letters_typed_and_adds_a_soft_space() -> None:
    assert accept("going to the gy", "gym") == Edit(13, "gym ", soft_space=True)
    assert accept("going to the ", "gym") == Edit(13, "gym ", soft_space=True)
    assert accept("", "The") == Edit(0, "The ", soft_space=True)
    assert accept("(gy", "(gym", prefix="(gy") == Edit(0, "(gym ", soft_space=True)


def test_three_accepts_in_a_row_need_no_space() -> None:
    assert Typist().accept("I'm", "going", "home").text == "I'm going home "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("well.", "well. so "),
        ("well,", "well, so "),
        ("(well)", "(well) so "),
        ('"well"', '"well" so '),
        ("well\n", "well\nso "),
        ('he said "', 'he said "so '),
        ("he said “", "he said “so "),
        ("well (", "well (so "),
        ("and/", "and/so "),
    ],
)
def test_accept_adds_the_space_that_is_missing_before_the_word(text: str, expected: str) -> None:
    assert Typist(text).accept("so").text == expected


@pytest.mark.parametrize("following", [" then", ", then", ".", "’s"])
def test_accept_adds_no_space_before_a_space_or_punctuation(following: str) -> None:
    assert accept("the gy", "gym", following=following) == Edit(4, "gym", soft_space=False)


@pytest.mark.parametrize("following", ["", "\nthen", "then", '"then'])
def test_accept_adds_a_space_before_anything_else(following: str) -> None:
    assert accept("the gy", "gym", following=following) == Edit(4, "gym ", soft_space=True)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (",", "gym, "),
        ("?!", "gym?! "),
        (")", "gym) "),
        (").", "gym)."),
        ("”", "gym” "),
        (".", "gym."),
        ("...", "gym..."),
        (". And", "gym. And"),
        (", and", "gym, and"),
        (":x.com", "gym:x.com"),
        ("'s", "gym's"),
        ("’s", "gym’s"),
        (" and", "gym and"),
        ("\nand", "gym\nand"),
        ("and", "gym and"),
        ("(and", "gym (and"),
        ("“and", "gym “and"),
        ('"and" ', 'gym "and" '),
        ("-", "gym -"),
    ],
)
def test_what_is_typed_after_an_accept(typed: str, expected: str) -> None:
    assert Typist().accept("gym").type(typed).text == expected


def test_a_closing_quote_takes_the_place_of_the_soft_space() -> None:
    assert Typist('say "').accept("so").type('"').accept("and").text == 'say "so" and '
    assert Typist('say "so\n').accept("so").type('"so').text == 'say "so\nso "so'


def test_punctuation_after_a_typed_space_is_left_as_it_is() -> None:
    assert punctuate("gym ", ",", None) is None
    assert punctuate("gym and ", ",", 3) is None
    assert punctuate("gym", ",", 2) is None


@given(strategies.text("gym .,:/@'?", max_size=30))
@fixed
def test_what_is_typed_without_an_accept_is_never_changed(typed: str) -> None:
    assert Typist("site:x.com ").type(typed).text == "site:x.com " + typed


@pytest.mark.parametrize(
    ("text", "word", "prefix", "expected"),
    [
        ("the gy", "gym", "gy", "gym"),
        ("the Gy", "gym", "Gy", "Gym"),
        ("the G", "gym", "G", "Gym"),
        ("the GY", "gym", "GY", "GYM"),
        ("DON", "don't", "DON", "DON'T"),
        ("so i", "I'm", "i", "I'm"),
        ("so I", "I'm", "I", "I'm"),
        ("so m", "Monday", "m", "Monday"),
        ("on NA", "NASA", "NA", "NASA"),
        ("on TV", "TVs", "TV", "TVs"),
        ("my iP", "iPhone", "iP", "iPhone"),
        ("my Ip", "iPhone", "Ip", "IPhone"),
        ("so O'", "o'clock", "O'", "O'clock"),
        ("gy", "gym", "gy", "Gym"),
        ("", "iPhone", "", "iPhone"),
        ("", "'cause", "", "'Cause"),
        ("DIY", "dıy", "DIY", "dıy"),
    ],
)
def test_letters_typed_come_before_the_usual_spelling(text: str, word: str, prefix: str, expected: str) -> None:
    assert capitalise(word, text, prefix) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "So.\n",
        "so\n",
        "So. ",
        "So.",
        "So! ",
        "So?! ",
        "So… ",
        "So... ",
        "“So.” ",
        '"So." ',
        "(So.) ",
        "So. (",
        "\n“",
    ],
)
def test_a_sentence_starts_with_a_capital(text: str) -> None:
    assert capitalise("gym", text, "") == "Gym"
    assert capitalise("gym", text + "gy", "gy") == "Gym"


@pytest.mark.parametrize(
    "text", ["so ", "so, ", "so: ", "so (", "so “", "e.g. ", "at 9 p.m. ", "J. R. ", "red vs. ", "pens, etc. "]
)
def test_within_a_sentence_words_are_spelt_as_usual(text: str) -> None:
    assert capitalise("gym", text, "") == "gym"


@given(strategies.text(max_size=40), strategies.text(max_size=6), strategies.text(min_size=1, max_size=8))
@fixed
def test_capitals_never_make_another_word(text: str, prefix: str, word: str) -> None:
    assert capitalise(word, text + prefix, prefix).casefold() == word.casefold()


@given(strategies.text(max_size=40), strategies.sampled_from(["Monday", "NASA", "iPhone", "I'm"]))
@fixed
def test_the_usual_spelling_keeps_its_capitals(text: str, word: str) -> None:
    for prefix in ("", word[0].lower(), word[:2].lower(), word[:2].upper()):
        found = capitalise(word, text + prefix, prefix)
        assert all(now == usual for now, usual in zip(found, word, strict=True) if usual.isupper())


@pytest.mark.parametrize(
    ("text", "words", "prefix", "expected"),
    [
        ("to the ", ["gym", "then"], "", "gym then"),
        ("to the gy", ["gym", "then"], "gy", "m then"),
        ("to the gym", ["gym", "then"], "gym", " then"),
        ("to the gym", ["gym"], "gym", ""),
        ("to mon", ["Monday", "then"], "mon", ""),
        ("to the gym,", ["then", "home"], "", " then home"),
        ("(", ["then"], "", "then"),
        ("to ", [], "", ""),
        ("to,", [], "", ""),
    ],
)
def test_what_lies_ahead_is_what_typing_the_words_would_add(
    text: str, words: list[str], prefix: str, expected: str
) -> None:
    assert ahead(text, words, prefix) == expected


def test_what_lies_ahead_is_accepted_with_a_soft_space_whole_or_by_its_first_word() -> None:
    assert accept_ahead("to the gy", "m then") == Edit(9, "m then ", soft_space=True)
    assert first_ahead("m then home") == "m"
    assert first_ahead(" then home") == " then"
    assert first_ahead("then") == "then"
