"""What may be shown: text from a file, a paste, a model or an error message must not steer the terminal.

control bytes (C0, DEL, C1)       their pictures: ESC is shown as ␛; those of C1, which have none, as �
line ends, tab                    a space; a line end stays one where lines are wanted
bidirectional controls            dropped: they would make text read as what it is not
zero-width and invisible          dropped (joiners, soft hyphen, variation selectors, tags, Hangul fillers): columns
                                  align, and two texts that look the same are the same
lone surrogates                   �, for no terminal can be sent one
combining marks                   the first four after a character; the rest would climb over other lines
"""

from __future__ import annotations

import regex

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
MOST_MARKS = 4

_LINE_END = regex.compile(r"\r\n|[\n\r\x0B\x0C\x85\u2028\u2029]")
_INVISIBLE = regex.compile(
    r"[\p{Default_Ignorable_Code_Point}[\p{Cf}--\p{Prepended_Concatenation_Mark}]]++", regex.VERSION1
)
_SURPLUS_MARKS = regex.compile(rf"(\p{{M}}{{{MOST_MARKS}}})\p{{M}}++")
_SHOWN = {
    **{code: chr(0x2400 + code) for code in range(0x20) if code != ord("\n")},
    0x7F: "\N{SYMBOL FOR DELETE}",
    **dict.fromkeys([*range(0x80, 0xA0), *range(0xD800, 0xE000)], REPLACEMENT),
    ord("\t"): " ",
}


def safe(text: str, *, keep_newlines: bool = False) -> str:
    r"""Return the text as it may be shown: one line, or with `keep_newlines` every line end as "\n".

    Does nothing to text that is safe already.
    """
    if text.isascii() and text.isprintable():
        return text
    lines = _LINE_END.sub("\n" if keep_newlines else " ", text)
    visible = _INVISIBLE.sub("", lines).translate(_SHOWN)
    shown: str = _SURPLUS_MARKS.sub(r"\1", visible)
    return shown
