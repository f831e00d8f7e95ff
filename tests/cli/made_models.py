"""Model files for tests of the commands, of a few words and with random weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from predictor_tui import model_file
from predictor_tui.nn.model import LanguageModel
from predictor_tui.nn.settings import ModelSettings
from predictor_tui.text.tokenizer import WORDS, Tokenizer
from predictor_tui.text.vocabulary import Vocabulary

if TYPE_CHECKING:
    from pathlib import Path


def make_model(path: Path, *words: str, tokenizer: Tokenizer = WORDS, seed: int = 2) -> Path:
    """Write a model of these words to `path`, its suggestions far apart, and return the path."""
    vocabulary = Vocabulary(["<unk>", "<eos>", *words], [1] * (len(words) + 2), tokenizer)
    settings = ModelSettings(len(vocabulary), "rnn", embedding=3, hidden=3)
    model = LanguageModel.initialised(settings, np.random.default_rng(seed))
    model.output_weights[:] *= 30
    model_file.save(path, model_file.ModelFile(model, vocabulary, {"name": path.stem}))
    return path
