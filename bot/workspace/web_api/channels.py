"""conversations.create and conversations.invite: channels that the app makes, and who it brings in."""

import re

from bot.workspace.refusals import RefusedError
from bot.workspace.values import Channel, ChannelKind
from bot.workspace.web_api.access import joined_channel
from bot.workspace.web_api.calls import Answer, Arguments, Commas, Method, require
from bot.workspace.wire import channel_json
from bot.workspace.workspace import Workspace

_LONGEST_NAME = 80
_WRITE_SCOPE = {ChannelKind.PUBLIC: "channels:manage", ChannelKind.PRIVATE: "groups:write"}


class Create(Arguments):
    """conversations.create."""

    name: str
    is_private: bool = False
    team_id: str | None = None


class Invite(Arguments):
    """conversations.invite."""

    channel: str
    users: Commas
    force: bool = False


def create(workspace: Workspace, given: Create) -> Answer:
    kind = ChannelKind.PRIVATE if given.is_private else ChannelKind.PUBLIC
    require(workspace, _WRITE_SCOPE[kind])
    _check_name(workspace, given.name)
    app = workspace.app
    made = Channel(
        workspace.ids.new("C"),
        given.name,
        kind,
        app.team_id,
        (app.bot_user,),
        int(workspace.now().timestamp()),
        creator=app.bot_user,
    )
    workspace.state.conversations.open(made)
    return {"channel": channel_json(made, app)}


def _check_name(workspace: Workspace, name: str) -> None:
    if not name:
        raise RefusedError("invalid_name_required")
    if len(name) > _LONGEST_NAME:
        raise RefusedError("invalid_name_maxlength")
    if not re.search(r"[^\W_]", name):
        raise RefusedError("invalid_name_punctuation")
    if re.search(r"[^\w-]", name) or name != name.lower():
        raise RefusedError("invalid_name_specials")
    if workspace.state.conversations.channel_named(name):
        raise RefusedError("name_taken")


def invite(workspace: Workspace, given: Invite) -> Answer:
    channel = joined_channel(workspace, given.channel)
    if channel.is_im:
        raise RefusedError("method_not_supported_for_channel_type")
    require(workspace, _WRITE_SCOPE[channel.kind])
    if not given.users:
        raise RefusedError("no_user")
    errors = [error for user in given.users if (error := _why_not(workspace, channel, user))]
    if errors and not given.force:
        raise RefusedError(errors[0])
    conversations = workspace.state.conversations
    for user in given.users:
        person = conversations.person(user)
        if person and not _why_not(workspace, channel, user):
            conversations.join(channel.id, person, inviter=workspace.app.bot_user)
    return {"channel": channel_json(conversations.channel(channel.id) or channel, workspace.app)}


def _why_not(workspace: Workspace, channel: Channel, user: str) -> str | None:
    if user == workspace.app.bot_user:
        return "cant_invite_self"
    if workspace.state.conversations.person(user) is None:
        return "user_not_found"
    return "already_in_channel" if user in channel.members else None


METHODS = (
    Method("conversations.create", Create, create),
    Method("conversations.invite", Invite, invite),
)
