"""The few pieces of Block Kit that everything here is made of.

``words`` and ``plain`` show any text as it is. ``mrkdwn`` is for text of our own, and for what went
through ``escape``.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from bot.blocks import limits
from bot.blocks.texts import shortened

Block = dict[str, Any]

_LONGEST_ADDRESS = 800  # ten of them still leave room: all blocks together take some 13,000 characters


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def section(text: Block, **more: Any) -> Block:
    return {"type": "section", "text": text, **more}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(shortened(text, limits.HEADER))}


def context(*elements: Block) -> Block:
    return {"type": "context", "elements": list(elements)}


def remark(text: str) -> Block:
    """Small print, as long as it may be."""
    return context(plain(shortened(text, limits.SECTION)))


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def button(label: str, action_id: str, value: str, **more: Any) -> Block:
    text = plain(shortened(label, limits.BUTTON))
    return {"type": "button", "text": text, "action_id": action_id, "value": value, **more}


def confirm(title: str, means: str, *, no: str, yes: str = "", danger: bool = False) -> Block:
    """What is asked before something that cannot be taken back; without a ``yes``, that says the title."""
    asked = {
        "title": plain(shortened(title, limits.CONFIRM_TITLE)),
        "text": plain(shortened(means, limits.CONFIRM_TEXT)),
        "confirm": plain(shortened(yes or title, limits.CONFIRM_BUTTON)),
        "deny": plain(shortened(no, limits.CONFIRM_BUTTON)),
    }
    return asked | ({"style": "danger"} if danger else {})


def option(label: str, value: str) -> Block:
    return {"text": plain(shortened(label, limits.OPTION)), "value": value}


# Rich text: literal, whatever it says


def rich_text(*parts: Block) -> Block:
    return {"type": "rich_text", "elements": list(parts)}


def line(*inline: Block) -> Block:
    return {"type": "rich_text_section", "elements": list(inline)}


def quotation(*inline: Block) -> Block:
    return {"type": "rich_text_quote", "elements": list(inline)}


def bullets(lines: Sequence[Block]) -> Block:
    return {"type": "rich_text_list", "style": "bullet", "elements": list(lines)}


def words(text: str, *, bold: bool = False, italic: bool = False) -> Block:
    styles = {name: True for name, wanted in (("bold", bold), ("italic", italic)) if wanted}
    said = text or " "  # Slack refuses an empty one.
    return {"type": "text", "text": said} | ({"style": styles} if styles else {})


def person(user: str) -> Block:
    """A mention; ``user`` is an id that Slack sent."""
    return {"type": "user", "user_id": user}


def link(address: str, label: str) -> Block:
    return {"type": "link", "url": address, "text": label}


def web_address(source: str | None) -> str | None:
    """A case study's address if a browser may be sent there; None for none and for any other."""
    if not source or len(source) > _LONGEST_ADDRESS or not source.isprintable() or " " in source:
        return None
    try:
        parts = urlsplit(source)
    except ValueError:  # such as an unclosed bracket in the host
        return None
    return source if parts.scheme in {"http", "https"} and parts.hostname else None
