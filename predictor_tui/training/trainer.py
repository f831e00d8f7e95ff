"""The training run: windows in, progress out, the best weights kept.

The trainer is a generator. It draws nothing, saves nothing and reads no clock but the one it is given, so that a
command, a screen or a test can run it, stop it between any two steps, and go on later from its `Position`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from predictor_tui.errors import DivergedError
from predictor_tui.nn.model import LanguageModel
from predictor_tui.nn.optimisers import clipping_factor
from predictor_tui.training.batches import Batches
from predictor_tui.training.crew import assemble
from predictor_tui.training.position import Position
from predictor_tui.training.progress import Check, Progress
from predictor_tui.training.schedule import learning_rate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from predictor_tui.training.settings import TrainingSettings
    from predictor_tui.training.streams import Stream

LONGEST_WITHOUT_CHECK = 1000
"""Steps after which the validation text is looked at even where a pass over the text takes longer."""
LEAST_BETWEEN_CHECKS = 10
"""Words learnt from between two looks for each word looked at, short of a pass, so that looking takes little time."""
HURRY = 0.25
"""The rest of a schedule is run through in so many times the steps done, once nothing gets better."""
HOPELESS = 10.0
"""A loss above so many times that of blind guessing, ln V, does not come back, finite or not."""
_SMALLER = "Try a smaller --learning-rate."


class Trainer:
    """Trains a model in place on one stream, judged on another."""

    def __init__(
        self, model: LanguageModel, train: Stream, valid: Stream, settings: TrainingSettings, clock: Callable[[], float]
    ) -> None:
        """`clock` returns seconds that only rise.

        Raises ValueError where `train` is too short for the batch, TrainingError where workers have no room to share.
        """
        self.settings = settings
        self.batches = Batches(train, settings.batch, settings.window)
        self.crew = assemble(model, train, valid, settings)
        self.model = LanguageModel(model.settings, self.crew.board.parameters)
        self.position = Position()
        self._clock = clock
        self._started = clock()
        self._words = 0  # learnt from in this sitting
        self._check_every = _steps_between_checks(self.batches, valid.size)

    @property
    def best_model(self) -> LanguageModel:
        """The model as it was at the best check, or as it is now where there was none yet."""
        return LanguageModel(self.model.settings, self.position.best or self.model.parameters)

    @property
    def seconds(self) -> float:
        """Seconds of training so far, earlier sittings included."""
        return self.position.seconds + self._clock() - self._started

    def continue_from(self, position: Position) -> None:
        """Take up a run where it stood; what is on the crew's board is the caller's to restore."""
        self.position = position
        self._started, self._words = self._clock(), 0

    def close(self) -> None:
        """Let the workers go; weights and position stay."""
        self.crew.close()

    def run(self) -> Iterator[Progress]:
        """Train to the end of the budget, yielding after each step.

        When too many checks in a row have brought nothing better, the best weights are taken up again and the rest of
        the schedule is run through quickly: the small steps at its end still find something where large ones do not.

        Raises DivergedError when the loss or the gradient is not finite, or the loss is hopeless; after a first check,
        `best_model` is then still good.
        """
        self._started, self._words = self._clock(), 0
        while not self.finished:
            norm, rate = self.learn()
            yield self._progress(norm, rate, self._check() if self._check_is_due() else None)

    @property
    def share(self) -> float:
        """How much of the budget, and so of the schedule, is spent, from 0 to 1."""
        place, minutes = self.position, self.settings.minutes
        spent = self._epoch() / self.settings.epochs if minutes is None else self.seconds / (60 * minutes)
        if place.hurried_step is not None:
            steps = max(self._check_every, HURRY * place.hurried_step)
            done = (place.step - place.hurried_step) / steps
            spent = max(spent, place.hurried_share + (1 - place.hurried_share) * done)
        return min(1.0, spent)

    @property
    def finished(self) -> bool:
        """Whether the budget is spent; the last step was checked."""
        history = self.position.history
        checked = bool(history) and history[-1].step == self.position.step
        return checked and self.share >= 1

    def learn(self) -> tuple[float, float]:
        """Take one step; return the gradient's norm before clipping and the learning rate. Raises DivergedError."""
        place, crew = self.position, self.crew
        loss = crew.learn(place.step)
        norm = math.sqrt(crew.reduce())
        self._refuse_hopeless("loss", loss, norm)
        rate = learning_rate(self.settings.peak, place.step, self.share)
        crew.update(place.step, rate, clipping_factor(norm, self.settings.largest_norm))
        self._words += self.batches.words(place.step % len(self.batches))
        place.step += 1
        place.loss_sum += loss
        place.loss_count += 1
        return norm, rate

    def _check_is_due(self) -> bool:
        return self.position.step % len(self.batches) % self._check_every == 0 or self.share >= 1

    def _check(self) -> Check:
        """Look at the validation text, and keep the weights if they are the best so far."""
        place = self.position
        nats = self.crew.evaluate() / self.crew.board.valid.size
        self._refuse_hopeless("validation loss", nats)
        best = place.best_nats is None or nats < place.best_nats
        if best:
            place.best_nats, place.stale = nats, 0
            place.best = {name: array.copy() for name, array in self.model.parameters.items()}
        else:
            place.stale += 1
        if place.stale >= self._patience() and place.hurried_step is None:
            self._hurry()
        check = Check(place.step, self._epoch(), place.loss_sum / max(1, place.loss_count), nats, best)
        place.history.append(check)
        place.loss_sum, place.loss_count = 0.0, 0
        return check

    def _hurry(self) -> None:
        place = self.position
        place.hurried_share, place.hurried_step = self.share, place.step
        for name, best in place.best.items():
            self.model.parameters[name][...] = best

    def _refuse_hopeless(self, what: str, loss: float, norm: float = 0.0) -> None:
        limit = HOPELESS * math.log(self.model.settings.vocabulary)
        if not loss < limit:  # true of a loss that is no number
            raise DivergedError(f"training diverged at step {self.position.step}: the {what} is {loss:g}", _SMALLER)
        if not math.isfinite(norm):
            raise DivergedError(f"training diverged at step {self.position.step}: the gradient is {norm}", _SMALLER)

    def _progress(self, norm: float, rate: float, check: Check | None) -> Progress:
        place, share = self.position, self.share
        sitting = max(self._clock() - self._started, 1e-9)
        loss = check.train_nats if check else place.loss_sum / max(1, place.loss_count)
        left = self.seconds * (1 - share) / share if share else math.inf
        return Progress(
            place.step, self._epoch(), share, loss, self._words / sitting, left, rate, norm, place.best_nats, check
        )

    def _epoch(self) -> float:
        return self.position.step / len(self.batches)

    def _patience(self) -> int:
        """Return the settings' patience, but at least a whole pass over the text."""
        return max(self.settings.patience, -(-len(self.batches) // self._check_every))


def _steps_between_checks(batches: Batches, valid_words: int) -> int:
    """Return after how many steps to check: an equal part of a pass over the text, or the whole of it."""
    steps = len(batches)
    longest = max(LONGEST_WITHOUT_CHECK, LEAST_BETWEEN_CHECKS * valid_words // batches.words(0))
    return -(-steps // -(-steps // longest))
