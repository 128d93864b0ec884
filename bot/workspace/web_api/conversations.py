"""conversations.*: channels, who is in them, and what was said there."""

from pydantic import Field

from bot.workspace.conversations import can_see
from bot.workspace.refusals import RefusedError, invalid
from bot.workspace.values import Channel, ChannelKind, Message
from bot.workspace.web_api.access import readable_channel
from bot.workspace.web_api.calls import Answer, Arguments, Commas, Method, require
from bot.workspace.web_api.pages import Paged, page_of, with_cursor
from bot.workspace.wire import channel_json, message_json
from bot.workspace.workspace import Workspace

_READ_SCOPE = {
    ChannelKind.PUBLIC: "channels:read",
    ChannelKind.PRIVATE: "groups:read",
    ChannelKind.IM: "im:read",
}


class Open(Arguments):
    """conversations.open."""

    channel: str | None = None
    users: Commas | None = None
    return_im: bool = False
    prevent_creation: bool = False


class Info(Arguments):
    """conversations.info."""

    channel: str
    include_locale: bool = False
    include_num_members: bool = False


class List(Paged):
    """conversations.list."""

    types: Commas = Field(default=["public_channel"])
    exclude_archived: bool = False


class Members(Paged):
    """conversations.members."""

    channel: str


class History(Paged):
    """conversations.history."""

    channel: str
    latest: str | None = None
    oldest: str = "0"
    inclusive: bool = False
    include_all_metadata: bool = False


class Replies(History):
    """conversations.replies."""

    ts: str


def open_conversation(workspace: Workspace, given: Open) -> Answer:
    users = given.users or []
    if given.channel:
        channel = readable_channel(workspace, given.channel, "write")
    elif len(users) == 1 and workspace.state.conversations.person(users[0]):
        require(workspace, "im:write")
        channel = workspace.talk.open_dm(users[0])
    elif not users:
        raise invalid("missing required field: channel or users")
    else:
        raise RefusedError("user_not_found" if len(users) == 1 else "method_not_supported_for_channel_type")
    body = channel_json(channel, workspace.app) if given.return_im else {"id": channel.id}
    return {"no_op": True, "already_open": True, "channel": body}


def info(workspace: Workspace, given: Info) -> Answer:
    channel = readable_channel(workspace, given.channel, "read")
    body = channel_json(channel, workspace.app)
    if not given.include_num_members:
        body.pop("num_members", None)
    return {"channel": body}


def list_conversations(workspace: Workspace, given: List) -> Answer:
    kinds = {_kind(name) for name in given.types}
    for kind in sorted(kinds):
        require(workspace, _READ_SCOPE[kind])
    found = [
        channel_json(channel, workspace.app)
        for channel in workspace.state.conversations.channels()
        if channel.kind in kinds
        and can_see(channel, workspace.app.bot_user)
        and not (given.exclude_archived and channel.is_archived)
    ]
    shown, cursor = page_of(found, given)
    return with_cursor({"channels": list(shown)}, cursor)


def _kind(name: str) -> ChannelKind:
    if name not in set(ChannelKind):
        raise RefusedError("invalid_types")
    return ChannelKind(name)


def members(workspace: Workspace, given: Members) -> Answer:
    channel = readable_channel(workspace, given.channel, "read")
    shown, cursor = page_of(channel.members, given)
    return with_cursor({"members": list(shown)}, cursor)


def history(workspace: Workspace, given: History) -> Answer:
    channel = _own_channel(workspace, given.channel)
    said = [
        message
        for message in reversed(workspace.state.conversations.messages(channel.id))
        if (not message.is_reply or message.broadcast) and _within(message, given)
    ]
    return _messages(workspace, given, said)


def replies(workspace: Workspace, given: Replies) -> Answer:
    channel = _own_channel(workspace, given.channel)
    first = workspace.state.conversations.message(channel.id, given.ts)
    if first is None or first.is_ephemeral:
        raise RefusedError("thread_not_found")
    answers = () if first.is_reply else workspace.state.conversations.replies(channel.id, first.ts)
    said = [first, *(message for message in answers if _within(message, given))]
    return _messages(workspace, given, said)


def _own_channel(workspace: Workspace, channel: str) -> Channel:
    found = readable_channel(workspace, channel, "history")
    if workspace.app.bot_user not in found.members:
        raise RefusedError("not_in_channel")
    return found


def _within(message: Message, given: History) -> bool:
    at = float(message.ts)
    oldest, latest = float(given.oldest), float(given.latest or "inf")
    return oldest <= at <= latest if given.inclusive else oldest < at < latest


def _messages(workspace: Workspace, given: History, said: list[Message]) -> Answer:
    shown, cursor = page_of(said, given, most=999)
    bodies = [
        message_json(
            message,
            workspace.state,
            workspace.app,
            base_url=workspace.base_url,
            with_metadata=given.include_all_metadata,
        )
        for message in shown
    ]
    return with_cursor({"messages": bodies, "has_more": bool(cursor), "pin_count": 0}, cursor)


METHODS = (
    Method("conversations.open", Open, open_conversation),
    Method("conversations.info", Info, info),
    Method("conversations.list", List, list_conversations),
    Method("conversations.members", Members, members),
    Method("conversations.history", History, history),
    Method("conversations.replies", Replies, replies),
)
