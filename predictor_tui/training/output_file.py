"""The file that a run is to write, made sure of before the work begins, and kept from a second run meanwhile."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from predictor_tui import model_file
from predictor_tui.errors import ModelFileError, TrainingError

if TYPE_CHECKING:
    from collections.abc import Iterator

_ANOTHER = "Name another file with -o."


@contextmanager
def reserved(output: Path) -> Iterator[None]:
    """Keep `output`, whose folder is made if need be, to this process alone.

    A lock (flock) on a file beside it does that; the system lets go of it with the process, however that ends, so what
    a killed run leaves behind is in nobody's way. Raises TrainingError where another run has it, where no file can be
    written there, or where something else than a model would be replaced.
    """
    target = Path(os.path.realpath(output))
    lock = target.with_name(f"{target.name}.lock")
    try:
        _refuse_what_is_no_model(output)
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor = _lock(lock)
    except BlockingIOError as error:
        raise TrainingError(f"{output} is being trained by another process", f"Wait for it. {_ANOTHER}") from error
    except FileExistsError as error:
        raise TrainingError(f"{output} cannot be written: {target.parent} is no folder", _ANOTHER) from error
    except OSError as error:
        raise TrainingError(f"{output} cannot be written: {error.strerror or error}", _ANOTHER) from error
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
        os.close(descriptor)


def _refuse_what_is_no_model(output: Path) -> None:
    """Raise TrainingError where a folder, a device, or a file of another kind is in the way."""
    if not output.exists():
        return
    if not output.is_file():
        raise TrainingError(f"{output} cannot be written: it is no file", _ANOTHER)
    if output.suffix == model_file.SUFFIX:  # which may be damaged, and the reason to train it anew
        return
    try:
        model_file.read_card(output)
    except ModelFileError as error:
        raise TrainingError(f"{output} is no model, so it is not replaced by one", _ANOTHER) from error


def _lock(path: Path) -> int:
    """Return the descriptor of a locked file. Raises BlockingIOError where another process has it locked."""
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if path.exists() and os.path.samestat(os.fstat(descriptor), path.stat()):
                return descriptor
        except OSError:
            os.close(descriptor)
            raise
        os.close(descriptor)  # of a file that its last holder has deleted since
