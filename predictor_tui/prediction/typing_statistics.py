"""How many keys the suggestions saved, counted so that it cannot flatter.

    saved = 1 - keys / characters

*Keys* are the keys pressed that change the text: letters, Enter, the key or click that accepts, Backspace, cut, undo.
*Characters* are those in the text now that were typed or accepted. What was pasted or read from a file counts on
neither side, and a character that is deleted no longer counts while the keys spent on it still do.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Replaced:
    """What a change took away, so that undo can put it back."""

    start: int
    length: int
    """How many characters came in its place."""
    typed: bytes
    """One byte a character that went: 1 if it had been typed or accepted, else 0."""


class TypingStatistics:
    """Keys pressed, and for each character of the text whether a person put it there."""

    def __init__(self, length: int = 0) -> None:
        """Start with `length` characters that were not typed."""
        self.keys = 0
        self._typed = bytearray(length)

    @property
    def characters(self) -> int:
        """Characters of the text that were typed or accepted."""
        return self._typed.count(1)

    @property
    def saved(self) -> float | None:
        """Share of keys saved, 0 if more were spent than saved, or None before there is anything to count."""
        characters = self.characters
        return max(0.0, 1 - self.keys / characters) if characters else None

    def press(self) -> None:
        """Count a key that changes the text."""
        self.keys += 1

    def replace(self, start: int, end: int, length: int, *, typed: bool) -> Replaced:
        """Note that the characters from `start` to `end` gave way to `length` others, and return what went."""
        gone = Replaced(start, length, bytes(self._typed[start:end]))
        self._typed[start:end] = bytes([typed]) * length
        return gone

    def restore(self, gone: Replaced) -> None:
        """Note that a change was undone; changes are undone in reverse order."""
        self._typed[gone.start : gone.start + gone.length] = gone.typed
