"""Text from outside, made harmless and short; and Slack's text, made words again. Pure.

Slack has two languages. mrkdwn knows three entities and no backslash; Markdown, which streamed
messages are in, knows both, and reads Slack's ``<…>`` as well
(https://docs.slack.dev/reference/block-kit/blocks/markdown-block). In either a bare address becomes
a link by itself, which only code keeps it from.
"""

import re
from bisect import bisect_right
from collections.abc import Callable

ELLIPSIS = "…"

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_MARKDOWN = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;"} | {sign: f"\\{sign}" for sign in "\\`*_~[]#"}
)
_STARTS_A_LIST = re.compile(r"^(\d{1,9})([.)])|^([-+=])")
_ADDRESS = re.compile(
    r"""(?: (?:[a-z][a-z0-9+.-]*:)?//[^\s<>&`\\]+           # https://… and //…
          | (?:mailto|tel):[^\s<>&`\\]+
          | [\w.+-]+@[\w-]+(?:\.[\w-]+)+                    # somebody@council.example
          | \bwww\.[^\s<>&`\\]+
          | \b(?:[\w-]+\.)+(?:com|net|org|info|io|eu|uk|gov|edu)\b[^\s<>&`\\]*
        )+""",
    re.IGNORECASE | re.VERBOSE,
)
_CONTROL = re.compile(r"<([^<>]*)>")


def escape(text: str) -> str:
    """Text as mrkdwn that shows it: no mention, broadcast or link can come out of it."""
    return text.translate(_ENTITIES)


def markdown(text: str) -> str:
    """Text as one line of Markdown that shows it; addresses in it become code, which is no link."""
    line = on_one_line(text)
    pieces, end = [], 0
    for address in _ADDRESS.finditer(line):
        pieces += [line[end : address.start()].translate(_MARKDOWN), f"`{address.group()}`"]
        end = address.end()
    pieces.append(line[end:].translate(_MARKDOWN))
    return _STARTS_A_LIST.sub(r"\1\\\2\3", "".join(pieces))


def on_one_line(text: str) -> str:
    """The words without the line breaks of the file they stood in."""
    return " ".join(text.split())


def shortened(text: str, limit: int, written: Callable[[str], str] = str) -> str:
    """The text, or as much of its beginning as is at most ``limit`` characters when ``written``.

    ``written`` never makes a text shorter. What is left out is left out at the end, after a word where
    there is one, and marked with "…".
    """
    if len(text) <= limit and len(written(text)) <= limit:
        return text
    ends = range(min(len(text), limit))
    fits = bisect_right(ends, limit, key=lambda end: len(written(text[:end] + ELLIPSIS))) - 1
    beginning = text[: max(fits, 0)]
    return (beginning.rpartition(" ")[0] or beginning).rstrip() + ELLIPSIS


def mention(user: str) -> str:
    """A person, in mrkdwn; ``user`` is an id that Slack sent."""
    return f"<@{user}>"


def words_of(text: str) -> str:
    """What a person typed, from a message's mrkdwn: links by their words, and nobody's name."""
    plain = _CONTROL.sub(lambda control: _spoken(control[1]), text)
    return on_one_line(plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


def _spoken(control: str) -> str:
    """The words of what stands between angle brackets: a label or an address, never an id."""
    subject, _, label = control.partition("|")
    if subject[:1] == "@":
        return " "
    return label or (" " if subject[:1] in {"#", "!"} else subject)
