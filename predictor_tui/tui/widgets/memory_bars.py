"""The hidden state as bars: every unit on a fixed axis from -1 to 1, bright where the last word moved it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from predictor_tui.prediction.values import Memory, Prediction
from predictor_tui.tui.renderables.bar_picture import BarPicture, Ink, Order
from predictor_tui.tui.renderables.memory_title import memory_title
from predictor_tui.tui.renderables.signed_bars import BRIGHTNESSES

if TYPE_CHECKING:
    from textual import events
    from textual.color import Color
    from textual.geometry import Region

_LEGEND = "bright: moved just now · dim: carried over"


class MemoryBars(Widget):
    """A page of bars; the wheel, a click or `next_view` goes on to the next page, and then to the next order."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "memory-bars--moved", "memory-bars--carried", "memory-bars--zero", "memory-bars--label", "memory-bars--band",
    }  # fmt: skip

    DEFAULT_CSS = """
    MemoryBars {
        .memory-bars--moved { color: $text-accent; }
        .memory-bars--carried { color: $foreground 35%; }
        .memory-bars--zero { color: $foreground 50%; }
        .memory-bars--label { color: $text-muted; }
        .memory-bars--band { background: $foreground 6%; }
    }
    """

    prediction = reactive(Prediction(), repaint=False)
    memory = reactive(Memory())
    """The prediction's memory: it changes with words and not with letters, and so does the picture."""
    units = reactive(0)
    order = reactive(Order.INDEX)
    page = reactive(0)
    numbers = reactive(False, repaint=False)
    """Whether the title tells the last step's numbers."""
    title = reactive("", repaint=False)
    view = reactive("", repaint=False)

    _drawn: tuple[object, ...] = ()
    _strips: tuple[Strip, ...] = ()

    def watch_prediction(self, prediction: Prediction) -> None:
        self.memory = prediction.memory
        self._name_it()

    def watch_units(self) -> None:
        self._name_it()

    def watch_numbers(self) -> None:
        self._name_it()

    # -- views ---------------------------------------------------------------------------------------------------------

    @property
    def picture(self) -> BarPicture:
        """The page as it is to be drawn now."""
        return BarPicture(self.memory, self.units, self.order, self.page, *self.size)

    def next_view(self, step: int = 1) -> None:
        """Go on by `step` pages; past the last page comes the other order."""
        pages, orders = self.picture.layout.pages, list(Order)
        position = (orders.index(self.order) * pages + self.page + step) % (pages * len(orders))
        self.order, self.page = orders[position // pages], position % pages
        self._name_it()

    def on_resize(self) -> None:
        self.page = self.picture.page
        self._name_it()

    def on_click(self) -> None:
        self.next_view()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.next_view()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.next_view(-1)

    def _name_it(self) -> None:
        """Write title and subtitle anew."""
        first, stop = self.picture.span
        view = self.order.value
        if stop - first < self.units:
            view += f", {first + 1}-{stop} of {self.units}"
        named = view if self.page or self.order is not Order.INDEX else ""
        width = max(0, self.outer_size.width - (6 if self.styles.border_left[0] else 2))
        self.title = memory_title(self.prediction, self.units, width, numbers=self.numbers, view=named)
        self.view = view

    def watch_title(self, title: str) -> None:
        self.border_title = Content(title)

    def watch_view(self, view: str) -> None:
        self.border_subtitle = Content(f"{_LEGEND} · {view}")

    # -- drawing -------------------------------------------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the picture anew if it is another one, and not for a new title alone."""
        grounds = self._ground_colours()
        drawn = (self.memory, self.units, self.order, self.page, self.size, grounds)
        if drawn != self._drawn:
            self._drawn = drawn
            self._strips = self._draw(self.picture, *grounds)
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        return self._strips[y] if y < len(self._strips) else Strip.blank(self.size.width, self.rich_style)

    def _draw(self, picture: BarPicture, ground: Color, band: Color) -> tuple[Strip, ...]:
        """Return the lines of the picture; every second row stands on `band` if there is no room between them."""
        strips = []
        styles: dict[tuple[Ink, Color], Style] = {}
        for y in range(self.size.height):
            behind = band if (picture.row_at(y) or 0) % 2 and not picture.layout.spaced else ground
            segments = []
            for text, ink in picture.line(y):
                if (ink, behind) not in styles:
                    styles[ink, behind] = self._style(ink, behind)
                segments.append(Segment(text, styles[ink, behind]))
            strips.append(Strip(segments).adjust_cell_length(self.size.width, Style(bgcolor=behind.rich_color)))
        return tuple(strips)

    def _ground_colours(self) -> tuple[Color, Color]:
        """Return the background of the rows, and that of every second one where they stand close."""
        ground = self.background_colors[1]
        return ground, ground + self.get_component_styles("memory-bars--band").background

    def _style(self, ink: Ink, ground: Color) -> Style:
        """Return the terminal's style for an ink; colours between carried over and moved are mixed of both."""
        if ink.part != "bar":
            colour = self._colour(ink.part, ground)
            return Style(color=colour.rich_color, bgcolor=ground.rich_color)
        carried, moved = self._colour("carried", ground), self._colour("moved", ground)
        colour = carried.blend(moved, ink.brightness / (BRIGHTNESSES - 1))
        dim = carried.ansi is not None and ink.brightness == 0  # the terminal's own colours cannot be mixed
        return Style(color=colour.rich_color, bgcolor=ground.rich_color, reverse=ink.inverse, dim=dim)

    def _colour(self, part: str, ground: Color) -> Color:
        """Return the opaque colour of a part of the picture on `ground`."""
        styles = self.get_component_styles(f"memory-bars--{part}")
        colour = ground.get_contrast_text(styles.color.a) if styles.auto_color else styles.color
        return ground.blend(colour, colour.a, 1)
