"""``task_card`` and ``plan``: what an agent says it is doing, in words and not by a sign alone."""

from markupsafe import Markup

from bot.workspace.rendering.links import link
from bot.workspace.rendering.rich_text import rich_text
from bot.workspace.rendering.scene import Scene
from bot.workspace.rendering.tags import joined, tag
from bot.workspace.rendering.text import shown
from bot.workspace.values import Json

_STANDING = {
    "pending": ("○", "Waiting"),
    "in_progress": ("◐", "In progress"),
    "complete": ("✓", "Done"),
    "error": ("!", "Failed"),
}


def task_card(task: Json, scene: Scene) -> Markup:
    """One task; one that has more to say than its title can be opened."""
    standing = str(task.get("status", "pending"))
    sign, word = _STANDING.get(standing, ("?", standing))
    title = joined(
        [
            tag("span", sign, class_="sign", aria_hidden="true"),
            tag("span", shown(task.get("title"), scene.names)),
            tag("small", word, class_="standing"),
        ],
        between=" ",
    )
    class_ = f"task {standing if standing in _STANDING else 'unknown'}"
    more = (_words(task, "details", scene), _words(task, "output", scene), _sources(task, scene))
    if not any(more):
        return tag("div", title, class_=class_)
    return tag("details", tag("summary", title), *more, class_=class_, open=standing == "error")


def plan(block: Json, scene: Scene) -> Markup:
    tasks = (tag("li", task_card(task, scene)) for task in block.get("tasks") or ())
    title = tag("summary", tag("strong", shown(block.get("title"), scene.names)))
    return tag("details", title, tag("ol", *tasks), class_="plan", open=True)


def _words(task: Json, key: str, scene: Scene) -> Markup | None:
    said = task.get(key)
    if isinstance(said, str) or not said:
        return tag("p", shown(said, scene.names)) if said else None
    return rich_text(said, scene.names)


def _sources(task: Json, scene: Scene) -> Markup | None:
    sources = task.get("sources") or ()
    entries = (
        tag("li", link(str(one.get("url")), one.get("text") or one.get("url"), scene.names))
        for one in sources
    )
    return tag("ul", *entries, class_="sources") if sources else None
