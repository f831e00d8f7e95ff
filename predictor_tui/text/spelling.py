"""How a word is usually written, learnt from where its capital was the writer's choice: Monday, I'm, NASA."""

from __future__ import annotations

import unicodedata
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from predictor_tui.text.patterns import SENTENCE_MARKS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class SpellingCounter:
    """Counts every form of every word, and how often its place forced a capital upon it."""

    def __init__(self) -> None:
        self.totals: Counter[str] = Counter()
        self._forced: Counter[str] = Counter()

    def add(self, words: Sequence[str]) -> None:
        """Count one line. Its first word, a word after a sentence mark, and all of a line in capitals are forced."""
        self.totals.update(words)
        if " ".join(words).isupper():
            self._forced.update(words)
        else:
            self._forced.update(words[:1])
            self._forced.update([word for mark, word in pairwise(words) if mark[-1] in SENTENCE_MARKS])

    def usual(self, key: Callable[[str], str]) -> dict[str, str]:
        """Return each key's usual form: the most frequent free one, else the most frequent of all in small letters."""
        best: dict[str, tuple[int, int, str]] = {}
        for form, total in self.totals.items():
            rank = (total - self._forced[form], total, form)  # the form last: small letters before capitals
            name = key(form)
            if name not in best or rank > best[name]:
                best[name] = rank
        usual = {name: _tidy(form if free else form.lower()) for name, (free, _, form) in best.items()}
        # Where case is part of the key, as in text that is tokenised already, the form stands as it is.
        return {name: form if key(form) == name else best[name][2] for name, form in usual.items()}


def _tidy(form: str) -> str:
    return unicodedata.normalize("NFC", form).replace("\N{SOFT HYPHEN}", "")
