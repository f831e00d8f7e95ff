"""One file holds a model: weights, vocabulary, sizes and card, in the safetensors format, which cannot carry code.

    tensor  NAME                 the network's parameters, float32 or float16, by the names of `nn.model.shapes`
    tensor  vocabulary.words     uint8: every spelling in UTF-8, each ended by a newline, in the order of the ids
    tensor  vocabulary.counts    int64: how often each occurred
    metadata "format"            FORMAT
    metadata "tokenizer"         the tokenizer's name
    metadata "settings"          JSON of `nn.settings.ModelSettings`
    metadata "card"              JSON: what the model was trained on, by whom, how, and how good it is

Nothing in a file is believed before it is checked: what `load` returns has exactly the tensors that its settings ask
for, of the right shapes, all finite. `save` replaces the old file only once the new one is whole on the disk.
"""

from __future__ import annotations

import json
import stat
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save as to_bytes

from predictor_tui import paths
from predictor_tui.atomic import write_atomically
from predictor_tui.errors import ModelFileError
from predictor_tui.nn.model import LanguageModel, shapes
from predictor_tui.nn.settings import ModelSettings
from predictor_tui.text.tokenizer import tokenizer_named
from predictor_tui.text.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable

    from predictor_tui.nn.arrays import Array

FORMAT = "predictor-tui model 1"
SUFFIX = ".safetensors"
DEFAULT = "everyday"
WORDS, COUNTS = "vocabulary.words", "vocabulary.counts"
_TYPES = {"F32", "F16"}
Content = TypeVar("Content")
_HINT = "Train it anew, or choose another: `predictor-tui models` lists them."


@dataclass(frozen=True, eq=False, slots=True)
class ModelFile:
    """What a model file holds."""

    model: LanguageModel
    vocabulary: Vocabulary
    card: dict[str, Any]
    """What JSON can hold; the key "name" is always there."""


def save(path: Path, file: ModelFile, *, half: bool = False) -> None:
    """Write a model; with `half`, weights are rounded to float16. Raises ModelFileError; the old file then stays."""
    dtype = np.float16 if half else np.float32
    with np.errstate(over="ignore"):  # said below, in words
        tensors: dict[str, Any] = {name: array.astype(dtype) for name, array in file.model.parameters.items()}
    for name, array in tensors.items():
        if not np.isfinite(array).all():
            raise ModelFileError(f"{path} was not written: {name} holds numbers that are not finite")
    text = "".join(f"{word}\n" for word in file.vocabulary.spellings)
    tensors[WORDS] = np.frombuffer(text.encode(), np.uint8)
    tensors[COUNTS] = np.array(file.vocabulary.counts, np.int64)
    metadata = {
        "format": FORMAT,
        "tokenizer": file.vocabulary.tokenizer.name,
        "settings": json.dumps(asdict(file.model.settings)),
        "card": json.dumps(file.card, ensure_ascii=False),
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, to_bytes(tensors, metadata))
    except OSError as error:
        raise ModelFileError(
            f"{path} could not be written: {error.strerror or error}", "Name another place with -o."
        ) from error


def load(path: Path) -> ModelFile:
    """Read and check a model. Raises ModelFileError, which says what is wrong with the file."""
    return _reading(path, _load)


def read_card(path: Path) -> dict[str, Any]:
    """Read only what the model says of itself. Raises ModelFileError."""
    return _reading(path, lambda file: _card(_metadata(file)))


def find(name: str | Path | None) -> Path:
    """Return the file of a model: the default for None, a bundled or own model by name, or a path as it is.

    Raises ModelFileError where there is none.
    """
    wanted = str(DEFAULT if name is None else name)
    known = dict(available())
    if wanted in known:
        return known[wanted]
    path = Path(wanted).expanduser()
    if path.exists():
        return path
    raise ModelFileError(f"no model is called {wanted!r}, and no such file exists", _HINT)


def available() -> list[tuple[str, Path]]:
    """Return the name and file of every bundled and own model; an own one hides a bundled one of the same name."""
    found: dict[str, Path] = {}
    for folder in (paths.bundled_models_folder(), paths.models_folder()):
        found |= {path.stem: path for path in sorted(folder.glob(f"*{SUFFIX}"))}
    return list(found.items())


def _reading(path: Path, read: Callable[[Any], Content]) -> Content:
    """Open `path` and let `read` take what it needs, turning every way it can fail into a ModelFileError."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ModelFileError(f"{path} is not a file", _HINT)
        with safe_open(path, framework="numpy") as file:
            return read(file)
    except OSError as error:
        raise ModelFileError(f"{path} cannot be read: {error.strerror or error}", _HINT) from error
    except SafetensorError as error:
        raise ModelFileError(f"{path} is not a model or is damaged: {error}", _HINT) from error
    except (_WrongError, ValueError, TypeError, RecursionError) as error:
        raise ModelFileError(f"{path} is no usable model: {error}", _HINT) from error


class _WrongError(Exception):
    """What a file says does not fit together."""


def _load(file: Any) -> ModelFile:
    metadata = _metadata(file)
    settings = ModelSettings(**_json_object(metadata, "settings"))
    wanted: dict[str, tuple[int, ...]] = {**shapes(settings), COUNTS: (settings.vocabulary,)}
    found = set(file.keys())
    if found != {*wanted, WORDS}:
        odd = sorted(found ^ {*wanted, WORDS})
        raise _WrongError(f"its tensors are not those of its settings: {', '.join(odd[:3])}")
    for name, shape in wanted.items():
        has = tuple(file.get_slice(name).get_shape())
        if has != shape:
            raise _WrongError(f"{name} has the shape {has}, not {shape}")
    parameters = {name: _weights(file, name) for name in shapes(settings)}
    return ModelFile(LanguageModel(settings, parameters), _vocabulary(file, metadata), _card(metadata))


def _weights(file: Any, name: str) -> Array:
    dtype = file.get_slice(name).get_dtype()
    if dtype not in _TYPES:
        raise _WrongError(f"{name} is of type {dtype}, not F16 or F32")
    array: Array = file.get_tensor(name).astype(np.float32)
    if not np.isfinite(array).all():
        raise _WrongError(f"{name} holds numbers that are not finite")
    return array


def _vocabulary(file: Any, metadata: dict[str, str]) -> Vocabulary:
    words, counts = file.get_tensor(WORDS), file.get_tensor(COUNTS)
    if words.dtype != np.uint8 or words.ndim != 1 or counts.dtype != np.int64:
        raise _WrongError("its vocabulary is of the wrong type")
    spellings = words.tobytes().decode("utf-8").split("\n")
    if spellings.pop() or len(spellings) != counts.size or counts.min() < 0:
        raise _WrongError(f"its vocabulary holds {len(spellings)} words, its counts {counts.size}")
    return Vocabulary(spellings, counts.tolist(), tokenizer_named(metadata.get("tokenizer", "")))


def _metadata(file: Any) -> dict[str, str]:
    metadata: dict[str, str] = file.metadata() or {}
    if metadata.get("format") != FORMAT:
        raise _WrongError(f"its format is {metadata.get('format', 'unknown')!r}, not {FORMAT!r}")
    return metadata


def _card(metadata: dict[str, str]) -> dict[str, Any]:
    card = _json_object(metadata, "card")
    if not isinstance(card.get("name"), str):
        raise _WrongError("its card has no name")
    return card


def _json_object(metadata: dict[str, str], key: str) -> dict[str, Any]:
    value = json.loads(metadata.get(key, "null"))
    if not isinstance(value, dict):
        raise _WrongError(f"its {key} are missing")
    return value
