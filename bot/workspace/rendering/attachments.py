"""Attachments: what apps sent before there were blocks, and what links unfold into."""

from markupsafe import Markup

from bot.workspace.rendering.blocks import blocks
from bot.workspace.rendering.links import link, picture
from bot.workspace.rendering.mrkdwn import mrkdwn
from bot.workspace.rendering.scene import Names, Scene
from bot.workspace.rendering.tags import tag
from bot.workspace.values import Json

_COLOURS = frozenset({"good", "warning", "danger"})


def attachment(thing: Json, scene: Scene) -> Markup:
    names = scene.names
    colour = str(thing.get("color") or "")
    parts = (
        _text(thing, "pretext", names),
        _title(thing, names),
        _text(thing, "text", names),
        _fields(thing, names),
        blocks(thing.get("blocks") or (), scene) or None,
        picture(str(thing["image_url"]), str(thing.get("fallback") or ""), names)
        if thing.get("image_url")
        else None,
        _text(thing, "footer", names, "small"),
    )
    fallback = None if any(parts) else str(thing.get("fallback") or "")
    return tag("div", *parts, fallback, class_=f"attachment {colour if colour in _COLOURS else ''}".strip())


def _text(thing: Json, key: str, names: Names, name: str = "p") -> Markup | None:
    said = str(thing.get(key) or "")
    return tag(name, mrkdwn(said, names)) if said else None


def _title(thing: Json, names: Names) -> Markup | None:
    title, url = str(thing.get("title") or ""), str(thing.get("title_link") or "")
    if not title:
        return None
    return tag("p", tag("strong", link(url, title, names) if url else title))


def _fields(thing: Json, names: Names) -> Markup | None:
    pairs = (
        tag(
            "div",
            tag("strong", str(one.get("title", ""))),
            tag("br"),
            mrkdwn(str(one.get("value", "")), names),
        )
        for one in thing.get("fields") or ()
    )
    return tag("div", *pairs, class_="fields") if thing.get("fields") else None
