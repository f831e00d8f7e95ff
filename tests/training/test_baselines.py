from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from toys import fixed, periodic

from predictor_tui.text.vocabulary import END, UNKNOWN
from predictor_tui.training import baselines

if TYPE_CHECKING:
    from predictor_tui.training.streams import Stream

V = 6
streams = st.lists(st.integers(0, V - 1), min_size=1, max_size=80).map(lambda ids: np.array(ids, np.int32))


def unigram_law(train: Stream) -> list[float]:
    counts = Counter(train.tolist())
    return [(counts[word] + 1) / (train.size + V) for word in range(V)]


def bigram_law(train: Stream) -> list[list[float]]:
    after: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for before, word in zip([END, *train.tolist()], train.tolist(), strict=False):
        after[before][word] += 1
    alone = unigram_law(train)
    laws = []
    for before in range(V):
        seen, distinct = sum(after[before].values()), len(after[before])
        laws.append(
            [(after[before][word] + distinct * alone[word]) / (seen + distinct) for word in range(V)] if seen else alone
        )
    return laws


@given(streams, streams)
@fixed
def test_unigram_is_the_share_of_each_word(train: Stream, valid: Stream) -> None:
    law = unigram_law(train)
    assert sum(law) == pytest.approx(1)
    found = baselines.unigram(train, valid, V)
    assert found.nats == pytest.approx(-sum(math.log(law[word]) for word in valid) / valid.size)
    assert found.words == valid.size
    assert found.unknown_share == pytest.approx(np.mean(valid == UNKNOWN))


@given(streams, streams)
@fixed
def test_bigram_is_witten_and_bell(train: Stream, valid: Stream) -> None:
    laws = bigram_law(train)
    assert [sum(law) for law in laws] == pytest.approx([1] * V)
    pairs = zip([END, *valid.tolist()], valid.tolist(), strict=False)
    wanted = -sum(math.log(laws[before][word]) for before, word in pairs) / valid.size
    assert baselines.bigram(train, valid, V).nats == pytest.approx(wanted)


def test_pairs_help_where_words_follow_words() -> None:
    train, valid = periodic(700), periodic(70)
    assert baselines.bigram(train, valid, 12).perplexity < 2 < baselines.unigram(train, valid, 12).perplexity
