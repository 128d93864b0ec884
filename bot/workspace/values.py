"""The things of a workspace as frozen values; a change replaces the value, never edits it.

Blocks, views, attachments and metadata stay the dictionaries of Slack's own JSON: what the app
sent, with the ids Slack would add. Nobody may edit such a dictionary in place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

Json = Mapping[str, Any]
"""A JSON object of Slack's."""

Entered = Mapping[tuple[str, str], str | Sequence[str]]
"""What a person has put into the fields of a form: (block_id, action_id) to plain text.

Text, number, date, e-mail: what was typed. Date and time: seconds since 1970. Selects and radio
buttons: the option's value, or the id of the person or channel. Multi-selects, checkboxes and
file inputs: a sequence of these. A field that is not there keeps its initial value; an empty
string or sequence is a field that was emptied.
"""


class ChannelKind(StrEnum):
    """Who may find a channel."""

    PUBLIC = "public_channel"
    PRIVATE = "private_channel"
    IM = "im"


class ViewType(StrEnum):
    """Where a view is shown."""

    MODAL = "modal"
    HOME = "home"


class StreamState(StrEnum):
    """How far a streamed message is; only one that is in progress takes more text."""

    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    STOPPED = "stopped"
    """A person pressed stop."""
    EXPIRED = "errored"


class HomeTab(StrEnum):
    """The tabs of an app's own page."""

    HOME = "home"
    MESSAGES = "messages"


@dataclass(frozen=True, slots=True)
class Team:
    """A Slack workspace: here, one council or network that has its own."""

    id: str
    name: str
    domain: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account; the app's bot user is one too."""

    id: str
    team_id: str
    name: str
    """The handle, as in @asha: no spaces."""
    real_name: str
    email: str = ""
    title: str = ""
    tz: str = "Europe/London"
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel or a direct message."""

    id: str
    name: str
    """Empty for a direct message."""
    kind: ChannelKind
    team_id: str
    members: tuple[str, ...]
    created: int
    """Seconds since 1970."""
    creator: str = ""
    topic: str = ""
    purpose: str = ""
    is_archived: bool = False
    shared_team_ids: tuple[str, ...] = ()
    """The teams it is shared between by Slack Connect, its own included; empty when it is not."""

    @property
    def is_im(self) -> bool:
        return self.kind is ChannelKind.IM

    @property
    def is_ext_shared(self) -> bool:
        return len(self.shared_team_ids) > 1


@dataclass(frozen=True, slots=True)
class Reaction:
    """An emoji under a message, and who put it there."""

    name: str
    users: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stream:
    """The streaming side of a message."""

    state: StreamState
    started: datetime
    recipient: str | None = None
    display: str = "timeline"
    """``timeline``: tasks stand where they came; ``plan``: all of them in one plan block."""

    def is_open(self, now: datetime, seconds: float) -> bool:
        """Whether it takes more: it is in progress, and began no more than ``seconds`` ago."""
        in_time = (now - self.started).total_seconds() <= seconds
        return in_time and self.state is StreamState.IN_PROGRESS


@dataclass(frozen=True, slots=True)
class Message:
    """A message as everybody in its channel sees it, or as ``visible_to`` alone does."""

    channel: str
    ts: str
    """Its identity within the channel, and its time: seconds since 1970 with six decimals."""
    user: str
    text: str
    """mrkdwn; what a notification and a screen reader say when there are blocks."""
    blocks: tuple[Json, ...] = ()
    attachments: tuple[Json, ...] = ()
    thread_ts: str | None = None
    """The ts of the thread's first message; None outside threads. A first message has its own ts."""
    broadcast: bool = False
    """A reply that is also shown in the channel."""
    bot_id: str | None = None
    username: str | None = None
    icon: str | None = None
    """An emoji such as ``:bell:`` or an address, when the app asked for one."""
    client_msg_id: str | None = None
    subtype: str | None = None
    edited: str | None = None
    """The ts of the last edit."""
    files: tuple[str, ...] = ()
    """Ids of files."""
    reactions: tuple[Reaction, ...] = ()
    metadata: Json | None = None
    mrkdwn: bool = True
    unfurls: tuple[Json, ...] = ()
    stream: Stream | None = None
    visible_to: str | None = None
    """The one person who sees an ephemeral message; None for an ordinary one."""

    @property
    def is_ephemeral(self) -> bool:
        return self.visible_to is not None

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass(frozen=True, slots=True)
class Place:
    """Where an element stands: in a message (channel and ts) or in a view (its id)."""

    channel: str | None = None
    ts: str | None = None
    view_id: str | None = None


@dataclass(frozen=True, slots=True)
class View:
    """A modal in somebody's stack, or somebody's App Home."""

    id: str
    type: ViewType
    user: str
    content: Json
    """What the app sent, with every block_id and action_id filled in: title, blocks, submit …"""
    hash: str
    root_view_id: str
    previous_view_id: str | None = None
    values: Json = field(default_factory=dict)
    """``state.values`` of Slack as the form was last sent: {block_id: {action_id: {…}}}."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """block_id to what is wrong with that input, as the app answered the last submission."""

    @property
    def blocks(self) -> Sequence[Json]:
        blocks: Sequence[Json] = self.content.get("blocks") or ()
        return blocks

    @property
    def external_id(self) -> str:
        return str(self.content.get("external_id") or "")

    @property
    def private_metadata(self) -> str:
        return str(self.content.get("private_metadata") or "")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question the app suggests: the words on it, and what is sent."""

    title: str
    message: str


@dataclass(frozen=True, slots=True)
class Prompts:
    """What the app suggests to ask, above the composer of its direct message."""

    title: str
    prompts: tuple[Prompt, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """A line such as "is looking …" under a thread; gone when the app posts there, or at ``until``."""

    channel: str
    thread_ts: str
    text: str
    loading_messages: tuple[str, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """An agent's work in a thread; while it is "processing" the person has a stop button."""

    channel: str
    thread_ts: str
    status: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """An uploaded file, content and all."""

    id: str
    name: str
    title: str
    user: str
    content: bytes
    mimetype: str
    created: int
    channels: tuple[str, ...] = ()
    alt_text: str = ""

    @property
    def filetype(self) -> str:
        return self.name.rpartition(".")[2].lower() if "." in self.name else "text"


@dataclass(frozen=True, slots=True)
class ScheduledMessage:
    """A message that waits for its time."""

    id: str
    post_at: int
    """Seconds since 1970."""
    message: Message
    """As it will be posted; its ts is set then."""
    created: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a person sees of the app's answer to something they did."""

    error: str | None = None
    """None when the app answered in time; else Slack's word for it, such as operation_timeout."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """block_id to message, when a submitted view was sent back."""
    options: tuple[Json, ...] = ()
    """What an external select offers; in groups, ``option_groups`` holds them instead."""
    option_groups: tuple[Json, ...] = ()

    @property
    def ok(self) -> bool:
        return self.error is None and not self.errors
