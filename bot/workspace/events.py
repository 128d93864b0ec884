"""What the app hears of, and how Slack would say it. Pure.

``heard`` gives the events of a change, each with the subscription and the scopes it needs; an
event the manifest has not asked for is not there. One post may be two events: a mention in a
channel is an ``app_mention`` and a ``message``.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from bot.workspace.changes import (
    Change,
    ContextChanged,
    FileShared,
    HomeOpened,
    MemberJoined,
    MemberLeft,
    MessageChanged,
    MessageDeleted,
    MessagePosted,
    ReactionChanged,
    SessionStopped,
    StepRun,
)
from bot.workspace.executions import Execution
from bot.workspace.installation import Installation
from bot.workspace.state import State
from bot.workspace.values import Channel, ChannelKind, HomeTab, Message, StreamState
from bot.workspace.wire import message_json, view_json

Event = dict[str, Any]

_MESSAGES = {
    ChannelKind.PUBLIC: ("message.channels", "channels:history", "channel"),
    ChannelKind.PRIVATE: ("message.groups", "groups:history", "group"),
    ChannelKind.IM: ("message.im", "im:history", "im"),
}
"""By kind of channel: the subscription, the scope, and the ``channel_type`` of the event."""

_LINK = re.compile(r"<(https?://[^|>]+)")


def heard(change: Change, state: State, app: Installation, base_url: str) -> tuple[Event, ...]:
    """The events the app is sent because of ``change``."""
    channel = state.conversations.channel(change.channel) if change.channel else None
    if change.channel and (channel is None or app.bot_user not in channel.members):
        return ()
    return tuple(
        event
        for subscription, scopes, event in _possible(change, channel, state, app, base_url)
        if subscription in app.manifest.events and (not scopes or app.has(*scopes))
    )


_One = tuple[str, tuple[str, ...], Event]
_Possible = Iterator[_One]


def _possible(
    change: Change, channel: Channel | None, state: State, app: Installation, base_url: str
) -> _Possible:
    if channel:
        yield from _in_channel(change, channel, state, app, base_url)
    match change:
        case ReactionChanged():
            yield _reaction(change)
        case HomeOpened():
            yield "app_home_opened", (), _home_opened(change, state, app)
        case SessionStopped():
            yield "agent_session_stopped", ("assistant:write", "chat:write"), _stopped(change, state)
        case ContextChanged() if app.manifest.is_agent:
            yield "app_context_changed", (), _context_changed(change)
        case StepRun(execution=execution):
            yield "function_executed", (), _step_run(execution, app)


def _in_channel(
    change: Change, channel: Channel, state: State, app: Installation, base_url: str
) -> _Possible:
    def body(message: Message) -> Event:
        return message_json(message, state, app, base_url=base_url)

    match change:
        case MessagePosted(message=message) if not message.is_ephemeral:
            yield from _posted(message, channel, app, body(message))
        case MessageChanged(silent=False, message=message) if not message.is_ephemeral:
            yield _changed(change, channel, body)
        case MessageDeleted(message=message) if not message.is_ephemeral:
            yield _deleted(message, channel, body(message))
        case MemberJoined() | MemberLeft():
            yield _membership(change, channel)
        case FileShared(file=file):
            yield "file_shared", ("files:read",), _file_shared(file.id, file.user, channel.id)


def _posted(message: Message, channel: Channel, app: Installation, body: Event) -> _Possible:
    subscription, scope, channel_type = _MESSAGES[channel.kind]
    place = {"channel": channel.id, "event_ts": message.ts}
    if not message.bot_id and not channel.is_im and f"<@{app.bot_user}>" in message.text:
        yield "app_mention", ("app_mentions:read",), {**body, "type": "app_mention", **place}
    yield subscription, (scope,), {**body, **place, "channel_type": channel_type}
    links = _LINK.findall(message.text)
    shared = [{"url": url, "domain": domain} for url in links if (domain := _unfurled(url, app))]
    if shared and not message.bot_id:
        yield "link_shared", ("links:read",), _link_shared(message, shared)


def _unfurled(url: str, app: Installation) -> str | None:
    host = url.split("/")[2].partition(":")[0]
    domains = app.manifest.features.unfurl_domains
    return next((one for one in domains if host == one or host.endswith(f".{one}")), None)


def _link_shared(message: Message, links: list[dict[str, str]]) -> Event:
    return {
        "type": "link_shared",
        "user": message.user,
        "channel": message.channel,
        "message_ts": message.ts,
        **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
        "links": links,
        "source": "conversations_history",
        "unfurl_id": f"{message.channel}-{message.ts}",
        "is_bot_user_member": True,
        "event_ts": message.ts,
    }


def _changed(change: MessageChanged, channel: Channel, body: Callable[[Message], Event]) -> _One:
    subscription, scope, channel_type = _MESSAGES[channel.kind]
    at = change.message.edited or change.message.ts
    event = {
        "type": "message",
        "subtype": "message_changed",
        "message": body(change.message),
        "previous_message": body(change.previous),
        "channel": channel.id,
        "hidden": True,
        "ts": at,
        "event_ts": at,
        "channel_type": channel_type,
    }
    return subscription, (scope,), event


def _deleted(message: Message, channel: Channel, previous: Event) -> _One:
    subscription, scope, channel_type = _MESSAGES[channel.kind]
    event = {
        "type": "message",
        "subtype": "message_deleted",
        "previous_message": previous,
        "channel": channel.id,
        "hidden": True,
        "deleted_ts": message.ts,
        "ts": message.ts,
        "event_ts": message.ts,
        "channel_type": channel_type,
    }
    return subscription, (scope,), event


def _reaction(change: ReactionChanged) -> _One:
    kind = "reaction_added" if change.added else "reaction_removed"
    event = {
        "type": kind,
        "user": change.by,
        "reaction": change.name,
        "item": {"type": "message", "channel": change.message.channel, "ts": change.message.ts},
        "item_user": change.message.user,
        "event_ts": change.message.ts,
    }
    return kind, ("reactions:read",), event


def _membership(change: MemberJoined | MemberLeft, channel: Channel) -> _One:
    joined = isinstance(change, MemberJoined)
    kind = "member_joined_channel" if joined else "member_left_channel"
    private = channel.kind is ChannelKind.PRIVATE
    event: Event = {
        "type": kind,
        "user": change.person.id,
        "channel": channel.id,
        "channel_type": "G" if private else "C",
        "team": change.person.team_id,
    }
    if isinstance(change, MemberJoined) and change.inviter:
        event["inviter"] = change.inviter
    return kind, ("groups:read" if private else "channels:read",), event


def _home_opened(change: HomeOpened, state: State, app: Installation) -> Event:
    view = state.screens.home(change.by)
    event: Event = {
        "type": "app_home_opened",
        "user": change.by,
        "channel": change.channel,
        "tab": change.tab,
    }
    if view and change.tab is HomeTab.HOME:
        event["view"] = view_json(view, app)
    return event


def _stopped(change: SessionStopped, state: State) -> Event:
    channel = change.channel or ""
    streaming = [
        message.ts
        for message in state.conversations.replies(channel, change.thread_ts)
        if message.stream and message.stream.state is StreamState.STOPPED
    ]
    return {
        "type": "agent_session_stopped",
        "channel": channel,
        "thread_ts": change.thread_ts,
        "user": change.by,
        "streaming_message_ts": streaming,
    }


def _context_changed(change: ContextChanged) -> Event:
    viewing = change.viewing
    entity = {"type": "slack#/types/channel_id", "value": viewing.id, "team_id": viewing.team_id}
    return {
        "type": "app_context_changed",
        "user": change.by,
        "channel": change.channel,
        "context": {"entities": [entity]},
    }


def _step_run(execution: Execution, app: Installation) -> Event:
    step = app.manifest.functions[execution.callback_id]
    return {
        "type": "function_executed",
        "function": {
            "id": f"Fn{execution.id[2:]}",
            "callback_id": execution.callback_id,
            "title": step.title,
            "description": step.description,
            "type": "app",
            "input_parameters": [],
            "output_parameters": [],
            "app_id": app.app_id,
        },
        "inputs": dict(execution.inputs),
        "function_execution_id": execution.id,
        "workflow_execution_id": f"Wx{execution.id[2:]}",
        "bot_access_token": app.bot_token,
    }


def _file_shared(file_id: str, user: str, channel: str | None) -> Event:
    return {
        "type": "file_shared",
        "file_id": file_id,
        "file": {"id": file_id},
        "user_id": user,
        "channel_id": channel,
    }


def callback(
    event: Event, state: State, app: Installation, *, event_id: str, event_ts: str
) -> dict[str, Any]:
    """The body an event is delivered in; ``event_ts`` is for events that have none of a message."""
    channel_id = event.get("channel") or event.get("item", {}).get("channel")
    channel = state.conversations.channel(str(channel_id)) if channel_id else None
    shared = bool(channel and channel.is_ext_shared)
    return {
        "token": app.verification_token,
        "team_id": app.team_id,
        "context_team_id": app.team_id,
        "context_enterprise_id": None,
        "api_app_id": app.app_id,
        "event": {"event_ts": event_ts, **event, **(_author_team(event, state) if shared else {})},
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(float(event_ts)),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": app.team_id,
                "user_id": app.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": shared,
        "event_context": f"4-{event_id}",
    }


def _author_team(event: Event, state: State) -> Event:
    """In a shared channel, the team of whoever did it, which need not be the app's."""
    person = state.conversations.person(str(event.get("user", "")))
    if person is None:
        return {}
    return {"user_team": person.team_id, "source_team": person.team_id, "team": person.team_id}
