"""From the fields of a posted form to what a person entered, in the words of ``gestures``."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

from starlette.datastructures import FormData

from bot.workspace.blocks import elements_of
from bot.workspace.forms import STATE_KEYS
from bot.workspace.rendering.scene import Spot, field_name
from bot.workspace.values import Json

Given = str | Sequence[str]

_SEVERAL = frozenset(
    {"checkboxes", "file_input", *(kind for kind in STATE_KEYS if kind.startswith("multi_"))}
)


def fields(blocks: Sequence[Json]) -> Iterator[tuple[Spot, str]]:
    """Where the fields of some blocks stand, and their types."""
    for block in blocks:
        for element in elements_of(block):
            if element["type"] in STATE_KEYS:
                yield (str(block["block_id"]), str(element["action_id"])), str(element["type"])


def entered(form: FormData, blocks: Sequence[Json], zone: tzinfo) -> dict[Spot, Given]:
    """What the form says of the fields of ``blocks``; a field that is not in the form is left out.

    Several values of one name are a sequence; the empty one that stands before every group of boxes
    only says that the group was there. Files are not read here.
    """
    found: dict[Spot, Given] = {}
    for spot, kind in fields(blocks):
        values = [value for value in form.getlist(field_name(spot)) if isinstance(value, str)]
        if values:
            found[spot] = _given(kind, values, zone)
    return found


def _given(kind: str, values: Sequence[str], zone: tzinfo) -> Given:
    filled = tuple(value for value in values if value)
    if kind in _SEVERAL:
        return filled
    value = filled[-1] if filled else ""
    if kind == "datetimepicker" and value:
        return str(int(datetime.fromisoformat(value).replace(tzinfo=zone).timestamp()))
    # A browser sends line ends as CR LF; Slack's clients send LF.
    return value.replace("\r\n", "\n")


def act(form: FormData) -> tuple[str, str, str | None]:
    """The block_id, the action_id and the choice, if any, of the button that was pressed."""
    block_id, action_id, *choice = json.loads(str(form["act"]))
    return block_id, action_id, choice[0] if choice else None
