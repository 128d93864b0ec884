"""Pictures of blocks: by address, or a file of the workspace."""

from markupsafe import Markup

from bot.workspace.rendering.links import picture
from bot.workspace.rendering.scene import Scene
from bot.workspace.rendering.tags import tag
from bot.workspace.rendering.text import shown
from bot.workspace.values import Json


def image(thing: Json, scene: Scene) -> Markup:
    """An image element, or the picture of an image block."""
    file: Json = thing.get("slack_file") or {}
    url = thing.get("image_url") or file.get("url") or f"{scene.names.origin}/files/{file.get('id', '')}"
    return picture(str(url), str(thing.get("alt_text") or ""), scene.names)


def image_block(block: Json, scene: Scene) -> Markup:
    title = block.get("title")
    caption = tag("figcaption", shown(title, scene.names)) if title else None
    return tag("figure", caption, image(block, scene))
