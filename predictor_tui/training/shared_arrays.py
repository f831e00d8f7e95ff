"""Arrays that several processes see at once: one file in memory, mapped by each of them.

The file lies where the system keeps files in memory, or with the temporary files where there is too little room. Its
room is taken at once, so that a full disk is an error here and not a crash in the middle of a run; it loses its name
as soon as every process has it open, so that nothing is left behind however a run ends.
"""

from __future__ import annotations

import math
import mmap
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from predictor_tui.errors import TrainingError

Layout: TypeAlias = Mapping[str, tuple[tuple[int, ...], str]]
"""The shape and the type of each array by its name."""
Arrays: TypeAlias = dict[str, np.ndarray[Any, np.dtype[Any]]]

_MEMORY = Path("/dev/shm")
_ALIGNMENT = 64  # bytes: a cache line


@dataclass(frozen=True)
class SharedArrays:
    """The file and the arrays in it, zeros at first."""

    path: Path
    layout: Layout
    arrays: Arrays

    @classmethod
    def create(cls, layout: Layout) -> SharedArrays:
        """Make the file. Raises TrainingError where there is no room for it."""
        size = _size(layout)
        folder = _folder(size)
        try:
            descriptor, name = tempfile.mkstemp(prefix="predictor-tui-", dir=folder)
            try:
                _take_room(descriptor, size)
                return cls(Path(name), layout, _arrays(descriptor, layout))
            except OSError:
                Path(name).unlink()
                raise
            finally:
                os.close(descriptor)
        except OSError as error:
            raise TrainingError(
                f"{folder} has no room for the {size / 1e6:.0f} MB that the workers share: {error.strerror or error}",
                "Set TMPDIR to a folder with more room, or train with --workers 1.",
            ) from error

    @classmethod
    def open(cls, path: Path, layout: Layout) -> SharedArrays:
        """Map the file that another process made. Raises OSError."""
        descriptor = os.open(path, os.O_RDWR)
        try:
            return cls(path, layout, _arrays(descriptor, layout))
        finally:
            os.close(descriptor)

    def unlink(self) -> None:
        """Take the file's name away: it is gone when the last process that has it open ends."""
        self.path.unlink(missing_ok=True)


def local_arrays(layout: Layout) -> Arrays:
    """Return the same arrays for one process alone."""
    return {name: np.zeros(shape, dtype) for name, (shape, dtype) in layout.items()}


def _bytes(shape: tuple[int, ...], dtype: str) -> int:
    return -(-math.prod(shape) * np.dtype(dtype).itemsize // _ALIGNMENT) * _ALIGNMENT


def _size(layout: Layout) -> int:
    return max(1, sum(_bytes(*entry) for entry in layout.values()))


def _folder(size: int) -> Path:
    if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > size:
        return _MEMORY
    return Path(tempfile.gettempdir())


def _take_room(descriptor: int, size: int) -> None:
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, size)
    else:
        os.ftruncate(descriptor, size)


def _arrays(descriptor: int, layout: Layout) -> Arrays:
    memory = mmap.mmap(descriptor, _size(layout))
    arrays: Arrays = {}
    offset = 0
    for name, (shape, dtype) in layout.items():
        arrays[name] = np.ndarray(shape, dtype, memory, offset)
        offset += _bytes(shape, dtype)
    return arrays
