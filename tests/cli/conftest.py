from __future__ import annotations

import io
import os
import pty
import sys
import termios
from typing import TYPE_CHECKING

import numpy as np
import pytest
from command_line import Outcome

from predictor_tui import model_file, paths
from predictor_tui.cli import main
from predictor_tui.nn.model import LanguageModel
from predictor_tui.nn.settings import ModelSettings
from predictor_tui.text.tokenizer import WORDS
from predictor_tui.text.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from command_line import Shell


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for a person's files that nothing outside the test sees."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv(paths.HOME_VARIABLE, str(folder))
    return folder


@pytest.fixture
def shell(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Run a command line in this process, away from any terminal."""

    def run(*arguments: str, stdin: bytes = b"") -> Outcome:
        assert home.is_dir()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main(arguments)
        return Outcome(code, *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real model file of a few words, untrained."""
    words = ["<unk>", "<eos>", "the", "gym", "store", "I'm", "going", "to", ".", "then", "Monday"]
    vocabulary = Vocabulary(words, list(range(len(words), 0, -1)), WORDS)
    settings = ModelSettings(vocabulary=len(words), cell="gru", embedding=4, hidden=4)
    model = LanguageModel.initialised(settings, np.random.default_rng(1))
    card = {"name": "tiny", "cell": "gru", "hidden": 4, "vocabulary": len(words), "figures": {"perplexity": 9.87654}}
    path = tmp_path_factory.mktemp("models") / "tiny.safetensors"
    model_file.save(path, model_file.ModelFile(model, vocabulary, card))
    return path


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """Both ends of a pseudo-terminal: what a person sees and types at, and what the program runs in."""
    ends = pty.openpty()
    termios.tcsetwinsize(ends[1], (24, 80))
    yield ends
    for end in ends:
        os.close(end)
