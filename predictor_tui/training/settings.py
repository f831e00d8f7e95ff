"""How a model is trained: everything that, with the text, fixes the result."""

from __future__ import annotations

import math
from dataclasses import dataclass

from predictor_tui.errors import SettingsError
from predictor_tui.nn.optimisers import OPTIMISERS
from predictor_tui.nn.regularisation import Regularisation

DEFAULT_RATES = {"adam": 0.003, "sgd": 10.0}
DEFAULT_CLIPS = {"adam": 1.0, "sgd": 0.25}


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """Raises SettingsError on what makes no sense."""

    batch: int = 20
    """Sequences side by side."""
    window: int = 35
    """Words that a gradient can travel back."""
    epochs: float = 10.0
    """Passes over the text; not used where `minutes` is given."""
    minutes: float | None = None
    """Time to train, checks on the validation text included."""
    optimiser: str = "adam"
    """"adam" or "sgd"."""
    learning_rate: float | None = None
    """Its peak; None for the optimiser's usual one."""
    clip: float | None = None
    """Largest global norm of a gradient; None for the optimiser's usual one."""
    samples: int = 0
    """Words drawn for a sampled softmax, shared out among the workers; 0 for the full one."""
    forget: float = 0.05
    """Chance that a sequence's memory is emptied before a window, so that the network also learns to begin anew."""
    patience: int = 5
    """How many checks in a row may bring nothing better before the rest of the schedule is run through quickly."""
    dropout: float = 0.2
    """Share of the values between layers, and of those that a prediction is made from, dropped."""
    input_dropout: float | None = None
    """Share of the values of the words' vectors; None for that of `dropout`."""
    word_dropout: float = 0.0
    """Share of the vocabulary's words whose vectors are left out of a window."""
    weight_drop: float = 0.0
    """Share of the recurrent weights left out of a window."""
    locked: bool = False
    """Whether all words of a window lose the same values."""
    workers: int = 1
    """Processes that share the sequences of a window, at most one a sequence; another number rounds otherwise."""
    seed: int = 0
    """Starts every random number."""

    def __post_init__(self) -> None:
        if self.optimiser not in OPTIMISERS:
            raise SettingsError(f"the optimiser is {self.optimiser!r}, not one of {', '.join(OPTIMISERS)}")
        for name in ("batch", "window", "patience", "workers"):
            if getattr(self, name) < 1:
                raise SettingsError(f"{name} is {getattr(self, name)}, less than 1")
        if self.workers > self.batch:
            raise SettingsError(f"{self.workers} workers cannot share {self.batch} sequences", "Raise --batch.")
        for name in ("epochs", "minutes", "learning_rate", "clip"):
            value = getattr(self, name)
            if value is not None and not 0 < value < math.inf:
                raise SettingsError(f"{name} is {value}, not a number above 0")
        if not 0 <= self.forget <= 1:
            raise SettingsError(f"forget is {self.forget}, not between 0 and 1")
        if self.samples < 0 or self.seed < 0:
            raise SettingsError("samples and seed are whole numbers of at least 0")
        try:
            self.regularisation()
        except ValueError as error:
            raise SettingsError(str(error)) from error

    def regularisation(self) -> Regularisation:
        """Return the noise that the network trains with. Raises ValueError on a share that is none."""
        into = self.dropout if self.input_dropout is None else self.input_dropout
        return Regularisation(self.dropout, into, self.word_dropout, self.weight_drop, self.locked)

    @property
    def peak(self) -> float:
        """The learning rate after the warm-up."""
        return DEFAULT_RATES[self.optimiser] if self.learning_rate is None else self.learning_rate

    @property
    def largest_norm(self) -> float:
        """What gradients are clipped to."""
        return DEFAULT_CLIPS[self.optimiser] if self.clip is None else self.clip
