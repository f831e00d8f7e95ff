"""What the figures of several rounds come to: medians, spread, ratios; as lines for people or as JSON."""

from __future__ import annotations

import json
import os
import platform
import statistics
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from predictor_tui.threads import cores

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from interleaved import Results


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle and both ends of some numbers."""

    median: float
    lowest: float
    highest: float

    def __str__(self) -> str:
        return f"{number(self.median)}, by round {number(self.lowest)} to {number(self.highest)}"


def spread(values: Sequence[float]) -> Spread:
    """Return the median, the smallest and the largest of `values`."""
    return Spread(statistics.median(values), min(values), max(values))


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """Return ours / theirs: that of the medians, and the smallest and largest of those of the same round."""
    pairs = [our / their for our, their in zip(ours, theirs, strict=True)]
    return Spread(statistics.median(ours) / statistics.median(theirs), min(pairs), max(pairs))


def ratios(results: Results, yardstick: str) -> dict[str, dict[str, Spread]]:
    """Return, by figure and contestant, each contestant's ratio to the one named, where both have the figure."""
    return {
        figure: {
            name: ratio(values, by_contestant[yardstick])
            for name, values in by_contestant.items()
            if name != yardstick and values and by_contestant[yardstick]
        }
        for figure, by_contestant in results.figures.items()
    }


def machine() -> dict[str, Any]:
    """Return what the figures were measured on."""
    return {
        "processor": _processor(),
        "cores": cores(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load before": round(os.getloadavg()[0], 1),
    }


def _processor() -> str:
    """Return the processor's name; Linux keeps it in a file, elsewhere `platform` knows it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def report(results: Results, on: dict[str, Any], yardstick: str | None, *, as_json: bool) -> None:
    """Print all that was found on the machine `on`, with ratios to the contestant `yardstick` if there is one."""
    if as_json:
        print(json.dumps(data(results, yardstick) | {"machine": on}, indent=2))
        return
    for line in lines(results, yardstick):
        print(line)
    print(facts(on))


def facts(named: dict[str, Any]) -> str:
    """Return some facts in a line."""
    return ", ".join(f"{what}: {value}" for what, value in named.items())


def data(results: Results, yardstick: str | None) -> dict[str, Any]:
    """Return all that was found as what JSON can hold."""
    figures = {
        figure: {name: asdict(spread(values)) | {"rounds": values} for name, values in by_contestant.items() if values}
        for figure, by_contestant in results.figures.items()
    }
    found: dict[str, Any] = {"figures": figures, "versions": results.versions}
    if yardstick:
        by_figure = ratios(results, yardstick)
        found["ratios"] = {
            f"{figure}, to {yardstick}": {name: asdict(each) for name, each in by_name.items()}
            for figure, by_name in by_figure.items()
        }
    return found


def lines(results: Results, yardstick: str | None) -> Iterator[str]:
    """Yield a block for each figure: a line for each contestant, a line for each ratio; and what versions ran."""
    width = max(len(name) for name in results.versions)
    for figure, by_contestant in results.figures.items():
        yield figure
        for name, values in by_contestant.items():
            if values:
                found, rounds = spread(values), "  ".join(map(number, values))
                between = f"{number(found.lowest)} to {number(found.highest)}"
                yield f"  {name:<{width}}  {number(found.median):>8}   {between:<18}  rounds: {rounds}"
        for name, each in (ratios(results, yardstick)[figure] if yardstick else {}).items():
            yield f"  {name} / {yardstick}: {each}"
    yield from versions(results)


def versions(results: Results) -> Iterator[str]:
    """Yield a line for each set of versions, with the contestants that ran with it."""
    for text in dict.fromkeys(results.versions.values()):
        yield f"{text}: {'; '.join(name for name, own in results.versions.items() if own == text)}"


def number(value: float) -> str:
    """Return three figures of a number, and all of those before the point."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
