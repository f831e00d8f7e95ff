"""Who does the work of a training step: this process alone, or several, each with one thread for its products.

Threads of one library share a product at a time and wait for each other at its end; what lies between products has one
of them. Processes each learn from a part of the sequences and wait for each other three times a step, which pays where
products are small, as with a sampled softmax, and where the machine has other things to do.
"""

from __future__ import annotations

import multiprocessing
import signal
from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any

from predictor_tui.errors import TrainingError
from predictor_tui.threads import one_thread_for_children
from predictor_tui.training import worker_process
from predictor_tui.training.board import Board, layout
from predictor_tui.training.shared_arrays import SharedArrays, local_arrays
from predictor_tui.training.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from predictor_tui.nn.model import LanguageModel
    from predictor_tui.training.settings import TrainingSettings
    from predictor_tui.training.shared_arrays import Arrays
    from predictor_tui.training.streams import Stream


class Crew(ABC):
    """Takes steps on the arrays of a board; figures are summed in the order of the workers."""

    def __init__(self, board: Board) -> None:
        self.board = board

    @abstractmethod
    def learn(self, step: int) -> float:
        """Find the gradients of step `step`, counted from 0; return the mean loss in nats."""

    @abstractmethod
    def reduce(self) -> float:
        """Sum the gradients; return the square of their norm."""

    @abstractmethod
    def update(self, step: int, rate: float, scale: float) -> None:
        """Move the weights by the gradients multiplied by `scale`, at the learning rate `rate`."""

    @abstractmethod
    def evaluate(self) -> float:
        """Return the sum of -log p over the validation text, in nats."""

    @abstractmethod
    def working_memory(self) -> int:
        """Return the bytes of all buffers, weights and text aside."""

    @abstractmethod
    def close(self) -> None:
        """Let everyone go; the board stays readable."""


class Alone(Crew):
    """This process does everything."""

    def __init__(self, board: Board, worker: Worker) -> None:
        super().__init__(board)
        self.worker = worker

    def learn(self, step: int) -> float:
        return self.worker.learn(step)

    def reduce(self) -> float:
        return self.worker.reduce()

    def update(self, step: int, rate: float, scale: float) -> None:
        self.worker.update(step, rate, scale)

    def evaluate(self) -> float:
        return self.worker.evaluate()

    def working_memory(self) -> int:
        return self.worker.model.working_memory()

    def close(self) -> None:
        """Nobody is to let go."""


@dataclass(frozen=True, eq=False, slots=True)
class _Member:
    process: Any
    line: Connection


class Processes(Crew):
    """Workers in processes of their own, started at the first step."""

    def __init__(self, board: Board, shared: SharedArrays, model: LanguageModel, training: TrainingSettings) -> None:
        super().__init__(board)
        self._shared = shared
        self._settings = model.settings, training
        self._members: list[_Member] = []

    def learn(self, step: int) -> float:
        return float(sum(self._all("learn", step)))

    def reduce(self) -> float:
        return float(sum(self._all("reduce")))

    def update(self, step: int, rate: float, scale: float) -> None:
        self._all("update", step, rate, scale)

    def evaluate(self) -> float:
        return float(sum(self._all("evaluate")))

    def working_memory(self) -> int:
        return int(sum(self._all("working_memory")))

    def close(self) -> None:
        for member in self._members:
            member.line.close()  # which ends the process
        for member in self._members:
            member.process.join()
        self._members = []
        self._shared.unlink()

    def _all(self, task: str, *arguments: float) -> list[Any]:
        """Give every worker a task and return what each answers, in order. Raises TrainingError if one has ended."""
        if not self._members:
            self._start()
        for member in self._members:
            with suppress(BrokenPipeError):  # it ended: told where its answer is missing
                member.line.send((task, arguments))
        return [self._answer(member) for member in self._members]

    def _answer(self, member: _Member) -> Any:
        wait([member.line, member.process.sentinel])
        answer = None
        if member.line.poll():
            with suppress(EOFError, ConnectionResetError):  # it ended: told below
                answer = member.line.recv()
        if answer is not None:
            return worker_process.unpacked(answer)
        member.process.join()
        raise TrainingError(
            f"a worker of the training ended unexpectedly (exit status {member.process.exitcode})",
            "The machine may be short of memory; --workers 1, or a smaller network, needs less.",
        )

    def _start(self) -> None:
        """Start the processes. Interrupts are for this process alone: it ends the others between two steps."""
        context = multiprocessing.get_context("spawn")
        model, training = self._settings
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
        try:
            with one_thread_for_children():
                for rank in range(training.workers):
                    ours, theirs = context.Pipe()
                    arguments = (rank, model, training, self._shared.path, self._shared.layout, theirs)
                    process = context.Process(target=worker_process.serve, args=arguments, daemon=True)
                    process.start()
                    theirs.close()
                    self._members.append(_Member(process, ours))
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        self._all("ready")
        self._shared.unlink()


def assemble(model: LanguageModel, train: Stream, valid: Stream, training: TrainingSettings) -> Crew:
    """Return a crew whose board holds the text and the weights of `model`. Raises TrainingError for want of room."""
    needed = layout(model, training, train, valid)
    if training.workers == 1:
        board = _filled(local_arrays(needed), model, train, valid, 1)
        return Alone(board, Worker(0, model.settings, training, board))
    shared = SharedArrays.create(needed)
    return Processes(_filled(shared.arrays, model, train, valid, training.workers), shared, model, training)


def _filled(arrays: Arrays, model: LanguageModel, train: Stream, valid: Stream, workers: int) -> Board:
    board = Board(arrays, workers)
    for name, values in _content(model, train, valid):
        arrays[name][...] = values
    return board


def _content(model: LanguageModel, train: Stream, valid: Stream) -> Iterator[tuple[str, Any]]:
    yield "train", train
    yield "valid", valid
    for name, array in model.parameters.items():
        yield f"parameters/{name}", array
