"""A predictive keyboard for the terminal, and a window into how a recurrent network remembers.

The public names are imported on first use, so that `import predictor_tui` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from predictor_tui.nn.model import LanguageModel
    from predictor_tui.prediction.predictor import Predictor
    from predictor_tui.prediction.values import Suggestion

__all__ = ["LanguageModel", "Predictor", "Suggestion", "__version__"]
__version__ = "0.1.0"

_HOMES = {
    "LanguageModel": "predictor_tui.nn.model",
    "Predictor": "predictor_tui.prediction.predictor",
    "Suggestion": "predictor_tui.prediction.values",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
