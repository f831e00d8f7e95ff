"""Themes of our own, in colours that stay apart with every kind of colour blindness.

The colours are those of Okabe and Ito (2008), "Color Universal Design". Brightness tells them apart, too, and the
screen never says a thing by colour alone.
"""

from __future__ import annotations

from textual.theme import Theme

_ORANGE, _SKY_BLUE, _GREEN, _YELLOW = "#E69F00", "#56B4E9", "#009E73", "#F0E442"
_BLUE, _VERMILION = "#0072B2", "#D55E00"

OKABE_ITO = Theme(
    name="okabe-ito",
    primary=_SKY_BLUE,
    secondary=_BLUE,
    accent=_ORANGE,
    success=_GREEN,
    warning=_YELLOW,
    error=_VERMILION,
    foreground="#F2F2F2",
    background="#101010",
    surface="#1A1A1A",
    panel="#262626",
)
OKABE_ITO_LIGHT = Theme(
    name="okabe-ito-light",
    primary=_GREEN,
    secondary=_SKY_BLUE,
    accent=_BLUE,
    success=_GREEN,
    warning=_ORANGE,
    error=_VERMILION,
    foreground="#101010",
    background="#FFFFFF",
    surface="#F5F5F5",
    panel="#E8E8E8",
    dark=False,
)
OWN = (OKABE_ITO, OKABE_ITO_LIGHT)
