"""chat.*: messages that are posted, changed, deleted and unfurled."""

from dataclasses import replace
from typing import Any

from bot.workspace.blocks import Surface, limits, validate_blocks
from bot.workspace.contents import Content, parsed, read_content
from bot.workspace.refusals import RefusedError, invalid, refuse_blocks
from bot.workspace.values import Channel, Message
from bot.workspace.web_api.access import (
    addressed_channel,
    joined_channel,
    message_in,
    thread_in,
    visible_channel,
)
from bot.workspace.web_api.calls import Answer, Arguments, JsonList, JsonObject, Method, require
from bot.workspace.wire import message_json
from bot.workspace.workspace import Workspace


class Worded(Arguments):
    """What every method that says something takes."""

    channel: str
    text: str | None = None
    blocks: Any = None
    attachments: Any = None
    markdown_text: str | None = None
    as_user: bool | None = None
    link_names: bool | None = None
    parse: str | None = None


class Disguised(Worded):
    """Posted under another name or picture, which asks for a scope of its own."""

    username: str | None = None
    icon_emoji: str | None = None
    icon_url: str | None = None
    thread_ts: str | None = None


class PostMessage(Disguised):
    """chat.postMessage."""

    reply_broadcast: bool = False
    unfurl_links: bool | None = None
    unfurl_media: bool | None = None
    container_id: str | None = None
    mrkdwn: bool = True
    metadata: Any = None


class PostEphemeral(Disguised):
    """chat.postEphemeral."""

    user: str


class Update(Worded):
    """chat.update."""

    ts: str
    file_ids: JsonList | None = None
    reply_broadcast: bool | None = None
    metadata: Any = None


class Delete(Arguments):
    """chat.delete."""

    channel: str
    ts: str
    as_user: bool | None = None


class GetPermalink(Arguments):
    """chat.getPermalink."""

    channel: str
    message_ts: str


class Unfurl(Arguments):
    """chat.unfurl."""

    channel: str | None = None
    ts: str | None = None
    source: str | None = None
    unfurl_id: str | None = None
    unfurls: JsonObject | None = None
    metadata: JsonObject | None = None
    user_auth_required: bool = False
    user_auth_message: str | None = None
    user_auth_url: str | None = None
    user_auth_blocks: Any = None


def words(workspace: Workspace, given: Worded, most_text: int = limits.MESSAGE_TEXT) -> Content:
    if given.as_user:
        raise RefusedError("as_user_not_supported")
    return read_content(given.model_dump(), workspace.ids, most_text=most_text)


def _disguise(workspace: Workspace, given: Disguised) -> dict[str, str | None]:
    icon = given.icon_emoji or given.icon_url
    if given.username or icon:
        require(workspace, "chat:write.customize")
    return {"username": given.username, "icon": icon}


def as_answer(workspace: Workspace, message: Message) -> Answer:
    body = message_json(
        message, workspace.state, workspace.app, base_url=workspace.base_url, with_metadata=True
    )
    return {"channel": message.channel, "ts": message.ts, "message": body}


def post_message(workspace: Workspace, given: PostMessage) -> Answer:
    channel = addressed_channel(workspace, given.channel)
    content = words(workspace, given)
    thread_ts = thread_in(workspace, channel, given.thread_ts)
    draft = workspace.posting.draft(
        channel,
        content,
        thread_ts,
        broadcast=given.reply_broadcast,
        subtype="thread_broadcast" if given.reply_broadcast and thread_ts else None,
        mrkdwn=given.mrkdwn,
        **_disguise(workspace, given),
    )
    return as_answer(workspace, workspace.posting.post(draft))


def post_ephemeral(workspace: Workspace, given: PostEphemeral) -> Answer:
    channel = joined_channel(workspace, given.channel)
    if given.user not in channel.members:
        raise RefusedError("user_not_in_channel")
    content = words(workspace, given)
    thread_ts = thread_in(workspace, channel, given.thread_ts)
    disguise = _disguise(workspace, given)
    draft = workspace.posting.draft(channel, content, thread_ts, visible_to=given.user, **disguise)
    return {"message_ts": workspace.posting.post(draft).ts}


def update(workspace: Workspace, given: Update) -> Answer:
    message = _own_message(
        workspace, visible_channel(workspace, given.channel), given.ts, "cant_update_message"
    )
    if workspace.is_streaming(message):
        raise RefusedError("streaming_state_conflict")
    content = words(workspace, given, limits.UPDATED_TEXT)
    changed = replace(
        message,
        text=content.text,
        blocks=content.blocks,
        attachments=content.attachments,
        metadata=content.metadata if given.metadata is not None else message.metadata,
        edited=workspace.state.next_ts(),
    )
    workspace.state.conversations.put(changed)
    return {**as_answer(workspace, changed), "text": changed.text}


def delete(workspace: Workspace, given: Delete) -> Answer:
    channel = visible_channel(workspace, given.channel)
    message = _own_message(workspace, channel, given.ts, "cant_delete_message")
    workspace.state.conversations.delete(channel.id, message.ts)
    return {"channel": channel.id, "ts": message.ts}


def _own_message(workspace: Workspace, channel: Channel, ts: str, refusal: str) -> Message:
    message = message_in(workspace, channel, ts)
    if message.bot_id != workspace.app.bot_id:
        raise RefusedError(refusal)
    return message


def get_permalink(workspace: Workspace, given: GetPermalink) -> Answer:
    channel = visible_channel(workspace, given.channel)
    message = message_in(workspace, channel, given.message_ts)
    thread = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.is_reply else ""
    link = f"{workspace.base_url}/archives/{channel.id}/p{message.ts.replace('.', '')}{thread}"
    return {"channel": channel.id, "permalink": link}


def unfurl(workspace: Workspace, given: Unfurl) -> Answer:
    message = _unfurled_message(workspace, given)
    if given.user_auth_required:
        return {}
    if given.unfurls is None and given.metadata is None:
        raise invalid("missing required field: unfurls or metadata")
    shown = [*_previews(given, message), *_entities(given)]
    workspace.state.conversations.put(replace(message, unfurls=tuple(shown)), silent=True)
    return {}


def _unfurled_message(workspace: Workspace, given: Unfurl) -> Message:
    channel_id, ts = given.channel, given.ts
    if given.unfurl_id:
        channel_id, _, ts = given.unfurl_id.partition("-")
    if not channel_id or not ts:
        raise invalid("missing required field: channel and ts, or unfurl_id and source")
    channel = joined_channel(workspace, channel_id)
    message = workspace.state.conversations.message(channel.id, ts)
    if message is None or message.is_ephemeral:
        raise RefusedError("cannot_find_message")
    return message


def _previews(given: Unfurl, message: Message) -> list[dict[str, Any]]:
    previews = []
    for url, attachment in (given.unfurls or {}).items():
        if url not in message.text:
            raise RefusedError("cannot_unfurl_url")
        preview = parsed(attachment, "cannot_parse_attachment")
        if not isinstance(preview, dict):
            raise RefusedError("cannot_parse_attachment")
        refuse_blocks(validate_blocks(preview.get("blocks") or [], Surface.MESSAGE, f"/unfurls/{url}/blocks"))
        previews.append({**preview, "from_url": url})
    return previews


def _entities(given: Unfurl) -> list[dict[str, Any]]:
    entities = (given.metadata or {}).get("entities") or []
    return [{"from_url": entity.get("app_unfurl_url"), "work_object": entity} for entity in entities]


METHODS = (
    Method("chat.postMessage", PostMessage, post_message, ("chat:write",)),
    Method("chat.postEphemeral", PostEphemeral, post_ephemeral, ("chat:write",)),
    Method("chat.update", Update, update, ("chat:write",)),
    Method("chat.delete", Delete, delete, ("chat:write",)),
    Method("chat.getPermalink", GetPermalink, get_permalink),
    Method("chat.unfurl", Unfurl, unfurl, ("links:write",)),
)
