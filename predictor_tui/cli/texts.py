"""What `evaluate` and `compare` share: the text they are given, and the sentences of it that are typed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from predictor_tui.cli import report

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from predictor_tui.text.corpus import Corpus
    from predictor_tui.text.tokenizer import Tokenizer

words_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--words",
    metavar="COUNT",
    type=click.IntRange(min=0),
    default=4000,
    help="About how many words to type for the keystroke figures, taken evenly over the text; else 4000. 0: all.",
)


def read_texts(inputs: Sequence[str], tokenizer: Tokenizer) -> Corpus:
    """Read files, folders, or - for standard input, and say on stderr what was no UTF-8.

    Raises CorpusError, also where there is no word in them.
    """
    from predictor_tui.errors import CorpusError
    from predictor_tui.text.corpus import read_corpus

    corpus = read_corpus(inputs, tokenizer=tokenizer, stdin=sys.stdin.buffer if sys.stdin else None)
    for source in corpus.sources:
        if source.replaced:
            report.note(f"{source.name}: {source.replaced:,} bytes are no UTF-8 and were replaced")
    if not any(tokenizer.stream(line) for document in corpus.documents for line in document.lines):
        raise CorpusError(f"there is no word in {', '.join(inputs)}", "give text with words in it")
    return corpus


def sentences_to_type(corpus: Corpus, words: int) -> list[str]:
    """Return normalised sentences of about so many words in all, every one for 0; say so on stderr if there is none."""
    from predictor_tui.prediction.sentences import sample, sentences

    found = sample(sentences("\n".join(line for document in corpus.documents for line in document.lines)), words)
    if not found:
        report.note("no word of this text can be typed letter by letter, so there are no keystroke figures")
    return found
