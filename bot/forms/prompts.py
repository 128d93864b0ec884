"""What a form asks for, derived from a class by its JSON schema. Pure.

The derivation is closed: a field of a kind that no element is known for is an error when the form
is made, not an empty space on somebody's telephone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BaseModel, Field


class Shape(StrEnum):
    """How an answer is given."""

    LINE = "line"
    PROSE = "prose"
    LINES = "lines"
    """Several answers, each on a line of its own."""
    CHOICE = "choice"
    SEARCH = "search"
    """One out of so many that they are looked for while somebody types."""
    CHOICES = "choices"
    """Several out of many."""
    SCALE = "scale"
    """A whole number out of a few."""
    DAY = "day"
    TIME = "time"
    """Of a day, as clocks show it."""
    PERSON = "person"
    PEOPLE = "people"
    CHANNEL = "channel"
    FILE = "file"


SlackUser = Annotated[str, Field(json_schema_extra={"format": "slack-user"})]
SlackUsers = Annotated[tuple[str, ...], Field(json_schema_extra={"format": "slack-users"})]
SlackChannel = Annotated[str, Field(json_schema_extra={"format": "slack-channel"})]
SlackFile = Annotated[str, Field(json_schema_extra={"format": "slack-file"})]
"""Fields that hold an id of Slack's, which a person gives by choosing whom or what it is of."""

_BY_FORMAT = {
    "date": Shape.DAY,
    "time": Shape.TIME,
    "slack-user": Shape.PERSON,
    "slack-users": Shape.PEOPLE,
    "slack-channel": Shape.CHANNEL,
    "slack-file": Shape.FILE,
}
_LONGEST_LINE = 300  # what is longer is prose, and gets a larger box


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose: what is kept, and what a person reads."""

    value: str
    label: str
    note: str = ""
    """What choosing it means, in smaller letters."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing that a form asks."""

    name: str
    """Of the field, and of the block that asks for it."""
    shape: Shape
    label: str
    hint: str | None = None
    required: bool = False
    limit: int | None = None
    """Characters, at most."""
    options: tuple[Option, ...] = ()
    initial: str | None = None
    """The answer that is there before anybody has given one."""

    def offering(self, options: Iterable[Option]) -> Self:
        """The prompt with these to choose from."""
        return replace(self, shape=Shape.CHOICE, options=tuple(options))

    def explaining(self, notes: Mapping[str, str]) -> Self:
        """The prompt with what choosing each of its options means."""
        return replace(self, options=tuple(replace(one, note=notes[one.value]) for one in self.options))


def prompts_of(cls: type[BaseModel], names: Sequence[str]) -> tuple[Prompt, ...]:
    """Prompts for the fields of these names, in this order; TypeError for one no element is known for."""
    schema = cls.model_json_schema()
    required = frozenset(schema.get("required", ()))
    return tuple(
        _prompt(name, schema["properties"][name], schema.get("$defs", {}), required=name in required)
        for name in names
    )


def _prompt(name: str, field: Mapping[str, Any], kinds: Mapping[str, Any], *, required: bool) -> Prompt:
    kind = _resolved(field, kinds)
    shape, options = _shape(name, kind)
    initial = field.get("default")
    return Prompt(
        name=name,
        shape=shape,
        label=field.get("title") or name.replace("_", " ").capitalize(),
        hint=field.get("description"),
        required=required or (isinstance(initial, str) and bool(options)),
        limit=kind.get("maxLength"),
        options=options,
        initial=str(initial) if isinstance(initial, str | int) else None,
    )


def _resolved(field: Mapping[str, Any], kinds: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema of the field's value, without null and references."""
    if "anyOf" in field:
        [field] = [each for each in field["anyOf"] if each.get("type") != "null"]
    if "$ref" in field:
        return _resolved(kinds[field["$ref"].rpartition("/")[2]], kinds)
    return field


def _shape(name: str, kind: Mapping[str, Any]) -> tuple[Shape, tuple[Option, ...]]:
    match kind:
        case {"enum": [*values]}:
            return Shape.CHOICE, tuple(Option(value, value[:1].upper() + value[1:]) for value in values)
        case {"type": "integer", "minimum": lowest, "maximum": highest}:
            return Shape.SCALE, tuple(Option(str(n), str(n)) for n in range(lowest, highest + 1))
        case {"format": format_}:
            if format_ in _BY_FORMAT:
                return _BY_FORMAT[format_], ()
            raise TypeError(f"no form can ask for {name}: {kind}")
        case {"type": "array", "items": {"type": "string"}}:
            return Shape.LINES, ()
        case {"type": "string"}:
            return (Shape.PROSE if kind.get("maxLength", 0) > _LONGEST_LINE else Shape.LINE), ()
        case _:
            raise TypeError(f"no form can ask for {name}: {kind}")
