from __future__ import annotations

import numpy as np
import pytest
from toys import documents, model, noise, one_by_one

from predictor_tui.errors import CorpusError
from predictor_tui.nn.functions import log_softmax
from predictor_tui.text.corpus import Document
from predictor_tui.text.tokenizer import WORDS as WORDS_TOKENIZER
from predictor_tui.text.vocabulary import WordCounter, build_vocabulary
from predictor_tui.training.evaluation import (
    ROWS,
    WARM_UP,
    WINDOW,
    evaluate,
    evaluate_without_memory,
    losses,
    perplexity,
)
from predictor_tui.training.streams import encode, lines

EDGES = [1, 2, WINDOW - 1, WINDOW, WINDOW + 1, WARM_UP - 1, WARM_UP, WARM_UP + 1, 2 * WARM_UP - 1]
LONG = [2 * WARM_UP, 2 * WARM_UP + 1, ROWS * WARM_UP - 1, ROWS * WARM_UP, ROWS * WARM_UP + 1, 5000]


@pytest.mark.parametrize("length", EDGES)
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_a_short_text_is_judged_as_if_read_word_by_word(cell: str, length: int) -> None:
    network, stream = model(cell, layers=2, tied=False), noise(length)
    found = evaluate(network, stream)
    assert found.nats == pytest.approx(one_by_one(network, stream), rel=1e-5)
    assert found.words == length
    assert found.unknown_share == pytest.approx(np.mean(stream == 0))
    assert found.perplexity == pytest.approx(np.exp(found.nats))


@pytest.mark.parametrize("length", [2 * WARM_UP, 700])
def test_rows_side_by_side_remember_what_stands_before_them(length: int) -> None:
    network, stream = model("lstm"), noise(length)
    network.parameters["layer0.U"] *= 2
    network.output_weights[:] *= 5  # so that a state that is off by a word would show
    assert evaluate(network, stream).nats == pytest.approx(one_by_one(network, stream), rel=1e-4)


@pytest.mark.parametrize("length", EDGES + LONG)
def test_every_word_is_counted_once(length: int) -> None:
    network, stream = model("rnn"), noise(length)
    weights = network.output_weights
    weights[:, :-1] = 0  # what is left, the bias, gives each word its own price
    weights[:, -1] = np.arange(len(weights))
    prices = -log_softmax(weights[:, -1:].astype(np.float64))[:, 0]
    wanted = prices[stream].mean()
    assert evaluate(network, stream).nats == pytest.approx(wanted, rel=1e-5)
    assert evaluate_without_memory(network, stream).nats == pytest.approx(wanted, rel=1e-5)


@pytest.mark.parametrize("length", [1, WARM_UP, 2 * WARM_UP + 1, ROWS * WARM_UP + 1])
def test_every_loss_stands_in_its_word_s_place(length: int) -> None:
    network, stream = model("rnn"), noise(length)
    weights = network.output_weights
    weights[:, :-1] = 0
    weights[:, -1] = np.arange(len(weights))
    prices = -log_softmax(weights[:, -1:].astype(np.float64))[:, 0]
    assert losses(network, stream) == pytest.approx(prices[stream], rel=1e-5)


@pytest.mark.parametrize("length", [1, 2, 129, ROWS * WINDOW, ROWS * WINDOW + 1])
def test_without_memory_every_word_starts_afresh(length: int) -> None:
    network, stream = model("gru", layers=2, hidden=5), noise(length)
    fresh = one_by_one(network, stream, memory=False)
    assert evaluate_without_memory(network, stream).nats == pytest.approx(fresh, rel=1e-5)


def test_documents_are_judged_as_their_stream() -> None:
    texts = documents(4)
    counter = WordCounter(WORDS_TOKENIZER)
    for line in lines(texts):
        counter.add(WORDS_TOKENIZER.stream(line))
    vocabulary = build_vocabulary(counter, 8)
    network = model(vocabulary=len(vocabulary))
    stream = encode(texts, vocabulary)
    found = perplexity(network, vocabulary, texts)
    assert found.words == stream.size
    assert found.unknown_share > 0
    assert found.nats == pytest.approx(one_by_one(network, stream), rel=1e-5)


def test_no_words_is_an_error() -> None:
    vocabulary = build_vocabulary(WordCounter(WORDS_TOKENIZER), 10)
    with pytest.raises(CorpusError, match="no words"):
        perplexity(model(vocabulary=2), vocabulary, [Document("commas", (", ,",))])
