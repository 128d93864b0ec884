"""Modals of ours: those that say one thing before, or instead of, content; those that say one thing more."""

from collections.abc import Mapping
from typing import Any

from bot import wording
from bot.blocks import limits
from bot.blocks.elements import Block, plain, section
from bot.blocks.texts import shortened

_BLOCK = "notice"
_SENT_BACK = ("type", "callback_id", "private_metadata", "title", "submit", "close", "notify_on_close")


def notice(said: str, title: str = wording.HOME_TITLE) -> Block:
    """A modal with nothing in it but a sentence of ours."""
    return modal(title, section(plain(shortened(said, limits.SECTION))))


def modal(title: str, *blocks: Block, about: str = "") -> Block:
    """A modal that is read and pressed in; ``about`` is what its buttons are about: ids."""
    return {
        "type": "modal",
        "title": plain(title),
        "close": plain(wording.CLOSE),
        "private_metadata": about,
        "blocks": list(blocks),
    }


def notice_block(said: str) -> Block:
    """What stands at the top of a modal; there is one at most."""
    return section(plain(shortened(said, limits.SECTION)), block_id=_BLOCK)


def noticing(said: str) -> list[Block]:
    """What is said above all else; nothing when nothing is."""
    return [notice_block(said)] if said else []


def noticed(view: Mapping[str, Any], said: str) -> Block:
    """A modal as Slack sent it, with a sentence at the top; what was typed into it stays."""
    kept = {key: view[key] for key in _SENT_BACK if view.get(key)}
    blocks = [block for block in view["blocks"] if block["block_id"] != _BLOCK]
    return {**kept, "blocks": [notice_block(said), *blocks]}
