"""The interactive elements, by their type, and which of them may stand where."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.workspace.blocks import limits
from bot.workspace.blocks.objects import (
    confirm,
    conversation_filter,
    dispatch_action_config,
    image_source,
    initial_is_offered,
    option_group,
    overflow_option,
    plain_text,
    select_option,
    slack_file,
    ticked_option,
    workflow,
)
from bot.workspace.blocks.rich_texts import rich_text
from bot.workspace.blocks.shapes import (
    BlockError,
    Check,
    address,
    boolean,
    choice,
    either,
    failed,
    integer,
    listing,
    matching,
    not_both,
    record,
    string,
    typed,
)

_action = {"action_id": string(limits.ACTION_ID)}
_label = {"accessibility_label": string(limits.ACCESSIBILITY_LABEL)}
_placeholder = {"placeholder": plain_text(limits.PLACEHOLDER)}
_visible_to = {"visible_to_user_ids": listing(string(), limits.VISIBLE_TO)}
_chosen = {**_action, "confirm": confirm, "focus_on_load": boolean}
_select = {**_chosen, **_placeholder}
_multi = {**_select, "max_selected_items": integer(1)}
_typed_in = {
    **_action,
    **_placeholder,
    "dispatch_action_config": dispatch_action_config,
    "focus_on_load": boolean,
}
_options = {
    "options": listing(select_option, limits.SELECT_OPTIONS),
    "option_groups": listing(option_group, limits.OPTION_GROUPS),
}
_options_or_groups = (either("options", "option_groups"), not_both("options", "option_groups"))
_date = matching(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "a date such as 2026-11-22")
_time = matching(r"([01]\d|2[0-3]):[0-5]\d", "a time such as 09:30")
_decimal = matching(r"-?\d+(\.\d+)?", "a number written as a string")


def _lengths_in_order(value: Mapping[str, Any], pointer: str) -> Iterator[BlockError]:
    if value.get("min_length", 0) > value.get("max_length", limits.INPUT_LENGTH):
        yield failed(pointer, "min_length must be less than or equal to max_length")


_feedback_button = record(
    {"text": plain_text(limits.BUTTON_TEXT), "value": string(limits.BUTTON_VALUE)}, _label
)

ELEMENTS: Mapping[str, Check] = {
    "button": record(
        {"text": plain_text(limits.BUTTON_TEXT)},
        {
            **_action,
            **_label,
            **_visible_to,
            "url": address(limits.ADDRESS),
            "value": string(limits.BUTTON_VALUE),
            "style": choice("primary", "danger"),
            "confirm": confirm,
            "agent_prompt": string(),
            "agent_prompt_display": string(),
        },
    ),
    "workflow_button": record(
        {"text": plain_text(limits.BUTTON_TEXT), "workflow": workflow},
        {**_action, **_label, "style": choice("primary", "danger")},
    ),
    "icon_button": record(
        {"icon": choice("trash"), "text": plain_text(limits.BUTTON_TEXT)},
        {**_action, **_label, **_visible_to, "value": string(limits.BUTTON_VALUE), "confirm": confirm},
    ),
    "feedback_buttons": record(
        {"positive_button": _feedback_button, "negative_button": _feedback_button}, _action
    ),
    "overflow": record(
        {"options": listing(overflow_option, limits.OVERFLOW_OPTIONS)}, {**_action, "confirm": confirm}
    ),
    "checkboxes": record(
        {"options": listing(ticked_option, limits.CHECKBOXES)},
        {**_chosen, "initial_options": listing(ticked_option, limits.CHECKBOXES)},
        initial_is_offered,
    ),
    "radio_buttons": record(
        {"options": listing(ticked_option, limits.RADIO_BUTTONS)},
        {**_chosen, "initial_option": ticked_option},
        initial_is_offered,
    ),
    "static_select": record(
        {}, {**_select, **_options, "initial_option": select_option}, *_options_or_groups, initial_is_offered
    ),
    "multi_static_select": record(
        {},
        {**_multi, **_options, "initial_options": listing(select_option, limits.SELECT_OPTIONS)},
        *_options_or_groups,
        initial_is_offered,
    ),
    "external_select": record(
        {}, {**_select, "initial_option": select_option, "min_query_length": integer(0)}
    ),
    "multi_external_select": record(
        {},
        {
            **_multi,
            "initial_options": listing(select_option, limits.SELECT_OPTIONS),
            "min_query_length": integer(0),
        },
    ),
    "users_select": record({}, {**_select, "initial_user": string()}),
    "multi_users_select": record({}, {**_multi, "initial_users": listing(string())}),
    "channels_select": record({}, {**_select, "initial_channel": string(), "response_url_enabled": boolean}),
    "multi_channels_select": record({}, {**_multi, "initial_channels": listing(string())}),
    "conversations_select": record(
        {},
        {
            **_select,
            "initial_conversation": string(),
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            "filter": conversation_filter,
        },
    ),
    "multi_conversations_select": record(
        {},
        {
            **_multi,
            "initial_conversations": listing(string()),
            "default_to_current_conversation": boolean,
            "filter": conversation_filter,
        },
    ),
    "datepicker": record({}, {**_select, "initial_date": _date}),
    "timepicker": record({}, {**_select, "initial_time": _time, "timezone": string()}),
    "datetimepicker": record({}, {**_chosen, "initial_date_time": integer(1_000_000_000, 9_999_999_999)}),
    "plain_text_input": record(
        {},
        {
            **_typed_in,
            "initial_value": string(limits.INPUT_LENGTH, at_least=0),
            "multiline": boolean,
            "min_length": integer(0, limits.INPUT_LENGTH),
            "max_length": integer(1, limits.INPUT_LENGTH),
        },
        _lengths_in_order,
    ),
    "email_text_input": record({}, {**_typed_in, "initial_value": string(at_least=0)}),
    "url_text_input": record({}, {**_typed_in, "initial_value": string(at_least=0)}),
    "number_input": record(
        {"is_decimal_allowed": boolean},
        {**_typed_in, "initial_value": _decimal, "min_value": _decimal, "max_value": _decimal},
    ),
    "rich_text_input": record(
        {},
        {**_typed_in, "initial_value": rich_text, "min_lines": integer(1, 100), "max_lines": integer(1, 100)},
    ),
    "file_input": record(
        {}, {**_action, "filetypes": listing(string()), "max_files": integer(1, limits.INPUT_FILES)}
    ),
}

image = record(
    {"alt_text": string(limits.ALT_TEXT)},
    {"image_url": address(limits.ADDRESS), "slack_file": slack_file},
    *image_source,
)

_SELECTS = ("static_select", "external_select", "users_select", "conversations_select", "channels_select")
_MULTI_SELECTS = tuple(f"multi_{name}" for name in _SELECTS)
_ANYWHERE = ("checkboxes", "radio_buttons", "datepicker", "timepicker", *_SELECTS)


def _only(*names: str) -> Mapping[str, Check]:
    return {name: ELEMENTS[name] for name in names}


accessory = typed(
    {**_only("button", "workflow_button", "overflow", *_ANYWHERE, *_MULTI_SELECTS), "image": image}
)
in_actions = typed(_only("button", "workflow_button", "overflow", "datetimepicker", *_ANYWHERE))
in_context_actions = typed(_only("feedback_buttons", "icon_button"))
in_input = typed(
    _only(
        "plain_text_input",
        "email_text_input",
        "url_text_input",
        "number_input",
        "rich_text_input",
        "file_input",
        "datetimepicker",
        *_ANYWHERE,
        *_MULTI_SELECTS,
    )
)
