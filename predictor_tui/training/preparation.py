"""From a corpus to streams of ids: the vocabulary and its tail of rare words are made from the training part alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from predictor_tui.errors import CorpusError
from predictor_tui.text.corpus import Corpus, hold_out
from predictor_tui.text.vocabulary import END, SPECIALS, UNKNOWN, Vocabulary, WordCounter, build_vocabulary
from predictor_tui.training.streams import Stream, encode, lines

if TYPE_CHECKING:
    from predictor_tui.text.tokenizer import Tokenizer

FEWEST_WORDS = 200
"""With less training text than this there is nothing to learn from."""


@dataclass(frozen=True, eq=False, slots=True)
class Data:
    """All that a training run reads."""

    vocabulary: Vocabulary
    train: Stream
    valid: Stream
    distinct_words: int
    """In the training part, within the vocabulary or not."""
    train_unknown: float
    """Share of the training words outside the vocabulary."""
    valid_unknown: float


def prepare(corpus: Corpus, valid: Corpus | None, tokenizer: Tokenizer, size: int, share: float) -> Data:
    """Cut a corpus into training and validation text and number its words.

    Without `valid`, the `share` (0 to 1) of the documents is held out. `size` bounds the vocabulary, the unknown word
    and the end of a line included; words left out are its tail. Raises CorpusError where too little text is left.
    """
    train_documents, valid_documents = (
        hold_out(corpus, share) if valid is None else (list(corpus.documents), list(valid.documents))
    )
    counter = WordCounter(tokenizer)
    for line in lines(train_documents):
        counter.add(tokenizer.stream(line))
    vocabulary = build_vocabulary(counter, size)
    train, valid_stream = encode(train_documents, vocabulary), encode(valid_documents, vocabulary)
    if train.size < FEWEST_WORDS or not valid_stream.size:
        raise CorpusError(
            f"the text has {train.size} words to train on and {valid_stream.size} to check with, which is too little",
            f"Give at least a few thousand words; {FEWEST_WORDS} is the least that is tried.",
        )
    return Data(
        vocabulary,
        train=with_unknowns(train, vocabulary),
        valid=valid_stream,
        distinct_words=len(counter.counts().keys() - set(SPECIALS)),
        train_unknown=float((train == UNKNOWN).mean()),
        valid_unknown=float((valid_stream == UNKNOWN).mean()),
    )


def with_unknowns(train: Stream, vocabulary: Vocabulary) -> Stream:
    """Return a stream in which a network can learn what the unknown word is like.

    Where the vocabulary holds every word of the text, none is unknown, and a network trained on that gives new words
    no chance at all. Words seen once are the best stand-in for words never seen (Good 1953), so every second one of
    them is read as unknown.
    """
    if (train == UNKNOWN).any():
        return train
    rare = np.array(vocabulary.counts) == 1
    rare[: END + 1] = False  # a text of one line has one end
    rare[::2] = False
    return np.where(rare[train], np.int32(UNKNOWN), train)
