"""A modal with nothing in it but a sentence of ours: what stands there before, and instead of, content."""

from bot import wording
from bot.blocks.elements import Block, plain, section


def notice(said: str, title: str = wording.HOME_TITLE) -> Block:
    return modal(title, section(plain(said)))


def modal(title: str, *blocks: Block, about: str = "") -> Block:
    """A modal that is read and pressed in; ``about`` is what its buttons are about: ids."""
    return {
        "type": "modal",
        "title": plain(title),
        "close": plain(wording.CLOSE),
        "private_metadata": about,
        "blocks": list(blocks),
    }
