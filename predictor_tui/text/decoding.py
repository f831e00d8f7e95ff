"""Bytes into lines: UTF-8 with or without a byte order mark, any line ends, and a plain refusal of what is no text."""

from __future__ import annotations

import codecs

from predictor_tui.errors import CorpusError

MOST_UNDECODABLE = 0.1
"""The share of bytes that may be no UTF-8: a few slips are replaced, another encoding is refused."""
LONGEST_LINE = 10_000_000
"""Characters; a book in one line passes, a gigabyte without a line end does not."""

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONVERT = "Save it as UTF-8, for example: iconv -f {} -t UTF-8 old.txt > new.txt"


def refuse_binary(name: str, piece: bytes, *, first: bool = True) -> None:
    """Raise CorpusError if a piece of a file cannot be part of a text in UTF-8; `first` is the file's beginning."""
    if first and piece.startswith(_UTF_16):
        raise CorpusError(f"{name} is not text in UTF-8 but in UTF-16", _CONVERT.format("UTF-16"))
    if b"\0" in piece:
        raise CorpusError(f"{name} is not text: it holds a byte of zero", "Give plain text in UTF-8.")


def decode_lines(name: str, data: bytes) -> tuple[list[str], int]:
    """Return the lines, and how many bytes were no UTF-8 and became U+FFFD.

    LF, CRLF and CR end a line. Raises CorpusError where more than `MOST_UNDECODABLE` of the bytes are no UTF-8 or a
    line is longer than `LONGEST_LINE`.
    """
    text, replaced = _decode(data.removeprefix(codecs.BOM_UTF8))
    if replaced > MOST_UNDECODABLE * len(data):
        raise CorpusError(
            f"{name} is not text in UTF-8: {replaced:,} of its {len(data):,} bytes cannot be decoded",
            _CONVERT.format("WINDOWS-1252") + " (or whatever encoding it is in)",
        )
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if max(map(len, lines)) > LONGEST_LINE:
        raise CorpusError(f"{name} has a line of over {LONGEST_LINE:,} characters", "Part it into lines.")
    return lines, replaced


def _decode(data: bytes) -> tuple[str, int]:
    try:
        return data.decode("utf-8"), 0
    except UnicodeDecodeError:
        decodable = len(data.decode("utf-8", "ignore").encode("utf-8"))
        return data.decode("utf-8", "replace"), len(data) - decodable
