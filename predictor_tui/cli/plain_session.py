"""Writing line by line: what a line of input does to the text, and the lines that answer it.

A number takes a suggestion, a command begins with a slash, an empty line ends a paragraph, and all else is text. A line
that ends within a word is answered by how the word may go on, one that ends with a space by the next words.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from predictor_tui.cli.report import percent
from predictor_tui.errors import TextFileError
from predictor_tui.prediction import typing
from predictor_tui.text.terminal import safe
from predictor_tui.tui import text_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from predictor_tui.prediction.values import Prediction
    from predictor_tui.tui.engine import Engine
    from predictor_tui.tui.text_file import TextFile

OFFERED = 5
HELP = (
    "A number takes a suggestion. An empty line ends a paragraph.",
    "Other lines are text; begin with a space to write a number or a slash.",
    "After a space next words are suggested, else how the last word may go on.",
    "/text reads the text. /chances tells the suggestions' probability.",
    "/undo takes back the last line. /save or /save NAME saves.",
    "/quit leaves. Ctrl+D saves and leaves. /help says this again.",
)
_NO_SPACE_BEFORE = frozenset(",.;:!?…)]}”’»")


class PlainSession:
    """One text, and the conversation about it."""

    def __init__(self, engine: Engine, file: TextFile) -> None:
        self.file = file
        self.text = file.text
        self.left = False
        """Whether the writer has asked to leave."""
        self._engine = engine
        self._earlier: list[str] = []
        self._soft_space_at: int | None = None
        self._warned = False

    @property
    def unsaved(self) -> bool:
        return self.text != self.file.text

    def answer(self, line: str) -> Sequence[str]:
        """Do what `line` asks for, and return the lines that answer it."""
        if line.startswith("/"):
            return self._obey(*line[1:].split(maxsplit=1))
        self._warned = False
        if line.isascii() and line.isdigit():
            return self._accept(int(line))
        self._earlier.append(self.text)
        self._write(text_file.clean(line.removeprefix(" ")) or "\n")
        return [self.offer()]

    def offer(self) -> str:
        """Return the suggestions in one line."""
        words = [f"{number} {safe(each.word)}" for number, each in enumerate(self._predict().suggestions, 1)]
        return "  ".join(words) or "no suggestions"

    def save(self, path: Path, *, overwrite: bool = False) -> str:
        """Save the text; return what went wrong, or the empty string."""
        is_own = path == self.file.path
        if not overwrite and (text_file.changed_on_disk(self.file) if is_own else path.exists()):
            what = "was changed by another program" if is_own else "exists already"
            return f"{safe(str(path))} {what}; /overwrite {safe(str(path))} replaces what is in it"
        try:
            self.file = text_file.write(self.file.with_text(self.text).at(path))
        except TextFileError as error:
            return safe(str(error))
        return ""

    def _predict(self) -> Prediction:
        return self._engine.predict(self.text, OFFERED)

    def _accept(self, number: int) -> Sequence[str]:
        prediction = self._predict()
        if not 1 <= number <= len(prediction.suggestions):
            return [f"there is no suggestion {number}; begin with a space to write the number"]
        word = prediction.suggestions[number - 1].word
        self._earlier.append(self.text)
        self._apply(typing.accept(self.text, word, prefix=prediction.prefix))
        return [safe(word), self.offer()]

    def _apply(self, edit: typing.Edit) -> None:
        self.text = self.text[: edit.start] + edit.text
        self._soft_space_at = len(self.text) - 1 if edit.soft_space else None

    def _write(self, line: str) -> None:
        """Put a line of text behind what is there, with a space between where one belongs."""
        mark = typing.punctuate(self.text, line[0], self._soft_space_at)
        if mark is not None:
            self._apply(mark)
            line = line[1:].lstrip()
        elif self.text and not self.text[-1].isspace() and line != "\n" and line[0] not in _NO_SPACE_BEFORE:
            line = " " + line
        if line:
            self._soft_space_at = None
        self.text += line

    # -- commands ------------------------------------------------------------------------------------------------------

    def _obey(self, command: str = "", argument: str = "") -> Sequence[str]:
        match command:
            case "text":
                replies: Sequence[str] = [safe(line) for line in self.text.split("\n")]
            case "chances":
                offered = enumerate(self._predict().suggestions, 1)
                replies = [f"{number} {safe(each.word)} {percent(each.probability)}" for number, each in offered]
            case "undo":
                replies = self._undo()
            case "save" | "overwrite":
                replies = [self._saved(Path(argument).expanduser() if argument else self.file.path, command)]
            case "quit":
                replies = self._quit()
            case "help":
                replies = HELP
            case _:
                replies = [f"there is no command /{safe(command)}; /help lists them"]
        return replies

    def _undo(self) -> Sequence[str]:
        if not self._earlier:
            return ["nothing to undo"]
        self.text = self._earlier.pop()
        self._soft_space_at = None
        return [safe(self.text[self.text.rfind("\n") + 1 :]) or "an empty line", self.offer()]

    def _saved(self, path: Path | None, command: str) -> str:
        if path is None:
            return "the text has no file yet: /save NAME"
        return self.save(path, overwrite=command == "overwrite") or f"saved {safe(path.name)}"

    def _quit(self) -> Sequence[str]:
        if self.unsaved and not self._warned:
            self._warned = True
            return ["the text is not saved; /save saves it, /quit again discards it"]
        self.left = True
        return []
