"""Every element that can stand in a block, by its type."""

from collections.abc import Callable

from markupsafe import Markup

from bot.workspace.rendering.buttons import button, feedback_buttons, icon_button, overflow
from bot.workspace.rendering.choices import CHOICES
from bot.workspace.rendering.fields import FIELDS
from bot.workspace.rendering.images import image
from bot.workspace.rendering.scene import Scene
from bot.workspace.rendering.unsupported import unsupported
from bot.workspace.values import Json

ELEMENTS: dict[str, Callable[[Json, Scene], Markup]] = {
    "button": button,
    "feedback_buttons": feedback_buttons,
    "icon_button": icon_button,
    "overflow": overflow,
    "image": image,
    **FIELDS,
    **CHOICES,
}


def element(thing: Json, scene: Scene) -> Markup:
    show = ELEMENTS.get(str(thing.get("type")))
    return show(thing, scene) if show else unsupported(thing)
