"""One run from text to model file: what `predictor-tui train` does, without a word on the screen."""

from __future__ import annotations

import hashlib
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
from predictor_tui.training.progress import perplexity_of
from predictor_tui.training.trainer import Trainer
from predictor_tui.training.trial import seconds_a_step

if TYPE_CHECKING:
    from collections.abc import Callable

    from predictor_tui.text.corpus import Corpus
    from predictor_tui.training.about import About
    from predictor_tui.training.plan import Plan
    from predictor_tui.training.settings import TrainingSettings

TRIAL_STEPS = 3


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run will need, by a few trial steps."""

    parameters: int
    memory: int
    """Bytes: weights, best weights, moments, gradients and working buffers, those of all workers."""
    seconds: float
    """What is left of the run takes so long, if nothing stops it early."""


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
        self.trainer = self._trainer(plan.training)

    def resume(self, checkpoint: Checkpoint) -> None:
        """Go on where `checkpoint` was made. Raises TrainingError where it was made from other text."""
        if checkpoint.run.get("fingerprints") != self._fingerprints():
            raise TrainingError(
                f"the text is not the one that {checkpoint.path} was made from",
                "Train on the same files, unchanged; standard input has to bring the same text again.",
            )
        checkpoint.restore(self.trainer)

    def close(self) -> None:
        """Let the workers go; the model can still be judged and saved."""
        self.trainer.close()

    def estimate(self) -> Estimate:
        """Measure a few steps that leave everything as it was."""
        run, board = self.trainer, self.trainer.crew.board
        weights = sum(array.nbytes for array in board.parameters.values())
        each = seconds_a_step(run.crew, TRIAL_STEPS, self._clock)
        minutes, epochs = self.plan.training.minutes, self.plan.training.epochs
        whole = 60 * minutes if minutes is not None else each * len(run.batches) * epochs
        return Estimate(
            parameters=sum(array.size for array in board.parameters.values()),
            memory=weights + board.nbytes() + run.crew.working_memory(),
            seconds=(1 - run.share) * whole,
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

    def save_model(self, about: About, figures: dict[str, float] | None = None) -> None:
        """Write the best model with its card; while training goes on, without `figures`. Raises ModelFileError."""
        content = model_file.ModelFile(self.trainer.best_model, self.data.vocabulary, self.card(about, figures))
        model_file.save(self.output, content, half=self.plan.half)

    def card(self, about: About, figures: dict[str, float] | None = None) -> dict[str, Any]:
        """Return what the model says of itself."""
        plan, model, best = self.plan, self.trainer.model, self.trainer.position.best_nats
        shape = ("cell", "hidden", "embedding", "layers", "attention", "tied", "tokenizer")
        return {
            "name": self.output.name.removesuffix(model_file.SUFFIX),
            "description": "",
            **about.texts,
            "created": date.today().isoformat(),
            "program": f"predictor-tui {__version__}",
            **{key: getattr(plan, key) for key in shape},
            "vocabulary": len(self.data.vocabulary),
            "parameters": sum(array.size for array in model.parameters.values()),
            "sources": self._sources(about),
            "training": self._training(),
            "figures": figures or ({} if best is None else {"perplexity": perplexity_of(best)}),
        }

    def _sources(self, about: About) -> list[dict[str, Any]]:
        """Return what was trained on, each source once, with what `about` says of it."""
        return [
            {"name": name, "sha256": source.sha256, "words": source.words, "times": source.times}
            | about.sources.get(name, {})
            for source in self.corpora[0].sources
            for name in [Path(source.name).name]
        ]

    def _training(self) -> dict[str, Any]:
        """Return how it was trained, the optimiser's usual figures filled in."""
        plan, settings = self.plan, self.plan.training
        checked = {"valid": [Path(name).name for name in plan.valid]} if plan.valid else {"held_out": plan.held_out}
        done = {"steps": self.trainer.position.step, "seconds": round(self.trainer.seconds)}
        return asdict(settings) | {"learning_rate": settings.peak, "clip": settings.largest_norm} | checked | done

    def _trainer(self, training: TrainingSettings) -> Trainer:
        plan = self.plan
        try:
            settings = ModelSettings(
                vocabulary=len(self.data.vocabulary),
                cell=plan.cell,
                embedding=plan.embedding,
                hidden=plan.hidden,
                layers=plan.layers,
                tied=plan.tied,
                attention=plan.attention,
            )
            counts = np.bincount(self.data.train, minlength=len(self.data.vocabulary))
            model = LanguageModel.initialised(settings, np.random.default_rng(plan.training.seed), counts=counts)
            return Trainer(model, self.data.train, self.data.valid, training, self._clock)
        except ValueError as error:
            raise SettingsError(str(error), "Other sizes, or more text, would do.") from error

    def _fingerprints(self) -> list[str]:
        """Return what is the same only for the same texts read as the same ids: another version may read them anew."""
        ids = hashlib.sha256(self.data.train.tobytes() + self.data.valid.tobytes())
        return [*(corpus.fingerprint for corpus in self.corpora), ids.hexdigest()]
