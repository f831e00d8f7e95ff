"""Words and their numbers: the network knows ids only, and a person wants the word's usual spelling back."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from predictor_tui.text.offering import may_be_offered
from predictor_tui.text.spelling import SpellingCounter
from predictor_tui.text.tail import build_tail

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from predictor_tui.text.tail import Tail
    from predictor_tui.text.tokenizer import Tokenizer

UNKNOWN = 0
"""The id of every word outside the vocabulary."""
END = 1
"""The id that ends a line, and is read before the first word of a text."""
SPECIALS = ("<unk>", "<eos>")
"""Their spellings; no word of typed text is spelt like this."""


class Vocabulary:
    """A fixed set of words with their ids, counts and usual spellings; a word is found whatever its case."""

    def __init__(
        self, spellings: Sequence[str], counts: Sequence[int], tokenizer: Tokenizer, tail: Tail | None = None
    ) -> None:
        """Take words by id. Raises ValueError unless the specials lead, the lengths agree and no key comes twice."""
        self.spellings = tuple(spellings)
        self.counts = tuple(counts)
        self.tokenizer = tokenizer
        self.tail = tail
        """Words outside the vocabulary that can be completed all the same; they have no ids."""
        if self.spellings[:2] != SPECIALS:
            raise ValueError(f"a vocabulary begins with {' and '.join(SPECIALS)}")
        if len(self.counts) != len(self.spellings):
            raise ValueError(f"{len(self.spellings)} words but {len(self.counts)} counts")
        self._keys = SPECIALS + tuple(tokenizer.key(word) for word in self.spellings[2:])
        self._ids = {key: id_ for id_, key in enumerate(self._keys)}
        if len(self._ids) != len(self._keys):
            raise ValueError(f"{len(self._keys) - len(self._ids)} words are in the vocabulary twice")
        if tail is not None and not tail.shares_none_with(self._ids):
            raise ValueError("a rare word is in the vocabulary as well")
        self._sorted_ids = array("q", sorted(range(len(SPECIALS), len(self._keys)), key=self._keys.__getitem__))
        self._sorted_keys = [self._keys[id_] for id_ in self._sorted_ids]
        self._suggestible = (False, False, *map(may_be_offered, self.spellings[len(SPECIALS) :]))

    def __len__(self) -> int:
        return len(self.spellings)

    def id_of(self, word: str) -> int:
        """Return the id of a word in whatever case it is written, `UNKNOWN` if the vocabulary does not have it."""
        return self._ids.get(self.tokenizer.key(word), UNKNOWN)

    def encode(self, words: Iterable[str]) -> list[int]:
        """Return the ids of words in order; `Tokenizer.stream` gives the words."""
        ids, key = self._ids, self.tokenizer.key
        return [ids.get(key(word), UNKNOWN) for word in words]

    def spelling(self, id_: int) -> str:
        """Return the word as it is usually written."""
        return self.spellings[id_]

    def key(self, id_: int) -> str:
        """Return the form of the word by which it is matched."""
        return self._keys[id_]

    def may_be_suggested(self, id_: int) -> bool:
        """Tell whether a writer may be offered it: no special, no mark, no bare number."""
        return self._suggestible[id_]

    def with_prefix(self, prefix: str) -> Sequence[int]:
        """Return the ids of all words that begin with the prefix, whatever its case, in the order of their keys."""
        return self._sorted_ids[self._range(self.tokenizer.key(prefix))]

    def keys_with_prefix(self, key: str) -> Sequence[str]:
        """Return the keys of all words whose key begins with `key`, in order."""
        return self._sorted_keys[self._range(key)]

    def _range(self, key: str) -> slice:
        first = bisect_left(self._sorted_keys, key)
        return slice(first, bisect_right(self._sorted_keys, key, lo=first, key=lambda word: word[: len(key)]))


class WordCounter:
    """Counts the words of lines one after the other, and what each is spelt like."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        self.lines = 0
        self._spellings = SpellingCounter()

    def add(self, words: Sequence[str]) -> None:
        """Count one line's words and marks, as `Tokenizer.stream` gives them; an empty line counts nothing."""
        if words:
            self.lines += 1
            self._spellings.add(words)

    def counts(self) -> dict[str, int]:
        """Return how often each key came."""
        totals: dict[str, int] = {}
        for form, count in self._spellings.totals.items():
            key = self.tokenizer.key(form)
            totals[key] = totals.get(key, 0) + count
        return totals

    def usual_spellings(self) -> dict[str, str]:
        """Return the usual spelling of each key."""
        return self._spellings.usual(self.tokenizer.key)


def build_vocabulary(counter: WordCounter, size: int) -> Vocabulary:
    """Return the most frequent words, `size` entries with the specials; ids by falling count, ties by key.

    The count of `<unk>` is that of all words left out, the count of `<eos>` the number of lines; the most frequent
    words left out are the tail. Raises ValueError where size leaves no room for a word.
    """
    if size <= len(SPECIALS):
        raise ValueError(f"a vocabulary of {size} has no room for a word")
    counts = counter.counts()
    spellings = counter.usual_spellings()
    total = sum(counts.values())
    ordered = sorted(counts.keys() - set(SPECIALS), key=lambda key: (-counts[key], key))
    ranked, rare = ordered[: size - len(SPECIALS)], ordered[size - len(SPECIALS) :]
    kept = [counts[key] for key in ranked]
    unknown = total - sum(kept) - counts.get(SPECIALS[END], 0)
    words = [spellings[key] for key in ranked]
    tail = build_tail({key: counts[key] for key in rare}, spellings, counter.tokenizer)
    return Vocabulary([*SPECIALS, *words], [unknown, counter.lines, *kept], counter.tokenizer, tail)
