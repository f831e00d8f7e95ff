"""Files into documents of clean lines, with a report on what was read, and a part held out to validate with."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, BinaryIO

from predictor_tui.errors import CorpusError
from predictor_tui.text.decoding import decode_lines
from predictor_tui.text.source_files import find_source_files
from predictor_tui.text.tokenizer import WHITESPACE, Tokenizer
from predictor_tui.text.unwrapping import unwrap, wrap_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from predictor_tui.text.source_files import SourceFile

LONGEST_DOCUMENT = 200
"""Lines; a file without empty lines would else be one document, and could not be parted."""


@dataclass(frozen=True)
class Source:
    """What was read from one file, once."""

    name: str
    sha256: str
    """Of its bytes, in hexadecimal digits."""
    bytes: int
    lines: int
    """Lines with text in them, after unwrapping."""
    words: int
    """Words between white space, as `wc -w` counts them."""
    documents: int
    replaced: int
    """Bytes that were no UTF-8, each run of them read as U+FFFD."""
    unwrapped: bool
    """Whether it was hard-wrapped prose, whose lines were joined."""
    times: int
    """How often it was given: a weight."""


@dataclass(frozen=True)
class Document:
    """Lines that belong together, such as one dialogue: none empty, without white space around."""

    source: str
    """The name of the source."""
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Corpus:
    """All text of a training or an evaluation, in the order it was given."""

    documents: tuple[Document, ...]
    sources: tuple[Source, ...]
    fingerprint: str
    """Hexadecimal digits that are the same only for the same content in the same order with the same tokenizer."""
    words: int
    """Words of all documents, those of a file given twice counted twice."""


def read_corpus(inputs: Sequence[str | Path], *, tokenizer: Tokenizer, stdin: BinaryIO | None = None) -> Corpus:
    """Read files, folders (their *.txt and *.md) and "-" for standard input; a file given n times is read n times.

    Raises CorpusError where something is missing, unreadable, no text or too large, or there is no text at all.
    """
    read: dict[Path | None, tuple[Source, tuple[Document, ...]]] = {}
    order: list[Path | None] = []
    for file in find_source_files(inputs):
        place = file.path and file.path.resolve()
        if place not in read:
            read[place] = _read_source(file, tokenizer, stdin)
        order.append(place)
    times = Counter(order)
    sources = tuple(replace(source, times=times[place]) for place, (source, _) in read.items() if source.words)
    if not sources:
        raise CorpusError("there is no text to read", "Give at least one file with words in it.")
    given = [read[place] for place in order]
    return Corpus(
        documents=tuple(document for _, documents in given for document in documents),
        sources=sources,
        fingerprint=_fingerprint([source for source, _ in given], tokenizer),
        words=sum(source.words for source, _ in given),
    )


def hold_out(corpus: Corpus, share: float) -> tuple[list[Document], list[Document]]:
    """Part the documents into (train, valid), about `share` of them in the second, at least one in each.

    The side is drawn from a hash of the content, so the same text is on the same side however often and in whatever
    order it comes. A few long documents are parted in pieces. Raises CorpusError where there is only one line or
    nothing but copies of one, ValueError unless 0 < share < 1.
    """
    if not 0 < share < 1:
        raise ValueError(f"the share to hold out is {share}, not between 0 and 1")
    documents = _pieces(corpus.documents, share)
    draws = [_draw(document) for document in documents]
    lowest, highest = min(draws), max(draws)
    if lowest == highest:
        raise CorpusError(
            "there is only one line of text, so nothing can be held out to validate with",
            "Part the text into lines, or give other text to validate with.",
        )
    limit = min(max(share, lowest), highest)
    held_out = [draw < limit or draw == lowest for draw in draws]
    train = [document for document, out in zip(documents, held_out, strict=True) if not out]
    valid = [document for document, out in zip(documents, held_out, strict=True) if out]
    return train, valid


def _pieces(documents: Sequence[Document], share: float) -> Sequence[Document]:
    """Return the documents, or where one of them is more than the share to hold out, pieces of at most that share."""
    distinct = set(documents)
    if len(distinct) * share >= 1:
        return documents
    longest = max(1, int(share * sum(len(document.lines) for document in distinct)))
    return [replace(document, lines=piece) for document in documents for piece in _cut(document.lines, longest)]


def _read_source(file: SourceFile, tokenizer: Tokenizer, stdin: BinaryIO | None) -> tuple[Source, tuple[Document, ...]]:
    data = file.read(stdin)
    lines, replaced = decode_lines(file.name, data)
    blocks = list(_blocks(lines))
    width = None if tokenizer is WHITESPACE else wrap_width(blocks)
    if width is not None:
        blocks = [unwrap(block, width) for block in blocks]
    documents = tuple(Document(file.name, piece) for block in blocks for piece in _cut(block, LONGEST_DOCUMENT))
    source = Source(
        name=file.name,
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        lines=sum(map(len, blocks)),
        words=sum(len(line.split()) for block in blocks for line in block),
        documents=len(documents),
        replaced=replaced,
        unwrapped=width is not None,
        times=1,
    )
    if file.named and not source.words:
        raise CorpusError(f"{file.name} is empty: there is no text in it")
    return source, documents


def _blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    """Yield the runs of lines between empty ones."""
    return (list(block) for has_text, block in groupby(map(str.strip, lines), key=bool) if has_text)


def _cut(block: Sequence[str], longest: int) -> Iterator[tuple[str, ...]]:
    return (tuple(block[start : start + longest]) for start in range(0, len(block), longest))


def _fingerprint(sources: Iterable[Source], tokenizer: Tokenizer) -> str:
    content = " ".join([tokenizer.name, *(source.sha256 for source in sources)])
    return hashlib.sha256(content.encode()).hexdigest()


def _draw(document: Document) -> float:
    """Draw a number in [0, 1), always the same for the same lines."""
    digest = hashlib.blake2b("\n".join(document.lines).encode(), digest_size=6).digest()
    return int.from_bytes(digest) / 2**48
