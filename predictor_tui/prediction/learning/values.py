"""What is observed of a writer, and what is told of a word that was learnt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

START = "\n"
"""Stands before the first word of a sentence or a line; no word's key is a line end."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One word that the writer finished; `noticing.observation` makes it. Taken back, it leaves no trace in counts."""

    key: str
    """What the word is matched by."""
    spelling: str
    """As it was written, less what its place forced upon it."""
    before: tuple[str, ...]
    """The keys of up to two words before it, the nearest last; START at a sentence's start."""
    day: date
    picked: bool
    """Whether it was taken from the suggestions; else it was typed."""

    @property
    def free(self) -> bool:
        """Whether its capital was the writer's choice."""
        return self.before[-1:] != (START,)


class Counted(NamedTuple):
    """How often something was written on one day."""

    day: int
    """`date.toordinal`."""
    typed: int
    picked: int


@dataclass(frozen=True, slots=True)
class Learnt:
    """All that is known of one word."""

    word: str
    """In its usual spelling."""
    key: str
    typed: int = 0
    picked: int = 0
    first: date | None = None
    """When it was first written, or added by hand; None for a word that only stands on a list."""
    last: date | None = None
    added: bool = False
    """Whether the writer added it by hand."""
    blocked: bool = False
    """Whether the writer blocked it."""
    allowed: bool = False
    """Whether the writer allowed it."""

    @property
    def times(self) -> int:
        """How often it was written, in whatever way."""
        return self.typed + self.picked


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was thrown away with a word, or with all of them."""

    words: int = 0
    """How many different words were known: written, added, or on a list."""
    continuations: int = 0
    """How many pairs and triples of words were."""
    blocked: bool = False
    """Whether the writer had blocked one of them, which is forgotten as well."""
