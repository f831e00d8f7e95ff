from __future__ import annotations

import codecs
import gzip
import random

import pytest
from hypothesis import given
from typed_text import fixed, texts

from predictor_tui.errors import CorpusError
from predictor_tui.text import decoding
from predictor_tui.text.decoding import decode_lines, refuse_binary


@given(texts)
@fixed
def test_byte_order_mark_and_line_ends_make_no_difference(text: str) -> None:
    plain = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").encode()
    lines = decode_lines("f", plain)
    assert lines == (plain.decode().split("\n"), 0)
    assert decode_lines("f", plain.replace(b"\n", b"\r\n")) == lines
    assert decode_lines("f", plain.replace(b"\n", b"\r")) == lines
    assert decode_lines("f", codecs.BOM_UTF8 + plain) == lines


def test_undecodable_bytes_are_replaced_and_counted() -> None:
    data = b"a caf\xe9 and a \xf0\x9f\x91 in a genuine \xef\xbf\xbd text that is long enough"
    assert decode_lines("f", data) == (["a caf� and a � in a genuine � text that is long enough"], 4)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("Привет, как дела?".encode("cp1251"), "not text in UTF-8: 13 of its 17 bytes cannot be decoded"),
        (random.Random(1).randbytes(5000).replace(b"\0", b"\xff"), "cannot be decoded"),
    ],
)
def test_another_encoding_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(CorpusError, match=reason) as refused:
        decode_lines("diary.txt", data)
    assert str(refused.value).startswith("diary.txt ")
    assert "iconv" in refused.value.hint


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"a\0b", "not text: it holds a byte of zero"),
        (gzip.compress(b"text", mtime=0), "not text: it holds a byte of zero"),
        ("text".encode("utf-16"), "not text in UTF-8 but in UTF-16"),
        (codecs.BOM_UTF16_BE + "text".encode("utf-16-be"), "not text in UTF-8 but in UTF-16"),
    ],
)
def test_a_binary_file_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(CorpusError, match=reason):
        refuse_binary("f", data)


def test_a_line_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "LONGEST_LINE", 10)
    assert decode_lines("f", b"0123456789\nab") == (["0123456789", "ab"], 0)
    with pytest.raises(CorpusError, match="line of over 10 characters"):
        decode_lines("f", b"ab\n0123456789a")
