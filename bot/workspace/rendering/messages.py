"""A message as one person sees it: who, when, what, and what they may do with it.

``Line`` holds what the template ``message.html`` prints; everything in it is text for the template
to escape, except the fields that are Markup. The page around it decides which messages there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from markupsafe import Markup

from bot.workspace.rendering.attachments import attachment
from bot.workspace.rendering.blocks import blocks
from bot.workspace.rendering.dates import clock, local, long_day
from bot.workspace.rendering.emoji import EMOJI, emoji
from bot.workspace.rendering.mrkdwn import mrkdwn
from bot.workspace.rendering.scene import Names, Scene
from bot.workspace.rendering.tags import joined, lines, tag
from bot.workspace.values import File, Message, Person, StreamState

_HUES = 8


@dataclass(frozen=True, slots=True)
class Author:
    """Whose words they are, and how they are drawn."""

    name: str
    sign: str
    """Initials, or an emoji the app asked for."""
    hue: int
    """0 to 7: the colour of the sign."""
    is_app: bool = False
    team: str = ""
    """The name of their workspace when it is not the reader's own."""


@dataclass(frozen=True, slots=True)
class Reacted:
    """A reaction under a message, ready to be pressed."""

    name: str
    sign: Markup
    count: int
    by_viewer: bool
    who: str


@dataclass(frozen=True, slots=True)
class Thread:
    """What stands under a message that has replies, or on which the app is working."""

    replies: int
    last: datetime | None = None
    status: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a timeline or a thread."""

    id: str
    message: Message
    author: Author
    body: Markup
    at: datetime
    files: Sequence[File] = ()
    reactions: Sequence[Reacted] = ()
    thread: Thread = field(default_factory=partial(Thread, 0))
    is_own: bool = False

    @property
    def clock(self) -> str:
        return clock(self.at)

    @property
    def full_time(self) -> str:
        return f"{long_day(self.at.date())} at {self.clock}"

    @property
    def is_streaming(self) -> bool:
        return self.message.stream is not None and self.message.stream.state is StreamState.IN_PROGRESS


def author(message: Message, person: Person | None, team: str, *, is_app: bool) -> Author:
    name = message.username or (person.real_name or person.name if person else message.user)
    icon = (message.icon or "").strip(":")
    initials = "".join(word[0] for word in name.split() if word[0].isalpha())
    sign = EMOJI.get(icon) or initials[:2].upper() or "?"
    return Author(name, sign, hue(message.user + (message.username or "")), is_app, team)


def hue(text: str) -> int:
    """The same colour for the same person, on every day and every machine."""
    return sum(text.encode()) % _HUES


def body(message: Message, scene: Scene) -> Markup:
    """The message's blocks, or its text when it has none; then what is attached to it."""
    said = blocks(message.blocks, scene) if message.blocks else _text(message, scene.names)
    attached = [attachment(one, scene) for one in (*message.attachments, *message.unfurls)]
    return joined([said, *attached])


def _text(message: Message, names: Names) -> Markup:
    said = mrkdwn(message.text, names) if message.mrkdwn else lines(message.text)
    return tag("div", said, class_="text")


def reactions(message: Message, names: Names) -> tuple[Reacted, ...]:
    return tuple(
        Reacted(
            one.name,
            emoji(one.name),
            len(one.users),
            names.viewer in one.users,
            ", ".join(names.people.get(user, user) for user in one.users),
        )
        for one in message.reactions
    )


def message_id(prefix: str, ts: str) -> str:
    """The HTML id of a message: the same one for as long as the message stands there."""
    return f"{prefix}-{ts.replace('.', '-')}"


def local_time(ts: str, names: Names) -> datetime:
    return local(float(ts), names.zone)
