"""What stands in the fields of a message or view, in Slack's shapes. Pure.

A person gives plain text for a field (``Entered``); the app gets ``state.values``, where the text
of a select has become the whole option again. Fields nobody touched hold their initial value.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.workspace.blocks import elements_of, limits
from bot.workspace.values import Entered, Json

STATE_KEYS: Mapping[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", "initial_files"),
}
"""Element type → its key in ``state.values``, and the element's own key for what it starts with."""

OptionsOf = Callable[[str, str], Sequence[Json]]
"""block_id and action_id → the options an external select has offered."""

_MULTIPLE = re.compile(r"multi_.*|checkboxes|file_input")
_WITH_OPTIONS = re.compile(r"(multi_)?(static|external)_select|radio_buttons|checkboxes")

REQUIRED = "Please complete this required field."


def state_values(
    blocks: Sequence[Json], entered: Entered, offered: OptionsOf, files: Mapping[str, Json]
) -> dict[str, dict[str, Any]]:
    """``state.values``: every field of ``blocks``, by block_id and action_id."""
    values: dict[str, dict[str, Any]] = {}
    for block in blocks:
        for element in elements_of(block):
            if element["type"] in STATE_KEYS:
                spot = (block["block_id"], element["action_id"])
                value = chosen(element, entered.get(spot), offered(*spot), files)
                values.setdefault(spot[0], {})[spot[1]] = {"type": element["type"], **value}
    return values


def chosen(
    element: Json, given: str | Sequence[str] | None, offered: Sequence[Json], files: Mapping[str, Json]
) -> dict[str, Any]:
    """The part of a field that says what stands in it, such as ``{"selected_option": {…}}``.

    ``given`` is None for a field that was not touched. Raises KeyError for an option that is not
    there, or a file nobody kept.
    """
    kind = str(element["type"])
    key, initial = STATE_KEYS[kind]
    if given is None:
        untouched = list(element.get(initial) or ()) if _MULTIPLE.fullmatch(kind) else element.get(initial)
        return {key: untouched, **_zone(element)}
    return {key: _value(element, kind, given, offered, files), **_zone(element)}


def _zone(element: Json) -> dict[str, Any]:
    return {"timezone": element["timezone"]} if element.get("timezone") else {}


def _value(
    element: Json,
    kind: str,
    given: str | Sequence[str],
    offered: Sequence[Json],
    files: Mapping[str, Json],
) -> Any:
    if _MULTIPLE.fullmatch(kind):
        several = [given] if isinstance(given, str) else list(given)
        return [_one(element, kind, one, offered, files) for one in several if one]
    single = given if isinstance(given, str) else next(iter(given), "")
    return _one(element, kind, single, offered, files) if single else None


def _one(element: Json, kind: str, given: str, offered: Sequence[Json], files: Mapping[str, Json]) -> Any:
    if kind == "file_input":
        return files[given]
    if kind == "datetimepicker":
        return int(given)
    if kind == "rich_text_input":
        part = {"type": "rich_text_section", "elements": [{"type": "text", "text": given}]}
        return {"type": "rich_text", "elements": [part]}
    if _WITH_OPTIONS.fullmatch(kind):
        return _options(element, offered)[given]
    return given


def _options(element: Json, offered: Sequence[Json]) -> dict[str, Json]:
    own = list(element.get("options") or ())
    for group in element.get("option_groups") or ():
        own += group["options"]
    initial = [*(element.get("initial_options") or ()), element.get("initial_option")]
    return {one["value"]: one for one in (*initial, *own, *offered) if one}


def complaints(blocks: Sequence[Json], values: Mapping[str, Mapping[str, Json]]) -> dict[str, str]:
    """block_id → what Slack itself says of an input before it sends a form to the app."""
    found: dict[str, str] = {}
    for block in blocks:
        if block.get("type") == "input":
            element = block["element"]
            value = values[block["block_id"]][element["action_id"]].get(STATE_KEYS[element["type"]][0])
            if complaint := _complaint(element, value, optional=bool(block.get("optional"))):
                found[block["block_id"]] = complaint
    return found


def _complaint(element: Json, value: Any, *, optional: bool) -> str | None:
    if not value:
        return None if optional else REQUIRED
    checks: Mapping[str, Callable[[Json, Any], str | None]] = {
        "plain_text_input": _text_complaint,
        "number_input": _number_complaint,
        "email_text_input": _email_complaint,
        "url_text_input": _url_complaint,
        "file_input": _files_complaint,
    }
    check = checks.get(element["type"], _selection_complaint)
    return check(element, value)


def _text_complaint(element: Json, value: str) -> str | None:
    shortest, longest = element.get("min_length", 0), element.get("max_length", 3000)
    if len(value) < shortest:
        return f"Must be at least {shortest} characters."
    return f"Must be at most {longest} characters." if len(value) > longest else None


def _number_complaint(element: Json, value: str) -> str | None:
    pattern = r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+"
    if not re.fullmatch(pattern, value):
        return (
            "Please enter a number." if element.get("is_decimal_allowed") else "Please enter a whole number."
        )
    lowest, highest = element.get("min_value"), element.get("max_value")
    if lowest is not None and float(value) < float(lowest):
        return f"Must be at least {lowest}."
    return f"Must be at most {highest}." if highest is not None and float(value) > float(highest) else None


def _email_complaint(_element: Json, value: str) -> str | None:
    return None if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value) else "Please enter a valid email address."


def _url_complaint(_element: Json, value: str) -> str | None:
    return None if re.fullmatch(r"https?://\S+", value) else "Please enter a valid URL."


def _files_complaint(element: Json, value: Sequence[Json]) -> str | None:
    most = element.get("max_files", 10)
    if len(value) > most:
        return f"At most {most} files."
    if any(file["size"] > limits.FILE_INPUT_BYTES for file in value):
        return "A file can be at most 10 MB."
    wanted = element.get("filetypes")
    wrong = [file["name"] for file in value if wanted and file["filetype"] not in wanted]
    return f"Files of this type are not accepted: {', '.join(wrong)}." if wrong else None


def _selection_complaint(element: Json, value: Any) -> str | None:
    most = element.get("max_selected_items")
    return f"At most {most} items." if most and isinstance(value, list) and len(value) > most else None
