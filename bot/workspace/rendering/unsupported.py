"""What is shown for a type this page does not know: a box that says so, never nothing."""

from markupsafe import Markup

from bot.workspace.rendering.tags import tag
from bot.workspace.values import Json


def unsupported(thing: Json, name: str = "div") -> Markup:
    return tag(name, "unsupported: ", tag("code", str(thing.get("type"))), class_="unsupported")
