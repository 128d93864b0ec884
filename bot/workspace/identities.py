"""The ids Slack gives to blocks and elements that came without."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.workspace.blocks.elements import ELEMENTS
from bot.workspace.ids import Ids


def with_ids(blocks: Sequence[Mapping[str, Any]], ids: Ids) -> tuple[dict[str, Any], ...]:
    """Copies of ``blocks`` in which every block has a block_id and every element an action_id."""
    return tuple(_identified(block, ids) for block in blocks)


def _identified(block: Mapping[str, Any], ids: Ids) -> dict[str, Any]:
    filled = {**block, "block_id": block.get("block_id") or ids.secret(5)}
    for key in ("element", "accessory"):
        if filled.get(key):
            filled[key] = _element(filled[key], ids)
    for key in ("elements", "actions"):
        if key in filled and block["type"] != "rich_text":
            filled[key] = [_element(one, ids) for one in filled[key]]
    if "child_blocks" in filled:
        filled["child_blocks"] = [_identified(one, ids) for one in filled["child_blocks"]]
    return filled


def _element(element: Mapping[str, Any], ids: Ids) -> dict[str, Any]:
    if element.get("type") == "card":
        return _identified(element, ids)
    if element.get("type") not in ELEMENTS:
        return dict(element)
    return {**element, "action_id": element.get("action_id") or ids.secret(5)}
