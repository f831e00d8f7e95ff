"""Model files taken apart and put together again, so that a test can change what is in between."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from predictor_tui import model_file
from predictor_tui.nn.model import LanguageModel
from predictor_tui.nn.settings import ModelSettings
from predictor_tui.text.tokenizer import WORDS
from predictor_tui.text.vocabulary import SPECIALS, Vocabulary

if TYPE_CHECKING:
    from pathlib import Path

SPELLINGS = (*SPECIALS, "the", "gym", "I'm", "café", "naïve\x85\r", "NASA")


def example(cell: str = "lstm", **sizes: Any) -> model_file.ModelFile:
    shape: dict[str, Any] = {"embedding": 3, "hidden": 2} | sizes
    settings = ModelSettings(len(SPELLINGS), cell, **shape)
    model = LanguageModel.initialised(settings, np.random.default_rng(1))
    vocabulary = Vocabulary(SPELLINGS, range(len(SPELLINGS), 0, -1), WORDS)
    return model_file.ModelFile(model, vocabulary, {"name": "toy", "sources": [{"name": "é.txt\udcff"}]})


@dataclass
class Parts:
    """A file in the safetensors format: a header of JSON, then the tensors' bytes."""

    metadata: Any
    tensors: dict[str, Any]
    """Name -> what the header says: dtype, shape, data_offsets."""
    data: bytes

    @classmethod
    def of(cls, path: Path) -> Parts:
        content = path.read_bytes()
        start = 8 + int.from_bytes(content[:8], "little")
        header = json.loads(content[8:start])
        return cls(header.pop("__metadata__"), header, content[start:])

    def together(self) -> bytes:
        header = json.dumps({"__metadata__": self.metadata, **self.tensors}).encode()
        return len(header).to_bytes(8, "little") + header + self.data

    def refill(self, name: str, dtype: str, shape: list[int], content: bytes) -> None:
        """Put another tensor in the place of one, the header still true of the data."""
        old = {key: (entry, self.data[slice(*entry["data_offsets"])]) for key, entry in self.tensors.items()}
        old[name] = ({"dtype": dtype, "shape": shape}, content)
        self.tensors, self.data = {}, b""
        for key, (entry, part) in old.items():
            place = [len(self.data), len(self.data) + len(part)]
            self.tensors[key] = entry | {"data_offsets": place}
            self.data += part

    def forget(self, name: str) -> None:
        """Take a tensor out."""
        self.refill(name, "U8", [0], b"")
        del self.tensors[name]
