"""The shape of a language model: everything that fixes which parameters it has."""

from __future__ import annotations

from dataclasses import dataclass

CELLS = ("rnn", "gru", "lstm")
FURTHEST_LOOK = 64
"""No model looks back at more words: each costs H numbers in every state of typing."""


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Sizes and kind; raises ValueError on what no network can have."""

    vocabulary: int
    """How many words, the unknown word and the end of a line among them."""
    cell: str = "lstm"
    """"rnn" (tanh, Elman), "gru" or "lstm"."""
    embedding: int = 256
    """Width of a word's vector."""
    hidden: int = 256
    """Units of each layer."""
    layers: int = 1
    """1 to 3."""
    tied: bool = True
    """Whether the output uses the embedding's rows (Press and Wolf 2017, arXiv:1608.05859)."""
    attention: int = 0
    """How many earlier hidden states the prediction looks back at, up to FURTHEST_LOOK; 0 for no attention."""

    def __post_init__(self) -> None:
        if self.cell not in CELLS:
            raise ValueError(f"cell is {self.cell!r}, not one of {', '.join(CELLS)}")
        for name in ("vocabulary", "embedding", "hidden", "layers"):
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                raise ValueError(f"{name} is {value!r}, not a whole number of at least 1")
        if self.layers > 3:
            raise ValueError(f"layers is {self.layers}, more than 3")
        if type(self.attention) is not int or not 0 <= self.attention <= FURTHEST_LOOK:
            raise ValueError(f"attention is {self.attention!r}, not a whole number from 0 to {FURTHEST_LOOK}")

    @property
    def output_name(self) -> str:
        """The name of the parameter that holds the output's weights, its last column the bias."""
        return "embedding.E" if self.tied else "output.W"

    @property
    def projected(self) -> bool:
        """Whether a linear map leads from the units to the width that tied rows have."""
        return self.tied and self.hidden != self.embedding
