"""reactions.add and reactions.remove."""

import re

from bot.workspace.refusals import RefusedError
from bot.workspace.values import Message
from bot.workspace.web_api.access import joined_channel, message_in
from bot.workspace.web_api.calls import Answer, Arguments, Method
from bot.workspace.workspace import Workspace

_NAME = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")


class Add(Arguments):
    """reactions.add."""

    channel: str
    name: str
    timestamp: str


class Remove(Arguments):
    """reactions.remove; of files there are no reactions here."""

    name: str
    channel: str | None = None
    timestamp: str | None = None
    file: str | None = None
    file_comment: str | None = None


def add(workspace: Workspace, given: Add) -> Answer:
    if not _NAME.fullmatch(given.name):
        raise RefusedError("invalid_name")
    message = _message(workspace, given.channel, given.timestamp)
    if not workspace.state.conversations.react(message, given.name, workspace.app.bot_user):
        raise RefusedError("already_reacted")
    return {}


def remove(workspace: Workspace, given: Remove) -> Answer:
    if not given.channel or not given.timestamp:
        raise RefusedError("no_item_specified")
    message = _message(workspace, given.channel, given.timestamp)
    if not workspace.state.conversations.unreact(message, given.name, workspace.app.bot_user):
        raise RefusedError("no_reaction")
    return {}


def _message(workspace: Workspace, channel: str, ts: str) -> Message:
    return message_in(workspace, joined_channel(workspace, channel), ts)


METHODS = (
    Method("reactions.add", Add, add, ("reactions:write",)),
    Method("reactions.remove", Remove, remove, ("reactions:write",)),
)
