"""A share between 0 and 1 as a horizontal bar, in eighths of a cell."""

from __future__ import annotations

_LEFT = " ▏▎▍▌▋▊▉"


def level(share: float, width: int) -> str:
    """Return a bar that is `width` cells long at 1, padded with spaces; a share above zero always shows."""
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    if share > 0 and width > 0:
        eighths = max(1, eighths)
    full, rest = divmod(eighths, 8)
    return ("█" * full + _LEFT[rest] * (rest > 0)).ljust(width)
