"""``card``, ``carousel`` and ``container``: boxes, rows of boxes, and blocks within a box."""

from markupsafe import Markup

from bot.workspace.rendering.elements import element
from bot.workspace.rendering.images import image
from bot.workspace.rendering.rich_text import rich_text
from bot.workspace.rendering.scene import Scene
from bot.workspace.rendering.tags import joined, tag
from bot.workspace.rendering.text import shown
from bot.workspace.values import Json


def card(block: Json, scene: Scene) -> Markup:
    body = block.get("body")
    actions = [element(one, scene.inside(block)) for one in block.get("actions") or ()]
    return tag(
        "div",
        image(block["hero_image"], scene) if block.get("hero_image") else None,
        titled(block, scene),
        tag("p", shown(body, scene.names)) if body else None,
        tag("div", *actions, class_="row") if actions else None,
        class_="card",
    )


def carousel(block: Json, scene: Scene) -> Markup:
    cards = (tag("li", card(one, scene)) for one in block.get("elements", ()))
    return tag("ul", *cards, class_="carousel", tabindex=0, aria_label="Cards, scrolling sideways")


def container(block: Json, scene: Scene, inner: Markup) -> Markup:
    """A titled box around ``inner``, its child blocks; it can be folded when the app says so."""
    width = str(block.get("width") or "standard")
    class_ = f"container {width if width in {'narrow', 'standard', 'wide', 'full'} else 'standard'}"
    if block.get("is_collapsible"):
        head = tag("summary", titled(block, scene))
        return tag("details", head, inner, class_=class_, open=not block.get("default_collapsed"))
    rule = tag("hr") if block.get("has_header_divider") else None
    return tag("div", titled(block, scene), rule, inner, class_=class_)


def titled(block: Json, scene: Scene) -> Markup | None:
    """Icon, title and subtitle, as cards and containers have them."""
    rich = block.get("rich_text_title")
    title = rich_text(rich, scene.names) if rich else shown(block.get("title"), scene.names)
    subtitle = block.get("subtitle")
    icon = image(block["icon"], scene) if block.get("icon") else None
    if not (title or subtitle or icon):
        return None
    under = tag("small", shown(subtitle, scene.names), class_="description") if subtitle else None
    return tag("div", icon, tag("div", tag("strong", joined([title])), under), class_="titled-box")
