"""What a message of the app says: read from a request, and refused where Slack refuses it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.workspace.blocks import Surface, limits, text_length, validate_blocks
from bot.workspace.identities import with_ids
from bot.workspace.ids import Ids
from bot.workspace.refusals import RefusedError, refuse_blocks
from bot.workspace.values import Json


@dataclass(frozen=True, slots=True)
class Content:
    """The words of a message."""

    text: str
    blocks: tuple[Json, ...] = ()
    attachments: tuple[Json, ...] = ()
    metadata: Json | None = None


def read_content(source: Mapping[str, Any], ids: Ids, *, most_text: int = limits.MESSAGE_TEXT) -> Content:
    """The content ``source`` has under text, markdown_text, blocks, attachments and metadata.

    Lists and objects may come as JSON in a string. RefusedError for what Slack would not take.
    """
    text, markdown = str(source.get("text") or ""), str(source.get("markdown_text") or "")
    blocks = read_blocks(source.get("blocks"))
    if markdown:
        if text or blocks:
            raise RefusedError("markdown_text_conflict")
        text, blocks = markdown, [{"type": "markdown", "text": markdown}]
    attachments = _read_attachments(source.get("attachments"))
    if not (text or blocks or attachments):
        raise RefusedError("no_text")
    if len(text) > (limits.MARKDOWN_TEXT if markdown else most_text):
        raise RefusedError("msg_too_long")
    check_blocks(blocks)
    return Content(text, with_ids(blocks, ids), attachments, read_metadata(source.get("metadata")))


def parsed(value: Any, error: str) -> Any:
    """JSON that may have come as a string."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except json.JSONDecodeError as broken:
        raise RefusedError(error) from broken


def read_blocks(value: Any) -> list[Json]:
    blocks = parsed(value or [], "invalid_blocks_format")
    if not isinstance(blocks, list):
        raise RefusedError("invalid_blocks_format")
    return blocks


def check_blocks(blocks: Sequence[Json]) -> None:
    """Raise what Slack would say of the blocks of a message."""
    refuse_blocks(validate_blocks(blocks, Surface.MESSAGE))
    if text_length(blocks) > limits.TEXT_IN_ALL_BLOCKS:
        raise RefusedError("msg_blocks_too_long")


def _read_attachments(value: Any) -> tuple[Json, ...]:
    attachments = parsed(value or [], "invalid_attachments")
    if not isinstance(attachments, list) or not all(isinstance(one, dict) for one in attachments):
        raise RefusedError("invalid_attachments")
    if len(attachments) > limits.ATTACHMENTS:
        raise RefusedError("too_many_attachments")
    for position, attachment in enumerate(attachments):
        pointer = f"/attachments/{position}/blocks"
        refuse_blocks(validate_blocks(attachment.get("blocks") or [], Surface.MESSAGE, pointer))
    return tuple(attachments)


def read_metadata(value: Any) -> Json | None:
    """``{"event_type": …, "event_payload": {…}}``, or None when there is none."""
    metadata = parsed(value, "invalid_metadata_format")
    if not metadata:
        return None
    well_formed = isinstance(metadata, dict) and (
        isinstance(metadata.get("event_type"), str) and isinstance(metadata.get("event_payload"), dict)
    )
    if not well_formed:
        raise RefusedError("invalid_metadata_format")
    if len(json.dumps(metadata)) > limits.METADATA_BYTES:
        raise RefusedError("metadata_too_large")
    return dict(metadata)
