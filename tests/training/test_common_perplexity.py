from __future__ import annotations

import numpy as np
import pytest
from toys import documents, model, one_by_one

from predictor_tui.errors import CorpusError
from predictor_tui.text.corpus import Document
from predictor_tui.text.tokenizer import WHITESPACE, WORDS, Tokenizer
from predictor_tui.text.vocabulary import SPECIALS, Vocabulary
from predictor_tui.training.common_perplexity import Reading, common_perplexity, read_through
from predictor_tui.training.streams import encode

TEXT = documents(4)
MANY = ("I", "you", "see", "like", "tea", "the", "dog", ".", "want")
FEW = ("you", "I", "like", "rain", ".")
COMMON = set(MANY) & set(FEW) | {"<eos>"}


def vocabulary(words: tuple[str, ...], tokenizer: Tokenizer = WORDS) -> Vocabulary:
    return Vocabulary([*SPECIALS, *words], [1] * (len(words) + 2), tokenizer)


def reading(words: tuple[str, ...], tokenizer: Tokenizer = WORDS, seed: int = 1) -> Reading:
    known = vocabulary(words, tokenizer)
    return read_through(model(vocabulary=len(known), seed=seed), known, TEXT)


def test_each_word_has_its_loss_and_whether_it_is_known() -> None:
    known = vocabulary(FEW)
    network, stream = model(vocabulary=len(known)), encode(TEXT, known)
    found = reading(FEW)
    assert found.tokenizer == "words"
    assert found.losses.shape == found.known.shape == stream.shape
    assert found.losses.mean() == pytest.approx(one_by_one(network, stream), rel=1e-5)
    assert found.own.nats == pytest.approx(found.losses.mean())
    assert found.own.unknown_share == pytest.approx(1 - found.known.mean())
    assert 0 < found.own.unknown_share < 1


def test_only_words_that_all_models_know_are_judged() -> None:
    words = [word for document in TEXT for line in document.lines for word in [*WORDS.stream(line), "<eos>"]]
    places = [place for place, word in enumerate(words) if word in COMMON]
    many, few = reading(MANY), reading(FEW, seed=2)
    found = common_perplexity([many, few])
    assert found is not None
    assert found.words == len(places)
    assert found.share == pytest.approx(len(places) / len(words))
    assert found.perplexities == pytest.approx([np.exp(each.losses[places].mean()) for each in (many, few)])


def test_a_model_alone_is_judged_by_all_that_it_knows() -> None:
    found, alone = common_perplexity([reading(FEW)]), reading(FEW)
    assert found is not None
    assert found.words == alone.known.sum()


def test_where_nothing_is_unknown_it_is_the_usual_perplexity() -> None:
    everything = tuple({word for document in TEXT for line in document.lines for word in WORDS.stream(line)})
    readings = [reading(tuple(sorted(everything)), seed=seed) for seed in (1, 2)]
    found = common_perplexity(readings)
    assert found is not None
    assert found.share == 1
    assert found.perplexities == pytest.approx([each.own.perplexity for each in readings])


def test_models_that_cut_text_in_other_ways_have_none() -> None:
    assert common_perplexity([reading(MANY), reading(MANY, WHITESPACE)]) is None


def test_no_words_is_an_error() -> None:
    with pytest.raises(CorpusError, match="no words"):
        read_through(model(vocabulary=7), vocabulary(FEW), [Document("commas", (", ,",))])
