"""One worker's part of a training step: its columns of the window, its share of the sum, its share of the update.

A step has three phases, and no worker begins one before all have ended the one before:

    learn     the gradient of its own sequences' loss, put on the board
    reduce    its share of every gradient, summed over all workers; its part of the norm
    update    its share of every weight, moved

All randomness comes from the seed, the step and the worker's rank, so that a run can go on from any step without
remembering a generator, and ends at the same weights whichever worker is quicker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from predictor_tui.nn.model import LanguageModel
from predictor_tui.nn.optimisers import optimiser_named, squared_norm
from predictor_tui.nn.sampling import Sampler
from predictor_tui.training.batches import Batches
from predictor_tui.training.board import Board, by_rows, part, summed_part
from predictor_tui.training.evaluation import losses

if TYPE_CHECKING:
    from predictor_tui.nn.arrays import Array, Gradients
    from predictor_tui.nn.settings import ModelSettings
    from predictor_tui.training.settings import TrainingSettings


class Worker:
    """Computes with the arrays of a board; keeps nothing between steps but buffers."""

    def __init__(self, rank: int, model: ModelSettings, training: TrainingSettings, board: Board) -> None:
        self.model = LanguageModel(model, board.parameters)
        self._rank, self._workers = rank, training.workers
        self._training = training
        self._regularisation = training.regularisation()
        self._board = board
        self._columns = part(training.batch, rank, training.workers)
        self._batches = Batches(board.train, training.batch, training.window)
        self._optimiser = optimiser_named(training.optimiser)
        self._sampler = self._make_sampler() if training.samples else None
        self._gradients: Gradients = {}
        if self._workers > 1 and model.output_name not in by_rows(model, training):
            self.model.put_output_gradient(board.whole(rank, model.output_name))

    @np.errstate(over="ignore", invalid="ignore")  # what is not finite is found by the trainer, and said in words
    def learn(self, step: int) -> float:
        """Find the gradient of step `step`, counted from 0; return this worker's part of the mean loss, in nats."""
        rng = np.random.default_rng((self._training.seed, step, self._rank))
        here = step % len(self._batches)
        window = self._batches[here]
        state = self._board.state[:, self._columns]
        state[:, rng.random(state.shape[1]) < (self._training.forget if here else 1)] = 0
        share = float(state.shape[1]) / self._training.batch
        learnt = self.model.loss_and_gradients(
            window.ids[:, self._columns],
            window.targets[:, self._columns],
            state,
            rng=rng,
            sampler=self._sampler,
            regularisation=self._regularisation,
            weight=share,
        )
        state[...] = learnt.state
        self._gradients = learnt.gradients
        if self._workers > 1:
            for name, gradient in self._gradients.items():
                self._board.publish(self._rank, name, gradient)
        return learnt.loss * share

    @np.errstate(over="ignore", invalid="ignore")
    def reduce(self) -> float:
        """Sum this worker's share of all gradients; return the sum of its squares."""
        if self._workers > 1:
            names = self._gradients
            self._gradients = {name: summed_part(self._board, name, self._rank, self._workers) for name in names}
        return squared_norm(self._gradients)

    @np.errstate(over="ignore", invalid="ignore")
    def update(self, step: int, rate: float, scale: float) -> None:
        """Move this worker's share of the weights by the gradients multiplied by `scale`."""
        board = self._board
        parameters, moments = dict(board.parameters), dict(board.moments)
        if self._workers > 1:
            for name, gradient in self._gradients.items():
                if isinstance(gradient, np.ndarray):
                    parameters[name] = self._flat_share(parameters[name])
                    for kept in self._optimiser.kept:
                        moments[f"{kept}.{name}"] = self._flat_share(moments[f"{kept}.{name}"])
        self._optimiser.update(parameters, self._gradients, moments, rate=rate, step=step + 1, scale=scale)

    def evaluate(self) -> float:
        """Return this worker's part of the sum of -log p over the validation text, in nats."""
        return float(losses(self.model, self._board.valid, (self._rank, self._workers)).sum())

    def _flat_share(self, array: Array) -> Array:
        return array.reshape(-1)[part(array.size, self._rank, self._workers)]

    def _make_sampler(self) -> Sampler:
        counts = np.bincount(self._board.train, minlength=self.model.settings.vocabulary)
        return Sampler(counts, -(-self._training.samples // self._workers))  # each draws its own: none is drawn in vain
