"""assistant.threads.* and agents.sessions.*: prompts, statuses, titles and sessions of an agent.

For an app with ``agent_view``, suggested prompts sent with a ``thread_ts`` are dropped without a
word, as Slack does: https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.workspace.refusals import RefusedError, invalid
from bot.workspace.values import Prompt, Prompts, Session, Status
from bot.workspace.web_api.access import joined_channel, thread_in
from bot.workspace.web_api.calls import Answer, Arguments, JsonList, Method, require
from bot.workspace.workspace import Workspace

MOST_PROMPTS = 4
MOST_LOADING_MESSAGES = 10
SESSION_STATUSES = ("processing", "active", "suspended", "closed")
_UNSTOPPABLE = "missing_agent_session_stopped_event_subscription"


class Disguised(Arguments):
    """Shown under another name or picture."""

    username: str | None = None
    icon_emoji: str | None = None
    icon_url: str | None = None


class SetStatus(Disguised):
    """assistant.threads.setStatus."""

    channel_id: str
    thread_ts: str
    status: str
    loading_messages: JsonList | None = None


class SetSuggestedPrompts(Arguments):
    """assistant.threads.setSuggestedPrompts."""

    channel_id: str
    prompts: JsonList
    thread_ts: str | None = None
    title: str = ""


class SetTitle(Arguments):
    """assistant.threads.setTitle."""

    channel_id: str
    thread_ts: str
    title: str


class SetSessionStatus(Disguised):
    """agents.sessions.setStatus."""

    channel_id: str
    status: str
    thread_ts: str
    title: str | None = None
    initiator_user_id: str | None = None


class Rename(Arguments):
    """agents.sessions.rename."""

    channel_id: str
    title: str
    thread_ts: str


def _thread(workspace: Workspace, channel_id: str, thread_ts: str) -> tuple[str, str]:
    channel = joined_channel(workspace, channel_id)
    return channel.id, thread_in(workspace, channel, thread_ts) or ""


def _check_disguise(workspace: Workspace, given: Disguised) -> None:
    if given.username or given.icon_emoji or given.icon_url:
        require(workspace, "chat:write.customize")


def set_status(workspace: Workspace, given: SetStatus) -> Answer:
    channel, thread_ts = _thread(workspace, given.channel_id, given.thread_ts)
    _check_disguise(workspace, given)
    loading = given.loading_messages or []
    if len(loading) > MOST_LOADING_MESSAGES:
        raise invalid(f"no more than {MOST_LOADING_MESSAGES} items allowed [json-pointer:/loading_messages]")
    if not all(isinstance(one, str) and one for one in loading):
        raise invalid("must provide a string [json-pointer:/loading_messages]")
    until = workspace.now() + timedelta(seconds=workspace.timings.status_seconds)
    workspace.state.assistance.set_status(Status(channel, thread_ts, given.status, tuple(loading), until))
    return {}


def set_suggested_prompts(workspace: Workspace, given: SetSuggestedPrompts) -> Answer:
    channel = joined_channel(workspace, given.channel_id)
    if not channel.is_im:
        raise RefusedError("channel_type_not_supported")
    prompts = _read_prompts(given.prompts)
    dropped = given.thread_ts is not None and workspace.app.manifest.is_agent
    if not dropped:
        workspace.state.assistance.suggest(channel.id, Prompts(given.title, prompts))
    return {}


def _read_prompts(given: list[Any]) -> tuple[Prompt, ...]:
    if not given:
        raise invalid("no fewer than 1 items required [json-pointer:/prompts]")
    if len(given) > MOST_PROMPTS:
        raise invalid(f"no more than {MOST_PROMPTS} items allowed [json-pointer:/prompts]")
    for position, prompt in enumerate(given):
        well_formed = isinstance(prompt, dict) and set(prompt) == {"title", "message"}
        if not well_formed or not all(isinstance(one, str) and one for one in prompt.values()):
            raise invalid(f"must provide a title and a message [json-pointer:/prompts/{position}]")
    return tuple(Prompt(prompt["title"], prompt["message"]) for prompt in given)


def set_title(workspace: Workspace, given: SetTitle) -> Answer:
    channel, thread_ts = _thread(workspace, given.channel_id, given.thread_ts)
    _title(workspace, channel, thread_ts, given.title)
    return {}


def _title(workspace: Workspace, channel: str, thread_ts: str, title: str) -> None:
    before = workspace.state.assistance.session(channel, thread_ts)
    session = before or Session(channel, thread_ts, "active")
    workspace.state.assistance.set_session(replace(session, title=title))


def set_session_status(workspace: Workspace, channel: str, thread_ts: str, status: str) -> None:
    before = workspace.state.assistance.session(channel, thread_ts)
    session = before or Session(channel, thread_ts, status)
    workspace.state.assistance.set_session(replace(session, status=status))


def set_session(workspace: Workspace, given: SetSessionStatus) -> Answer:
    _refuse_others_than_agents(workspace)
    channel, thread_ts = _thread(workspace, given.channel_id, given.thread_ts)
    _check_disguise(workspace, given)
    if given.status not in SESSION_STATUSES:
        raise invalid("must be a valid enum value [json-pointer:/status]")
    set_session_status(workspace, channel, thread_ts, given.status)
    if given.title is not None:
        _title(workspace, channel, thread_ts, given.title)
    if "agent_session_stopped" in workspace.app.manifest.events:
        return {}
    return {"warning": _UNSTOPPABLE, "response_metadata": {"warnings": [_UNSTOPPABLE]}}


def rename(workspace: Workspace, given: Rename) -> Answer:
    _refuse_others_than_agents(workspace)
    channel, thread_ts = _thread(workspace, given.channel_id, given.thread_ts)
    if workspace.state.assistance.session(channel, thread_ts) is None:
        raise RefusedError("session_not_found")
    _title(workspace, channel, thread_ts, given.title)
    return {}


def _refuse_others_than_agents(workspace: Workspace) -> None:
    if not workspace.app.manifest.is_agent:
        raise RefusedError("feature_not_enabled")


METHODS = (
    Method("assistant.threads.setStatus", SetStatus, set_status, ("chat:write",)),
    Method(
        "assistant.threads.setSuggestedPrompts",
        SetSuggestedPrompts,
        set_suggested_prompts,
        ("assistant:write",),
    ),
    Method("assistant.threads.setTitle", SetTitle, set_title, ("assistant:write",)),
    Method("agents.sessions.setStatus", SetSessionStatus, set_session, ("chat:write",)),
    Method("agents.sessions.rename", Rename, rename, ("chat:write",)),
)
