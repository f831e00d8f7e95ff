from __future__ import annotations

import tracemalloc
import zlib
from array import array

import pytest
from hypothesis import given
from typed_text import fixed, texts

from predictor_tui.text import tail as module
from predictor_tui.text.offering import may_be_offered
from predictor_tui.text.tail import LONGEST, MOST_BYTES, MOST_WORDS, Tail, unpack
from predictor_tui.text.tokenizer import WHITESPACE, WORDS, Tokenizer
from predictor_tui.text.vocabulary import SPECIALS, UNKNOWN, Vocabulary, WordCounter, build_vocabulary


def counted(*lines: str, tokenizer: Tokenizer = WORDS) -> WordCounter:
    counter = WordCounter(tokenizer)
    for line in lines:
        counter.add(tokenizer.stream(line))
    return counter


def tail_of(text: str, size: int = 3) -> list[tuple[str, int]]:
    found = build_vocabulary(counted(text), size).tail
    return [] if found is None else list(zip(found.words.decode().split("\n"), found.counts, strict=False))


def made(words: str, counts: list[int] | None = None) -> Tail:
    return Tail(words.encode(), array("I", [1] * words.count("\n") if counts is None else counts), WORDS)


def test_words_beyond_the_vocabulary_are_the_tail_in_the_order_of_their_keys() -> None:
    assert tail_of("the the the on Monday a NASA, the Monday naïve") == [
        *(("a", 1), ("Monday", 2), ("NASA", 1), ("naïve", 1), ("on", 1)),
    ]


def test_marks_numbers_and_links_without_end_are_no_tail() -> None:
    assert tail_of(f"the the the 3.5 ! 10:30 6pm https://a.b/{'x' * LONGEST} ...") == [("6pm", 1)]
    assert tail_of("the the 3.5") == []


def test_what_could_steer_a_terminal_never_gets_in() -> None:
    assert tail_of("the the http://a\x1b]0;x\x07 http://ok.x http://u\u202e") == [("http://ok.x", 1)]
    assert tail_of("the the می\u200cخواهم") == [("می\u200cخواهم", 1)]


def test_a_vocabulary_of_all_words_has_no_tail() -> None:
    assert build_vocabulary(counted("the gym"), 100).tail is None


def test_the_specials_of_tokenised_text_are_no_rare_words() -> None:
    vocabulary = build_vocabulary(counted("the the <unk> <eos> of", tokenizer=WHITESPACE), 3)
    assert vocabulary.tail is not None
    assert vocabulary.tail.words == b"of\n"


def test_only_the_most_frequent_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WORDS", 2)
    assert tail_of("the the the the a b c b c b") == [("b", 3), ("c", 2)]


@given(texts)
@fixed
def test_every_word_of_a_text_is_in_the_vocabulary_or_the_tail_if_it_may_be_offered(text: str) -> None:
    vocabulary = build_vocabulary(counted(text), 4)
    keys = [] if vocabulary.tail is None else vocabulary.tail.keys.decode().split("\n")[:-1]
    for word in WORDS.stream(text):
        if vocabulary.id_of(word) == UNKNOWN and may_be_offered(word) and len(word.encode()) <= LONGEST:
            assert WORDS.key(word) in keys
    assert keys == sorted(set(keys))


@given(texts)
@fixed
def test_a_tail_comes_back_as_it_was_packed(text: str) -> None:
    tail = build_vocabulary(counted(text), 3).tail
    if tail is not None:
        again = unpack(*tail.packed(), WORDS)
        assert (again.words, again.keys, again.counts) == (tail.words, tail.keys, tail.counts)


not_marks = texts.map(lambda text: [word for word in WORDS.stream(text) if any(map(str.isalnum, word))])


@given(not_marks)
@fixed
def test_the_keys_of_many_words_are_those_of_each(words: list[str]) -> None:
    lines = "".join(f"{word}\n" for word in words).encode()
    assert WORDS.keys(lines) == [WORDS.key(word).encode() for word in words]
    assert WHITESPACE.keys(lines) == [word.encode() for word in words]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("", "0 rare words"),
        ("abc", "0 rare words"),
        ("abc\ndef", "1 rare words and 1 counts"),
        ("\nabc\n", "empty"),
        ("abc\n\n", "order"),
        ("b\na\n", "order"),
        ("abc\nABC\n", "order"),
        ("abc\nabc\n", "order"),
        ("don't\ndon’t\n", "order"),
        ("a b\n", "white space"),
        ("a\x00b\n", "control"),
        ("a\x1b[31mb\n", "control"),
        ("a\x7f\n", "control"),
        ("a\x9b31m\n", "control"),
        ("a\u202eb\n", "control"),
        ("a\u2028b\n", "white space"),
        ("a\xa0b\n", "white space"),
    ],
)
def test_what_is_no_tail_is_refused(words: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        made(words)


def test_counts_have_to_fit() -> None:
    for counts in ([], [1], [1, 2, 3]):
        with pytest.raises(ValueError, match="2 rare words and"):
            made("a\nb\n", counts)
    with pytest.raises(ValueError, match="count of 0"):
        made("a\nb\n", [1, 0])


@pytest.mark.parametrize("tokenizer", [WORDS, WHITESPACE])
def test_bytes_that_are_no_text_are_refused_also_where_ascii_hides_it(tokenizer: Tokenizer) -> None:
    for words in (b"\xff\n", b"\xc3a\xa9\n", b"\xed\xa0\x80\n"):
        with pytest.raises(ValueError, match="utf-8"):
            Tail(words, array("I", [1]), tokenizer)


def test_a_word_of_the_vocabulary_is_none_of_the_tail() -> None:
    Vocabulary([*SPECIALS, "the"], [0, 0, 1], WORDS, made("gym\n"))
    with pytest.raises(ValueError, match="in the vocabulary as well"):
        Vocabulary([*SPECIALS, "Gym"], [0, 0, 1], WORDS, made("gym\n"))


COUNTS = zlib.compress(array("I", [1, 2]).tobytes())
WORDS_OF_2 = zlib.compress(b"a\nb\n")


@pytest.mark.parametrize(
    ("words", "counts"),
    [
        (b"", COUNTS),
        (b"a\nb\n", COUNTS),
        (WORDS_OF_2[:-1], COUNTS),
        (WORDS_OF_2 + b"more", COUNTS),
        (zlib.compress(b"a\n" * MOST_BYTES), COUNTS),
        (WORDS_OF_2, COUNTS[:-2]),
        (WORDS_OF_2, zlib.compress(b"\1\0\0\0\1\0\0")),
        (WORDS_OF_2, zlib.compress(b"\1" * (4 * MOST_WORDS + 4))),
    ],
    ids=["empty", "not packed", "cut", "more", "bomb", "counts cut", "odd counts", "bomb of counts"],
)
def test_what_was_not_packed_so_is_refused(words: bytes, counts: bytes) -> None:
    assert len(unpack(WORDS_OF_2, COUNTS, WORDS)) == 2
    with pytest.raises(ValueError, match=r"damaged|multiple"):
        unpack(words, counts, WORDS)


def test_a_bomb_is_never_unpacked_as_a_whole() -> None:
    bomb = zlib.compress(bytes(100_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match="too many"):
            unpack(bomb, COUNTS, WORDS)
        assert tracemalloc.get_traced_memory()[1] < 3 * MOST_BYTES
    finally:
        tracemalloc.stop()


def test_more_words_than_any_tail_has_are_refused() -> None:
    words = "".join(f"{number:06}x\n" for number in range(MOST_WORDS + 1))
    with pytest.raises(ValueError, match="100,001 rare words"):
        made(words)


@pytest.mark.parametrize(
    ("word", "offered"),
    [
        *(("gym", True), ("don't", True), ("6pm", True), ("人口", True), ("3.5", False), ("...", False)),
        *(("", False), ("a\x1bb", False), ("a b", False), ("a\u202e", False), ("naïve\x85\r", False)),
    ],
)
def test_words_with_a_letter_and_nothing_hidden_may_be_offered(word: str, offered: bool) -> None:
    assert may_be_offered(word) is offered
