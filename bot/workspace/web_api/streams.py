"""chat.startStream, appendStream and stopStream: a message that arrives bit by bit.

Only a message in progress takes more; Slack ends a stream after some five minutes however busy it
is, and a person can stop it.
"""

from dataclasses import replace
from typing import Any

from bot.workspace.blocks import limits
from bot.workspace.chunks import check_chunks, grown, text_of
from bot.workspace.contents import Content, check_blocks, read_blocks, read_metadata
from bot.workspace.identities import with_ids
from bot.workspace.refusals import RefusedError, invalid
from bot.workspace.values import Channel, Json, Message, Stream, StreamState
from bot.workspace.web_api.access import joined_channel, message_in, thread_in
from bot.workspace.web_api.agents import SESSION_STATUSES, set_session_status
from bot.workspace.web_api.calls import Answer, Arguments, JsonList, Method, require
from bot.workspace.web_api.chat import as_answer
from bot.workspace.workspace import Workspace

_DISPLAYS = ("timeline", "plan")


class Piece(Arguments):
    """What is added: text, chunks, or both."""

    channel: str
    markdown_text: str | None = None
    chunks: JsonList | None = None


class StartStream(Piece):
    """chat.startStream."""

    thread_ts: str
    recipient_team_id: str | None = None
    recipient_user_id: str | None = None
    task_display_mode: str = "timeline"
    username: str | None = None
    icon_emoji: str | None = None
    icon_url: str | None = None


class AppendStream(Piece):
    """chat.appendStream."""

    ts: str


class StopStream(Piece):
    """chat.stopStream."""

    ts: str
    blocks: Any = None
    metadata: Any = None
    session_status: str | None = None


def start(workspace: Workspace, given: StartStream) -> Answer:
    channel = joined_channel(workspace, given.channel)
    thread_ts = thread_in(workspace, channel, given.thread_ts)
    _refuse_nobody(workspace, channel, given)
    if given.task_display_mode not in _DISPLAYS:
        raise invalid("must be a valid enum value [json-pointer:/task_display_mode]")
    if given.username or given.icon_emoji or given.icon_url:
        require(workspace, "chat:write.customize")
    stream = Stream(
        StreamState.IN_PROGRESS, workspace.now(), given.recipient_user_id, given.task_display_mode
    )
    blocks = grown((), _chunks(given), in_a_plan=given.task_display_mode == "plan")
    draft = workspace.posting.draft(
        channel,
        Content(text_of(blocks), with_ids(blocks, workspace.ids)),
        thread_ts,
        stream=stream,
        username=given.username,
        icon=given.icon_emoji or given.icon_url,
    )
    return _place(workspace.posting.post(draft))


def _refuse_nobody(workspace: Workspace, channel: Channel, given: StartStream) -> None:
    """In a channel, Slack has to be told for whom the answer is."""
    if channel.is_im:
        return
    if not given.recipient_team_id:
        raise RefusedError("missing_recipient_team_id")
    if not given.recipient_user_id:
        raise RefusedError("missing_recipient_user_id")
    person = workspace.state.conversations.person(given.recipient_user_id)
    if person is None or person.team_id != given.recipient_team_id:
        raise RefusedError("user_not_found")


def append(workspace: Workspace, given: AppendStream) -> Answer:
    message = _streaming(workspace, given.channel, given.ts)
    chunks = _chunks(given)
    if not chunks:
        raise RefusedError("no_text")
    workspace.state.conversations.put(_longer(workspace, message, chunks), silent=True)
    return _place(message)


def stop(workspace: Workspace, given: StopStream) -> Answer:
    message = _streaming(workspace, given.channel, given.ts, stopped="message_not_in_streaming_state")
    last_blocks = read_blocks(given.blocks)
    check_blocks(last_blocks)
    if given.session_status is not None and given.session_status not in SESSION_STATUSES:
        raise invalid("must be a valid enum value [json-pointer:/session_status]")
    longer = _longer(workspace, message, _chunks(given))
    if not (longer.text or longer.blocks or last_blocks):
        raise RefusedError("no_text")
    done = replace(
        longer,
        blocks=(*longer.blocks, *with_ids(last_blocks, workspace.ids)),
        metadata=read_metadata(given.metadata),
        stream=_completed(message),
    )
    workspace.state.conversations.put(done)
    if given.session_status and message.thread_ts:
        set_session_status(workspace, message.channel, message.thread_ts, given.session_status)
    return as_answer(workspace, done)


def _completed(message: Message) -> Stream | None:
    return message.stream and replace(message.stream, state=StreamState.COMPLETED)


def _streaming(workspace: Workspace, channel: str, ts: str, stopped: str = "stopped_by_user") -> Message:
    message = message_in(workspace, joined_channel(workspace, channel), ts)
    if message.bot_id != workspace.app.bot_id:
        raise RefusedError("message_not_owned_by_app")
    if message.stream and message.stream.state is StreamState.STOPPED:
        raise RefusedError(stopped)
    if not workspace.is_streaming(message):
        raise RefusedError("message_not_in_streaming_state")
    return message


def _chunks(given: Piece) -> list[Json]:
    chunks = list(given.chunks or ())
    if errors := tuple(check_chunks(chunks, "/chunks")):
        raise RefusedError("invalid_chunks", *(str(error) for error in errors))
    if given.markdown_text:
        chunks = [{"type": "markdown_text", "text": given.markdown_text}, *chunks]
    if any(len(chunk.get("text", "")) > limits.MARKDOWN_TEXT for chunk in chunks):
        raise RefusedError("msg_too_long")
    return chunks


def _longer(workspace: Workspace, message: Message, chunks: list[Json]) -> Message:
    in_a_plan = message.stream is not None and message.stream.display == "plan"
    blocks = with_ids(grown(message.blocks, chunks, in_a_plan=in_a_plan), workspace.ids)
    return replace(message, blocks=blocks, text=text_of(blocks))


def _place(message: Message) -> Answer:
    return {"channel": message.channel, "ts": message.ts}


METHODS = (
    Method("chat.startStream", StartStream, start, ("chat:write",)),
    Method("chat.appendStream", AppendStream, append, ("chat:write",)),
    Method("chat.stopStream", StopStream, stop, ("chat:write",)),
)
