"""What a person chooses from: selects, checkboxes, radio buttons, and lists an app is asked for.

One of many is a ``<select>``; several of many is a list of checkboxes, which needs no explanation,
no script and no held-down key. An empty first value means "nothing chosen".
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import chain

from markupsafe import Markup

from bot.workspace.rendering.buttons import description, tell_button
from bot.workspace.rendering.fields import attributes
from bot.workspace.rendering.scene import Names, Scene
from bot.workspace.rendering.tags import Attribute, joined, tag
from bot.workspace.rendering.text import shown, words
from bot.workspace.values import Json

GROUPED = frozenset(
    {
        "checkboxes", "radio_buttons", "external_select", "multi_external_select", "multi_static_select",
        "multi_users_select", "multi_conversations_select", "multi_channels_select",
    }
)  # fmt: skip
"""Elements that are several inputs: their label is the legend of a fieldset."""

SEARCH = "find:"
"""Starts the name of the field in which one searches an external select."""


def static_select(element: Json, scene: Scene) -> Markup:
    chosen = _values([scene.value(element)])
    plain = (_option(option, chosen) for option in element.get("options") or ())
    grouped = (_optgroup(group, chosen) for group in element.get("option_groups") or ())
    return _select(element, scene, chain(plain, grouped))


def listed_select(names_of: Callable[[Names], Mapping[str, str]], element: Json, scene: Scene) -> Markup:
    """A select of people, channels or conversations."""
    chosen = scene.value(element)
    entries = names_of(scene.names).items()
    return _select(
        element, scene, (tag("option", name, value=key, selected=key == chosen) for key, name in entries)
    )


def _select(element: Json, scene: Scene, entries: Iterable[Markup]) -> Markup:
    nothing = tag("option", words(element.get("placeholder")) or "Choose…", value="")
    field = tag("select", nothing, *entries, **attributes(element, scene))
    return joined([field, tell_button(element, scene)])


def _option(option: Json, chosen: frozenset[str]) -> Markup:
    label = ": ".join(filter(None, [words(option.get("text")), words(option.get("description"))]))
    value = str(option.get("value", ""))
    return tag("option", label, value=value, selected=value in chosen)


def _optgroup(group: Json, chosen: frozenset[str]) -> Markup:
    entries = (_option(option, chosen) for option in group.get("options", ()))
    return tag("optgroup", *entries, label=words(group.get("label")))


def checked(kind: str, element: Json, scene: Scene) -> Markup:
    """Checkboxes or radio buttons, one under the other."""
    return _group(element, scene, _boxes(kind, element, scene, element.get("options") or ()))


def multi_static_select(element: Json, scene: Scene) -> Markup:
    plain = _boxes("checkbox", element, scene, element.get("options") or ())
    grouped = (_titled(element, scene, group) for group in element.get("option_groups") or ())
    return _list(element, scene, [plain, *grouped])


def _titled(element: Json, scene: Scene, group: Json) -> Markup:
    boxes = _boxes("checkbox", element, scene, group.get("options", ()))
    return tag("div", tag("b", shown(group.get("label"), scene.names)), boxes, class_="titled")


def multi_listed_select(
    names_of: Callable[[Names], Mapping[str, str]], element: Json, scene: Scene
) -> Markup:
    chosen = frozenset(scene.value(element) or ())
    entries = names_of(scene.names).items()
    return _list(
        element,
        scene,
        [_box("checkbox", element, scene, key, name, is_chosen=key in chosen) for key, name in entries],
    )


def external_select(kind: str, element: Json, scene: Scene) -> Markup:
    """A search field, and what the app found; what is chosen already stays at the top."""
    value = scene.value(element)
    held: Sequence[Json] = value if isinstance(value, Sequence) else [value] if value else []
    new = [option for option in scene.found.get(scene.spot(element), ()) if option not in held]
    boxes = _boxes(kind, element, scene, [*held, *new])
    return _group(element, scene, _search(element, scene), tag("div", boxes, class_="choices"))


def _search(element: Json, scene: Scene) -> Markup:
    placeholder = words(element.get("placeholder")) or "Search"
    least = element.get("min_query_length", 3)
    return tag(
        "span",
        tag(
            "input", type="search", name=SEARCH + scene.field(element), id=scene.id(element, "find"),
            placeholder=placeholder, aria_label=placeholder, autocomplete="off", data_least=least,
        ),
        tag(
            "button", "Search", type="submit", name="find", value=scene.act(element),
            formaction="/ui/options", class_="button plain find",
        ),
        class_="row",
    )  # fmt: skip


def _list(element: Json, scene: Scene, boxes: Iterable[Markup]) -> Markup:
    most = element.get("max_selected_items")
    limit = tag("small", f"Choose up to {most}.", class_="description") if most else None
    return _group(element, scene, limit, tag("div", *boxes, class_="choices"))


def _group(element: Json, scene: Scene, *children: Markup | None) -> Markup:
    """In an input block the fieldset names the group; elsewhere the group names itself."""
    named: dict[str, Attribute] = {}
    if scene.label is not None:
        named = {"role": "group", "aria_label": words(element.get("placeholder")) or scene.label or "Choices"}
    # Without this, a form in which every box was cleared could not be told from one without the boxes.
    emptied = tag("input", type="hidden", name=scene.field(element), value="")
    return tag("div", emptied, *children, tell_button(element, scene), class_="group", **named)


def _boxes(kind: str, element: Json, scene: Scene, options: Iterable[Json]) -> Markup:
    value = scene.value(element)
    chosen = _values(value if isinstance(value, Sequence) else [value])
    return joined(_choice(kind, element, scene, option, chosen) for option in options)


def _choice(kind: str, element: Json, scene: Scene, option: Json, chosen: frozenset[str]) -> Markup:
    value = str(option.get("value", ""))
    label = joined([shown(option.get("text"), scene.names), description(option, scene)])
    return _box(kind, element, scene, value, label, is_chosen=value in chosen)


def _box(kind: str, element: Json, scene: Scene, value: str, label: str, *, is_chosen: bool) -> Markup:
    field = attributes(element, scene) | {"id": scene.id(element, value), "aria_label": None}
    required = scene.required and kind == "radio"  # A browser would demand that every checkbox is checked.
    box = tag("input", type=kind, value=value, checked=is_chosen, **(field | {"required": required}))
    return tag("label", box, tag("span", label), class_="choice")


def _values(options: Iterable[Json | None]) -> frozenset[str]:
    return frozenset(str(option.get("value")) for option in options if option)


CHOICES: dict[str, Callable[[Json, Scene], Markup]] = {
    "static_select": static_select,
    "users_select": partial(listed_select, lambda names: names.people),
    "conversations_select": partial(listed_select, lambda names: names.conversations),
    "channels_select": partial(listed_select, lambda names: names.channels),
    "external_select": partial(external_select, "radio"),
    "multi_static_select": multi_static_select,
    "multi_users_select": partial(multi_listed_select, lambda names: names.people),
    "multi_conversations_select": partial(multi_listed_select, lambda names: names.conversations),
    "multi_channels_select": partial(multi_listed_select, lambda names: names.channels),
    "multi_external_select": partial(external_select, "checkbox"),
    "checkboxes": partial(checked, "checkbox"),
    "radio_buttons": partial(checked, "radio"),
}
