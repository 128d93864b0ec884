"""Which channels and messages the app may see, post to and change."""

from bot.workspace.conversations import can_see
from bot.workspace.refusals import RefusedError
from bot.workspace.values import Channel, ChannelKind, Message
from bot.workspace.web_api.calls import require
from bot.workspace.workspace import Workspace

_SCOPE = {ChannelKind.PUBLIC: "channels", ChannelKind.PRIVATE: "groups", ChannelKind.IM: "im"}


def visible_channel(workspace: Workspace, channel: str) -> Channel:
    """A channel the app can know of, by id; else ``channel_not_found``."""
    found = workspace.state.conversations.channel(channel)
    if found is None or not can_see(found, workspace.app.bot_user):
        raise RefusedError("channel_not_found")
    return found


def readable_channel(workspace: Workspace, channel: str, right: str) -> Channel:
    """A visible channel for whose kind the app has a scope; ``right`` is read, history or write."""
    found = visible_channel(workspace, channel)
    require(workspace, f"{_SCOPE[found.kind]}:{right}")
    return found


def joined_channel(workspace: Workspace, channel: str, *, or_public: bool = False) -> Channel:
    """A channel the app is in and that is not archived; a public one it is not in with ``or_public``."""
    found = visible_channel(workspace, channel)
    if workspace.app.bot_user not in found.members and not or_public:
        raise RefusedError("not_in_channel")
    if found.is_archived:
        raise RefusedError("is_archived")
    if found.is_im and not workspace.app.manifest.features.app_home.messages_tab_enabled:
        raise RefusedError("messages_tab_disabled")
    return found


def addressed_channel(workspace: Workspace, reference: str) -> Channel:
    """Where a message goes: to a channel's id or name, or to a person, which is their direct message."""
    conversations = workspace.state.conversations
    if conversations.person(reference) and reference != workspace.app.bot_user:
        return joined_channel(workspace, workspace.talk.open_dm(reference).id)
    named = None if conversations.channel(reference) else conversations.channel_named(reference)
    or_public = workspace.app.has("chat:write.public")
    return joined_channel(workspace, named.id if named else reference, or_public=or_public)


def message_in(workspace: Workspace, channel: Channel, ts: str) -> Message:
    """A message everybody in the channel sees; else ``message_not_found``."""
    message = workspace.state.conversations.message(channel.id, ts)
    if message is None or message.is_ephemeral:
        raise RefusedError("message_not_found")
    return message


def thread_in(workspace: Workspace, channel: Channel, thread_ts: str | None) -> str | None:
    """The thread a reply goes to; it hangs on a first message, never on a reply."""
    if thread_ts is None:
        return None
    first = workspace.state.conversations.message(channel.id, thread_ts)
    if first is None or first.is_ephemeral:
        raise RefusedError("thread_not_found")
    if first.is_reply:
        raise RefusedError("cannot_reply_to_message")
    return thread_ts
