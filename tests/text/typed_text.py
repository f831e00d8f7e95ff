"""Text to try the tokenizer on: any Unicode at all, and pieces at whose seams a rule could break."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

PIECES = [
    *("word", "I", "I'm", "don’t", "well-known", "rock'n'roll", "e.g.", "U.S.", "3.5", "10:30", "1,000"),
    *("naïve", "Straße", "john@x.org", "https://a.b/c?d=e", "www.x.com/a_(b)"),
    *("人口", "は", "สวัสดี", "e\u0301", "नमस्ते", "\u00ad", "\u200d", "\u0600"),
    *(".", "...", "?!", "…", "。", "'", "’", "-", "_", "·", ",", ":", "/", "@", "(", ")", '"'),
    *("👍🏽", "👩‍👩‍👧", "🇩🇪", ":D"),
    *(" ", "  ", "\t", "\n", "\r\n", "\x1c", "\x85", "\xa0", "\u2028", "\u3000", "\ufeff", "\u200b"),
]

texts = st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join))
plain_words = st.text(alphabet="abcdefghij", min_size=1, max_size=8)

fixed = settings(derandomize=True, deadline=None)
"""The same examples in every run, however busy the machine."""
