"""Every error a user can meet, each with a message that names the cause and a hint that says what to do.

PredictorError
├── ModelFileError      a model or checkpoint that is missing, damaged, or not one of ours
├── CorpusError         text that is missing, empty, or no text
├── TextFileError       a writer's own file that could not be read or written
├── WordStoreError      the store of learnt words cannot be opened, read or written, or a word has no place in it
├── WordsFileError      a file of exported words that is missing, or has a line that is none of ours
├── SettingsError       settings that contradict each other, or a settings file that cannot be read
└── TrainingError       a training run that cannot start, go on, or be resumed
    └── DivergedError   the loss or a gradient is no longer a finite number
"""

from __future__ import annotations


class PredictorError(Exception):
    """The root of the tree; `str(error)` is the message, `error.hint` a suggestion or the empty string."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class ModelFileError(PredictorError):
    """A model file or checkpoint is missing, damaged, or not one of ours."""


class CorpusError(PredictorError):
    """Text to train or evaluate on is missing, empty, or no text."""


class TextFileError(PredictorError):
    """A writer's own file could not be read or written."""


class WordStoreError(PredictorError):
    """The store of learnt words cannot be opened, read or written, or a word has no place in it."""


class WordsFileError(PredictorError):
    """A file of exported words is missing, cannot be written, or has a line that is none of ours."""


class SettingsError(PredictorError):
    """Settings contradict each other, or a settings file cannot be read."""


class TrainingError(PredictorError):
    """A training run cannot start, go on, or be resumed."""


class DivergedError(TrainingError):
    """The loss or a gradient is no longer a finite number."""
