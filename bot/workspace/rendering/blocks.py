"""Every block by its type, and the fields a person fills in.

A new block type is one function and one line in BLOCKS; what is not there is shown as a box that
names it, so that a block an app sends is never silently missing.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from markupsafe import Markup

from bot.workspace.rendering.cards import card, carousel, container
from bot.workspace.rendering.choices import GROUPED
from bot.workspace.rendering.commonmark import markdown
from bot.workspace.rendering.elements import element
from bot.workspace.rendering.images import image_block
from bot.workspace.rendering.layouts import alert, context, divider, header, remote_file, video
from bot.workspace.rendering.rich_text import rich_text
from bot.workspace.rendering.scene import Scene
from bot.workspace.rendering.tables import data_table, table
from bot.workspace.rendering.tags import joined, tag
from bot.workspace.rendering.tasks import plan, task_card
from bot.workspace.rendering.text import shown, words
from bot.workspace.rendering.unsupported import unsupported
from bot.workspace.values import Json


def blocks(things: Iterable[Json], scene: Scene) -> Markup:
    return joined(block(thing, scene) for thing in things)


def block(thing: Json, scene: Scene) -> Markup:
    show = BLOCKS.get(str(thing.get("type")))
    inner = show(thing, scene.inside(thing)) if show else unsupported(thing)
    return tag("div", inner, class_="block")


def section(thing: Json, scene: Scene) -> Markup:
    text, accessory = thing.get("text"), thing.get("accessory")
    fields = [tag("div", shown(field, scene.names)) for field in thing.get("fields") or ()]
    at = replace(scene, label=words(text))
    return tag(
        "div",
        tag(
            "div",
            tag("div", shown(text, scene.names), class_="text") if text else None,
            tag("div", *fields, class_="fields") if fields else None,
        ),
        tag("div", element(accessory, at), class_="accessory") if accessory else None,
        class_="section",
    )


def actions(thing: Json, scene: Scene) -> Markup:
    return tag("div", *(element(one, scene) for one in thing.get("elements", ())), class_="row")


def input_block(thing: Json, scene: Scene) -> Markup:
    """A field with its label, hint and error, tied together for a screen reader."""
    inner: Json = thing.get("element") or {}
    required = not thing.get("optional")
    hint, error = thing.get("hint"), scene.errors.get(scene.block_id)
    hint_id, error_id = scene.id(inner, "hint"), scene.id(inner, "error")
    at = replace(
        scene,
        label=None,
        required=required,
        dispatches=bool(thing.get("dispatch_action")),
        described_by=" ".join([*([hint_id] if hint else []), *([error_id] if error else [])]) or None,
    )
    words_of_label = joined(
        [shown(thing.get("label"), scene.names), None if required else tag("small", " (optional)")]
    )
    grouped = inner.get("type") in GROUPED
    return tag(
        "fieldset" if grouped else "div",
        tag("legend", words_of_label) if grouped else tag("label", words_of_label, for_=scene.id(inner)),
        element(inner, at),
        tag("p", shown(hint, scene.names), id=hint_id, class_="hint") if hint else None,
        tag("p", tag("strong", "Error:"), " ", error, id=error_id, class_="error") if error else None,
        class_="input invalid" if error else "input",
    )


BLOCKS: dict[str, Callable[[Json, Scene], Markup]] = {
    "section": section,
    "header": header,
    "divider": divider,
    "context": context,
    "image": image_block,
    "actions": actions,
    "context_actions": actions,
    "input": input_block,
    "rich_text": lambda thing, scene: rich_text(thing, scene.names),
    "markdown": lambda thing, scene: tag(
        "div", markdown(str(thing.get("text", "")), scene.names), class_="markdown"
    ),
    "table": table,
    "data_table": data_table,
    "task_card": task_card,
    "plan": plan,
    "alert": alert,
    "card": card,
    "carousel": carousel,
    "container": lambda thing, scene: container(thing, scene, blocks(thing.get("child_blocks", ()), scene)),
    "file": remote_file,
    "video": video,
}
