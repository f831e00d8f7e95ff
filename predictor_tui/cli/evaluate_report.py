"""What `evaluate` prints: figures, a table by letters typed, and curves of it; or all of it as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from predictor_tui.cli import plot as plots
from predictor_tui.cli import report
from predictor_tui.prediction.by_letters import context_shares, hit_rates, savings
from predictor_tui.prediction.keystrokes import keystroke_savings, top_hits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from predictor_tui.cli.evaluate_run import Evaluation, Typing
    from predictor_tui.prediction.by_letters import Shares

MOST_LETTERS = 8
"""What people are shown; hardly a word is found later. JSON has all."""


def print_data(found: Evaluation) -> None:
    """Print an evaluation as JSON."""
    report.print_json(
        {
            "model": found.model,
            "texts": found.texts,
            "words": found.perplexity.words,
            "perplexity": found.perplexity.perplexity,
            "unknown_share": found.perplexity.unknown_share,
            "cache": found.cache and asdict(found.cache),
            "keystrokes": found.typing and _keystrokes(found.typing),
        }
    )


def print_figures(found: Evaluation, *, plot: bool) -> None:
    """Print an evaluation for people, with curves if there is to be a `plot`."""
    facts = {
        "model": found.model,
        "texts": ", ".join(found.texts),
        "words": f"{found.perplexity.words:,}",
        "perplexity": f"{found.perplexity.perplexity:.2f}",
        "unknown words": report.percent(found.perplexity.unknown_share),
    }
    if cache := found.cache:
        facts["cache"] = f"strength {cache.strength:g}, reach {cache.reach:,} words, flatness {cache.flatness:g}"
    if found.typing:
        facts |= _typing_facts(found.typing)
    report.print_facts(facts)
    if found.typing:
        _print_by_letters(found.typing)
        if plot:
            _print_curves(found.typing)


def _typing_facts(typing: Typing) -> dict[str, str]:
    figures, without = typing.keystrokes, typing.without_memory
    shares = [
        *_named("KSR", figures.ksr, keystroke_savings(without)),
        *_named("top", figures.top, top_hits(without), "-"),
    ]
    return {
        "words typed": f"{figures.words:,}",
        **{name: f"{report.percent(share)}, {report.percent(bare)} without memory" for name, share, bare in shares},
        "ms a query": f"{figures.median_ms:.2f} (median), {figures.p99_ms:.2f} (99 of 100 are under)",
    }


def _named(
    name: str, shares: Mapping[int, float], without: Mapping[int, float], joint: str = "@"
) -> Iterator[tuple[str, float, float]]:
    return ((f"{name}{joint}{k}", share, without[k]) for k, share in shares.items())


def _keystrokes(typing: Typing) -> dict[str, Any]:
    figures = typing.keystrokes
    return {
        "words": figures.words,
        "ksr": figures.ksr,
        "top": figures.top,
        "median_ms": figures.median_ms,
        "p99_ms": figures.p99_ms,
        "word_ms": figures.word_ms,
        "letter_ms": figures.letter_ms,
        "without_memory": {"ksr": keystroke_savings(typing.without_memory), "top": top_hits(typing.without_memory)},
        "by_letters": list(_by_letters(typing)),
    }


def _by_letters(typing: Typing) -> Iterator[dict[str, Any]]:
    """Yield what each number of letters brings: figure -> depth -> share."""
    typed = typing.keystrokes.typed
    figures = {
        "hits": hit_rates(typed),
        "saved": savings(typed),
        "hits_without_memory": hit_rates(typing.without_memory),
        "saved_without_memory": savings(typing.without_memory),
        "context_share": context_shares(typed, typing.without_memory),
    }
    for letters in range(figures["hits"].shape[1]):
        yield {"letters": letters} | {
            name: dict(zip(typed.depths, shares[:, letters].tolist(), strict=True)) for name, shares in figures.items()
        }


def _print_by_letters(typing: Typing) -> None:
    depths = typing.keystrokes.typed.depths
    columns = [
        report.Column("letters", number=True),
        *(report.Column(f"{name}@{k}", number=True) for k in depths for name in ("hits", "saved", "context")),
    ]
    rows = [
        (str(row["letters"]), *(_share(row[name][k]) for k in depths for name in ("hits", "saved", "context_share")))
        for row in list(_by_letters(typing))[: MOST_LETTERS + 1]
    ]
    click.echo("\nby letters typed: words taken, keys saved, share of the hits that context gives\n")
    report.print_table(columns, rows)


def _print_curves(typing: Typing) -> None:
    typed = typing.keystrokes.typed
    legend = [f"{k}: first {k}" for k in typed.depths] + [f"o: {typed.depths[0]} without memory"]
    for what, figure in (("words taken", hit_rates), ("keys saved", savings)):
        curves = {"o": _in_percent(figure(typing.without_memory)[0])}
        curves |= {str(k): _in_percent(row) for k, row in zip(typed.depths, figure(typed), strict=True)}
        click.echo(f"\n{what} in %, by letters typed; {', '.join(legend)}\n")
        report.print_block(plots.draw(curves))


def _in_percent(shares: Shares) -> list[float]:
    return [100 * float(share) for share in shares[: MOST_LETTERS + 1]]


def _share(share: float) -> str:
    return "-" if np.isnan(share) else report.percent(share)
