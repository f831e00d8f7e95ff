"""The options that turn on the cache of the text so far, and where its values come from when they are not given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from predictor_tui.nn.cache import CacheSettings
    from predictor_tui.settings import Settings


def cache_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --cache, --reach and --flatness to a command, as `cache`, `reach` and `flatness`, None where not given."""
    for option in (
        click.option(
            "--flatness",
            metavar="X",
            type=click.FloatRange(0),
            help="How much the likeness of the moment tells the cache; 0: it counts words.",
        ),
        click.option("--reach", metavar="N", type=click.IntRange(1), help="How many words back the cache goes."),
        click.option(
            "--cache",
            metavar="STRENGTH",
            type=click.FloatRange(0, 1, max_open=True),
            help="Mix in what came in the text so far, with this share; 0: no cache.",
        ),
    ):
        command = option(command)
    return command


def chosen_cache(
    settings: Settings, strength: float | None = None, reach: int | None = None, flatness: float | None = None
) -> CacheSettings | None:
    """Return the cache to use, each value from `settings` where it is None; None for no cache."""
    from predictor_tui.nn.cache import CacheSettings

    strength = settings.cache if strength is None else strength
    if not strength:
        return None
    return CacheSettings(
        strength,
        settings.cache_reach if reach is None else reach,
        settings.cache_flatness if flatness is None else flatness,
    )
