"""Values of the workspace as the JSON objects of Slack's API and events. Pure."""

from typing import Any

from bot.workspace.installation import Installation
from bot.workspace.state import State
from bot.workspace.values import Channel, ChannelKind, File, Message, Person, ScheduledMessage, View


def message_json(
    message: Message, state: State, app: Installation, *, base_url: str = "", with_metadata: bool = False
) -> dict[str, Any]:
    """A message as ``conversations.history`` gives it and an event carries it."""
    author = state.conversations.person(message.user)
    body: dict[str, Any] = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text,
        "team": author.team_id if author else app.team_id,
    }
    body |= _optional(message)
    if message.bot_id:
        body |= _bot_side(message, app)
    if message.reactions:
        body["reactions"] = [
            {"name": one.name, "users": list(one.users), "count": len(one.users)} for one in message.reactions
        ]
    if message.files:
        kept = (state.files.get(file_id) for file_id in message.files)
        body["files"] = [file_json(file, base_url) for file in kept if file]
    if message.metadata and with_metadata:
        body["metadata"] = message.metadata
    return body | _thread_side(message, state)


def _optional(message: Message) -> dict[str, Any]:
    fields = {
        "subtype": message.subtype,
        "client_msg_id": message.client_msg_id,
        "blocks": list(message.blocks),
        "attachments": [*message.attachments, *message.unfurls],
        "thread_ts": message.thread_ts,
        "username": message.username,
        "edited": {"user": message.user, "ts": message.edited} if message.edited else None,
        "streaming_state": message.stream.state if message.stream else None,
        "is_ephemeral": message.is_ephemeral,
    }
    return {name: value for name, value in fields.items() if value}


def _bot_side(message: Message, app: Installation) -> dict[str, Any]:
    profile = {
        "id": app.bot_id,
        "app_id": app.app_id,
        "user_id": app.bot_user,
        "name": app.manifest.bot_name,
        "team_id": app.team_id,
        "deleted": False,
        "updated": int(float(message.ts)),
        "icons": {},
    }
    return {"bot_id": message.bot_id, "app_id": app.app_id, "bot_profile": profile}


def _thread_side(message: Message, state: State) -> dict[str, Any]:
    if message.thread_ts is None:
        return {}
    if message.is_reply:
        parent = state.conversations.message(message.channel, message.thread_ts)
        return {"parent_user_id": parent.user} if parent else {}
    replies = state.conversations.replies(message.channel, message.ts)
    users = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "reply_count": len(replies),
        "reply_users_count": len(users),
        "reply_users": users,
        "latest_reply": replies[-1].ts if replies else message.ts,
        "is_locked": False,
        "subscribed": False,
    }


def channel_json(channel: Channel, app: Installation) -> dict[str, Any]:
    """A conversation as ``conversations.info`` gives it to the app."""
    common = {"id": channel.id, "created": channel.created, "is_archived": channel.is_archived}
    context = {"context_team_id": app.team_id, "is_org_shared": False, "updated": channel.created * 1000}
    if channel.is_im:
        other = next((user for user in channel.members if user != app.bot_user), "")
        return {**common, **context, "is_im": True, "user": other, "is_user_deleted": False, "priority": 0}
    shared = channel.is_ext_shared
    return {
        **common,
        **context,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind is ChannelKind.PUBLIC,
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.kind is ChannelKind.PRIVATE,
        "is_general": channel.name == "general",
        "is_shared": shared,
        "is_ext_shared": shared,
        "is_pending_ext_shared": False,
        "is_member": app.bot_user in channel.members,
        "creator": channel.creator,
        "unlinked": 0,
        "shared_team_ids": list(channel.shared_team_ids) or [channel.team_id],
        "pending_shared": [],
        "topic": {"value": channel.topic, "creator": channel.creator, "last_set": channel.created},
        "purpose": {"value": channel.purpose, "creator": channel.creator, "last_set": channel.created},
        "num_members": len(channel.members),
        "previous_names": [],
    }


def person_json(person: Person, app: Installation) -> dict[str, Any]:
    """A user object; the e-mail address is only in it with its scope, as in Slack."""
    profile: dict[str, Any] = {
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.name,
        "display_name_normalized": person.name,
        "title": person.title,
        "team": person.team_id,
    }
    if person.email and app.has("users:read.email"):
        profile["email"] = person.email
    if person.is_bot:
        profile |= {"bot_id": app.bot_id, "api_app_id": app.app_id}
    return {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.name,
        "deleted": False,
        "real_name": person.real_name,
        "tz": person.tz,
        "profile": profile,
        "is_admin": False,
        "is_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "is_stranger": person.team_id != app.team_id,
        "updated": 0,
    }


def file_json(file: File, base_url: str) -> dict[str, Any]:
    """A file object; the private address asks for the bot token."""
    private = f"{base_url}/files-pri/{file.id}/{file.name}"
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": file.filetype,
        "pretty_type": file.filetype.upper(),
        "user": file.user,
        "editable": False,
        "size": len(file.content),
        "mode": "hosted",
        "is_external": False,
        "is_public": bool(file.channels),
        "url_private": private,
        "url_private_download": private,
        "permalink": f"{base_url}/files/{file.id}",
        "channels": list(file.channels),
        "alt_txt": file.alt_text,
    }


def view_json(view: View, app: Installation) -> dict[str, Any]:
    """A view as ``views.open`` answers it and interactions carry it."""
    content = view.content
    shared = {
        "id": view.id,
        "team_id": app.team_id,
        "type": view.type,
        "blocks": list(view.blocks),
        "private_metadata": view.private_metadata,
        "callback_id": content.get("callback_id") or "",
        "external_id": view.external_id,
        "state": {"values": view.values},
        "hash": view.hash,
        "root_view_id": view.root_view_id,
        "previous_view_id": view.previous_view_id,
        "app_id": app.app_id,
        "app_installed_team_id": app.team_id,
        "bot_id": app.bot_id,
    }
    only_modals = {
        "title": content.get("title"),
        "close": content.get("close"),
        "submit": content.get("submit"),
    }
    return {
        **shared,
        **only_modals,
        "clear_on_close": bool(content.get("clear_on_close")),
        "notify_on_close": bool(content.get("notify_on_close")),
    }


def scheduled_json(scheduled: ScheduledMessage) -> dict[str, Any]:
    return {
        "id": scheduled.id,
        "channel_id": scheduled.message.channel,
        "post_at": scheduled.post_at,
        "date_created": scheduled.created,
        "text": scheduled.message.text,
    }
