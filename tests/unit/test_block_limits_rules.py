"""What blocks and views must be besides short enough: known types and fields, in places that show them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import InputBlock, Option
from slack_sdk.models.views import View

from bot.workspace.blocks import BlockError, validate_blocks, validate_view
from bot.workspace.blocks.checks import BLOCKS, SURFACES, Surface
from bot.workspace.blocks.elements import ELEMENTS

Json = dict[str, Any]

PLAIN = {"type": "plain_text", "text": "x"}
SECTION = {"type": "section", "text": PLAIN}
OPTIONS = [{"text": PLAIN, "value": "a"}, {"text": PLAIN, "value": "b"}]
RICH = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}],
}
MODAL: Json = {"type": "modal", "title": PLAIN, "blocks": [SECTION]}

EVERY_BLOCK: dict[str, Json] = {
    "section": SECTION,
    "divider": {"type": "divider"},
    "header": {"type": "header", "text": PLAIN},
    "context": {"type": "context", "elements": [PLAIN]},
    "actions": {"type": "actions", "elements": [{"type": "button", "text": PLAIN}]},
    "image": {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "x"},
    "rich_text": RICH,
    "input": {"type": "input", "label": PLAIN, "element": {"type": "plain_text_input"}},
    "context_actions": {
        "type": "context_actions",
        "elements": [{"type": "icon_button", "icon": "trash", "text": PLAIN}],
    },
    "markdown": {"type": "markdown", "text": "**x**"},
    "video": {
        "type": "video",
        "alt_text": "x",
        "title": PLAIN,
        "thumbnail_url": "https://example.org/a.png",
        "video_url": "https://example.org/a",
    },
    "table": {"type": "table", "rows": [[{"type": "raw_number", "value": 4, "text": "4"}, RICH]]},
    "data_table": {"type": "data_table", "rows": [[{"type": "raw_text", "text": "x"}]] * 2, "caption": "x"},
    "data_visualization": {"type": "data_visualization", "title": "x", "chart": {"type": "pie"}},
    "task_card": {"type": "task_card", "task_id": "1", "title": "x", "status": "complete", "output": RICH},
    "plan": {"type": "plan", "title": "x", "tasks": [{"task_id": "1", "title": "x", "status": "pending"}]},
    "alert": {"type": "alert", "text": PLAIN, "level": "warning"},
    "card": {"type": "card", "title": PLAIN},
    "carousel": {"type": "carousel", "elements": [{"type": "card", "title": PLAIN}]},
    "container": {"type": "container", "title": PLAIN, "child_blocks": [SECTION]},
    "file": {"type": "file", "external_id": "x", "source": "remote"},
}

EVERY_ELEMENT: dict[str, Json] = {
    "button": {"text": PLAIN, "style": "primary"},
    "workflow_button": {"text": PLAIN, "workflow": {"trigger": {"url": "https://example.org/t"}}},
    "icon_button": {"icon": "trash", "text": PLAIN},
    "feedback_buttons": {
        "positive_button": {"text": PLAIN, "value": "a"},
        "negative_button": {"text": PLAIN, "value": "b"},
    },
    "overflow": {"options": OPTIONS},
    "checkboxes": {"options": OPTIONS, "initial_options": OPTIONS[:1]},
    "radio_buttons": {"options": OPTIONS, "initial_option": OPTIONS[1]},
    "static_select": {"options": OPTIONS, "initial_option": OPTIONS[0]},
    "multi_static_select": {"option_groups": [{"label": PLAIN, "options": OPTIONS}], "max_selected_items": 1},
    "external_select": {"min_query_length": 0, "placeholder": PLAIN},
    "multi_external_select": {"initial_options": OPTIONS},
    "users_select": {"initial_user": "U1"},
    "multi_users_select": {"initial_users": ["U1"]},
    "channels_select": {"initial_channel": "C1"},
    "multi_channels_select": {"initial_channels": ["C1"]},
    "conversations_select": {"filter": {"include": ["public"]}, "default_to_current_conversation": True},
    "multi_conversations_select": {"initial_conversations": ["C1"]},
    "datepicker": {"initial_date": "2026-11-22"},
    "timepicker": {"initial_time": "09:30", "timezone": "Europe/London"},
    "datetimepicker": {"initial_date_time": 1795000000},
    "plain_text_input": {"multiline": True, "min_length": 2, "max_length": 20},
    "email_text_input": {"placeholder": PLAIN},
    "url_text_input": {"initial_value": "https://example.org"},
    "number_input": {"is_decimal_allowed": True, "min_value": "-1.5", "max_value": "9"},
    "rich_text_input": {"initial_value": RICH},
    "file_input": {"filetypes": ["pdf"], "max_files": 2},
}


def test_the_samples_show_every_type_there_is() -> None:
    assert (set(EVERY_BLOCK), set(EVERY_ELEMENT)) == (set(BLOCKS), set(ELEMENTS))


@pytest.mark.parametrize("surface", list(Surface))
@pytest.mark.parametrize("kind", sorted(BLOCKS))
def test_a_block_is_taken_where_it_is_shown_and_refused_elsewhere(kind: str, surface: Surface) -> None:
    errors = validate_blocks([EVERY_BLOCK[kind]], surface)

    unsupported = BlockError("/blocks/0/type", "unsupported_type", f"unsupported type: {kind}")
    assert errors == ([] if kind in SURFACES[surface] else [unsupported])


def home_of(kind: str) -> Json:
    """A block in which an element of this type may stand."""
    element = {"type": kind, **EVERY_ELEMENT[kind]}
    if kind in ("icon_button", "feedback_buttons"):
        return {"type": "context_actions", "elements": [element]}
    if kind in ("button", "workflow_button", "overflow"):
        return {"type": "section", "text": PLAIN, "accessory": element}
    return {"type": "input", "label": PLAIN, "element": element}


@pytest.mark.parametrize("kind", sorted(ELEMENTS))
def test_every_element_is_taken_in_a_block_for_it(kind: str) -> None:
    surface = Surface.MODAL if kind == "file_input" else Surface.MESSAGE

    assert validate_blocks([home_of(kind)], surface) == []


@pytest.mark.parametrize("kind", sorted(ELEMENTS))
def test_a_field_no_element_has_is_refused(kind: str) -> None:
    block = home_of(kind)
    element = block.get("element") or block.get("accessory") or block["elements"][0]
    element = {**element, "colour": "red"}
    spoilt: Json = {
        key: element if key in ("element", "accessory") else value for key, value in block.items()
    }
    if "elements" in block:
        spoilt["elements"] = [element]

    errors = validate_blocks([spoilt], Surface.MODAL if "element" in block else Surface.MESSAGE)

    assert [(error.code, error.message) for error in errors] == [
        ("unknown_field", "invalid additional property: colour")
    ]


REFUSED: dict[str, tuple[list[Any], str]] = {
    "an unknown block": ([{"type": "poem"}], "/blocks/0/type"),
    "a block without a type": ([{"text": PLAIN}], "/blocks/0"),
    "a null where a block should be": ([None], "/blocks/0"),
    "a section with neither text nor fields": ([{"type": "section"}], "/blocks/0"),
    "mrkdwn in a header": (
        [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
        "/blocks/0/text/type",
    ),
    "mrkdwn on a button": (
        [{"type": "actions", "elements": [{"type": "button", "text": {"type": "mrkdwn", "text": "x"}}]}],
        "/blocks/0/elements/0/text/type",
    ),
    "an input outside an input block": (
        [{"type": "actions", "elements": [{"type": "plain_text_input"}]}],
        "/blocks/0/elements/0/type",
    ),
    "feedback buttons among actions": (
        [
            {
                "type": "actions",
                "elements": [{"type": "feedback_buttons", **EVERY_ELEMENT["feedback_buttons"]}],
            }
        ],
        "/blocks/0/elements/0/type",
    ),
    "an unknown style": (
        [{"type": "actions", "elements": [{"type": "button", "text": PLAIN, "style": "green"}]}],
        "/blocks/0/elements/0/style",
    ),
    "a relative address": (
        [{"type": "actions", "elements": [{"type": "button", "text": PLAIN, "url": "/a"}]}],
        "/blocks/0/elements/0/url",
    ),
    "a choice that is not offered": (
        [
            {
                "type": "section",
                "text": PLAIN,
                "accessory": {"type": "static_select", "options": OPTIONS[:1], "initial_option": OPTIONS[1]},
            }
        ],
        "/blocks/0/accessory/initial_option",
    ),
    "options and groups together": (
        [
            {
                "type": "section",
                "text": PLAIN,
                "accessory": {
                    "type": "static_select",
                    "options": OPTIONS,
                    "option_groups": [{"label": PLAIN, "options": OPTIONS}],
                },
            }
        ],
        "/blocks/0/accessory",
    ),
    "a select without options": (
        [{"type": "section", "text": PLAIN, "accessory": {"type": "static_select"}}],
        "/blocks/0/accessory",
    ),
    "a date that is none": (
        [
            {
                "type": "section",
                "text": PLAIN,
                "accessory": {"type": "datepicker", "initial_date": "22/11/2026"},
            }
        ],
        "/blocks/0/accessory/initial_date",
    ),
    "a task that is pending by itself": (
        [{"type": "task_card", "task_id": "1", "title": "x", "status": "pending"}],
        "/blocks/0/status",
    ),
    "a block_id used twice": (
        [{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}],
        "/blocks/1/block_id",
    ),
    "an action_id used twice in a block": (
        [{"type": "actions", "elements": [{"type": "button", "text": PLAIN, "action_id": "a"}] * 2}],
        "/blocks/0",
    ),
    "an image from two sources": (
        [{**EVERY_BLOCK["image"], "slack_file": {"id": "F1"}}],
        "/blocks/0",
    ),
    "a text that is a number": ([{"type": "markdown", "text": 4}], "/blocks/0/text"),
    "a boolean that is a word": (
        [{"type": "section", "text": {**PLAIN, "emoji": "yes"}}],
        "/blocks/0/text/emoji",
    ),
    "a whole number with a fraction": (
        [{"type": "data_table", "rows": [[{"type": "raw_text", "text": "x"}]] * 2, "page_size": 1.5}],
        "/blocks/0/page_size",
    ),
    "lengths the wrong way round": (
        [
            {
                "type": "input",
                "label": PLAIN,
                "element": {"type": "plain_text_input", "min_length": 5, "max_length": 4},
            }
        ],
        "/blocks/0/element",
    ),
    "rich text of an unknown kind": (
        [{"type": "rich_text", "elements": [{"type": "rich_text_poem", "elements": []}]}],
        "/blocks/0/elements/0/type",
    ),
    "a file input in a message": (
        [{"type": "input", "label": PLAIN, "element": {"type": "file_input"}}],
        "/blocks/0/element/type",
    ),
    "two fields that want the focus": (
        [{"type": "input", "label": PLAIN, "element": {"type": "users_select", "focus_on_load": True}}] * 2,
        "/blocks",
    ),
}


@pytest.mark.parametrize(("blocks", "pointer"), REFUSED.values(), ids=REFUSED)
def test_blocks_slack_would_not_take_are_refused_with_a_pointer(blocks: list[Any], pointer: str) -> None:
    assert pointer in {error.pointer for error in validate_blocks(blocks)}


BAD_VIEWS: dict[str, tuple[Json, str]] = {
    "an unknown type": ({**MODAL, "type": "page"}, "/view/type"),
    "no title": ({key: value for key, value in MODAL.items() if key != "title"}, "/view"),
    "no blocks": ({**MODAL, "blocks": []}, "/view/blocks"),
    "an input and no submit button": ({**MODAL, "blocks": [EVERY_BLOCK["input"]]}, "/view/submit"),
    "an unknown field": ({**MODAL, "colour": "red"}, "/view"),
    "a title on a home": ({"type": "home", "title": PLAIN, "blocks": [SECTION]}, "/view"),
    "a markdown block in a modal": ({**MODAL, "blocks": [EVERY_BLOCK["markdown"]]}, "/view/blocks/0/type"),
    "blocks that are no list": ({**MODAL, "blocks": "x"}, "/view/blocks"),
}


@pytest.mark.parametrize(("view", "pointer"), BAD_VIEWS.values(), ids=BAD_VIEWS)
def test_views_slack_would_not_take_are_refused_with_a_pointer(view: Json, pointer: str) -> None:
    assert pointer in {error.pointer for error in validate_view(view)}


def test_an_input_with_a_submit_button_makes_a_good_modal() -> None:
    assert validate_view({**MODAL, "submit": PLAIN, "blocks": [EVERY_BLOCK["input"]]}) == []


def test_an_error_reads_as_slack_writes_it() -> None:
    [error] = validate_blocks([{"type": "section", "text": {"type": "mrkdwn", "text": ""}}])

    assert str(error) == "must be more than 0 characters [json-pointer:/blocks/0/text/text]"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["type", "text", "elements", "blocks", "options", "value"]), inner)
    ),
    max_leaves=20,
)
blocks_with_holes = st.lists(
    st.sampled_from(sorted(BLOCKS)).flatmap(
        lambda kind: st.dictionaries(
            st.sampled_from(
                ["text", "elements", "element", "accessory", "rows", "tasks", "block_id", "label"]
            ),
            anything,
        ).map(lambda fields: {**fields, "type": kind})
    ),
    max_size=3,
)


@given(st.lists(anything) | blocks_with_holes, st.sampled_from(Surface))
def test_whatever_is_sent_is_judged_and_never_fails(blocks: list[Any], surface: Surface) -> None:
    errors = validate_blocks(blocks, surface)

    assert all(error.pointer.startswith("/blocks") for error in errors)


@given(anything)
def test_whatever_is_sent_as_a_view_is_judged_and_never_fails(view: Any) -> None:
    assert validate_view({"type": "modal", "title": PLAIN, "blocks": view}) != []


@given(st.integers(0, 80), st.integers(0, 160))
def test_options_are_judged_as_the_sdk_judges_them(text: int, value: int) -> None:
    option = {"text": {"type": "plain_text", "text": "x" * text}, "value": "x" * value}
    ours = validate_blocks(
        [{"type": "section", "text": PLAIN, "accessory": {"type": "static_select", "options": [option]}}]
    )

    theirs = sdk_takes(Option(text="x" * text, value="x" * value))

    assert (ours == []) == (
        theirs and text > 0 and value > 0
    )  # The SDK lets empty ones pass; Slack does not.


@given(st.integers(1, 30), st.integers(1, 110))
def test_views_are_judged_as_the_sdk_judges_them(title: int, blocks: int) -> None:
    view = {**MODAL, "title": {"type": "plain_text", "text": "x" * title}, "blocks": [SECTION] * blocks}

    assert (validate_view(view) == []) == sdk_takes(View(**view))


@given(st.integers(1, 2010))
def test_labels_are_judged_as_the_sdk_judges_them(label: int) -> None:
    block = {**EVERY_BLOCK["input"], "label": {"type": "plain_text", "text": "x" * label}}

    assert (validate_blocks([block]) == []) == sdk_takes(InputBlock(**block))


def sdk_takes(thing: Any) -> bool:
    from slack_sdk.errors import SlackObjectFormationError

    try:
        thing.validate_json()
    except SlackObjectFormationError:
        return False
    return True
