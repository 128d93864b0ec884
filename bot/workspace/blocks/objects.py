"""The objects blocks and elements are made of: texts, options, confirmations, images' sources."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.workspace.blocks import limits
from bot.workspace.blocks.shapes import (
    BlockError,
    Check,
    address,
    boolean,
    choice,
    either,
    failed,
    listing,
    not_both,
    record,
    string,
    typed,
)


def plain_text(at_most: int) -> Check:
    return typed({"plain_text": record({"text": string(at_most)}, {"emoji": boolean})})


def mrkdwn(at_most: int) -> Check:
    return typed({"mrkdwn": record({"text": string(at_most)}, {"verbatim": boolean})})


def text(at_most: int) -> Check:
    """Plain text or mrkdwn."""
    return typed(
        {
            "plain_text": record({"text": string(at_most)}, {"emoji": boolean}),
            "mrkdwn": record({"text": string(at_most)}, {"verbatim": boolean}),
        }
    )


confirm = record(
    {"title": plain_text(limits.CONFIRM_TITLE), "text": text(limits.CONFIRM_TEXT)},
    {
        "confirm": plain_text(limits.CONFIRM_BUTTON),
        "deny": plain_text(limits.CONFIRM_BUTTON),
        "style": choice("primary", "danger"),
    },
)


def _option(words: Check, described: Check, **more: Check) -> Check:
    return record({"text": words, "value": string(limits.OPTION_VALUE)}, {"description": described, **more})


select_option = _option(plain_text(limits.OPTION_TEXT), plain_text(limits.OPTION_DESCRIPTION))
overflow_option = _option(
    plain_text(limits.OPTION_TEXT), plain_text(limits.OPTION_DESCRIPTION), url=address(limits.ADDRESS)
)
ticked_option = _option(text(limits.OPTION_TEXT), text(limits.OPTION_DESCRIPTION))
"""Of checkboxes and radio buttons: mrkdwn is allowed there."""

option_group = record(
    {"label": plain_text(limits.OPTION_TEXT), "options": listing(select_option, limits.SELECT_OPTIONS)}
)

slack_file = record({}, {"id": string(), "url": address()}, either("id", "url"), not_both("id", "url"))

image_source = (either("image_url", "slack_file"), not_both("image_url", "slack_file"))

dispatch_action_config = record(
    {}, {"trigger_actions_on": listing(choice("on_enter_pressed", "on_character_entered"), 2)}
)

conversation_filter = record(
    {},
    {
        "include": listing(choice("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
    either("include", "exclude_external_shared_channels", "exclude_bot_users"),
)

workflow = record(
    {
        "trigger": record(
            {"url": address()},
            {
                "customizable_input_parameters": listing(
                    record({"name": string(), "value": string(at_least=0)})
                )
            },
        )
    }
)


def initial_is_offered(value: Mapping[str, Any], pointer: str) -> Iterator[BlockError]:
    """What is chosen at first is one of the options, word for word."""
    offered = list(value.get("options") or ())
    for group in value.get("option_groups") or ():
        offered += group["options"]
    chosen = value.get("initial_options") or [value.get("initial_option")]
    for one in chosen:
        if one is not None and one not in offered:
            name = "initial_options" if value.get("initial_options") else "initial_option"
            yield failed(f"{pointer}/{name}", "must be one of the provided options")
