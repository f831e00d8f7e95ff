"""Text into tokens and back, so that typing, training and measuring agree on what a word is."""

from __future__ import annotations

import enum
import unicodedata
from abc import ABC, abstractmethod
from functools import lru_cache
from itertools import compress, count
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from predictor_tui.text import patterns

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_PREFIX = 256
"""How many characters before the cursor are looked at for a half-typed word: typing in a huge text stays quick."""

_KEY_FORM = str.maketrans(
    {
        **dict.fromkeys(patterns.APOSTROPHES + "ʼ", "'"),
        **dict.fromkeys(patterns.HYPHENS, "-"),
        "\N{SOFT HYPHEN}": "",
        "。": ".",
        "！": "!",
        "？": "?",
    }
)
_ASCII_KEY_FORM = bytes(range(0x80)).lower().replace(b"`", b"'") + bytes(range(0x80, 0x100))
_ASCII_WITHOUT_NEWLINE = bytes(range(0x80)).replace(b"\n", b"")


class Kind(enum.Enum):
    """What a token is to the network: it reads words and sentence marks, and all else passes it by."""

    WORD = enum.auto()
    SENTENCE_MARK = enum.auto()
    OTHER = enum.auto()


class Token(NamedTuple):
    """A piece of text as it was written."""

    text: str
    kind: Kind
    spaced: bool
    """Whether white space stood before it."""


class Tokenizer(ABC):
    """A way to cut text into words. It holds no state, so one of each kind serves the whole program."""

    name: ClassVar[str]
    """What a model file stores, so that a model is used with the tokenizer it was trained with."""

    @abstractmethod
    def tokenize(self, text: str) -> list[Token]:
        """Return all tokens in order: `join` of them is the text again, with runs of white space as one space."""

    @abstractmethod
    def stream(self, line: str) -> list[str]:
        """Return the words and sentence marks alone, as written: what the network reads. This is the fast way."""

    @abstractmethod
    def key(self, token: str) -> str:
        """Return what a token is matched by: equal keys are the same word."""

    @abstractmethod
    def keys(self, words: bytes) -> list[bytes]:
        """Return the keys of many words, none of them a mark, both in UTF-8; each word is ended by a newline.

        This is the fast way, and unlike `key` it leaves nothing in memory. Raises ValueError on what is no UTF-8.
        """

    @abstractmethod
    def split_at_cursor(self, text: str) -> tuple[str, str]:
        """Split text before the cursor into finished context and half-typed last word; joined, they are the text."""


class WordTokenizer(Tokenizer):
    """For text as people type it; `patterns` says what a word is."""

    name = "words"

    def tokenize(self, text: str) -> list[Token]:
        return [
            Token(match[0], _KINDS[match.lastgroup], text[match.start() - 1 : match.start()].isspace())
            for match in patterns.TOKEN.finditer(text)
        ]

    def stream(self, line: str) -> list[str]:
        return [word for word in patterns.READ.findall(line) if word]

    def key(self, token: str) -> str:
        """Drop case, in NFC, with straight apostrophes and plain hyphens; a run of sentence marks becomes one mark."""
        return _word_key(token)

    def keys(self, words: bytes) -> list[bytes]:
        keys = words.translate(_ASCII_KEY_FORM).split(b"\n")[:-1]
        lines = words.translate(None, _ASCII_WITHOUT_NEWLINE).split(b"\n")  # empty where all of a word was ASCII
        if others := list(compress(count(), lines)):
            folded = _folded("\n".join(keys[i].decode() for i in others)).encode().split(b"\n")
            for i, key in zip(others, folded, strict=True):
                keys[i] = key
        return keys

    def split_at_cursor(self, text: str) -> tuple[str, str]:
        """Let the half-typed word end in an apostrophe or a hyphen ("don'", "well-"); a finished "e.g." is context."""
        tail = self.tokenize(text[-LONGEST_PREFIX:])
        if not tail or text[-1].isspace():
            return text, ""
        prefix = tail.pop().text if _is_joiner(tail[-1]) else ""
        if tail and tail[-1].kind is Kind.WORD and not tail[-1].text.endswith("."):
            prefix = tail[-1].text + prefix
            return text[: -len(prefix)], prefix
        return text, ""


class WhitespaceTokenizer(Tokenizer):
    """For text that is tokenised already, such as the Penn Treebank: all between white space is a word as it stands."""

    name = "whitespace"

    def tokenize(self, text: str) -> list[Token]:
        words = text.split()
        starts_spaced = text[:1].isspace()
        return [Token(word, Kind.WORD, bool(i) or starts_spaced) for i, word in enumerate(words)]

    def stream(self, line: str) -> list[str]:
        return line.split()

    def key(self, token: str) -> str:
        """Return the token itself."""
        return token

    def keys(self, words: bytes) -> list[bytes]:
        return words.split(b"\n")[:-1]

    def split_at_cursor(self, text: str) -> tuple[str, str]:
        if not text or text[-1].isspace():
            return text, ""
        prefix = text.rsplit(maxsplit=1)[-1]
        return text[: -len(prefix)], prefix


WORDS: Tokenizer = WordTokenizer()
WHITESPACE: Tokenizer = WhitespaceTokenizer()


def tokenizer_named(name: str) -> Tokenizer:
    """Return the tokenizer that a model file names. Raises ValueError where there is none of that name."""
    for tokenizer in (WORDS, WHITESPACE):
        if tokenizer.name == name:
            return tokenizer
    raise ValueError(f"there is no tokenizer {name!r}")


def join(tokens: Iterable[Token]) -> str:
    """Return the text the tokens came from, with runs of white space as one space and none at the ends."""
    return "".join(" " + token.text if token.spaced else token.text for token in tokens).removeprefix(" ")


_KINDS = {"word": Kind.WORD, "mark": Kind.SENTENCE_MARK, None: Kind.OTHER}


def _is_joiner(token: Token) -> bool:
    return token.text in patterns.JOINERS and not token.spaced


@lru_cache(maxsize=1 << 16)
def _word_key(token: str) -> str:
    if token.isascii() and token.isalnum():
        return token.lower()
    key = _folded(token)
    is_mark = bool(key) and all(character in patterns.SENTENCE_MARKS for character in key)
    return _mark_key(key) if is_mark else key


def _folded(text: str) -> str:
    """Return text in the form that keys have; what stands on one line has no bearing on another."""
    folded = unicodedata.normalize("NFD", text).casefold().translate(_KEY_FORM)
    return unicodedata.normalize("NFC", folded)


def _mark_key(run: str) -> str:
    """One mark for a run of them: "..." is "…", and the first question or exclamation mark stands for the rest."""
    loud = run.replace(".", "").replace("…", "")
    return loud[:1] or ("." if run == "." else "…")
