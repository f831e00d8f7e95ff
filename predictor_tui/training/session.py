"""One run from text to model file: what `predictor-tui train` does, without a word on the screen."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from predictor_tui import __version__, model_file
from predictor_tui.errors import SettingsError, TrainingError
from predictor_tui.nn.model import LanguageModel
from predictor_tui.nn.settings import ModelSettings
from predictor_tui.text.tokenizer import tokenizer_named
from predictor_tui.training import baselines, evaluation
from predictor_tui.training.checkpoint import Checkpoint, checkpoint_path, save_checkpoint
from predictor_tui.training.preparation import Data, prepare
from predictor_tui.training.trainer import Trainer

if TYPE_CHECKING:
    from collections.abc import Callable

    from predictor_tui.text.corpus import Corpus
    from predictor_tui.training.plan import Plan

TRIAL_STEPS = 3


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run will need, by a few trial steps on a model that is then thrown away."""

    parameters: int
    memory: int
    """Bytes: weights, gradients, moments, best weights and working buffers."""
    seconds: float


class Session:
    """Text, model and trainer of one run, and the files it writes."""

    def __init__(
        self, plan: Plan, corpus: Corpus, valid: Corpus | None, output: Path, clock: Callable[[], float]
    ) -> None:
        """Number the words and make the model. Raises CorpusError or SettingsError."""
        self.plan = plan
        self.output = output
        self.checkpoint = checkpoint_path(output)
        self.corpora = [corpus] if valid is None else [corpus, valid]
        self.data: Data = prepare(corpus, valid, tokenizer_named(plan.tokenizer), plan.vocabulary, plan.held_out)
        self._clock = clock
        self.trainer = self._trainer()

    def resume(self, checkpoint: Checkpoint) -> None:
        """Go on where `checkpoint` was made. Raises TrainingError where it was made from other text."""
        if checkpoint.run.get("fingerprints") != self._fingerprints():
            raise TrainingError(
                f"the text is not the one that {checkpoint.path} was made from",
                "Give the same files in the same order, unchanged.",
            )
        checkpoint.restore(self.trainer)

    def estimate(self) -> Estimate:
        """Measure a few steps on a model of the same sizes."""
        trial = self._trainer()
        steps = iter(trial.run())
        next(steps)  # pays for the buffers
        begun = self._clock()
        for _ in range(TRIAL_STEPS):
            next(steps)
        each = (self._clock() - begun) / TRIAL_STEPS
        weights = sum(array.nbytes for array in trial.model.parameters.values())
        moments = sum(array.nbytes for array in trial.optimiser.moments.values())
        minutes, epochs = self.plan.training.minutes, self.plan.training.epochs
        return Estimate(
            parameters=sum(array.size for array in trial.model.parameters.values()),
            memory=3 * weights + moments + trial.model.working_memory(),
            seconds=60 * minutes if minutes is not None else each * len(trial.batches) * epochs,
        )

    def baselines(self) -> dict[str, float]:
        """Return the validation perplexity that counting alone reaches, by name."""
        data, size = self.data, len(self.data.vocabulary)
        return {
            "unigram": baselines.unigram(data.train, data.valid, size).perplexity,
            "bigram": baselines.bigram(data.train, data.valid, size).perplexity,
        }

    def figures(self) -> dict[str, float]:
        """Judge the best model on the validation text, with its memory and without."""
        model = self.trainer.best_model
        found = evaluation.evaluate(model, self.data.valid)
        return {
            "perplexity": found.perplexity,
            "perplexity_without_memory": evaluation.evaluate_without_memory(model, self.data.valid).perplexity,
            "unknown_share": found.unknown_share,
            "words": found.words,
        }

    def save_checkpoint(self) -> None:
        """Write where the run stands. Raises TrainingError."""
        save_checkpoint(
            self.checkpoint, self.trainer, {"plan": self.plan.as_json(), "fingerprints": self._fingerprints()}
        )

    def save_model(self, about: dict[str, Any], figures: dict[str, float] | None = None) -> None:
        """Write the best model with its card. Raises ModelFileError."""
        content = model_file.ModelFile(self.trainer.best_model, self.data.vocabulary, self.card(about, figures))
        model_file.save(self.output, content, half=self.plan.half)

    def card(self, about: dict[str, Any], figures: dict[str, float] | None) -> dict[str, Any]:
        """Return what the model says of itself; `about` may add a description and, by source, licences."""
        plan, model = self.plan, self.trainer.model
        notes = about.get("sources", {})
        sources = {source.name: source for corpus in self.corpora for source in corpus.sources}
        listed = [
            {"name": Path(name).name, "sha256": source.sha256, "words": source.words, "times": source.times}
            | notes.get(Path(name).name, {})
            for name, source in sources.items()
        ]
        training = asdict(plan.training) | {"held_out": None if plan.valid else plan.held_out}
        return {
            "name": about.get("name", self.output.name.removesuffix(model_file.SUFFIX)),
            "description": about.get("description", ""),
            "licence": about.get("licence", ""),
            "created": date.today().isoformat(),
            "program": f"predictor-tui {__version__}",
            **{
                key: getattr(plan, key)
                for key in ("cell", "hidden", "embedding", "layers", "tied", "dropout", "tokenizer")
            },
            "vocabulary": len(self.data.vocabulary),
            "parameters": sum(array.size for array in model.parameters.values()),
            "sources": listed,
            "training": training | {"steps": self.trainer.position.step, "seconds": round(self.trainer.seconds)},
            "figures": figures or {},
        }

    def _trainer(self) -> Trainer:
        plan = self.plan
        try:
            settings = ModelSettings(
                len(self.data.vocabulary), plan.cell, plan.embedding, plan.hidden, plan.layers, plan.tied, plan.dropout
            )
            model = LanguageModel.initialised(settings, np.random.default_rng(plan.training.seed))
            return Trainer(model, self.data.train, self.data.valid, plan.training, self._clock)
        except ValueError as error:
            raise SettingsError(str(error)) from error

    def _fingerprints(self) -> list[str]:
        return [corpus.fingerprint for corpus in self.corpora]
