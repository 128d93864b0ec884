"""Listeners are what Bolt calls them with, and every name a button or form goes by has one listener."""

import dataclasses
import inspect
import re
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.kwargs_injection import Args

from bot.blocks.gestures import Action, Form, Shortcut
from bot.listeners import LISTENERS
from bot.listeners.gesture import Listener

ROOT = Path(__file__).parents[2]
BOLT = set(inspect.signature(Args.__init__).parameters) - {"self"}


class Registrations:
    """Stands where an App would, and writes down what is registered."""

    def __init__(self) -> None:
        self.made: list[tuple[str, Any, Callable[..., Any]]] = []

    def __getattr__(self, kind: str) -> Callable[..., Callable[[Callable[..., Any]], None]]:
        assert hasattr(App, kind)

        def register(name: Any, **extra: Any) -> Callable[[Callable[..., Any]], None]:
            assert not extra
            return lambda listener: self.made.append((kind, name, listener))

        return register


def registered(listener: type[Listener]) -> list[tuple[str, Any, Callable[..., Any]]]:
    registrations = Registrations()
    listener(None).register(registrations)  # type: ignore[arg-type]  # only writes down what it is given
    return registrations.made


NAMES = (*Action, *Form, *Shortcut)
ALL = [(listener, *made) for listener in LISTENERS for made in registered(listener)]


@pytest.mark.parametrize("listener", LISTENERS)
def test_a_listener_is_a_frozen_value_with_one_dependency(listener: type[Listener]) -> None:
    made: Any = listener(None)  # type: ignore[arg-type]  # made of nothing, to look at it

    assert [field.name for field in dataclasses.fields(made)] == ["desk"]
    assert not hasattr(made, "__dict__")
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.desk = None


@pytest.mark.parametrize(("kind", "name", "method"), [made[1:] for made in ALL])
def test_bolt_knows_every_parameter_and_nothing_is_lazy(
    kind: str, name: Any, method: Callable[..., Any]
) -> None:
    assert inspect.ismethod(method)
    assert set(inspect.signature(method).parameters) <= BOLT
    if kind not in {"event", "error"}:
        assert next(iter(inspect.signature(method).parameters)) == "ack"


@pytest.mark.parametrize(
    ("kind", "name", "method"), [made[1:] for made in ALL if made[1] not in {"event", "view", "options"}]
)
def test_acknowledging_is_the_first_thing_a_listener_does(
    kind: str, name: Any, method: Callable[..., Any]
) -> None:
    lines = [line.strip() for line in inspect.getsource(method).splitlines()]
    body = lines[next(number for number, line in enumerate(lines) if line.endswith("-> None:")) + 1 :]

    assert body[0] == "ack()"


def test_shortcuts_have_one_listener_each() -> None:
    heard = [made[2] for made in ALL if made[1] in {"global_shortcut", "message_shortcut"}]

    assert sorted(heard) == sorted(Shortcut)


def test_what_is_pressed_or_submitted_has_one_listener_each() -> None:
    def heard_by(kind: str, name: StrEnum) -> list[type[Listener]]:
        spoken = [(made[0], made[2]) for made in ALL if made[1] == kind]
        return [
            who for who, by in spoken if by == name or (isinstance(by, re.Pattern) and by.match(f"{name}:1"))
        ]

    assert [len(heard_by("action", action)) for action in Action] == [1] * len(Action)
    assert [len(heard_by("view", form)) for form in Form] == [1] * len(Form)


def test_names_of_actions_and_forms_are_written_once() -> None:
    modules = [*(ROOT / "bot" / "blocks").glob("*.py"), *(ROOT / "bot" / "listeners").glob("*.py")]
    written = "\n".join(path.read_text(encoding="utf-8") for path in modules)

    assert {name: written.count(f'"{name}"') for name in NAMES} == dict.fromkeys(NAMES, 1)


def test_events_and_commands_a_listener_declares_are_those_it_registers() -> None:
    for listener in LISTENERS:
        made = registered(listener)
        heard = {name for kind, name, _ in made if kind == "event"}
        assert {event.partition(".")[0] for event in listener.events} == heard
        assert set(listener.commands) == {name for kind, name, _ in made if kind == "command"}


def test_every_listener_module_is_in_the_list() -> None:
    modules = {path.stem for path in (ROOT / "bot" / "listeners").glob("*.py")} - {"__init__", "gesture"}

    assert modules == {listener.__module__.rpartition(".")[2] for listener in LISTENERS}
