"""Which words are never offered: one list, asked last on every path that leads to a suggestion.

A short list of slurs comes with the program, as digests rather than words, so that nobody who reads the source has to
read them; that hides nothing from a person who guesses a word and hashes it. The writer adds words, and lifts any: what
they allow wins over whatever is blocked. The list stops suggestions, never what is typed.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from predictor_tui.text.tokenizer import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

_SALT = "predictor-tui blocks: "
_POSSESSIVES = ("'s", "'")


class Blocklist:
    """Tells whether a word is blocked, however it is written."""

    def __init__(
        self, blocked: Iterable[str] = (), allowed: Iterable[str] = (), *, digests: frozenset[str] | None = None
    ) -> None:
        """Take the writer's words in any case, and the digests of those that come blocked, else the program's own."""
        self._blocked = frozenset(map(WORDS.key, blocked))
        self._allowed = frozenset(map(WORDS.key, allowed))
        self._digests = bundled_digests() if digests is None else digests

    def is_blocked(self, word: str) -> bool:
        """Tell whether the word may not be offered.

        The writer's lists mean the word alone. The bundled list means its possessive as well, and allowing a word
        lifts both.
        """
        key = WORDS.key(word)
        forms = {key, *(key.removesuffix(ending) for ending in _POSSESSIVES)}
        if not self._allowed.isdisjoint(forms):
            return key in self._blocked and key not in self._allowed
        return key in self._blocked or any(digest(form) in self._digests for form in forms)


def digest(key: str) -> str:
    """Return what stands for a key in the bundled list: SHA-256 in hexadecimal, over a fixed text and the key."""
    return sha256(f"{_SALT}{key}".encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=1)
def bundled_digests() -> frozenset[str]:
    """Return the digests of the words that are blocked until the writer allows them."""
    return frozenset(Path(__file__).with_name("blocked.sha256").read_text(encoding="ascii").split())
