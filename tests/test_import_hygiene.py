from __future__ import annotations

import json
import pkgutil
import subprocess
import sys

import pytest

import predictor_tui

HEAVY = {"numpy", "textual", "rich", "safetensors", "plotext"}

# The package's own modules are forgotten before each import, so that each starts as in a fresh interpreter.
IMPORT_EACH_ALONE = """
import importlib, sys, traceback
for name in sys.argv[1:]:
    for loaded in [loaded for loaded in sys.modules if loaded.split(".")[0] == "predictor_tui"]:
        del sys.modules[loaded]
    try:
        importlib.import_module(name)
    except Exception:
        print(f"{name}:", traceback.format_exc(limit=-1))
"""

RUN_AND_LIST_MODULES = """
import contextlib, io, json, sys
from predictor_tui.cli import main
with contextlib.redirect_stdout(io.StringIO()) as output:
    code = main(sys.argv[1:])
print(json.dumps([code, output.getvalue(), sorted({name.split(".")[0] for name in sys.modules})]))
"""

COMMANDS = ["write", "train", "evaluate", "compare", "predict", "models", "words", "paths", "keys", "completion"]


def python(code: str, *arguments: str) -> str:
    command = [sys.executable, "-W", "error", "-c", code, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


def modules() -> list[str]:
    found = pkgutil.walk_packages(predictor_tui.__path__, "predictor_tui.")
    return ["predictor_tui", *(module.name for module in found if not module.name.endswith("__main__"))]


def test_every_module_can_be_imported_first() -> None:
    assert len(modules()) > 30
    assert python(IMPORT_EACH_ALONE, *modules()) == ""


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["paths"], *([name, "--help"] for name in COMMANDS)])
def test_help_and_version_load_nothing_heavy(arguments: list[str]) -> None:
    code, output, loaded = json.loads(python(RUN_AND_LIST_MODULES, *arguments))
    assert code == 0
    assert output
    assert not HEAVY & set(loaded)


@pytest.mark.parametrize(
    ("module", "kept_out"),
    [
        ("predictor_tui", HEAVY | {"click", "platformdirs"}),
        ("predictor_tui.tui.app", {"numpy", "safetensors"}),
        ("predictor_tui.text.corpus", {"numpy", "rich", "textual"}),
        ("predictor_tui.prediction.predictor", {"rich", "textual", "click", "plotext"}),
        ("predictor_tui.training.trainer", {"rich", "textual", "click", "plotext"}),
        ("predictor_tui.inspection.comparison", {"rich", "textual", "click", "plotext", "safetensors"}),
    ],
)
def test_a_module_does_not_load_what_it_has_no_use_for(module: str, kept_out: set[str]) -> None:
    loaded = python(f"import sys, {module}; print(*sys.modules)").split()
    assert not kept_out & {name.split(".")[0] for name in loaded}


def test_every_public_name_is_found() -> None:
    assert {name: getattr(predictor_tui, name) is not None for name in predictor_tui.__all__}
    with pytest.raises(AttributeError, match="Predictr"):
        _ = predictor_tui.Predictr
