"""A run saved between two steps, so that it can go on later exactly as if it had never stopped.

One file beside the model, in the safetensors format: the weights, the best weights, the optimiser's moments and the
carried memory as tensors; the counters and the run's settings as JSON. A digest of all
that follows at the end, so that a damaged file is found out before a run goes on from it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load as from_bytes
from safetensors.numpy import save as to_bytes

from predictor_tui.atomic import write_atomically
from predictor_tui.errors import TrainingError
from predictor_tui.training.position import Position
from predictor_tui.training.progress import Check

if TYPE_CHECKING:
    from pathlib import Path

    from predictor_tui.nn.arrays import Array
    from predictor_tui.training.trainer import Trainer

FORMAT = "predictor-tui checkpoint 2"
_COUNTERS = ("step", "loss_sum", "loss_count", "stale", "hurried_step", "hurried_share", "best_nats")
_DIGEST = 32  # bytes of a SHA-256
_HINT = "Start the training again without --resume."


def checkpoint_path(model: Path) -> Path:
    """Return where the checkpoint of a model in training lies: beside it."""
    return model.with_name(f"{model.name}.checkpoint")


def save_checkpoint(path: Path, trainer: Trainer, run: dict[str, Any]) -> None:
    """Write where `trainer` stands; `run` is the caller's, any JSON. Raises TrainingError; the old file then stays."""
    place, board = trainer.position, trainer.crew.board
    tensors = _prefixed("model", board.parameters) | _prefixed("best", place.best)
    tensors |= _prefixed("moments", board.moments) | {"state": board.state}
    position = {name: getattr(place, name) for name in _COUNTERS}
    position |= {"seconds": trainer.seconds, "history": [asdict(check) for check in place.history]}
    metadata = {
        "format": FORMAT,
        "position": json.dumps(position),
        "run": json.dumps(run),
    }
    try:
        data = to_bytes(tensors, metadata)
        write_atomically(path, data + hashlib.sha256(data).digest())
    except OSError as error:
        raise TrainingError(f"{path} could not be written: {error.strerror or error}") from error


class Checkpoint:
    """A checkpoint that was read; `run` is what the caller put in."""

    def __init__(self, path: Path) -> None:
        """Read and check a file. Raises TrainingError."""
        self.path = path
        data = _undamaged(path)
        try:
            self._tensors: dict[str, Array] = from_bytes(data)
            metadata = _metadata(data)
            if metadata.get("format") != FORMAT:
                raise TrainingError(f"{path} was made by another version of the program", _HINT)
            self._position: dict[str, Any] = json.loads(metadata["position"])
            self.run: dict[str, Any] = json.loads(metadata["run"])
        except (SafetensorError, ValueError, KeyError) as error:
            raise TrainingError(f"{path} is damaged: {error}", _HINT) from error

    def restore(self, trainer: Trainer) -> None:
        """Put `trainer`, made with the same settings and text, where the run stood. Raises TrainingError."""
        board = trainer.crew.board
        best, wanted = self._group("best"), _sizes(board.parameters)
        if _sizes(self._group("model")) != wanted or (best and _sizes(best) != wanted):
            raise TrainingError(f"{self.path} belongs to a model of another size", _HINT)
        if _sizes(self._group("moments")) != _sizes(board.moments) or self._state().shape != board.state.shape:
            raise TrainingError(f"{self.path} belongs to a run with another batch or optimiser", _HINT)
        for prefix, arrays in (("model", board.parameters), ("moments", board.moments)):
            for name, saved in self._group(prefix).items():
                arrays[name][...] = saved
        board.state[...] = self._state()
        trainer.continue_from(self._saved_position())

    def _state(self) -> Array:
        return self._tensors.get("state", np.empty((0, 0)))

    def _saved_position(self) -> Position:
        saved = self._position
        return Position(
            **{name: saved[name] for name in (*_COUNTERS, "seconds")},
            best=self._group("best"),
            history=[Check(**check) for check in saved["history"]],
        )

    def _group(self, prefix: str) -> dict[str, Array]:
        start = f"{prefix}:"
        return {name[len(start) :]: array.copy() for name, array in self._tensors.items() if name.startswith(start)}


def _prefixed(prefix: str, arrays: dict[str, Array]) -> dict[str, Array]:
    return {f"{prefix}:{name}": np.ascontiguousarray(array) for name, array in arrays.items()}


def _sizes(arrays: dict[str, Array]) -> dict[str, tuple[int, ...]]:
    return {name: array.shape for name, array in arrays.items()}


def _undamaged(path: Path) -> bytes:
    """Return what stands before the digest, having checked it. Raises TrainingError."""
    try:
        if path.exists() and not path.is_file():
            raise TrainingError(f"{path} is not a file", _HINT)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise TrainingError(f"there is nothing to resume: {path} does not exist", _HINT) from error
    except OSError as error:
        raise TrainingError(f"{path} cannot be read: {error.strerror or error}", _HINT) from error
    if hashlib.sha256(memoryview(data)[:-_DIGEST]).digest() != data[-_DIGEST:]:
        raise TrainingError(f"{path} is damaged, or no checkpoint", _HINT)
    return data[:-_DIGEST]


def _metadata(data: bytes) -> dict[str, str]:
    """Return the free-form part of a safetensors header: 8 bytes of length, then JSON."""
    length = int.from_bytes(data[:8], "little")
    metadata: dict[str, str] = json.loads(data[8 : 8 + length]).get("__metadata__", {})
    return metadata
