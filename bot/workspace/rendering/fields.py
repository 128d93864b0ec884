"""What a person types into: text, addresses, numbers, dates, times, files."""

from collections.abc import Callable
from functools import partial

from markupsafe import Markup

from bot.workspace.rendering.buttons import tell_button
from bot.workspace.rendering.dates import local
from bot.workspace.rendering.rich_text import plain
from bot.workspace.rendering.scene import Scene
from bot.workspace.rendering.tags import Attribute, joined, tag
from bot.workspace.rendering.text import words
from bot.workspace.values import Json

_ON_CHARACTER = "on_character_entered"


def attributes(element: Json, scene: Scene) -> dict[str, Attribute]:
    """What every field has in common: its name for the form, and its names for a person."""
    placeholder = words(element.get("placeholder"))
    label = (
        None if scene.label is None else placeholder or scene.label or str(element["type"]).replace("_", " ")
    )
    return {
        "id": scene.id(element),
        "name": scene.field(element),
        "aria_label": label,
        "aria_describedby": scene.described_by,
        "aria_invalid": "true" if scene.block_id in scene.errors else None,
        "required": scene.required,
        "data_focus": bool(element.get("focus_on_load")),
    }


def plain_text_input(element: Json, scene: Scene) -> Markup:
    common = attributes(element, scene) | {
        "placeholder": words(element.get("placeholder")) or None,
        "minlength": element.get("min_length"),
        "maxlength": element.get("max_length"),
        "data_tell": _tells_when(element, scene),
    }
    value = str(scene.value(element) or "")
    if element.get("multiline"):
        field = tag("textarea", _first_line_kept(value), rows=4, **common)
    else:
        field = tag("input", type="text", value=value, **common)
    return joined([field, tell_button(element, scene, "Send")])


def rich_text_input(element: Json, scene: Scene) -> Markup:
    """A plain field: what is typed is sent as a ``rich_text`` block of unstyled text."""
    placeholder = words(element.get("placeholder")) or None
    text = _first_line_kept(plain(scene.value(element)))
    field = tag("textarea", text, rows=5, placeholder=placeholder, **attributes(element, scene))
    return joined([field, tell_button(element, scene, "Send")])


def typed(kind: str, element: Json, scene: Scene) -> Markup:
    """An input the browser knows by its ``type``."""
    field = tag(
        "input",
        type=kind,
        value=_entered(element, scene),
        placeholder=words(element.get("placeholder")) or None,
        **attributes(element, scene),
        **_bounds(element),
    )
    return joined([field, tell_button(element, scene)])


def _entered(element: Json, scene: Scene) -> str | None:
    value = scene.value(element)
    if value is None:
        return None
    if element["type"] == "datetimepicker":
        return local(int(value), scene.names.zone).strftime("%Y-%m-%dT%H:%M")
    return str(value)


def _bounds(element: Json) -> dict[str, Attribute]:
    if element["type"] != "number_input":
        return {}
    step = "any" if element.get("is_decimal_allowed") else "1"
    return {"min": element.get("min_value"), "max": element.get("max_value"), "step": step}


def file_input(element: Json, scene: Scene) -> Markup:
    kinds = ",".join(f".{kind}" for kind in element.get("filetypes") or ()) or None
    most = int(element.get("max_files") or 10)
    field = tag("input", type="file", accept=kinds, multiple=most > 1, **attributes(element, scene))
    return joined([field, tell_button(element, scene, "Send")])


def _first_line_kept(value: str) -> str:
    """HTML drops a line end right after ``<textarea>``; one more keeps the person's own."""
    return f"\n{value}"


def _tells_when(element: Json, scene: Scene) -> str | None:
    """``input`` when the app wants to hear of every character, as far as a person can type one."""
    when = (element.get("dispatch_action_config") or {}).get("trigger_actions_on") or ()
    return "input" if scene.dispatches and _ON_CHARACTER in when else None


FIELDS: dict[str, Callable[[Json, Scene], Markup]] = {
    "plain_text_input": plain_text_input,
    "rich_text_input": rich_text_input,
    "email_text_input": partial(typed, "email"),
    "url_text_input": partial(typed, "url"),
    "number_input": partial(typed, "number"),
    "datepicker": partial(typed, "date"),
    "timepicker": partial(typed, "time"),
    "datetimepicker": partial(typed, "datetime-local"),
    "file_input": file_input,
}
