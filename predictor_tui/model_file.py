"""One file holds a model: weights, vocabulary, sizes and card, in the safetensors format, which cannot carry code.

    tensor  NAME                 the network's parameters, float32 or float16, by the names of `nn.model.shapes`
    tensor  vocabulary.words     uint8: every spelling in UTF-8, each ended by a newline, in the order of the ids
    tensor  vocabulary.counts    int64: how often each occurred
    tensor  tail.words           uint8, there or not: rare words by `text.tail`, compressed
    tensor  tail.counts          uint8, with the former: how often each of them occurred, compressed
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
from predictor_tui.nn.model import LanguageModel
from predictor_tui.nn.parameters import shapes
from predictor_tui.nn.settings import ModelSettings
from predictor_tui.text.tail import unpack
from predictor_tui.text.tokenizer import tokenizer_named
from predictor_tui.text.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable

    from predictor_tui.nn.arrays import Array

FORMAT = "predictor-tui model 1"
SUFFIX = ".safetensors"
DEFAULT = "everyday"
WORDS, COUNTS = "vocabulary.words", "vocabulary.counts"
TAIL = TAIL_WORDS, TAIL_COUNTS = "tail.words", "tail.counts"
MOST_WORDS = 500_000
"""No vocabulary is larger: what a word takes in memory is many times what it takes in a file."""
_WEIGHTS = ("F32", "F16")
_ROWS_AT_ONCE = 1024
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
    tensors |= _word_tensors(file.vocabulary)
    metadata = {
        "format": FORMAT,
        "tokenizer": file.vocabulary.tokenizer.name,
        "settings": json.dumps(asdict(file.model.settings)),
        "card": json.dumps(file.card),
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, to_bytes(tensors, metadata))
    except OSError as error:
        raise ModelFileError(
            f"{path} could not be written: {error.strerror or error}", "Name another place with -o."
        ) from error


def _word_tensors(vocabulary: Vocabulary) -> dict[str, Any]:
    text = "".join(f"{word}\n" for word in vocabulary.spellings)
    tensors: dict[str, Any] = {WORDS: np.frombuffer(text.encode(), np.uint8)}
    tensors[COUNTS] = np.array(vocabulary.counts, np.int64)
    if vocabulary.tail is not None:
        packed = zip(TAIL, vocabulary.tail.packed(), strict=True)
        tensors |= {name: np.frombuffer(content, np.uint8) for name, content in packed}
    return tensors


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
    try:
        path = Path(wanted).expanduser()
        if path.exists():
            return path
    except (OSError, RuntimeError) as error:  # a name too long, or ~ of someone unknown
        raise ModelFileError(f"{wanted} cannot be read: {error}", _HINT) from error
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
    except MemoryError as error:
        raise ModelFileError(f"{path} is too large for this machine's memory", _HINT) from error


class _WrongError(Exception):
    """What a file says does not fit together."""


def _load(file: Any) -> ModelFile:
    metadata = _metadata(file)
    settings = _settings(metadata)
    found = set(file.keys())
    wanted = shapes(settings)
    bytes_of = (WORDS, *TAIL) if found & set(TAIL) else (WORDS,)
    if found != {*wanted, COUNTS, *bytes_of}:
        odd = sorted(found ^ {*wanted, COUNTS, *bytes_of})
        raise _WrongError(f"its tensors are not those of its settings: {', '.join(odd[:3])}")
    for name, shape in wanted.items():
        _require(file, name, _WEIGHTS, shape)
    _require(file, COUNTS, ("I64",), (settings.vocabulary,))
    for name in bytes_of:
        _require(file, name, ("U8",), None)
    vocabulary = _vocabulary(file, metadata)
    parameters = {name: _weights(file, name, shape) for name, shape in wanted.items()}
    return ModelFile(LanguageModel(settings, parameters), vocabulary, _card(metadata))


def _settings(metadata: dict[str, str]) -> ModelSettings:
    try:
        given = _json_object(metadata, "settings")
        given.pop("dropout", None)  # 0.1.0 wrote what it was trained with here; it is no part of what the model is
        settings = ModelSettings(**given)
    except TypeError as error:
        raise _WrongError(f"its settings make no sense: {error}") from error
    if not isinstance(settings.tied, bool):
        raise _WrongError(f"tied is {settings.tied!r}, neither true nor false")
    if settings.vocabulary > MOST_WORDS:
        raise _WrongError(f"its vocabulary has {settings.vocabulary:,} words, more than {MOST_WORDS:,}")
    return settings


def _require(file: Any, name: str, types: tuple[str, ...], shape: tuple[int, ...] | None) -> None:
    """Check the type of a tensor and its shape, None for any of one dimension, without reading it."""
    header = file.get_slice(name)
    if header.get_dtype() not in types:
        raise _WrongError(f"{name} is of type {header.get_dtype()}, not {' or '.join(types)}")
    has = tuple(header.get_shape())
    if has != shape and (shape is not None or len(has) != 1):
        raise _WrongError(f"{name} has the shape {has}, not {shape or 'one dimension'}")


def _weights(file: Any, name: str, shape: tuple[int, ...]) -> Array:
    """Read a tensor as float32, part by part, so that no second copy of it is ever in memory."""
    array: Array = np.empty(shape, np.float32)
    tensor = file.get_slice(name)
    for start in range(0, shape[0], _ROWS_AT_ONCE):
        part = array[start : start + _ROWS_AT_ONCE]
        part[:] = tensor[start : start + len(part)]
        if not np.isfinite(part).all():
            raise _WrongError(f"{name} holds numbers that are not finite")
    return array


def _vocabulary(file: Any, metadata: dict[str, str]) -> Vocabulary:
    words, counts = file.get_tensor(WORDS).tobytes(), file.get_tensor(COUNTS)
    if (size := words.count(b"\n")) != counts.size or not words.endswith(b"\n"):
        raise _WrongError(f"its vocabulary holds {size:,} words, its settings {counts.size:,}")
    spellings = words.decode("utf-8").split("\n")[:-1]
    if not all(spellings) or counts.min() < 0:
        raise _WrongError("its vocabulary holds an empty word or a count below 0")
    tokenizer = tokenizer_named(metadata.get("tokenizer", ""))
    tail = None
    if TAIL_WORDS in set(file.keys()):
        rare, how_often = (file.get_tensor(name).tobytes() for name in TAIL)
        tail = unpack(rare, how_often, tokenizer)
    return Vocabulary(spellings, counts.tolist(), tokenizer, tail)


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
