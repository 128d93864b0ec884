"""The blocks, by their type and surface, and the rules that hold between blocks."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from bot.workspace.blocks import limits
from bot.workspace.blocks.elements import ELEMENTS, accessory, image, in_actions, in_context_actions, in_input
from bot.workspace.blocks.objects import image_source, mrkdwn, plain_text, slack_file, text
from bot.workspace.blocks.rich_texts import rich_text, rich_text_fields
from bot.workspace.blocks.shapes import (
    BlockError,
    Check,
    address,
    anything,
    boolean,
    choice,
    either,
    failed,
    integer,
    listing,
    matching,
    number,
    record,
    string,
    typed,
)


class Surface(StrEnum):
    """Where blocks are shown."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


_id = {"block_id": string(limits.BLOCK_ID)}

_icon = record({"name": string()}, {"url": address()})

_url_source = typed({"url": record({"url": address(limits.ADDRESS)}, {"text": string()})})

_task_fields = (
    {"task_id": string(), "title": string(limits.TASK_TITLE)},
    {"details": rich_text, "output": rich_text, "sources": listing(_url_source, at_least=0)},
)

_cell = typed(
    {
        "raw_text": record({"text": string(at_least=0)}),
        "raw_number": record({"value": number()}, {"text": string()}),
        "rich_text": rich_text,
    }
)


def _nullable(check: Check) -> Check:
    def checked(value: Any, pointer: str) -> Iterator[BlockError]:
        if value is not None:
            yield from check(value, pointer)

    return checked


def _within_data_table_text(value: Mapping[str, Any], pointer: str) -> Iterator[BlockError]:
    if text_length(value) > limits.DATA_TABLE_TEXT:
        yield failed(f"{pointer}/rows", f"must be less than {limits.DATA_TABLE_TEXT + 1} characters")


_card = record(
    {},
    {
        **_id,
        "hero_image": typed({"image": image}),
        "icon": typed({"image": image}),
        "slack_icon": _icon,
        "title": text(limits.CARD_TITLE),
        "subtitle": text(limits.CARD_SUBTITLE),
        "body": text(limits.CARD_BODY),
        "subtext": text(limits.CARD_BODY),
        "actions": listing(typed({"button": ELEMENTS["button"]}), limits.CARD_BUTTONS),
    },
    either("hero_image", "title", "actions", "body"),
)

_image = record(
    {"alt_text": string(limits.ALT_TEXT)},
    {
        **_id,
        "image_url": address(limits.ADDRESS),
        "slack_file": slack_file,
        "title": plain_text(limits.IMAGE_TITLE),
    },
    *image_source,
)

_INNER: Mapping[str, Check] = {
    "section": record(
        {},
        {
            **_id,
            "text": text(limits.SECTION_TEXT),
            "fields": listing(text(limits.SECTION_FIELD), limits.SECTION_FIELDS),
            "accessory": accessory,
            "expand": boolean,
        },
        either("text", "fields"),
    ),
    "divider": record({}, _id),
    "header": record({"text": plain_text(limits.HEADER)}, {**_id, "level": integer(1, 6)}),
    "context": record(
        {
            "elements": listing(
                typed(
                    {
                        "image": image,
                        "plain_text": record({"text": string(limits.TEXT_OBJECT)}, {"emoji": boolean}),
                        "mrkdwn": record({"text": string(limits.TEXT_OBJECT)}, {"verbatim": boolean}),
                    }
                ),
                limits.CONTEXT_ELEMENTS,
            )
        },
        _id,
    ),
    "actions": record({"elements": listing(in_actions, limits.ACTIONS_ELEMENTS)}, _id),
    "image": _image,
    "rich_text": record(rich_text_fields, _id),
}

BLOCKS: Mapping[str, Check] = {
    **_INNER,
    "input": record(
        {"label": plain_text(limits.INPUT_LABEL), "element": in_input},
        {**_id, "hint": plain_text(limits.INPUT_HINT), "optional": boolean, "dispatch_action": boolean},
    ),
    "context_actions": record(
        {"elements": listing(in_context_actions, limits.CONTEXT_ACTIONS_ELEMENTS)}, _id
    ),
    "markdown": record({"text": string(limits.MARKDOWN_TEXT)}, _id),
    "video": record(
        {
            "alt_text": string(limits.ALT_TEXT),
            "title": plain_text(limits.VIDEO_TITLE),
            "thumbnail_url": address(),
            "video_url": matching(r"https://\S+", "an https URL"),
        },
        {
            **_id,
            "author_name": string(limits.VIDEO_AUTHOR),
            "description": plain_text(limits.VIDEO_TITLE),
            "provider_icon_url": address(),
            "provider_name": string(limits.VIDEO_AUTHOR),
            "title_url": matching(r"https://\S+", "an https URL"),
        },
    ),
    "table": record(
        {
            "rows": listing(listing(_cell, limits.TABLE_COLUMNS), limits.TABLE_ROWS),
        },
        {
            **_id,
            "column_settings": listing(
                _nullable(record({}, {"align": choice("left", "center", "right"), "is_wrapped": boolean})),
                limits.TABLE_COLUMNS,
            ),
        },
    ),
    "data_table": record(
        {"rows": listing(listing(_cell, limits.DATA_TABLE_COLUMNS), limits.DATA_TABLE_ROWS, at_least=2)},
        {
            **_id,
            "caption": string(),
            "page_size": integer(1, limits.DATA_TABLE_PAGE),
            "row_header_column_index": integer(0),
        },
        _within_data_table_text,
    ),
    "data_visualization": record({"title": string(limits.CHART_TITLE), "chart": anything}, _id),
    "task_card": record(
        {**_task_fields[0]},
        {**_id, **_task_fields[1], "status": choice("in_progress", "complete", "error")},
    ),
    "plan": record(
        {"title": string()},
        {
            **_id,
            "tasks": listing(
                record(
                    _task_fields[0],
                    {
                        **_id,
                        **_task_fields[1],
                        "status": choice("pending", "in_progress", "complete", "error"),
                    },
                ),
                limits.PLAN_TASKS,
                at_least=0,
            ),
        },
    ),
    "alert": record(
        {"text": text(limits.ALERT)},
        {**_id, "level": choice("default", "info", "warning", "error", "success")},
    ),
    "card": _card,
    "carousel": record({"elements": listing(typed({"card": _card}), limits.CAROUSEL_CARDS)}, _id),
    "container": record(
        {"child_blocks": listing(typed(_INNER), limits.CONTAINER_CHILDREN)},
        {
            **_id,
            "title": plain_text(limits.CONTAINER_TITLE),
            "rich_text_title": rich_text,
            "subtitle": mrkdwn(limits.CONTAINER_TITLE),
            "width": choice("narrow", "standard", "wide", "full"),
            "icon": typed({"image": image}),
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
    ),
    "file": record({"external_id": string(), "source": choice("remote")}, _id),
}

_MESSAGES_ONLY = {"markdown", "context_actions", "task_card", "plan", "file"}
_NOT_IN_MODALS = {"table", "data_table", "data_visualization", "card", "carousel", "container"}
_NOT_IN_HOMES = {"alert"}

SURFACES: Mapping[Surface, frozenset[str]] = {
    Surface.MESSAGE: frozenset(BLOCKS),
    Surface.MODAL: frozenset(BLOCKS) - _MESSAGES_ONLY - _NOT_IN_MODALS,
    Surface.HOME: frozenset(BLOCKS) - _MESSAGES_ONLY - _NOT_IN_HOMES,
}
"""The types of blocks that each surface shows; an alert's surfaces are documented in two ways."""


def text_length(value: Any) -> int:
    """The characters of everything under a ``text`` key, however deep."""
    if isinstance(value, Mapping):
        own = value.get("text")
        here = len(own) if isinstance(own, str) else 0
        return here + sum(text_length(one) for one in value.values() if not isinstance(one, str))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return sum(text_length(one) for one in value)
    return 0


def elements_of(block: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The interactive elements of a block, those inside cards and containers too."""
    own = [block.get("element"), block.get("accessory")]
    if block.get("type") in ("actions", "context_actions"):
        own += block.get("elements") or []
    if block.get("type") == "card":
        own += block.get("actions") or []
    nested = (block.get("child_blocks") or []) + (
        block.get("elements") or [] if block.get("type") == "carousel" else []
    )
    inner = tuple(element for child in nested for element in elements_of(child))
    return (*(one for one in own if one and one.get("type") in ELEMENTS), *inner)


def between_blocks(blocks: Sequence[Mapping[str, Any]], pointer: str) -> Iterator[BlockError]:
    """What no single block can say: ids used twice, a second table, too much markdown."""
    counted = Counter(block["block_id"] for block in blocks if block.get("block_id"))
    for position, block in enumerate(blocks):
        if counted[block.get("block_id")] > 1:
            yield failed(f"{pointer}/{position}/block_id", f"`block_id` '{block['block_id']}' already exists")
        yield from _action_ids_differ(block, f"{pointer}/{position}")
    if sum(block["type"] == "table" for block in blocks) > limits.TABLES:
        yield failed(pointer, "only_one_table_allowed")
    if (
        sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
        > limits.MARKDOWN_IN_ALL_BLOCKS
    ):
        yield failed(
            pointer, f"markdown blocks must have less than {limits.MARKDOWN_IN_ALL_BLOCKS + 1} characters"
        )
    if sum(bool(element.get("focus_on_load")) for block in blocks for element in elements_of(block)) > 1:
        yield failed(pointer, "only one element can have focus_on_load")


def _action_ids_differ(block: Mapping[str, Any], pointer: str) -> Iterator[BlockError]:
    counted = Counter(element.get("action_id") for element in elements_of(block))
    for action_id, times in counted.items():
        if action_id and times > 1:
            yield failed(pointer, f"`action_id` '{action_id}' already exists")
