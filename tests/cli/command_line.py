"""What the tests of the commands say of a command line and what came of it."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


class Shell(Protocol):
    def __call__(self, *arguments: str, stdin: bytes = b"") -> Outcome: ...
