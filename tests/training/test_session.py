from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from toys import SMALL, Clock, digest, documents

from predictor_tui import model_file
from predictor_tui.errors import CorpusError, SettingsError, TrainingError
from predictor_tui.text.corpus import read_corpus
from predictor_tui.text.tokenizer import WORDS
from predictor_tui.training.about import About
from predictor_tui.training.checkpoint import Checkpoint
from predictor_tui.training.evaluation import evaluate
from predictor_tui.training.plan import Plan
from predictor_tui.training.session import Session

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "talk.txt"
    path.write_text("\n\n".join("\n".join(document.lines) for document in documents()))
    return path


def session(text: Path, valid: Path | None = None, *, clock: Clock | None = None, **options: Any) -> Session:
    training = replace(SMALL, **options.pop("training", {}))
    chosen: dict[str, Any] = {
        "hidden": 6,
        "embedding": 5,
        "valid": (str(valid),) if valid else (),
        "training": training,
    }
    plan = Plan((str(text),), **(chosen | options))
    corpus = read_corpus([text], tokenizer=WORDS)
    checked = read_corpus([valid], tokenizer=WORDS) if valid else None
    return Session(plan, corpus, checked, text.with_name("talk.safetensors"), clock or Clock())


def test_from_text_to_a_model_that_is_as_good_as_its_card_says(text: Path) -> None:
    run = session(text)
    list(run.trainer.run())
    figures = run.figures()
    run.save_model(About({"description": "Toy."}, {"talk.txt": {"licence": "CC0"}}), figures)
    loaded = model_file.load(run.output)
    assert loaded.vocabulary.spellings == run.data.vocabulary.spellings
    assert evaluate(loaded.model, run.data.valid).perplexity == pytest.approx(figures["perplexity"], rel=1e-5)
    assert figures["perplexity"] < figures["perplexity_without_memory"]
    card, source = loaded.card, run.corpora[0].sources[0]
    assert (card["name"], card["description"], card["created"]) == ("talk", "Toy.", date.today().isoformat())
    assert card["sources"] == [
        {"name": "talk.txt", "sha256": source.sha256, "words": source.words, "times": 1, "licence": "CC0"}
    ]
    assert card["vocabulary"] == len(loaded.vocabulary)
    assert card["parameters"] == sum(array.size for array in loaded.model.parameters.values())
    assert card["training"]["learning_rate"] == 0.01
    assert card["training"]["clip"] == 1.0
    assert card["training"]["held_out"] == 0.05
    assert card["figures"] == figures


def test_a_model_saved_while_training_says_how_good_it_is_so_far(text: Path) -> None:
    run = session(text)
    check = next(progress.check for progress in run.trainer.run() if progress.check)
    run.save_model(About())
    found = evaluate(model_file.load(run.output).model, run.data.valid)
    assert model_file.read_card(run.output)["figures"] == {"perplexity": pytest.approx(found.perplexity, rel=1e-5)}
    assert found.nats == pytest.approx(check.valid_nats, rel=1e-6)


def test_text_to_check_with_is_no_source(text: Path, tmp_path: Path) -> None:
    valid = tmp_path / "valid.txt"
    valid.write_text("I like tea.\n")
    card = session(text, valid).card(About())
    assert [source["name"] for source in card["sources"]] == ["talk.txt"]
    assert card["training"]["valid"] == ["valid.txt"]
    assert "held_out" not in card["training"]


def test_half_precision_halves_the_file(text: Path) -> None:
    sizes = []
    for half in (False, True):
        run = session(text, half=half, hidden=64, embedding=64)
        run.save_model(About())
        sizes.append(run.output.stat().st_size)
    assert sizes[1] < 0.6 * sizes[0]


def test_a_resumed_session_ends_exactly_as_one_never_stopped(text: Path) -> None:
    whole = session(text)
    list(whole.trainer.run())
    stopped = session(text)
    for _, _ in zip(range(11), stopped.trainer.run(), strict=False):
        pass
    stopped.save_checkpoint()
    resumed = session(text)
    resumed.resume(Checkpoint(stopped.checkpoint))
    list(resumed.trainer.run())
    assert digest(resumed.trainer) == digest(whole.trainer)


@pytest.mark.parametrize("change", ["another line", "another valid", "another cut"])
def test_resuming_on_another_text_is_refused(text: Path, tmp_path: Path, change: str) -> None:
    valid = tmp_path / "valid.txt"
    valid.write_text("I like tea.\n")
    before = session(text, valid)
    before.save_checkpoint()
    if change == "another line":
        text.write_text(text.read_text() + "\nAnd one more.")
    if change == "another valid":
        valid.write_text("I like rain.\n")
    after = session(text, valid, vocabulary=8 if change == "another cut" else 100)
    with pytest.raises(TrainingError, match="not the one") as refused:
        after.resume(Checkpoint(before.checkpoint))
    assert "standard input" in refused.value.hint


@pytest.mark.parametrize("training", [{"epochs": 0.01}, {"learning_rate": 1e30}, {"minutes": 1.0}, {"samples": 5}])
def test_the_estimate_is_a_trial_that_cannot_fail_and_changes_nothing(text: Path, training: dict[str, Any]) -> None:
    run = session(text, training=training)
    before = digest(run.trainer)
    estimate = run.estimate()
    assert digest(run.trainer) == before
    assert estimate.parameters == sum(array.size for array in run.trainer.model.parameters.values())
    assert estimate.memory > 20 * estimate.parameters
    assert estimate.seconds > 0


def test_the_estimate_is_of_what_is_left(text: Path) -> None:
    run = session(text)
    whole = run.estimate().seconds
    assert whole == pytest.approx(4 * len(run.trainer.batches) / 3)  # this clock ticks once in three trial steps
    for progress in run.trainer.run():
        if progress.share >= 0.75:
            break
    assert run.estimate().seconds == pytest.approx(whole / 4, rel=0.1)


def test_counting_is_measured_too(text: Path) -> None:
    found = session(text).baselines()
    assert 1 < found["bigram"] < found["unigram"] < 40


def test_sizes_that_do_not_fit_are_told(text: Path) -> None:
    with pytest.raises(SettingsError, match="do not fill 5000 rows"):
        session(text, training={"batch": 5000})
    with pytest.raises(SettingsError, match="cell"):
        session(text, cell="transformer")
    text.write_text("Too little.\n\nMuch too little.")
    with pytest.raises(CorpusError, match="too little"):
        session(text)
