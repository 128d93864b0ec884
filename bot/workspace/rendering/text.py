"""Text objects: ``plain_text`` and ``mrkdwn``, the two kinds of words in Block Kit."""

from markupsafe import Markup

from bot.workspace.rendering.emoji import with_emoji
from bot.workspace.rendering.mrkdwn import mrkdwn
from bot.workspace.rendering.scene import Names
from bot.workspace.rendering.tags import lines
from bot.workspace.values import Json


def words(text: Json | str | None) -> str:
    """A text object's words as they were sent, for an attribute; empty when there is none."""
    if isinstance(text, str):
        return text
    return "" if text is None else str(text.get("text", ""))


def shown(text: Json | str | None, names: Names) -> Markup:
    """A text object as HTML; a bare string is plain text."""
    if isinstance(text, str) or text is None:
        return with_emoji(text or "")
    if text.get("type") == "mrkdwn":
        return mrkdwn(words(text), names, verbatim=bool(text.get("verbatim")))
    return with_emoji(words(text)) if text.get("emoji", True) else lines(words(text))
