"""Slack's own markup: ``*bold*``, ``<url|label>``, ``<@U1>`` and the rest, as Slack shows it.

It reads the text once, left to right, so a long or hostile message costs no more than its length.
The newcomer's mistake: ``**bold**`` and ``[label](url)`` are not mrkdwn; they stay as written, here
as in Slack.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from markupsafe import Markup

from bot.workspace.rendering.dates import moment
from bot.workspace.rendering.emoji import EMOJI, emoji
from bot.workspace.rendering.links import is_safe, link
from bot.workspace.rendering.scene import Names
from bot.workspace.rendering.tags import joined, lines, tag

_FENCE = re.compile(r"```\n?(.+?)```\n?", re.DOTALL)
_QUOTE = re.compile(r"(?:&gt;|>)(?P<rest>(?:&gt;|>){2})? ?")
_TOKEN = re.compile(
    r"""<(?P<control>[^<>\n]+)>
      | `(?P<code>[^`\n]+)`
      | :(?P<emoji>[a-z0-9_+'-]+):
      | (?<!\w)(?P<url>https?://[^\s<>|`]+[^\s<>|`.,;:!?)*_~])
      | (?P<mark>[*_~])
      | (?P<newline>\n)
      | (?P<text>[^\n<`:*_~h]+|.)""",
    re.VERBOSE,
)
_TAGS = {"*": "strong", "_": "em", "~": "s"}
_DATE = re.compile(r"!date\^(-?\d{1,15})\^([^^|]*)(?:\^([^|]*))?(?:\|(.*))?")


def mrkdwn(text: str, names: Names, *, verbatim: bool = False) -> Markup:
    """The text as HTML; ``verbatim`` leaves bare addresses alone, as Slack's text object says."""
    return joined(_fenced(text, names, verbatim=verbatim))


def unescaped(text: str) -> str:
    """Slack's three entities as the signs they stand for."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def mention(control: str, names: Names) -> Markup | None:
    """What ``@U1``, ``#C1`` or ``!here`` between angle brackets stands for; None when it is none."""
    kind, (subject, _, label) = control[0], control[1:].partition("|")
    if kind == "@":
        return user(subject, names, label)
    if kind == "#":
        return channel(subject, names)
    if kind == "!" and not control.startswith("!date^"):
        return _special(subject, label)
    return None


def user(user_id: str, names: Names, label: str = "") -> Markup:
    name = names.people.get(user_id) or label or user_id
    return tag("span", f"@{name}", class_="mention you" if user_id == names.viewer else "mention")


def channel(channel_id: str, names: Names) -> Markup:
    """A link to the channel, or what Slack shows to people who are not in it."""
    name = names.channels.get(channel_id)
    if name is None:
        return tag("span", "private channel", class_="mention")
    return tag("a", f"#{name}", href=f"/c/{channel_id}", class_="mention")


def broadcast(reach: str) -> Markup:
    return tag("span", f"@{reach}", class_="mention broadcast")


def _special(subject: str, label: str) -> Markup:
    if subject in {"here", "channel", "everyone"}:
        return broadcast(subject)
    return tag("span", label or subject.partition("^")[2] or subject, class_="mention")


def _fenced(text: str, names: Names, *, verbatim: bool) -> Iterator[Markup]:
    for index, part in enumerate(_FENCE.split(text)):
        if index % 2:
            yield tag("pre", tag("code", _raw(part)))
        elif part:
            yield from _quoted(part, names, verbatim=verbatim)


def _quoted(text: str, names: Names, *, verbatim: bool) -> Iterator[Markup]:
    for quotes, run in groupby(_lines(text), key=itemgetter(0)):
        shown = _inline("\n".join(line for _, line in run), names, verbatim=verbatim)
        yield tag("blockquote", shown) if quotes else shown


def _lines(text: str) -> Iterator[tuple[bool, str]]:
    """Each line, and whether it is quoted: by a ``>`` of its own, or by a ``>>>`` before it."""
    to_the_end = False
    for line in text.split("\n"):
        sign = None if to_the_end else _QUOTE.match(line)
        to_the_end = to_the_end or bool(sign and sign["rest"])
        yield to_the_end or bool(sign), line[sign.end() :] if sign else line


@dataclass(slots=True)
class _Piece:
    """A rendered stretch of text, or a mark that may turn out to open or close a style."""

    shown: Markup
    mark: str = ""
    opens: bool = False
    closes: bool = False


def _inline(text: str, names: Names, *, verbatim: bool) -> Markup:
    pieces = [_piece(token, text, names, verbatim=verbatim) for token in _TOKEN.finditer(text)]
    waiting: list[int] = []
    for index, piece in enumerate(pieces):
        if piece.mark == "\n":
            waiting = []  # A style ends with its line.
        elif piece.closes and (opening := _last(waiting, pieces, piece.mark)) is not None:
            name = _TAGS[piece.mark]
            pieces[waiting[opening]].shown = Markup("<") + name + Markup(">")
            piece.shown = Markup("</") + name + Markup(">")
            del waiting[opening:]
        elif piece.opens:
            waiting.append(index)
    return joined(piece.shown for piece in pieces)


def _last(waiting: Sequence[int], pieces: Sequence[_Piece], mark: str) -> int | None:
    return next((at for at in reversed(range(len(waiting))) if pieces[waiting[at]].mark == mark), None)


def _piece(token: re.Match[str], text: str, names: Names, *, verbatim: bool) -> _Piece:
    kind = str(token.lastgroup)
    if kind == "mark":
        return _mark(token[0], text[token.start() - 1 : token.start()], text[token.end() : token.end() + 1])
    if kind == "newline":
        return _Piece(tag("br"), "\n")
    if kind == "url" and verbatim:
        return _Piece(tag("span", unescaped(token[0])))
    return _Piece(_SHOWN[kind](token[kind], names))


def _mark(mark: str, before: str, after: str) -> _Piece:
    """A mark opens before and closes after something, at the edge of a word; a doubled one is text."""
    alone = mark not in {before, after}
    return _Piece(
        joined([mark]),
        mark,
        opens=alone and not before.isalnum() and bool(after.strip()),
        closes=alone and not after.isalnum() and bool(before.strip()),
    )


def _raw(text: str) -> Markup:
    """Code: nothing in it is markup, but a link that Slack put there is shown as its words."""
    without = re.sub(r"<(?:[^<>|\n]*\|)?([^<>|\n]*)>", r"\1", text)
    return joined([unescaped(without)])


def _control(control: str, names: Names) -> Markup:
    if found := mention(control, names):
        return found
    if date := _DATE.fullmatch(control):
        timestamp, layout, url, fallback = date.groups()
        return moment(
            int(timestamp), unescaped(layout), url and unescaped(url), unescaped(fallback or ""), names
        )
    url, _, label = map(unescaped, control.partition("|"))
    if not is_safe(url):
        return joined([f"<{unescaped(control)}>"])
    return link(url, label or url.removeprefix("mailto:"), names)


def _emoji(name: str, _: Names) -> Markup:
    return emoji(name) if name in EMOJI else joined([f":{name}:"])


_SHOWN: dict[str, Callable[[str, Names], Markup]] = {
    "control": _control,
    "code": lambda code, _: tag("code", _raw(code)),
    "emoji": _emoji,
    "url": lambda url, names: link(unescaped(url), unescaped(url), names),
    "text": lambda text, _: lines(unescaped(text)),
}
