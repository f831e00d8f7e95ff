"""What is known of the next word at one place in a text, before any letter of it is typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from predictor_tui.prediction.ranking import LogProbabilities


@dataclass(frozen=True, slots=True)
class OwnWord:
    """A word of the document that the vocabulary lacks, and what the document alone says for it."""

    key: str
    """The form by which it is matched."""
    spelling: str
    log_probability: float


@dataclass(frozen=True, eq=False, slots=True)
class NextWord:
    """The chances of every word that can come."""

    log_probabilities: LogProbabilities
    """(V,), by id. That of the unknown word is the sum for all words that the vocabulary lacks."""
    log_unknown: float
    """The part of the unknown word's probability that the tail shares, as a logarithm."""
    own: tuple[OwnWord, ...] = ()
    """The most probable first."""
