"""What Slack would say of blocks and views, before Slack is asked.

``validate_blocks`` and ``validate_view`` look at plain dictionaries, so they see types the SDK's
classes drop in silence. Unknown types and unknown fields are errors. Nothing here speaks of how
blocks look: that is ``rendering``.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.workspace.blocks import limits
from bot.workspace.blocks.checks import BLOCKS, SURFACES, Surface, between_blocks, elements_of, text_length
from bot.workspace.blocks.objects import plain_text
from bot.workspace.blocks.shapes import BlockError, anything, boolean, failed, listing, record, string, typed

__all__ = ["BlockError", "Surface", "elements_of", "text_length", "validate_blocks", "validate_view"]


def validate_blocks(
    blocks: Sequence[Mapping[str, Any]], surface: Surface | str = Surface.MESSAGE, pointer: str = "/blocks"
) -> list[BlockError]:
    """Everything Slack would refuse of ``blocks`` on ``surface``; empty when it would take them."""
    return list(_blocks_errors(blocks, Surface(surface), pointer))


def _blocks_errors(blocks: Any, surface: Surface, pointer: str) -> Iterator[BlockError]:
    kinds = {name: BLOCKS[name] for name in SURFACES[surface]}
    at_most = limits.MESSAGE_BLOCKS if surface is Surface.MESSAGE else limits.VIEW_BLOCKS
    errors = list(listing(typed(kinds), at_most, at_least=0)(blocks, pointer))
    yield from errors
    if not errors:
        yield from between_blocks(blocks, pointer)
        yield from _files_only_in_modals(blocks, surface, pointer)


def _files_only_in_modals(
    blocks: Sequence[Mapping[str, Any]], surface: Surface, pointer: str
) -> Iterator[BlockError]:
    for position, block in enumerate(blocks):
        if surface is not Surface.MODAL and (block.get("element") or {}).get("type") == "file_input":
            yield BlockError(
                f"{pointer}/{position}/element/type", "unsupported_type", "unsupported type: file_input"
            )


_ids = {
    "callback_id": string(limits.CALLBACK_ID, at_least=0),
    "external_id": string(limits.EXTERNAL_ID, at_least=0),
    "private_metadata": string(limits.PRIVATE_METADATA, at_least=0),
}
_blocks = {"blocks": listing(anything)}

_views = typed(
    {
        "modal": record(
            {"title": plain_text(limits.VIEW_TITLE), **_blocks},
            {
                **_ids,
                "submit": plain_text(limits.VIEW_BUTTON),
                "close": plain_text(limits.VIEW_BUTTON),
                "clear_on_close": boolean,
                "notify_on_close": boolean,
                "submit_disabled": boolean,
            },
        ),
        "home": record(_blocks, _ids),
    }
)


def validate_view(view: Mapping[str, Any], pointer: str = "/view") -> list[BlockError]:
    """Everything Slack would refuse of a modal or an App Home."""
    errors = list(_views(view, pointer))
    if any(error.pointer in (pointer, f"{pointer}/type", f"{pointer}/blocks") for error in errors):
        return errors
    surface = Surface(view["type"])
    errors += _blocks_errors(view["blocks"], surface, f"{pointer}/blocks")
    if surface is Surface.MODAL and view.get("submit") is None and _has_inputs(view["blocks"]):
        errors.append(failed(f"{pointer}/submit", "a submit button is required when there is an input block"))
    return errors


def _has_inputs(blocks: Sequence[Any]) -> bool:
    return any(isinstance(block, Mapping) and block.get("type") == "input" for block in blocks)
