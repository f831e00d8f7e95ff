from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from predictor_tui.prediction.values import Memory, Prediction, Suggestion
from predictor_tui.tui.renderables.level import level
from predictor_tui.tui.renderables.memory_title import memory_title
from predictor_tui.tui.renderables.slot import Span, percent, shortened, slot_on_one_line, slot_on_two_lines

READ = Memory((0.5, -0.5), (0.0, 0.0), "the", 3)


def joined(spans: list[Span]) -> str:
    return "".join(text for text, _ in spans)


def test_a_slot_on_one_line() -> None:
    assert joined(slot_on_one_line("F2", Suggestion("store", 0.15), 13)) == "F2 store 15% "
    assert joined(slot_on_one_line("F2", Suggestion("gym", 0.5), 24)) == "F2 gym 50% █████▌       "


def test_a_long_word_is_cut_and_its_percent_stays() -> None:
    assert joined(slot_on_one_line("⇥", Suggestion("internationalisation", 0.04), 16)) == "⇥ internati… 4% "


def test_a_slot_on_two_lines() -> None:
    above, below = slot_on_two_lines("⇥", Suggestion("gym", 0.25), 16)
    assert joined(above) == "⇥ gym           "
    assert joined(below) == "  25% ██        "


@given(st.text(max_size=30), st.floats(0, 1), st.integers(0, 60))
def test_a_slot_is_exactly_as_wide_as_it_should_be(word: str, probability: float, width: int) -> None:
    suggestion = Suggestion(word, probability)
    for spans in (slot_on_one_line("F2", suggestion, width), *slot_on_two_lines("F2", suggestion, width)):
        assert cell_len(joined(spans)) == width


def test_a_word_from_a_model_is_made_safe() -> None:
    assert "\x1b" not in joined(slot_on_one_line("⇥", Suggestion("\x1b]0;x\x07", 0.5), 30))


@pytest.mark.parametrize(
    ("share", "shown"), [(0, "  0%"), (0.001, " <1%"), (0.006, "  1%"), (0.24, " 24%"), (1, "100%")]
)
def test_percent(share: float, shown: str) -> None:
    assert percent(share) == shown


def test_level() -> None:
    assert level(0.5, 4) == "██  "
    assert level(0.28125, 4) == "█▏  "
    assert level(0.0001, 4) == "▏   "
    assert level(0, 4) == "    "
    assert level(7, 4) == "████"
    assert level(0.5, 0) == ""


def test_shortened() -> None:
    assert shortened("monday", 6) == "monday"
    assert shortened("monday", 5) == "mond…"
    assert shortened("日本語", 5) == "日本…"
    assert shortened("monday", 1) == "…"
    assert shortened("monday", 0) == ""


@pytest.mark.parametrize(
    ("width", "title"),
    [
        (99, "Memory h(t), 2 units — after “the” · 2 changed · Δ 0.7 · 100% new"),
        (60, "Memory — after “the” · 2 changed · Δ 0.7 · 100% new"),
        (40, "Memory — after “the” · Δ 0.7 · 100% new"),
        (30, "Memory — after “the”"),
        (3, "Memory"),
    ],
)
def test_the_title_tells_as_much_as_there_is_room_for(width: int, title: str) -> None:
    assert memory_title(Prediction(memory=READ), 2, width, numbers=True) == title


@pytest.mark.parametrize(
    ("width", "title"),
    [
        (99, "Memory h(t), 2 units — after “the”, waiting for the word to end"),
        (52, "Memory h(t), 2 units — waiting for the word to end"),
        (40, "Memory — waiting for the word to end"),
        (20, "Memory, waiting"),
    ],
)
def test_the_title_says_that_a_word_is_not_finished(width: int, title: str) -> None:
    assert memory_title(Prediction(prefix="g", memory=READ), 2, width, numbers=True) == title


def test_the_title_names_a_view_that_is_not_the_first() -> None:
    title = memory_title(Prediction(memory=READ), 2, 60, numbers=False, view="by change")
    assert title == "Memory h(t), 2 units — after “the” · by change"


def test_nothing_read_yet() -> None:
    assert memory_title(Prediction(), 0, 60, numbers=True) == "Memory h(t) — before the first word"


def test_after_a_line_no_word_is_named() -> None:
    memory = Memory(hidden=(0.5,), previous=(0.1,), word="", words_read=3)
    assert memory_title(Prediction(memory=memory), 0, 60, numbers=False) == "Memory h(t) — after the line’s end"
