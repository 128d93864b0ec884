"""Where something is rendered, and for whom: what a block cannot know by itself.

A ``Scene`` is a value; going into a block or an input gives a new one. The one thing to remember:
``held`` is what a person has typed or chosen already, and wins over an element's ``initial_*``.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo
from typing import Any
from urllib.parse import quote

from bot.workspace.forms import STATE_KEYS
from bot.workspace.values import Json

Spot = tuple[str, str]
"""The block_id and action_id of an element: unique within one message or view."""


def field_name(spot: Spot) -> str:
    """The name of an element's form field, safe in every form encoding: multipart mangles quotes."""
    return "/".join(quote(part, safe="") for part in spot)


@dataclass(frozen=True, slots=True)
class Names:
    """What ids are called where this person looks, and the clock on their wall."""

    people: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    """Only those this person may see; any other is called "private channel"."""
    conversations: Mapping[str, str] = field(default_factory=dict)
    """What a conversations_select offers: channels and direct messages."""
    viewer: str = ""
    zone: tzinfo = UTC
    origin: str = ""
    """The workspace's own address, "http://127.0.0.1:3000": pictures are shown from nowhere else."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The message or view something is rendered in, narrowed down to a block."""

    names: Names = field(default_factory=Names)
    prefix: str = "x"
    """Unique on the page, for the ids that tie labels to fields."""
    block_id: str = ""
    held: Mapping[Spot, Json] = field(default_factory=dict)
    """What was typed or chosen: entries of ``state.values``."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """Messages at fields, by block_id."""
    found: Mapping[Spot, Sequence[Json]] = field(default_factory=dict)
    """Options an app answered for an external select."""
    dispatches: bool = True
    """Whether a change is told to the app at once: not inside an input block."""
    label: str | None = ""
    """What names a field to a screen reader; None when a visible label does."""
    described_by: str | None = None
    """Ids of the hint and the error that stand at the field."""
    required: bool = False

    def inside(self, block: Json) -> "Scene":
        """Within a block; what stands in a container or carousel belongs to the outermost block."""
        return self if self.block_id else replace(self, block_id=str(block.get("block_id", "")))

    def spot(self, element: Json) -> Spot:
        return self.block_id, str(element.get("action_id", ""))

    def field(self, element: Json) -> str:
        return field_name(self.spot(element))

    def act(self, element: Json, choice: str | None = None) -> str:
        """The value of a button that tells the app about this element."""
        return json.dumps([*self.spot(element), *([] if choice is None else [choice])])

    def id(self, element: Json, *more: object) -> str:
        """An HTML id without spaces, whatever the app called its block and action."""
        words = "-".join([self.prefix, *self.spot(element), *map(str, more)])
        return "".join(sign if sign.isascii() and sign.isalnum() else f"_{ord(sign):x}" for sign in words)

    def value(self, element: Json) -> Any:
        """What the element holds now, in the shape Slack gives it; None when nothing."""
        key, initial = STATE_KEYS[element["type"]]
        entry = self.held.get(self.spot(element))
        return element.get(initial) if entry is None else entry.get(key)
