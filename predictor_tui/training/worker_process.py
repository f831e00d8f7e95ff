"""A worker in a process of its own: it does what it is told through a pipe until the pipe closes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from predictor_tui.training.board import Board
from predictor_tui.training.shared_arrays import SharedArrays
from predictor_tui.training.worker import Worker

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path

    from predictor_tui.nn.settings import ModelSettings
    from predictor_tui.training.settings import TrainingSettings
    from predictor_tui.training.shared_arrays import Layout


def serve(
    rank: int, model: ModelSettings, training: TrainingSettings, path: Path, layout: Layout, line: Connection
) -> None:
    """Answer every (task, arguments) with ("done", result) or ("failed", error), until the other end is closed."""
    try:
        shared = SharedArrays.open(path, layout)
        worker = Worker(rank, model, training, Board(shared.arrays, training.workers))
        tasks = {
            "ready": lambda: None,
            "learn": worker.learn,
            "reduce": worker.reduce,
            "update": worker.update,
            "evaluate": worker.evaluate,
            "working_memory": worker.model.working_memory,
        }
        while True:
            task, arguments = line.recv()
            line.send(_answer(tasks[task], arguments))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the training has ended


def _answer(task: Any, arguments: tuple[float, ...]) -> tuple[str, Any]:
    try:
        return "done", task(*arguments)
    except Exception as error:
        error.add_note("in a worker process")
        return "failed", error


def unpacked(answer: tuple[str, Any]) -> Any:
    """Return the result that came through a pipe, or raise the error that came instead."""
    how, content = answer
    if how == "failed":
        raise content
    return content
