"""Every action that a key is bound to, as the help screen, the key line and the palette offer it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import App
    from textual.binding import Binding
    from textual.screen import Screen


_ORDER = (
    "accept-1", "accept-2", "accept-3", "accept-4", "accept-5", "ghost", "ghost-word", "dismiss", "mode", "undo",
    "redo", "open", "save", "empty-memory", "view", "palette", "help", "quit",
)  # fmt: skip
"""The ids of bindings in the order in which they are explained; others come after them."""


@dataclass(frozen=True)
class Command:
    """An action, its name for people, and how to run it."""

    id: str
    title: str
    """The action in a few words."""
    word: str
    """The action in one."""
    key: str
    """Its key, or keys that do the like, as the key line shows them."""
    run: Callable[[], Awaitable[bool]]
    keys: list[str] = field(default_factory=list)
    """All keys bound to it."""


def bound_commands(app: App[Any], screen: Screen[Any]) -> list[Command]:
    """Return the actions that have a tooltip to name them, as bound on `screen` now, in their order."""
    commands: dict[str, Command] = {}
    for node, binding, enabled, title in screen.active_bindings.values():
        if title and enabled:
            run = partial(app.run_action, binding.action, node, {"screen": screen, "app": app})
            shown = app.get_key_display(binding)
            command = Command(binding.id or binding.action, title, binding.description, shown, run)
            commands.setdefault(binding.action, command).keys.append(key_name(app, binding))
    order = {id_: place for place, id_ in enumerate(_ORDER)}
    return sorted(commands.values(), key=lambda command: order.get(command.id, len(order)))


def key_name(app: App[Any], binding: Binding) -> str:
    """Return the name of the one key of a binding."""
    return app.get_key_display(replace(binding, key_display=None))
