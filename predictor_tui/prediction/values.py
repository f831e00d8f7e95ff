"""What a prediction is made of: frozen values of tuples and floats, safe to hand to any view."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word on offer, spelt as it would be inserted."""

    word: str
    probability: float
    """Given that a word comes next, neither a mark nor the end of the line: the chance that it is this one, among all
    words, unknown ones included; with letters typed, among the known words that begin with them: the network's, its
    model's rare ones, and with a cache the text's own, and those that are one slip away from them. 0 to 1."""


@dataclass(frozen=True, slots=True)
class Memory:
    """The hidden state of the top layer after the last finished word, and the one before it."""

    hidden: tuple[float, ...] = ()
    """One value a unit, each between -1 and 1."""
    previous: tuple[float, ...] = ()
    """The same units one word earlier; all zero where nothing was read before."""
    word: str = ""
    """The word or sentence mark that was read last; empty at the start of the text or of a line."""
    words_read: int = 0
    """How many words and sentence marks the memory holds."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """One answer of the predictor to one text: what every view on the screen is drawn from."""

    prefix: str = ""
    """The letters of the half-typed word, empty between words."""
    suggestions: tuple[Suggestion, ...] = ()
    """Best first."""
    others: float = 0.0
    """Probability of all that is not suggested: 1 minus the sum over `suggestions`."""
    memory: Memory = field(default_factory=Memory)
