from __future__ import annotations

import hashlib
import io
import textwrap
from pathlib import Path

import pytest

from predictor_tui.errors import CorpusError
from predictor_tui.text.corpus import LONGEST_DOCUMENT, Corpus, read_corpus
from predictor_tui.text.tokenizer import WHITESPACE, WORDS
from predictor_tui.text.vocabulary import SPECIALS

PROSE = "It was late but neither of us said so for there was nowhere at all that we had to be before the next day. " * 9


def read(*inputs: str | Path, stdin: bytes = b"") -> Corpus:
    return read_corpus(inputs, tokenizer=WORDS, stdin=io.BytesIO(stdin))


def lines_of(corpus: Corpus) -> list[list[str]]:
    return [list(document.lines) for document in corpus.documents]


def test_empty_lines_part_documents() -> None:
    corpus = read("-", stdin=b"\n a b \nc\n\n \t\n\nd\n")
    assert lines_of(corpus) == [["a b", "c"], ["d"]]


def test_the_source_reports_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    data = b"one two\r\nthree caf\xe9 and ten more letters\r\n\r\nfour!"
    path.write_bytes(data)
    (source,) = read(path).sources
    assert source.name == str(path)
    assert source.sha256 == hashlib.sha256(data).hexdigest()
    assert (source.bytes, source.lines, source.words, source.documents) == (len(data), 3, 9, 2)
    assert (source.replaced, source.unwrapped, source.times) == (1, False, 1)


def test_a_file_given_twice_is_read_twice_and_reported_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one two")
    (tmp_path / "b.txt").write_text("three")
    corpus = read(tmp_path, tmp_path / "a.txt")
    assert lines_of(corpus) == [["one two"], ["three"], ["one two"]]
    assert [source.times for source in corpus.sources] == [2, 1]
    assert corpus.words == 5


def test_a_long_block_is_cut() -> None:
    corpus = read("-", stdin=b"word\n" * (LONGEST_DOCUMENT + 1))
    assert [len(document.lines) for document in corpus.documents] == [LONGEST_DOCUMENT, 1]


def test_line_ends_and_byte_order_mark_give_the_same_documents() -> None:
    text = "Hello there.\nNaïve, isn't it?\n\nYes."
    plain = lines_of(read("-", stdin=text.encode()))
    assert lines_of(read("-", stdin=text.replace("\n", "\r\n").encode("utf-8-sig"))) == plain


def test_wrapped_prose_is_joined_and_said_so() -> None:
    corpus = read("-", stdin=textwrap.fill(PROSE, 70).encode())
    assert lines_of(corpus) == [[PROSE.strip()]]
    assert corpus.sources[0].unwrapped


def test_tokenised_text_keeps_its_lines() -> None:
    data = textwrap.fill(PROSE, 70).encode()
    corpus = read_corpus(["-"], tokenizer=WHITESPACE, stdin=io.BytesIO(data))
    assert list(corpus.documents[0].lines) == data.decode().split("\n")
    assert not corpus.sources[0].unwrapped


def test_the_fingerprint_tells_content_order_times_and_tokenizer(tmp_path: Path) -> None:
    a, b = tmp_path / "a.txt", tmp_path / "b.txt"
    a.write_text("one")
    b.write_text("two")
    corpora = [read(a, b), read(b, a), read(a, b, b), read(a), read_corpus([a, b], tokenizer=WHITESPACE)]
    assert len({corpus.fingerprint for corpus in corpora}) == len(corpora)
    assert read(tmp_path).fingerprint == corpora[0].fingerprint


@pytest.mark.parametrize("data", [b"", b"\n \r\n\t", b"\xef\xbb\xbf"])
def test_a_text_without_words_is_refused(data: bytes) -> None:
    with pytest.raises(CorpusError, match="standard input is empty"):
        read("-", stdin=data)


def test_an_empty_file_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    with pytest.raises(CorpusError, match="no text to read"):
        read(tmp_path)
    (tmp_path / "full.txt").write_text("word")
    assert [Path(source.name).name for source in read(tmp_path).sources] == ["full.txt"]


def test_nothing_given_is_refused() -> None:
    with pytest.raises(CorpusError, match="no text to read"):
        read()


def test_typed_text_cannot_spell_a_special() -> None:
    """Else a file could put the end of a line, or the unknown word, into the middle of a sentence."""
    (document,) = read("-", stdin=b"an <unk> and an <eos> in text").documents
    assert not set(WORDS.stream(document.lines[0])) & set(SPECIALS)
