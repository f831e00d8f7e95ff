r"""What counts as one token in typed text: a pattern over Unicode properties, which `re` lacks.

The alternatives are tried in this order at each place that is no white space:

    plain word     hello                                     Latin letters before a space or a comma: most of all text
    link           https://a.b/c?d=e   www.a.b   a.com/c     without the marks and brackets that follow it
    e-mail         john@x.org
    abbreviation   e.g.   U.S.   p.m                         single letters with full stops between them
    word           don't   well-known   3.5   10:30   1,000  letters and digits, held together by single joiners
    marks          .   ?!   …                                one token a run; the full stop of .bashrc or .5 is none
    anything else  :D   €   👍🏽                             an emoticon, or a character with what combines with it

Chinese characters and Hiragana, written without spaces, are one word each, as in the default word boundaries of Unicode
Standard Annex 29; Thai and its kin, which would need a dictionary, stay in one piece.

Repeats are bounded or possessive wherever another token may start inside them, so hostile text costs linear time.
"""

from __future__ import annotations

import regex

APOSTROPHES = "'’‘＇`´"
HYPHENS = "-‐‑"
JOINERS = APOSTROPHES + HYPHENS + "_·"
"""One of these between letters or digits makes one word of them; at the cursor it keeps the word open."""
SENTENCE_MARKS = ".!?…。！？؟۔।"

_SPACE = r"\s\x1C-\x1F"  # what str.split() takes for white space
_ALNUM = r"\p{L}\p{N}"
_SPACELESS = r"[\p{Han}\p{Hiragana}]"

_PLAIN = rf"[A-Za-z]++(?=[{_SPACE},])"
_BODY = rf"(?:[^{_SPACE}()<>\"“”]|\([^{_SPACE}()]*+\))*"
_BODY_END = r"(?<![.,;:!?'’…\[\]{}»*_~])"
_TOP_LEVEL = rf"(?:com|org|net|edu|gov|info|io|dev|uk|eu|de|fr)(?![{_ALNUM}_])"
_ADDRESS = rf"(?:\p{{L}}{{2,10}}+://|www\.)[{_ALNUM}]{_BODY}{_BODY_END}"
_DOMAIN = rf"(?:[{_ALNUM}][{_ALNUM}\-]{{0,62}}+\.){{1,8}}{_TOP_LEVEL}(?:/{_BODY}{_BODY_END})?+"
_E_MAIL = rf"[{_ALNUM}][{_ALNUM}.+_\-]{{0,63}}+@(?:[{_ALNUM}\-]{{1,63}}+\.){{1,8}}\p{{L}}{{2,24}}"
_UNIT = rf"[[{_ALNUM}]--{_SPACELESS}][[{_ALNUM}\p{{M}}\u00AD\u200C\u200D]--{_SPACELESS}]*+"
_JOINED = rf"(?:(?:[{regex.escape(JOINERS)}]|(?<=\p{{N}})[.,:](?=\p{{N}})){_UNIT})*+"
_ABBREVIATION = rf"\p{{L}}\p{{M}}*+(?:\.\p{{L}}\p{{M}}*+)+\.?(?![{_ALNUM}]){_JOINED}"
_WORD = (
    rf"{_PLAIN}|{_ADDRESS}|{_DOMAIN}|{_E_MAIL}|{_ABBREVIATION}"
    rf"|{_UNIT}{_JOINED}|{_SPACELESS}\p{{M}}*+"
)
_MARKS = rf"(?!(?<![^{_SPACE}])\.[{_ALNUM}])[{SENTENCE_MARKS}]++"
_OTHER = (
    rf"(?<![{_ALNUM}])[:;=]['\-]?[DPpOo](?![{_ALNUM}])"
    rf"|\p{{Regional_Indicator}}{{2}}"
    rf"|[^{_SPACE}](?:[\p{{M}}\p{{Emoji_Modifier}}]|\u200D\p{{Extended_Pictographic}}?+)*+"
)

TOKEN = regex.compile(rf"(?P<word>{_WORD})|(?P<mark>{_MARKS})|{_OTHER}", regex.VERSION1)
"""Matches every token of a text in turn; the group that took part tells a word or a mark, no group anything else."""
READ = regex.compile(rf"({_WORD}|{_MARKS})|{_OTHER}", regex.VERSION1)
"""The same tokens; its one group is empty for those the network does not read, which makes `findall` enough."""
