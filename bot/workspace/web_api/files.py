"""files.*: uploads in three steps, and what is known of a file.

The bytes themselves go to the upload address and come from ``url_private``, which the server has.
"""

import mimetypes
from dataclasses import replace
from typing import Any

from bot.workspace.contents import Content
from bot.workspace.refusals import RefusedError, invalid
from bot.workspace.uploads import Upload
from bot.workspace.values import Channel, File
from bot.workspace.web_api.access import joined_channel, thread_in
from bot.workspace.web_api.calls import Answer, Arguments, Commas, JsonList, Method
from bot.workspace.web_api.pages import Paged
from bot.workspace.wire import file_json
from bot.workspace.workspace import Workspace


class GetUploadUrl(Arguments):
    """files.getUploadURLExternal."""

    filename: str
    length: int
    alt_txt: str = ""
    snippet_type: str | None = None


class CompleteUpload(Arguments):
    """files.completeUploadExternal."""

    files: JsonList
    channel_id: str | None = None
    channels: Commas | None = None
    initial_comment: str = ""
    thread_ts: str | None = None


class FileInfo(Paged):
    """files.info."""

    file: str
    count: int | None = None
    page: int | None = None


def get_upload_url(workspace: Workspace, given: GetUploadUrl) -> Answer:
    if given.length <= 0:
        raise invalid("must be greater than 0 [json-pointer:/length]")
    key, upload = workspace.uploads.announce(given.filename, given.length, given.alt_txt)
    return {"upload_url": f"{workspace.base_url}/upload/v1/{key}", "file_id": upload.file_id}


def complete_upload(workspace: Workspace, given: CompleteUpload) -> Answer:
    uploads = [_upload(workspace, entry) for entry in given.files]
    if not uploads:
        raise invalid("no fewer than 1 items required [json-pointer:/files]")
    wanted = ([given.channel_id] if given.channel_id else []) + (given.channels or [])
    channels = [joined_channel(workspace, channel) for channel in wanted]
    for channel in channels:
        thread_in(workspace, channel, given.thread_ts)
    files = [
        _kept(workspace, upload, str(entry.get("title") or ""))
        for upload, entry in zip(uploads, given.files, strict=True)
    ]
    for channel in channels:
        _share(workspace, files, channel, given)
    return {"files": [file_json(_current(workspace, file), workspace.base_url) for file in files]}


def _upload(workspace: Workspace, entry: Any) -> Upload:
    if not isinstance(entry, dict) or not entry.get("id"):
        raise invalid("missing required field: id [json-pointer:/files/0]")
    upload = workspace.uploads.find(str(entry["id"]))
    if upload is None:
        raise RefusedError("file_not_found")
    return upload


def _kept(workspace: Workspace, upload: Upload, title: str) -> File:
    file = File(
        id=upload.file_id,
        name=upload.name,
        title=title or upload.name,
        user=workspace.app.bot_user,
        content=upload.content or b"",
        mimetype=mimetypes.guess_type(upload.name)[0] or "application/octet-stream",
        created=int(workspace.now().timestamp()),
        alt_text=upload.alt_text,
    )
    workspace.state.files.keep(file)
    workspace.uploads.finish(file.id)
    return file


def _share(workspace: Workspace, files: list[File], channel: Channel, given: CompleteUpload) -> None:
    draft = workspace.posting.draft(
        channel,
        Content(given.initial_comment),
        given.thread_ts,
        files=tuple(file.id for file in files),
        subtype="file_share",
    )
    workspace.posting.post(draft)
    for file in files:
        current = _current(workspace, file)
        shared = replace(current, channels=(*current.channels, channel.id))
        workspace.state.files.keep(shared, channel.id)


def _current(workspace: Workspace, file: File) -> File:
    return workspace.state.files.get(file.id) or file


def info(workspace: Workspace, given: FileInfo) -> Answer:
    file = workspace.state.files.get(given.file)
    if file is None:
        raise RefusedError("file_not_found")
    return {
        "file": file_json(file, workspace.base_url),
        "comments": [],
        "response_metadata": {"next_cursor": ""},
    }


METHODS = (
    Method("files.getUploadURLExternal", GetUploadUrl, get_upload_url, ("files:write",)),
    Method("files.completeUploadExternal", CompleteUpload, complete_upload, ("files:write",)),
    Method("files.info", FileInfo, info, ("files:read",)),
)
