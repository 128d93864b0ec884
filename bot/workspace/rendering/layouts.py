"""Blocks that hold words and pictures only: section text, headers, context, alerts, files, videos."""

from markupsafe import Markup

from bot.workspace.rendering.images import image
from bot.workspace.rendering.links import link
from bot.workspace.rendering.scene import Scene
from bot.workspace.rendering.tags import joined, tag
from bot.workspace.rendering.text import shown, words
from bot.workspace.values import Json

_LEVELS = {
    "default": "Note",
    "info": "Information",
    "warning": "Warning",
    "error": "Error",
    "success": "Done",
}


def header(block: Json, scene: Scene) -> Markup:
    return tag("h4", shown(block.get("text"), scene.names), class_="header")


def divider(_: Json, __: Scene) -> Markup:
    return tag("hr")


def context(block: Json, scene: Scene) -> Markup:
    parts = (
        image(part, scene) if part.get("type") == "image" else tag("span", shown(part, scene.names))
        for part in block.get("elements", ())
    )
    return tag("div", *parts, class_="context")


def alert(block: Json, scene: Scene) -> Markup:
    level = str(block.get("level") or "default")
    word = _LEVELS.get(level, "Note")
    said = joined([tag("strong", word, ": "), shown(block.get("text"), scene.names)])
    return tag("div", said, role="note", class_=f"alert {level if level in _LEVELS else 'default'}")


def remote_file(block: Json, _: Scene) -> Markup:
    return tag(
        "div", "File kept elsewhere: ", tag("code", str(block.get("external_id", ""))), class_="context"
    )


def video(block: Json, scene: Scene) -> Markup:
    """Its title as a link: a player would load from outside."""
    title = words(block.get("title")) or str(block.get("alt_text", ""))
    url = str(block.get("title_url") or block.get("video_url") or "")
    by = " · ".join(filter(None, [block.get("author_name"), block.get("provider_name")]))
    described = block.get("description")
    return tag(
        "figure",
        tag("figcaption", tag("span", "▶ ", aria_hidden="true"), link(url, f"Video: {title}", scene.names)),
        tag("small", by, class_="description") if by else None,
        tag("p", shown(described, scene.names)) if described else None,
        class_="video",
    )
