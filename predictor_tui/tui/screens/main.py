"""The screen one writes in: it asks the predictor for each change and hands one prediction to all that draw it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from predictor_tui.errors import PredictorError
from predictor_tui.text.terminal import safe
from predictor_tui.tui.commands import bound_commands, key_name
from predictor_tui.tui.messages import ContextChanged, SlotClicked
from predictor_tui.tui.screens.help import HelpScreen
from predictor_tui.tui.screens.rescue_actions import RescueActions
from predictor_tui.tui.screens.suggesting import Suggesting
from predictor_tui.tui.widgets.key_line import KeyLine
from predictor_tui.tui.widgets.memory_bars import MemoryBars
from predictor_tui.tui.widgets.step_panel import StepPanel
from predictor_tui.tui.widgets.suggestion_strip import SLOTS
from predictor_tui.tui.widgets.title_line import TitleLine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from predictor_tui.settings import Settings
    from predictor_tui.tui.engine import Engine
    from predictor_tui.tui.text_file import TextFile

SMALLEST = (40, 12)
"""Columns and rows; below that there is only a line that says so."""

_KEY_LINE = (
    "help", "accept-1", "accept-2", "dismiss", "palette", "quit", "view", "ghost", "ghost-word", "save",
    "open", "empty-memory",
)  # fmt: skip


class MainScreen(Suggesting, RescueActions):
    """Composer, suggestions and memory."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f9", "next_view", "view", id="view", tooltip="Next view of the memory: pages, then another order"),
        Binding("ctrl+r", "empty_memory", "forget", id="empty-memory", tooltip="Empty the memory from here on"),
        Binding("ctrl+s", "save", "save", id="save", tooltip="Save the text"),
        Binding("ctrl+o", "open", "open", id="open", tooltip="Open a text file"),
        Binding(
            "ctrl+g", "next_mode", "mode", id="mode", tooltip="Suggestions on, on demand, or off: the next of these"
        ),
        Binding("f1", "help", "help", id="help", tooltip="Show the keys"),
        Binding("ctrl+underscore", "help", "help", show=False, id="help-2", tooltip="Show the keys"),
    ]
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  # Textual declares it for instances, too
        (0, "-too-narrow"), (SMALLEST[0], "-narrow"), (72, "-medium"), (100, "-wide"),
    ]  # fmt: skip
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-too-low"), (SMALLEST[1], "-low"), (20, "-middle"), (28, "-tall"),
    ]  # fmt: skip

    KEY_LINE: ClassVar[Sequence[str]] = _KEY_LINE

    def __init__(self, load: Callable[[], Engine], file: TextFile, settings: Settings) -> None:
        """Show `file`; `load` makes the predictor, on a thread of its own since it may take a while."""
        super().__init__(settings)
        self.file = file
        self._load = load
        self.bars = MemoryBars(id="bars")
        self.title_line = TitleLine()

    def compose(self) -> ComposeResult:
        with Vertical(id="main"):
            yield self.title_line
            yield self.composer
            yield self.strip.data_bind(MainScreen.prediction, MainScreen.quiet)
            with Horizontal(id="memory"):
                yield self.bars.data_bind(MainScreen.prediction)
                yield StepPanel(id="step").data_bind(MainScreen.prediction)
            yield KeyLine(*self.KEY_LINE)
        yield Static(id="too-small", markup=False)

    def on_mount(self) -> None:
        self.set_focus(self.composer)
        self._show_keys()
        self.bindings_updated_signal.subscribe(self, self._show_keys)
        self.strip.notice = "the model is being read; you can write already"
        self.show_file(self.file)
        self.run_worker(self._load, thread=True, group="model", exit_on_error=False)

    def on_resize(self, event: events.Resize) -> None:
        width, height = event.size
        self.query_one("#too-small", Static).update(_too_small(width, height))
        self.bars.numbers = width < 100 or height < 28
        self.call_after_refresh(self.composer.focus)

    def on_key(self, event: events.Key) -> None:
        """Hand on what was typed before the composer had the focus, so that not even the first key is lost."""
        if event.is_printable:
            event.stop()
            self.composer.post_message(events.Key(event.key, event.character))

    # -- the model -----------------------------------------------------------------------------------------------------

    @on(Worker.StateChanged)
    def _model_loaded(self, event: Worker.StateChanged) -> None:
        if event.worker.group != "model":
            return
        if event.state is WorkerState.SUCCESS and event.worker.result is not None:
            self._use(event.worker.result)
        elif event.state is WorkerState.ERROR:
            self._model_failed(event.worker.error)

    def _use(self, engine: Engine) -> None:
        self._engine = engine
        self.title_line.model = engine.title
        self.bars.units = engine.units
        self.strip.notice = ""
        self.suggest()

    def _model_failed(self, error: BaseException | None) -> None:
        """Say why there are no suggestions; writing goes on without them."""
        hint = f": {error.hint}" if isinstance(error, PredictorError) and error.hint else ""
        reason = str(error) if isinstance(error, PredictorError) else f"the model cannot be used: {error!r}"
        self.title_line.model = "no model"
        self.strip.failed = True
        self.strip.notice = safe(reason + hint)

    # -- writing -------------------------------------------------------------------------------------------------------

    @on(ContextChanged)
    def _context_changed(self, message: ContextChanged) -> None:
        message.stop()
        if message.revision == self.composer.revision:  # else a newer one is on its way
            self._offering.text_changed()
            self.suggest()
            self.tell("")

    def tell(self, notice: str) -> None:
        """Show what was just done, and bring the counts and the name of the file up to date."""
        self.title_line.notice = notice
        self.title_line.saved = self.composer.statistics.saved
        name = self.file.path.name if self.file.path else "Write"
        self.composer.title = safe(name) + (" · not saved" if self.unsaved else "")

    @on(SlotClicked)
    def _slot_clicked(self, message: SlotClicked) -> None:
        self.action_accept(message.slot)

    def action_empty_memory(self) -> None:
        self.composer.empty_memory()

    def action_next_view(self) -> None:
        self.bars.next_view()

    def action_help(self) -> None:
        self.app.push_screen(HelpScreen(bound_commands(self.app, self)))

    def _show_keys(self, *_: object) -> None:
        """Put the keys that accept on the slots, as they are bound now."""
        bound = {active.binding.id: active.binding for active in self.active_bindings.values()}
        bindings = [bound.get(f"accept-{slot + 1}") for slot in range(SLOTS)]
        self.strip.keys = tuple(key_name(self.app, binding) if binding else "" for binding in bindings)

    # -- the file ------------------------------------------------------------------------------------------------------

    def written_text(self) -> str:
        return self.composer.text

    def show_file(self, file: TextFile, text: str | None = None) -> None:
        self.file = file
        self.composer.open(file.text if text is None else text)
        if file.begins_at_top and text is None:
            self.composer.move_cursor((0, len(self.composer.document.get_line(0))))
        self.tell(f"opened {file.path.name}" if file.path else "")

    def file_saved(self) -> None:
        self.tell(f"saved {self.file.path.name}" if self.file.path else "")


def _too_small(width: int, height: int) -> str:
    """Return the notice for a terminal of that size, as long as it has room for."""
    needed = f"{SMALLEST[0]}×{SMALLEST[1]}"
    notices = (f"predictor-tui needs {needed}, here are {width}×{height}", f"needs {needed}", needed)
    return next((notice for notice in notices if len(notice) <= width), "")
