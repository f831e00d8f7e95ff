"""The benchmarks are run by hand; here, that their commands start, their contestants run and their sums are right."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parent / "benchmarks"
sys.path.append(str(BENCHMARKS))

import interleaved  # noqa: E402
import perplexity_by_minutes  # noqa: E402
import products  # noqa: E402
import summary  # noqa: E402
from interleaved import Contestant, Found  # noqa: E402

COMMANDS = sorted(path.name for path in BENCHMARKS.glob("*.py") if "\ndef main(" in path.read_text(encoding="utf-8"))
ONE, OTHER = Contestant("one", "", {}), Contestant("other", "", {})


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_tells_how_it_is_used(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", str(BENCHMARKS / command), "--help"], check=True, capture_output=True, text=True
    )
    assert f"python tests/benchmarks/{command}" in done.stdout
    assert "--json" in done.stdout
    assert not done.stderr


def test_there_is_a_command_for_each_thing_to_be_measured() -> None:
    assert len(COMMANDS) == 5


TRAINING = {"cell": "gru", "hidden": 4, "batch": 2, "vocabulary": 20, "samples": 0, "workers": 1, "seconds": 0}
CONTESTANTS: dict[str, dict[str, Any]] = {
    "numpy_training": TRAINING,
    "numpy_gemm_share": TRAINING | {"samples": 5, "square": 8},
    "numpy_step": {
        "cell": "lstm", "hidden": 4, "embedding": 3, "layers": 2, "vocabulary": 20, "tied": True, "words": 5,
    },
}  # fmt: skip


@pytest.mark.parametrize("script", CONTESTANTS)
def test_a_contestant_finds_figures(script: str) -> None:
    found = interleaved.run(Contestant("small", script, CONTESTANTS[script]))
    assert found.figures
    assert all(0 < value < math.inf for value in found.figures.values())
    assert found.versions.startswith("NumPy ")


def test_a_contestant_that_fails_is_named(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match=r"^nobody: .*no_such\.py ended with status 2"):
        interleaved.run(Contestant("nobody", "no_such", {}))
    assert "no_such.py" in capfd.readouterr().err


def test_every_second_round_goes_backwards() -> None:
    order = [(number, contestant.name) for number, contestant in interleaved.turns((ONE, OTHER), 3)]
    assert order == [(0, "one"), (0, "other"), (1, "other"), (1, "one"), (2, "one"), (2, "other")]


def measured(*values: float) -> interleaved.Results:
    """Return results of contestants that find these numbers, in the order in which they are started."""
    left = iter(values)
    return interleaved.measure((ONE, OTHER), 3, 1, lambda each: Found({"words/s": next(left)}, f"{each.name} 1.0"))


def test_rounds_are_kept_by_contestant_and_the_warm_up_is_not() -> None:
    results = measured(99, 99, 3, 5, 10, 2, 1, 6)
    assert results.figures == {"words/s": {"one": [5, 10, 6], "other": [3, 2, 1]}}
    assert results.versions == {"one": "one 1.0", "other": "other 1.0"}


def test_a_ratio_is_that_of_the_medians_and_its_range_that_of_the_rounds() -> None:
    results = measured(99, 99, 3, 6, 10, 2, 1, 7)
    assert summary.spread([10, 6, 7, 8]) == summary.Spread(7.5, 6, 10)
    assert summary.ratios(results, "other") == {"words/s": {"one": summary.Spread(7 / 2, 2, 7)}}


def test_the_report_has_medians_spread_rounds_ratio_and_versions() -> None:
    assert list(summary.lines(measured(99, 99, 3, 6, 10, 2, 1, 7), "other")) == [
        "words/s",
        "  one        7.00   6.00 to 10.0        rounds: 6.00  10.0  7.00",
        "  other      2.00   1.00 to 3.00        rounds: 3.00  2.00  1.00",
        "  one / other: 3.50, by round 2.00 to 7.00",
        "one 1.0: one",
        "other 1.0: other",
    ]


def test_a_figure_that_only_one_has_gets_no_ratio() -> None:
    results = interleaved.Results({"ms": {"one": [2.0], "other": []}}, {"one": "1", "other": "1"})
    assert summary.ratios(results, "other") == {"ms": {}}
    assert json.loads(json.dumps(summary.data(results, "other")))["figures"]["ms"].keys() == {"one"}


@pytest.mark.parametrize(("cell", "operations"), [("rnn", 24 + 24), ("gru", 72 + 48 + 24), ("lstm", 96 + 96)])
def test_operations_of_a_step_are_counted(cell: str, operations: int) -> None:
    softmax = 3 * 2 * (3 * 3 * 1)  # three products, three scores, two units and the bias, one position
    counted = products.of_training(cell, hidden=2, batch=1, window=1, scores=3)
    assert products.operations(counted) == operations + softmax
    longer = products.of_training(cell, hidden=2, batch=5, window=7, scores=3)
    assert products.operations(longer) == 35 * (operations + softmax)


def test_a_training_log_becomes_rows_of_minutes_and_perplexity() -> None:
    line = json.dumps({"seconds": 90, "epoch": 1.5, "valid_loss": math.log(80)})
    (row,) = perplexity_by_minutes.rows(line + "\n")
    assert row == pytest.approx({"minutes": 1.5, "epoch": 1.5, "valid perplexity": 80})


def test_what_follows_two_dashes_is_for_the_training() -> None:
    options, extra = perplexity_by_minutes.parse(["ptb", "--seeds", "1", "2", "--", "--cell", "gru"])
    assert (options.folder, options.seeds, extra) == (Path("ptb"), [1, 2], ["--cell", "gru"])
    assert perplexity_by_minutes.parse(["ptb"])[1] == []
