"""What a streamed message grows by: text, tasks, a plan's title, blocks. Pure.

A streamed message is kept as blocks: ``markdown`` for its text, ``task_card`` or one ``plan`` for
its tasks. Text joins the text before it; an update of a task replaces its title and status and adds
to its details, as Slack was seen to do.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.workspace.blocks import Surface, limits, validate_blocks
from bot.workspace.blocks.shapes import BlockError, Check, choice, listing, record, string, typed
from bot.workspace.values import Json

Blocks = tuple[Json, ...]


def _sound_blocks(value: Any, pointer: str) -> Iterator[BlockError]:
    yield from validate_blocks(value, Surface.MESSAGE, pointer)


_source = typed({"url": record({"url": string(), "text": string()})})

_chunk: Check = typed(
    {
        "markdown_text": record({"text": string(at_least=0)}),
        "plan_update": record({"title": string()}),
        "task_update": record(
            {"id": string(), "title": string(limits.TASK_TITLE)},
            {
                "status": choice("pending", "in_progress", "complete", "error"),
                "details": string(at_least=0),
                "output": string(at_least=0),
                "sources": listing(_source, at_least=0),
            },
        ),
        "blocks": record({"blocks": _sound_blocks}),
    }
)

check_chunks: Check = listing(_chunk, at_least=0)


def grown(blocks: Blocks, chunks: Sequence[Json], *, in_a_plan: bool) -> Blocks:
    """``blocks`` with ``chunks`` at their end, or in their place."""
    for chunk in chunks:
        blocks = _with(blocks, chunk, in_a_plan=in_a_plan)
    return blocks


def text_of(blocks: Blocks) -> str:
    """What was streamed as text."""
    return "".join(block["text"] for block in blocks if block["type"] == "markdown")


def _with(blocks: Blocks, chunk: Json, *, in_a_plan: bool) -> Blocks:
    match chunk["type"]:
        case "markdown_text":
            return _with_text(blocks, chunk["text"])
        case "task_update":
            return _in_plan(blocks, chunk) if in_a_plan else _in_line(blocks, chunk)
        case "plan_update":
            return _titled(blocks, chunk["title"])
        case _:
            return (*blocks, *chunk["blocks"])


def _with_text(blocks: Blocks, text: str) -> Blocks:
    if not text:
        return blocks
    if blocks and blocks[-1]["type"] == "markdown":
        return (*blocks[:-1], {**blocks[-1], "text": blocks[-1]["text"] + text})
    return (*blocks, {"type": "markdown", "text": text})


def _in_line(blocks: Blocks, chunk: Json) -> Blocks:
    known = any(_is_task(block, chunk["id"]) for block in blocks)
    if not known:
        return (*blocks, {"type": "task_card", **_task({}, chunk)})
    return tuple(_task(block, chunk) if _is_task(block, chunk["id"]) else block for block in blocks)


def _in_plan(blocks: Blocks, chunk: Json) -> Blocks:
    blocks = (
        blocks if _has_plan(blocks) else ({"type": "plan", "title": chunk["title"], "tasks": []}, *blocks)
    )
    return tuple(_planned(block, chunk) if block["type"] == "plan" else block for block in blocks)


def _planned(plan: Json, chunk: Json) -> Json:
    tasks = {task["task_id"]: task for task in plan["tasks"]}
    tasks[chunk["id"]] = _task(tasks.get(chunk["id"], {}), chunk)
    return {**plan, "tasks": list(tasks.values())}


def _titled(blocks: Blocks, title: str) -> Blocks:
    if not _has_plan(blocks):
        return ({"type": "plan", "title": title, "tasks": []}, *blocks)
    return tuple({**block, "title": title} if block["type"] == "plan" else block for block in blocks)


def _has_plan(blocks: Blocks) -> bool:
    return any(block["type"] == "plan" for block in blocks)


def _is_task(block: Json, task_id: str) -> bool:
    return (block["type"], block.get("task_id")) == ("task_card", task_id)


def _task(before: Json, chunk: Json) -> dict[str, Any]:
    task = {**before, "task_id": chunk["id"], "title": chunk["title"]}
    task["status"] = chunk.get("status") or before.get("status", "in_progress")
    for key in ("details", "output"):
        if chunk.get(key):
            task[key] = _rich(_plain(before.get(key)) + chunk[key])
    if chunk.get("sources"):
        task["sources"] = [*before.get("sources", ()), *chunk["sources"]]
    return task


def _rich(text: str) -> dict[str, Any]:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def _plain(rich: Mapping[str, Any] | None) -> str:
    return str(rich["elements"][0]["elements"][0]["text"]) if rich else ""
