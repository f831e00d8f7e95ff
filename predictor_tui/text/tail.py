"""Words of the training text that the vocabulary lacks: too rare for the network, but good enough to complete.

There may be several times as many as the network has words, so they lie in two rows of bytes, spellings and keys,
rather than in a string each. A file holds the spellings and the counts, both compressed; the keys follow from them.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from operator import lt
from typing import TYPE_CHECKING

from predictor_tui.text.offering import STEERING, may_be_offered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from predictor_tui.text.tokenizer import Tokenizer

MOST_WORDS = 100_000
LONGEST = 64
"""Bytes of a word in UTF-8; what is longer is a link or a slip."""
MOST_BYTES = MOST_WORDS * (LONGEST + 1)
MOST_COUNT = 2**32 - 1

_COUNT_SIZE = 4
_VISIBLE_ASCII = bytes(range(0x21, 0x7F)) + b"\n"


class Tail:
    """Words in the order of their keys, with how often each occurred."""

    def __init__(self, words: bytes, counts: array[int], tokenizer: Tokenizer) -> None:
        """Take usual spellings in UTF-8, a newline after each, and as many counts (of type "I").

        Raises ValueError unless there are 1 to `MOST_WORDS` words, in the order of their keys, none twice, empty or
        with a control character, and every count is above 0.
        """
        self.words = words
        self.counts = counts
        _check(words, counts)
        keys = tokenizer.keys(words)
        if not keys[0] or not all(map(lt, keys, keys[1:])):
            raise ValueError("its rare words are not in order, or one is empty or there twice")
        self.keys = b"".join([b"\n".join(keys), b"\n"])
        """The forms by which the words are matched, in UTF-8, a newline after each."""

    def __len__(self) -> int:
        return len(self.counts)

    def shares_none_with(self, keys: Iterable[str]) -> bool:
        """Tell whether none of these keys, none of them empty, is one of the tail's."""
        return set(keys).isdisjoint(self.keys.decode().split("\n"))

    def packed(self) -> tuple[bytes, bytes]:
        """Return spellings and counts as `unpack` takes them."""
        counts = array("I", self.counts)
        if sys.byteorder == "big":
            counts.byteswap()
        return zlib.compress(self.words, 9), zlib.compress(counts.tobytes(), 9)


def unpack(words: bytes, counts: bytes, tokenizer: Tokenizer) -> Tail:
    """Return the tail that a file holds. Raises ValueError where it is damaged or larger than any tail."""
    spellings = _decompressed(words, MOST_BYTES)
    numbers = array("I")
    numbers.frombytes(_decompressed(counts, _COUNT_SIZE * MOST_WORDS))
    if sys.byteorder == "big":
        numbers.byteswap()
    return Tail(spellings, numbers, tokenizer)


def build_tail(counts: Mapping[str, int], spellings: Mapping[str, str], tokenizer: Tokenizer) -> Tail | None:
    """Return the most frequent of some keys with their usual spellings, or None if none of them may be offered."""
    offered = [key for key in counts if len(spellings[key].encode()) <= LONGEST and may_be_offered(spellings[key])]
    kept = sorted(sorted(offered, key=lambda key: (-counts[key], key))[:MOST_WORDS])
    if not kept:
        return None
    words = "".join(f"{spellings[key]}\n" for key in kept)
    return Tail(words.encode(), array("I", [min(counts[key], MOST_COUNT) for key in kept]), tokenizer)


def _check(words: bytes, counts: array[int]) -> None:
    found = words.count(b"\n")
    if not 0 < found <= MOST_WORDS or found != len(counts) or not words.endswith(b"\n"):
        raise ValueError(f"there are {found:,} rare words and {len(counts):,} counts of them")
    if 0 in counts:
        raise ValueError("a rare word has a count of 0")
    words.decode()  # as a whole: what is left below may be text only because of what was taken out
    if STEERING.search(words.translate(None, _VISIBLE_ASCII).decode()):
        raise ValueError("a rare word holds a control character or white space")


def _decompressed(data: bytes, most: int) -> bytes:
    """Return what zlib packed, never making more than `most` bytes of it."""
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(data, most + 1)
    except zlib.error as error:
        raise ValueError(f"its rare words are damaged: {error}") from error
    if len(content) > most or not unpacker.eof or unpacker.unused_data:
        raise ValueError("its rare words are damaged, or too many")
    return content
