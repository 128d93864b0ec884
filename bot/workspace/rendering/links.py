"""Addresses that may be followed, and pictures that may be shown.

A link goes to the web or to a mailbox and nowhere else. A picture from outside is never loaded:
it is shown as its description and a link, because looking at it would tell its server who looked.
"""

import re

from markupsafe import Markup

from bot.workspace.rendering.scene import Names
from bot.workspace.rendering.tags import Child, tag

_OWN_FILE = re.compile(r"/(?:files-pri|files|ui/files)/(\w+)(?:/[^/]*)?\Z")
_SAFE = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f]+", re.IGNORECASE)


def is_safe(url: str) -> bool:
    """Strict on purpose: what a browser makes of a control character in front is its own affair."""
    return _SAFE.fullmatch(url) is not None


def link(url: str, label: Child, names: Names) -> Markup:
    """A link, or the words alone where the address is not one to follow."""
    if not is_safe(url):
        return tag("span", label, class_="dead-link", title="This address cannot be followed")
    if names.origin and url.startswith(f"{names.origin}/"):
        return tag("a", label, href=url)
    return tag("a", label, href=url, target="_blank", rel="noopener noreferrer nofollow")


def picture(url: str, alt: str, names: Names) -> Markup:
    """The picture, when it is a file of this workspace; a link to it when it is not."""
    own = _OWN_FILE.match(url.removeprefix(names.origin)) if names.origin else None
    if own:
        return tag("img", src=f"/ui/files/{own[1]}", alt=alt, class_="picture")
    return tag("span", link(url, f"Image: {alt}" if alt else "Image", names), class_="outside")
