from __future__ import annotations

from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget

from predictor_tui.tui.bound_keys import bound_keys, effective_bindings


class Base(Widget):
    BINDINGS: ClassVar[list[BindingType]] = [("a,b", "old", "base")]


class Field(Base):
    BINDINGS: ClassVar[list[BindingType]] = [Binding("b", "new", "field"), Binding("u", "x", "field", priority=True)]


class Page(Screen[None], inherit_bindings=False):
    BINDINGS: ClassVar[list[BindingType]] = [Binding("b", "x", "page"), Binding("p", "x", "page")]


class Program(App[None]):
    BINDINGS: ClassVar[list[BindingType]] = [Binding("p", "x", "app"), Binding("u", "x", "app", priority=True)]


def test_the_widget_comes_first_and_a_priority_turns_that_round() -> None:
    effective = effective_bindings([Program, Page, Field])
    found = {key: effective[key].description for key in "abpu"}
    assert found == {"a": "base", "b": "field", "p": "page", "u": "app"}


def test_the_keys_of_the_app_are_found() -> None:
    keys = bound_keys()
    assert {"tab", "f2", "f5", "escape", "ctrl+s", "ctrl+q", "ctrl+z", "left"} <= keys.keys()
    assert keys["ctrl+s"] == "Save the text"
    assert list(keys) == sorted(keys)
    assert all(keys.values())
