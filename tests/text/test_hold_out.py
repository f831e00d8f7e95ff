from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typed_text import fixed

from predictor_tui.errors import CorpusError
from predictor_tui.text.corpus import Corpus, Document, hold_out


def corpus_of(lines: list[str]) -> Corpus:
    return Corpus(tuple(Document("f", (line,)) for line in lines), (), "", 0)


different_lines = st.lists(st.text("abc", min_size=1, max_size=4), min_size=2).filter(lambda lines: len(set(lines)) > 1)
shares = st.floats(0.001, 0.999)


@given(different_lines, shares)
@fixed
def test_every_document_is_on_one_side_and_neither_is_empty(lines: list[str], share: float) -> None:
    corpus = corpus_of(lines)
    train, valid = hold_out(corpus, share)
    assert train
    assert valid
    assert Counter(train) + Counter(valid) == Counter(corpus.documents)


@given(different_lines, shares)
@fixed
def test_the_same_text_is_on_the_same_side(lines: list[str], share: float) -> None:
    train, valid = hold_out(corpus_of(lines + lines[::-1]), share)
    assert not set(train) & set(valid)
    assert set(valid) == set(hold_out(corpus_of(lines), share)[1])


def test_the_side_of_a_document_does_not_hang_on_the_others() -> None:
    many = [f"line {number}" for number in range(400)]
    valid = set(hold_out(corpus_of(many), 0.2)[1])
    half = set(hold_out(corpus_of(many[::2]), 0.2)[1])
    assert half == valid & set(corpus_of(many[::2]).documents)


def test_about_the_share_is_held_out() -> None:
    _, valid = hold_out(corpus_of([f"line {number}" for number in range(2000)]), 0.1)
    assert 160 < len(valid) < 240


def test_one_line_cannot_be_parted() -> None:
    with pytest.raises(CorpusError, match="only one line") as refused:
        hold_out(corpus_of(["same", "same"]), 0.5)
    assert "other text" in refused.value.hint


@pytest.mark.parametrize("times", [1, 3])
def test_one_document_is_parted_in_pieces(times: int) -> None:
    document = Document("f", tuple(f"line {number}" for number in range(150)))
    train, valid = hold_out(Corpus((document,) * times, (), "", 0), 0.1)
    assert 5 <= sum(len(piece.lines) for piece in valid) / times <= 45
    assert not {line for piece in train for line in piece.lines} & {line for piece in valid for line in piece.lines}
    assert Counter(line for piece in train + valid for line in piece.lines) == Counter(document.lines * times)


def test_a_long_and_a_short_document_are_parted_by_lines_and_not_in_halves() -> None:
    documents = tuple(Document("f", tuple(f"{length} {number}" for number in range(length))) for length in (200, 50))
    _, valid = hold_out(Corpus(documents, (), "", 0), 0.1)
    assert 10 <= sum(len(piece.lines) for piece in valid) <= 75


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1])
def test_a_share_is_between_nothing_and_all(share: float) -> None:
    with pytest.raises(ValueError, match="not between 0 and 1"):
        hold_out(corpus_of(["a", "b"]), share)
