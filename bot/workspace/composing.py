"""What a person types, as Slack keeps it: escaped text with mentions and links, and rich text. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_SPECIAL = re.compile(
    r"(?P<link>https?://[^\s<>|]+)|(?<![\w@])@(?P<handle>[\w.-]+)|(?<![\w#])#(?P<channel>[\w-]+)"
)

_TRAILING = ".,;:!?)'\""


@dataclass(frozen=True, slots=True)
class Names:
    """Handles and channel names to ids, in lower case."""

    people: Mapping[str, str]
    channels: Mapping[str, str]


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def compose(typed: str, names: Names) -> tuple[str, list[dict[str, Any]]]:
    """The mrkdwn text of a message and its rich text block, without a block_id."""
    parts = list(_parts(typed, names))
    text = "".join(_as_text(part) for part in parts)
    section = {"type": "rich_text_section", "elements": parts}
    return text, [{"type": "rich_text", "elements": [section]}] if parts else []


def mentions_escaped(typed: str, names: Names) -> str:
    """Text in which people and channels are ids, as a command with ``should_escape`` gets it."""
    return compose(typed, names)[0]


def _parts(typed: str, names: Names) -> Iterator[dict[str, Any]]:
    end = 0
    for match in _SPECIAL.finditer(typed):
        part, length = _recognised(match, names)
        if part:
            yield from _plain(typed[end : match.start()])
            yield part
            end = match.start() + length
    yield from _plain(typed[end:])


def _plain(text: str) -> Sequence[dict[str, Any]]:
    return [{"type": "text", "text": text}] if text else []


def _recognised(match: re.Match[str], names: Names) -> tuple[dict[str, Any] | None, int]:
    """The element, and how many characters of what was matched belong to it."""
    if link := match["link"]:
        url = link.rstrip(_TRAILING)
        return {"type": "link", "url": url}, len(url)
    mark, ids = ("@", names.people) if match["handle"] else ("#", names.channels)
    written = match["handle"] or match["channel"]
    for name in (written, written.rstrip(".-")):
        if found := ids.get(name.lower()):
            kind = "user" if mark == "@" else "channel"
            return {"type": kind, f"{kind}_id": found}, len(name) + 1
    if mark == "@" and written in ("here", "channel", "everyone"):
        return {"type": "broadcast", "range": written}, len(written) + 1
    return None, 0


def _as_text(part: Mapping[str, Any]) -> str:
    match part["type"]:
        case "link":
            return f"<{escape(part['url'])}>"
        case "user":
            return f"<@{part['user_id']}>"
        case "channel":
            return f"<#{part['channel_id']}>"
        case "broadcast":
            return f"<!{part['range']}>"
        case _:
            return escape(part["text"])
