"""chat.scheduleMessage and its relatives: messages that wait for their time."""

from datetime import timedelta
from typing import Any

from bot.workspace.refusals import RefusedError
from bot.workspace.values import ScheduledMessage
from bot.workspace.web_api.access import addressed_channel, thread_in, visible_channel
from bot.workspace.web_api.calls import Answer, Arguments, Method
from bot.workspace.web_api.chat import Worded, words
from bot.workspace.web_api.pages import Paged, page_of, with_cursor
from bot.workspace.wire import scheduled_json
from bot.workspace.workspace import Workspace

MOST_AT_A_TIME = 30
"""Messages to one channel within five minutes: https://docs.slack.dev/reference/methods/chat.scheduleMessage"""
_FIVE_MINUTES = 300


class ScheduleMessage(Worded):
    """chat.scheduleMessage."""

    post_at: int
    thread_ts: str | None = None
    reply_broadcast: bool = False
    unfurl_links: bool | None = None
    unfurl_media: bool | None = None
    metadata: Any = None


class DeleteScheduledMessage(Arguments):
    """chat.deleteScheduledMessage."""

    channel: str
    scheduled_message_id: str
    as_user: bool | None = None


class ListScheduled(Paged):
    """chat.scheduledMessages.list."""

    channel: str | None = None
    latest: float | None = None
    oldest: float | None = None


def schedule(workspace: Workspace, given: ScheduleMessage) -> Answer:
    channel = addressed_channel(workspace, given.channel)
    now = workspace.now().timestamp()
    if given.post_at <= now:
        raise RefusedError("time_in_past")
    if given.post_at > now + timedelta(days=workspace.timings.schedule_days).total_seconds():
        raise RefusedError("time_too_far")
    content = words(workspace, given)
    _refuse_crowds(workspace, channel.id, given.post_at)
    thread_ts = thread_in(workspace, channel, given.thread_ts)
    draft = workspace.posting.draft(channel, content, thread_ts, broadcast=given.reply_broadcast)
    scheduled = ScheduledMessage(workspace.ids.new("Q"), given.post_at, draft, int(now))
    workspace.state.schedule.add(scheduled)
    return {
        "channel": channel.id,
        "scheduled_message_id": scheduled.id,
        "post_at": scheduled.post_at,
        "message": {"text": content.text, "bot_id": workspace.app.bot_id, "type": "delayed_message"},
    }


def _refuse_crowds(workspace: Workspace, channel: str, post_at: int) -> None:
    near = [
        one
        for one in workspace.state.schedule.all()
        if one.message.channel == channel and abs(one.post_at - post_at) < _FIVE_MINUTES
    ]
    if len(near) >= MOST_AT_A_TIME:
        raise RefusedError("restricted_too_many")


def call_off(workspace: Workspace, given: DeleteScheduledMessage) -> Answer:
    scheduled = workspace.state.schedule.get(given.scheduled_message_id)
    if scheduled is None or scheduled.message.channel != given.channel:
        raise RefusedError("invalid_scheduled_message_id")
    workspace.state.schedule.remove(scheduled.id)
    return {}


def list_scheduled(workspace: Workspace, given: ListScheduled) -> Answer:
    channel = visible_channel(workspace, given.channel).id if given.channel else None
    waiting = [
        scheduled_json(one)
        for one in workspace.state.schedule.all()
        if channel in (None, one.message.channel)
        and (given.oldest or 0) <= one.post_at <= (given.latest or float("inf"))
    ]
    shown, cursor = page_of(waiting, given)
    return with_cursor({"scheduled_messages": list(shown)}, cursor)


METHODS = (
    Method("chat.scheduleMessage", ScheduleMessage, schedule, ("chat:write",)),
    Method("chat.deleteScheduledMessage", DeleteScheduledMessage, call_off, ("chat:write",)),
    Method("chat.scheduledMessages.list", ListScheduled, list_scheduled),
)
