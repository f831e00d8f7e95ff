"""The model is read beside the writing, and may fail."""

from __future__ import annotations

import threading

from driving import main_screen, offered, picture, running, text, write
from fake_engine import FakeEngine

from predictor_tui.errors import ModelFileError
from predictor_tui.tui.app import PredictorApp


async def test_writing_does_not_wait_for_the_model() -> None:
    may_load = threading.Event()

    def load() -> FakeEngine:
        may_load.wait(timeout=60)
        return FakeEngine()

    app = PredictorApp(load)
    try:
        async with app.run_test() as pilot:
            await write(pilot, "the g")
            await pilot.press("tab")
            assert text(pilot) == "the g"
            assert any("the model is being read" in line for line in picture(pilot))
            assert offered(pilot) == []
            may_load.set()
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert len(offered(pilot)) == 4
            assert "fake · RNN 256" in picture(pilot)[0]
    finally:
        may_load.set()


async def test_a_model_that_cannot_be_read_is_told_and_writing_goes_on() -> None:
    def load() -> FakeEngine:
        raise ModelFileError("mine.safetensors is cut short \x1b[31m[/]", "train it anew")

    async with running(load=load) as pilot:
        await write(pilot, "hello ")
        await pilot.press("tab", "f2", "ctrl+r", "f9")
        assert text(pilot) == "hello "
        assert any("mine.safetensors is cut short ␛[31m[/]: train it anew" in line for line in picture(pilot))
        assert main_screen(pilot).strip.failed


async def test_an_error_nobody_foresaw_is_told_as_well() -> None:
    def load() -> FakeEngine:
        raise MemoryError("no room")

    async with running(load=load) as pilot:
        await write(pilot, "hello ")
        assert text(pilot) == "hello "
        assert any("the model cannot be used: MemoryError('no room')" in line for line in picture(pilot))


async def test_the_text_written_meanwhile_is_predicted_once_the_model_is_there() -> None:
    async with running() as pilot:
        engine = main_screen(pilot)._engine
        assert isinstance(engine, FakeEngine)
        assert engine.asked[0] == ""
