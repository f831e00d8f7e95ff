"""What widgets announce to the screen that holds them."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message


@dataclass
class ContextChanged(Message):
    """The text or the cursor is no longer what it was."""

    revision: int
    """Grows with every change; a message whose revision is not the composer's own is out of date."""
    text: str
    cursor: int
    """Offset in `text`."""


@dataclass
class SlotClicked(Message):
    """A slot of the suggestion strip was clicked."""

    slot: int
