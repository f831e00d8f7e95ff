from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from training_runs import SMALL, environment, train, weights, write_text

from predictor_tui import Predictor, model_file
from predictor_tui.training.presets import preset_named

if TYPE_CHECKING:
    from pathlib import Path

    from command_line import Shell


@pytest.fixture
def text(tmp_path: Path) -> Path:
    return write_text(tmp_path / "talk.txt")


def test_a_text_becomes_a_model_that_predicts(shell: Shell, text: Path, tmp_path: Path) -> None:
    output = tmp_path / "new folder" / "mine.safetensors"
    outcome = shell(
        "train", str(text), "-o", str(output), *SMALL, "--epochs", "20", "--learning-rate", "0.03", "--seed", "3"
    )
    assert outcome.code == 0
    words = [suggestion.word for suggestion in Predictor.load(output).suggest("I like ", 4)]
    assert set(words) <= {"tea", "the", "Monday", "rain"}
    assert sorted(path.name for path in output.parent.iterdir()) == ["mine.safetensors"]
    for told in ("talk.txt", "to train on", "distinct words", "outside it", "needs about", "bigram perplexity"):
        assert told in outcome.out
    for told in ("perplexity by pass", "without memory", "seed 3", f"predictor-tui --model {output}"):
        assert told in outcome.out


@pytest.mark.parametrize(("epochs", "early"), [("1000", True), ("1", False)])
def test_a_run_that_stops_early_says_so(shell: Shell, text: Path, tmp_path: Path, epochs: str, early: bool) -> None:
    """A large rate on a text of random choices soon brings nothing better."""
    options = (*SMALL, "--patience", "2", "--epochs", epochs, "--learning-rate", "0.3", "--seed", "3")
    outcome = shell("train", str(text), "-o", str(tmp_path / "m.safetensors"), *options)
    assert outcome.code == 0
    assert ("early end" in outcome.out) == early


def test_data_goes_to_stdout_and_progress_to_stderr_in_plain_lines(text: Path, tmp_path: Path) -> None:
    done = train(tmp_path, text.name, "-o", "m.safetensors", *SMALL, "--epochs", "3")
    assert done.returncode == 0
    assert done.stderr.count(b"epoch ") == 3
    assert b"valid" in done.stderr
    assert b"epoch " not in done.stdout
    assert b"\x1b" not in done.stderr + done.stdout
    assert b"\r" not in done.stderr


def test_colour_that_is_forced_makes_no_bar_where_there_is_no_terminal(text: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "predictor_tui", "train", str(text), "-o", "m.safetensors", *SMALL]
    done = subprocess.run(
        [*command, "--epochs", "2"],
        check=True,
        capture_output=True,
        cwd=tmp_path,
        env=environment(FORCE_COLOR="1", TERM="xterm"),
    )
    assert done.stderr.count(b"epoch ") == 2
    assert b"\x1b" not in done.stderr


@pytest.mark.parametrize(("terminal", "bar"), [("xterm-256color", True), ("dumb", False)])
def test_a_terminal_gets_a_bar_and_its_cursor_back(text: Path, tmp_path: Path, terminal: str, bar: bool) -> None:
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "predictor_tui", "train", str(text), "-o", "m.safetensors", *SMALL]
    process = subprocess.Popen(
        [*command, "--minutes", "0.02"],
        stdout=subprocess.DEVNULL,
        stderr=slave,
        cwd=tmp_path,
        env=environment(TERM=terminal),
    )
    os.close(slave)
    shown = read_all(master)
    assert process.wait(30) == 0
    assert (b"words/s" in shown and b"%" in shown) == bar
    assert (shown.count(b"\x1b[?25l"), shown.count(b"\x1b[?25h")) == ((1, 1) if bar else (0, 0))


def read_all(master: int) -> bytes:
    shown = b""
    while True:
        try:
            shown += os.read(master, 10_000)
        except OSError:  # the other end is closed
            os.close(master)
            return shown


def test_json_is_the_card_and_nothing_else(shell: Shell, text: Path, tmp_path: Path) -> None:
    output = tmp_path / "m.safetensors"
    outcome = shell("train", str(text), "-o", str(output), *SMALL, "--epochs", "2", "--json")
    assert outcome.code == 0
    told = json.loads(outcome.out)
    assert told["file"] == str(output)
    assert told["baselines"]["bigram"] > 1
    assert told["figures"]["perplexity"] > 1
    assert {key: told[key] for key in told if key not in {"file", "baselines"}} == model_file.read_card(output)


def test_the_log_is_a_line_of_json_for_each_check(shell: Shell, text: Path, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    shell("train", str(text), "-o", str(tmp_path / "m"), *SMALL, "--epochs", "3", "--log", str(log))
    entries = [json.loads(line) for line in log.read_text().splitlines()]
    assert [entry["epoch"] for entry in entries] == [1, 2, 3]
    assert all(entry["valid_loss"] > 0 and entry["words_per_second"] > 0 for entry in entries)


def test_a_run_with_minutes_ends_by_itself(shell: Shell, text: Path, tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGINT)
    outcome = shell("train", str(text), "-o", str(tmp_path / "m"), *SMALL, "--minutes", "0.005")
    assert signal.getsignal(signal.SIGINT) is before
    assert outcome.code == 0
    assert "needs about" in outcome.out


def test_a_second_run_with_the_same_seed_gives_the_same_weights(tmp_path: Path) -> None:
    text = write_text(tmp_path / "talk.txt")
    for name, seed in (("a", "1"), ("b", "1"), ("c", "2")):
        assert train(tmp_path, text.name, "-o", name, *SMALL, "--epochs", "2", "--seed", seed).returncode == 0
    a, b, c = (weights(tmp_path / name) for name in "abc")
    assert a == b
    assert a["layer0.U"] != c["layer0.U"]


def test_text_from_standard_input_another_to_check_with_and_other_sizes(shell: Shell, text: Path) -> None:
    output, valid = text.with_name("m.safetensors"), text.with_name("valid.md")
    valid.write_text("I like tea.\nYou want rain.\n")
    second = text.with_name("second.md")
    second.write_text("We see the dog.\n")
    options = ("--cell", "rnn", "--layers", "2", "--untied", "--half", "--optimiser", "sgd", "--samples", "5")
    outcome = shell(
        *(
            "train",
            "-",
            "-o",
            str(output),
            *SMALL,
            "--epochs",
            "1",
            "--valid",
            str(valid),
            "--valid",
            str(second),
            *options,
        ),
        stdin=text.read_bytes(),
    )
    assert outcome.code == 0
    assert model_file.load(output).model.settings.layers == 2
    card = model_file.read_card(output)
    assert [source["name"] for source in card["sources"]] == ["standard input"]
    assert card["training"]["valid"] == ["valid.md", "second.md"]
    assert card["figures"]["words"] == 5 + 5 + 6  # words, marks and line ends of both


def test_a_card_says_what_about_says(shell: Shell, text: Path) -> None:
    about, output = text.with_name("about.toml"), text.with_name("m.safetensors")
    about.write_text('description = "Mine."\n[sources."talk.txt"]\nlicence = "CC0"\n')
    assert shell("train", str(text), "-o", str(output), *SMALL, "--epochs", "1", "--about", str(about)).code == 0
    card = model_file.read_card(output)
    assert card["description"] == "Mine."
    assert card["sources"][0]["licence"] == "CC0"


def test_a_name_that_is_no_utf_8_is_borne(tmp_path: Path) -> None:
    text, output = write_text(tmp_path / "talk\udcff.txt"), tmp_path / "mod\udcffel"
    done = train(tmp_path, text.name, "-o", output.name, *SMALL, "--epochs", "1")
    assert done.returncode == 0
    assert b"\xff" not in done.stdout
    assert output.exists()


def test_one_file_without_empty_lines_is_enough(shell: Shell, text: Path) -> None:
    text.write_text(text.read_text().replace("\n\n", "\n")[:3000])
    outcome = shell("train", str(text), "-o", str(text.with_name("m")), *SMALL, "--epochs", "1", "--json")
    assert outcome.code == 0
    assert 1 < json.loads(outcome.out)["figures"]["words"] < 200


def test_a_preset_fills_in_what_is_not_given(shell: Shell, text: Path, tmp_path: Path) -> None:
    output = tmp_path / "m.safetensors"
    outcome = shell(
        "train", str(text), "-o", str(output), "--preset", "tiny", "--hidden", "5", "--epochs", "1", "--workers", "1"
    )
    assert outcome.code == 0, outcome.err
    assert "--preset tiny" in outcome.out
    made = model_file.load(output)
    preset = preset_named("tiny").settings
    assert (made.model.settings.hidden, made.model.settings.embedding) == (5, preset["embedding"])
    assert made.card["training"]["dropout"] == preset["dropout"]
