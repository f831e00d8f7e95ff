"""What is on the screen stays where it is while the letters typed still agree with it: nothing jumps under the eye."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from predictor_tui.prediction.values import Suggestion


def steady_slots(shown: Sequence[str], ranked: Sequence[Suggestion], prefix: str) -> tuple[Suggestion, ...]:
    """Return the `ranked` suggestions, best first, in the order of their slots, the first slot first.

    `shown` holds the words that were in the slots before the last change within the same word. One that is still among
    the suggestions keeps its slot; the others fill the slots left free, the best first. No slot is left empty before
    one that is not, so a word moves where there are fewer suggestions than it has slots before it. Without a `prefix`
    nothing has been typed that a word could have agreed with, and all is in the order of the ranking.
    """
    if not prefix:
        return tuple(ranked)
    places = {word.casefold(): slot for slot, word in enumerate(shown[: len(ranked)])}
    kept: dict[int, Suggestion] = {}
    moved: list[Suggestion] = []
    for suggestion in ranked:
        slot = places.pop(suggestion.word.casefold(), None)
        if slot is None:
            moved.append(suggestion)
        else:
            kept[slot] = suggestion
    following = iter(moved)
    return tuple(kept[slot] if slot in kept else next(following) for slot in range(len(ranked)))


def steady_ghost(left: str, new: str) -> str:
    """Return the dim text to show: what is `left` of the one before, unless the `new` one says otherwise or more."""
    return left if left.startswith(new) else new
