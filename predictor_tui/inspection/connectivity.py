"""How far back a suggestion reaches: the size of its probability's gradient at each earlier word.

With x_t the vector of word t, D numbers, w a word that may come next and p_w its probability, the softmax over a choice
of words and the model's own backward pass give

    d log p_w / d features = W_w - sum_v p_v W_v                        then back through all words
    influence of word t    = | d log p_w / d x_t |                      the Euclidean norm
    d p_w / d x_t          = p_w d log p_w / d x_t

The norm tells how much a small change of the word's vector could move the prediction. The gradient times its input,
(d log p_w / d x_t) . x_t, is signed: about how much log p_w would lose if the vector were shrunk to nothing. A word
that comes twice counts as two; of a row that is tied to the output only the way in is followed.

Source: Madsen 2019, "Visualizing memorization in RNNs" (Distill); gradient times input by Shrikumar et al. 2016,
arXiv:1605.01713. One forward and one backward pass: no gradient of a parameter is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from predictor_tui.inspection.arguments import column, floats, memory
from predictor_tui.inspection.choice import Choice
from predictor_tui.nn import output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from predictor_tui.nn.arrays import Array
    from predictor_tui.nn.model import LanguageModel, Run


@dataclass(frozen=True, slots=True)
class Connectivity:
    """What each word of a text has to do with a word that may come next."""

    word: int
    probability: float
    influences: tuple[float, ...]
    """The norm of d log p / d x of each word of the text, in its order."""
    gradients_times_input: tuple[float, ...]
    """Signed, of log p; in the same order."""

    @property
    def of_probability(self) -> tuple[float, ...]:
        """The norm of d p / d x of each word."""
        return tuple(self.probability * influence for influence in self.influences)

    @property
    def shares(self) -> tuple[float, ...]:
        """Each influence divided by the largest, for shading; all 0 where there is none."""
        largest = max(self.influences)
        return tuple(influence / largest if largest else 0.0 for influence in self.influences)

    @property
    def half_distance(self) -> float | None:
        """From how many words back on the influence has fallen to half; see `half_distance`."""
        return half_distance(self.influences)

    @property
    def half_within(self) -> float:
        """How many of the last words have half of all influence together; see `half_within`."""
        return half_within(self.influences)


def connectivity(
    model: LanguageModel,
    ids: Sequence[int],
    word: int,
    *,
    state: Array | None = None,
    choice: Choice | None = None,
) -> Connectivity:
    """Return the influence of each word of a text on the chance that `word` comes next.

    The text comes upon `state` (S, 1), an empty memory by default. Raises ValueError for a text without words, or for
    a word that is no choice.
    """
    return connectivities(model, ids, [word], state=state, choice=choice)[0]


def connectivities(
    model: LanguageModel,
    ids: Sequence[int],
    words: Sequence[int],
    *,
    state: Array | None = None,
    choice: Choice | None = None,
) -> tuple[Connectivity, ...]:
    """Return the same for several words, with one forward pass for all of them."""
    choice = choice or Choice.of_all(model)
    for word in words:
        choice.check(word)
    run = model.run(column(ids), memory(model, state))
    W = model.output_weights
    p = choice.probabilities(output.scores(W, run.y[:, -1:])[:, 0])
    expected = p.astype(W.dtype) @ W[:, :-1]  # sum_v p_v W_v
    vectors = model.parameters["embedding.E"][column(ids)[:, 0], : model.settings.embedding]
    return tuple(
        _connected(word, float(p[word]), _back_to_words(model, run, W[word, :-1] - expected), vectors) for word in words
    )


def _back_to_words(model: LanguageModel, run: Run, d_features: Array) -> Array:
    """Return the gradient of the words' vectors, (T, D), from that of the last word's features, (P,)."""
    d_y = np.zeros_like(run.y)
    d_y[:, -1] = d_features
    d_x, _ = model.run_backward(run, d_y)
    return d_x.T.astype(np.float64)  # so that the square of a vanishing gradient is not lost


def _connected(word: int, probability: float, gradients: Array, vectors: Array) -> Connectivity:
    norms = np.sqrt((gradients**2).sum(axis=1))
    return Connectivity(word, probability, floats(norms), floats((gradients * vectors).sum(axis=1)))


def half_distance(influences: Sequence[float]) -> float | None:
    """Return from how many words back on nothing has more than half of the largest influence, the last word being 0.

    That is where the largest influence at this distance or further, which only falls, passes half of its value at 0;
    between two words it is taken as a straight line. None where it never does, so where the first word has more.
    """
    falling = np.maximum.accumulate(np.asarray(influences, np.float64))[::-1]  # by distance
    half = falling[0] / 2
    below = np.flatnonzero(falling <= half)
    if not below.size or not half:
        return None
    far = int(below[0])
    near, after = falling[far - 1], falling[far]
    return float(far - 1 + (near - half) / (near - after))


def half_within(influences: Sequence[float]) -> float:
    """Return how many of the last words have half of the sum of all influences together; 0 where there is none.

    A word is taken as spread evenly over its place, so that the number need not be whole. One far word that weighs a
    little more or less moves it little, which cannot be said of `half_distance`.
    """
    together = np.concatenate(([0.0], np.cumsum(np.asarray(influences, np.float64)[::-1])))
    half = together[-1] / 2
    if not half:
        return 0.0
    words = int(np.searchsorted(together, half))
    return float(words - (together[words] - half) / (together[words] - together[words - 1]))
