"""What a training run is asked to do, in a form that a checkpoint can hold and a card can show."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from predictor_tui.errors import SettingsError
from predictor_tui.training.settings import TrainingSettings


@dataclass(frozen=True, slots=True)
class Plan:
    """With the text, this fixes the trained model. Raises SettingsError on a share to hold out that is none."""

    inputs: tuple[str, ...]
    """Files, folders, or "-"; one given twice counts twice."""
    valid: tuple[str, ...] = ()
    """Files to check with; where there are none, a share of the text is held out."""
    held_out: float = 0.05
    """That share, by documents, above 0 and below 1."""
    tokenizer: str = "words"
    """"words", or "whitespace" for text that is already in tokens."""
    vocabulary: int = 20_000
    """At most so many words, the unknown word and the end of a line included."""
    cell: str = "lstm"
    hidden: int = 256
    embedding: int = 256
    layers: int = 1
    attention: int = 0
    tied: bool = True
    half: bool = False
    """Whether the model file holds float16."""
    training: TrainingSettings = field(default_factory=TrainingSettings)

    def __post_init__(self) -> None:
        if not 0 < self.held_out < 1:
            raise SettingsError(f"held_out is {self.held_out}, not between 0 and 1")

    def as_json(self) -> dict[str, Any]:
        """Return what `from_json` takes."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Plan:
        """Undo `as_json`. Raises TypeError or a settings error on what is no plan."""
        files = {name: tuple(data[name]) for name in ("inputs", "valid")}
        known = data | files | {"training": TrainingSettings(**data["training"])}
        return cls(**known)
