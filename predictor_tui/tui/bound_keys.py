"""What each key does while one writes, read from the classes that bind it, so that no app has to run to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding, BindingsMap

from predictor_tui.tui.app import PredictorApp
from predictor_tui.tui.screens.main import MainScreen
from predictor_tui.tui.widgets.composer import Composer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.dom import DOMNode


def bound_keys() -> dict[str, str]:
    """Return the name of every key that is bound in the composer, in order, and what it does, in words."""
    bindings = effective_bindings([PredictorApp, MainScreen, Composer])
    return {key: binding.tooltip or binding.description or binding.action for key, binding in sorted(bindings.items())}


def effective_bindings(owners: Sequence[type[DOMNode]]) -> dict[str, Binding]:
    """Return the binding of each key, where `owners` are the app, its screen and the widget in focus, in this order.

    A key goes to the widget first and to the app last; a binding with priority goes the other way round.
    """
    every = [binding for owner in owners for binding in _declared(owner)]
    urgent = [binding for owner in reversed(owners) for binding in _declared(owner) if binding.priority]
    return {binding.key: binding for binding in (*every, *urgent)}


def _declared(owner: type[DOMNode]) -> list[Binding]:
    """Return a class's bindings, one key each, after those of its bases, which they override."""
    declared = [BindingsMap(base.__dict__.get("BINDINGS", ())) for base in reversed(owner.__mro__)]
    return [binding for of_base in declared for of_key in of_base.key_to_bindings.values() for binding in of_key]
