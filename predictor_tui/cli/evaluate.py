"""`predictor-tui evaluate`: how well a model knows a text it has not seen, in the field's figures and a typist's."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import click

from predictor_tui.cli import report
from predictor_tui.cli.options import complete_model, examples, json_option
from predictor_tui.cli.threads import one_thread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from predictor_tui.model_file import ModelFile
    from predictor_tui.prediction.keystrokes import KeystrokeFigures
    from predictor_tui.text.corpus import Corpus
    from predictor_tui.training.evaluation import Perplexity


@dataclass(frozen=True)
class Evaluation:
    """What one evaluation found."""

    model: str
    texts: tuple[str, ...]
    perplexity: Perplexity
    keystrokes: KeystrokeFigures | None
    """None where the text has no word that can be typed, only numbers or another script."""


@click.command(
    short_help="Measure a model on text it has not seen.",
    epilog=examples(
        "predictor-tui evaluate everyday letters.txt",
        "predictor-tui evaluate mine.safetensors mails/ --words 0 --json",
    ),
)
@click.argument("model", shell_complete=complete_model)
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--words",
    metavar="COUNT",
    type=click.IntRange(min=0),
    default=4000,
    help="About how many words to type for the keystroke figures, taken evenly over the text; else 4000. 0: all.",
)
@json_option
def evaluate(model: str, text: tuple[str, ...], words: int, as_json: bool) -> None:
    """Measure MODEL, a name or a file, on TEXT: files, folders, or - for standard input.

    Perplexity counts every word of the text, unknown ones as the unknown-word token. The keystroke figures type whole
    sentences, lower-cased and without punctuation, each without context: KSR is the share of keys that the first 3 or 5
    suggestions save, top-k the share of words offered among the first k before any letter.
    """
    one_thread()
    found = _evaluate(model, text, words)
    if as_json:
        report.print_json(_as_data(found))
    else:
        _print(found)


def _evaluate(name: str, inputs: Sequence[str], words: int) -> Evaluation:
    from predictor_tui import model_file
    from predictor_tui.errors import CorpusError
    from predictor_tui.text.corpus import read_corpus
    from predictor_tui.training import evaluation
    from predictor_tui.training.streams import encode

    loaded = model_file.load(model_file.find(name))
    corpus = read_corpus(inputs, tokenizer=loaded.vocabulary.tokenizer, stdin=sys.stdin.buffer if sys.stdin else None)
    for source in corpus.sources:
        if source.replaced:
            report.note(f"{source.name}: {source.replaced:,} bytes are no UTF-8 and were replaced")
    stream = encode(corpus.documents, loaded.vocabulary)
    if not stream.size:
        raise CorpusError(f"there is no word in {', '.join(inputs)}", "give text with words in it")
    return Evaluation(
        model=name,
        texts=tuple(source.name for source in corpus.sources),
        perplexity=evaluation.evaluate(loaded.model, stream),
        keystrokes=_type(loaded, name, corpus, words),
    )


def _type(loaded: ModelFile, name: str, corpus: Corpus, words: int) -> KeystrokeFigures | None:
    """Type a sample of the text with the model's suggestions."""
    from predictor_tui.prediction import keystrokes
    from predictor_tui.prediction.predictor import Predictor

    text = "\n".join(line for document in corpus.documents for line in document.lines)
    sample = keystrokes.sample(keystrokes.sentences(text), words)
    return keystrokes.measure(Predictor(loaded, name).suggest, report.watched(sample, "typing")) if sample else None


def _as_data(found: Evaluation) -> dict[str, Any]:
    return {
        "model": found.model,
        "texts": found.texts,
        "words": found.perplexity.words,
        "perplexity": found.perplexity.perplexity,
        "unknown_share": found.perplexity.unknown_share,
        "keystrokes": found.keystrokes and asdict(found.keystrokes),
    }


def _print(found: Evaluation) -> None:
    facts = {
        "model": found.model,
        "texts": ", ".join(found.texts),
        "words": f"{found.perplexity.words:,}",
        "perplexity": f"{found.perplexity.perplexity:.2f}",
        "unknown words": report.percent(found.perplexity.unknown_share),
    }
    if typed := found.keystrokes:
        facts["words typed"] = f"{typed.words:,}"
        facts |= {f"KSR@{depth}": report.percent(share) for depth, share in typed.ksr.items()}
        facts |= {f"top-{k}": report.percent(share) for k, share in typed.top.items()}
        facts["ms a query"] = f"{typed.median_ms:.2f} (median), {typed.p99_ms:.2f} (99 of 100 are under)"
    else:
        report.note("no word of this text can be typed letter by letter, so there are no keystroke figures")
    report.print_facts(facts)
