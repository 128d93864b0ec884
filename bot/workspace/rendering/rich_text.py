"""``rich_text``: what Slack's own composer makes, element by element."""

from collections.abc import Callable, Mapping

from markupsafe import Markup

from bot.workspace.rendering.dates import moment
from bot.workspace.rendering.emoji import emoji
from bot.workspace.rendering.links import link
from bot.workspace.rendering.mrkdwn import broadcast, channel, user
from bot.workspace.rendering.scene import Names
from bot.workspace.rendering.tags import joined, lines, tag
from bot.workspace.rendering.unsupported import unsupported
from bot.workspace.values import Json

_STYLES = {"code": "code", "bold": "strong", "italic": "em", "strike": "s", "underline": "u"}
_DEEPEST = 8


def rich_text(block: Json, names: Names) -> Markup:
    return tag("div", *(_part(part, names) for part in block.get("elements", ())), class_="rich-text")


def plain(block: Json | None) -> str:
    """The words alone, as a field one can type in shows them."""
    parts = (block or {}).get("elements", ())
    return "\n".join(
        "".join(str(piece.get("text", "")) for piece in part.get("elements", ())) for part in parts
    )


def _part(part: Json, names: Names) -> Markup:
    show = PARTS.get(str(part.get("type")))
    return show(part, names) if show else unsupported(part)


def _pieces(part: Json, names: Names) -> Markup:
    return joined(_piece(piece, names) for piece in part.get("elements", ()))


def _piece(piece: Json, names: Names) -> Markup:
    show = PIECES.get(str(piece.get("type")))
    if show is None:
        return unsupported(piece, name="span")
    shown = show(piece, names)
    style: Mapping[str, bool] = piece.get("style") or {}
    for key, name in _STYLES.items():
        if style.get(key):
            shown = tag(name, shown)
    return shown


def _section(part: Json, names: Names) -> Markup:
    return tag("p", _pieces(part, names))


def _list(part: Json, names: Names) -> Markup:
    ordered = part.get("style") == "ordered"
    indent = min(int(part.get("indent") or 0), _DEEPEST)
    return tag(
        "ol" if ordered else "ul",
        *(tag("li", _pieces(item, names)) for item in part.get("elements", ())),
        class_=f"indent-{indent}" + (" bordered" if part.get("border") else ""),
        start=int(part.get("offset") or 0) + 1 if ordered else None,
    )


def _preformatted(part: Json, names: Names) -> Markup:
    return tag("pre", tag("code", _pieces(part, names)))


def _quote(part: Json, names: Names) -> Markup:
    return tag("blockquote", _pieces(part, names))


def _link(piece: Json, names: Names) -> Markup:
    return link(str(piece["url"]), piece.get("text") or str(piece["url"]), names)


def _date(piece: Json, names: Names) -> Markup:
    fallback = str(piece.get("fallback") or "")
    return moment(piece["timestamp"], str(piece.get("format", "")), piece.get("url"), fallback, names)


PARTS: dict[str, Callable[[Json, Names], Markup]] = {
    "rich_text_section": _section,
    "rich_text_list": _list,
    "rich_text_preformatted": _preformatted,
    "rich_text_quote": _quote,
}

PIECES: dict[str, Callable[[Json, Names], Markup]] = {
    "text": lambda piece, _: lines(str(piece.get("text", ""))),
    "link": _link,
    "emoji": lambda piece, _: emoji(str(piece.get("name", ""))),
    "user": lambda piece, names: user(str(piece.get("user_id", "")), names),
    "usergroup": lambda piece, _: tag("span", f"@{piece.get('usergroup_id', '')}", class_="mention"),
    "team": lambda piece, _: tag("span", str(piece.get("team_id", "")), class_="mention"),
    "channel": lambda piece, names: channel(str(piece.get("channel_id", "")), names),
    "broadcast": lambda piece, _: broadcast(str(piece.get("range", ""))),
    "date": _date,
    "color": lambda piece, _: tag("code", str(piece.get("value", ""))),
}
