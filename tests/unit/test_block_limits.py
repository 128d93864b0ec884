"""Every limit of Block Kit: a payload exactly at it is taken, and one over it is refused, with a pointer."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.workspace.blocks import validate_blocks, validate_view

Json = dict[str, Any]


def plain(length: int) -> Json:
    return {"type": "plain_text", "text": "x" * length}


def mrkdwn(length: int) -> Json:
    return {"type": "mrkdwn", "text": "x" * length}


def option(number: int = 0, text: int = 1, **more: Any) -> Json:
    return {"text": plain(text), "value": f"v{number}", **more}


def options(count: int) -> list[Json]:
    return [option(number) for number in range(count)]


def url(length: int) -> str:
    return "https://example.org/".ljust(length, "x")


def section(**fields: Any) -> Json:
    return {"type": "section", **fields}


def button(**fields: Any) -> Json:
    return {"type": "button", "text": plain(1), **fields}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def accessory(**fields: Any) -> Json:
    return section(text=plain(1), accessory=fields)


def asked(**element: Any) -> Json:
    return {"type": "input", "label": plain(1), "element": element}


def confirmed(**fields: Any) -> Json:
    return actions(button(confirm={"title": plain(1), "text": plain(1), **fields}))


def feedback(**fields: Any) -> Json:
    good, bad = {"text": plain(1), "value": "good", **fields}, {"text": plain(1), "value": "bad"}
    buttons = {"type": "feedback_buttons", "positive_button": good, "negative_button": bad}
    return {"type": "context_actions", "elements": [buttons]}


def icon(**fields: Any) -> Json:
    return {"type": "icon_button", "icon": "trash", "text": plain(1), **fields}


def cells(count: int) -> list[Json]:
    return [{"type": "raw_text", "text": "x"} for _ in range(count)]


def card(**fields: Any) -> Json:
    return {"type": "card", "title": plain(1), **fields}


def image(**fields: Any) -> Json:
    return {"type": "image", "image_url": url(30), "alt_text": "x", **fields}


def data_table(rows: int, columns: int = 1, **fields: Any) -> Json:
    return {"type": "data_table", "rows": [cells(columns)] * rows, **fields}


def modal(**fields: Any) -> Json:
    return {"type": "modal", "title": plain(1), "blocks": [{"type": "divider"}], **fields}


def stacked(kind: str, count: int) -> list[Json]:
    return [{"type": kind} for _ in range(count)]


Blocks = Callable[[int], Json | list[Json]]

IN_MESSAGES: list[tuple[str, int, Blocks, str]] = [
    ("blocks", 50, lambda n: stacked("divider", n), "/blocks"),
    ("section text", 3000, lambda n: section(text=mrkdwn(n)), "/blocks/0/text/text"),
    ("section fields", 10, lambda n: section(fields=[plain(1)] * n), "/blocks/0/fields"),
    ("section field", 2000, lambda n: section(fields=[mrkdwn(n)]), "/blocks/0/fields/0/text"),
    ("header", 150, lambda n: {"type": "header", "text": plain(n)}, "/blocks/0/text/text"),
    ("context elements", 10, lambda n: {"type": "context", "elements": [plain(1)] * n}, "/blocks/0/elements"),
    (
        "context text",
        3000,
        lambda n: {"type": "context", "elements": [mrkdwn(n)]},
        "/blocks/0/elements/0/text",
    ),
    (
        "actions elements",
        25,
        lambda n: actions(*(button(action_id=f"a{i}") for i in range(n))),
        "/blocks/0/elements",
    ),
    (
        "context_actions elements",
        5,
        lambda n: {"type": "context_actions", "elements": [icon(action_id=f"a{i}") for i in range(n)]},
        "/blocks/0/elements",
    ),
    ("image alt text", 2000, lambda n: image(alt_text="x" * n), "/blocks/0/alt_text"),
    ("image url", 3000, lambda n: image(image_url=url(n)), "/blocks/0/image_url"),
    ("image title", 2000, lambda n: image(title=plain(n)), "/blocks/0/title/text"),
    ("button text", 75, lambda n: actions(button(text=plain(n))), "/blocks/0/elements/0/text/text"),
    ("button value", 2000, lambda n: actions(button(value="x" * n)), "/blocks/0/elements/0/value"),
    ("button url", 3000, lambda n: actions(button(url=url(n))), "/blocks/0/elements/0/url"),
    (
        "button label",
        75,
        lambda n: actions(button(accessibility_label="x" * n)),
        "/blocks/0/elements/0/accessibility_label",
    ),
    ("confirm title", 100, lambda n: confirmed(title=plain(n)), "/blocks/0/elements/0/confirm/title/text"),
    ("confirm text", 300, lambda n: confirmed(text=plain(n)), "/blocks/0/elements/0/confirm/text/text"),
    ("confirm yes", 30, lambda n: confirmed(confirm=plain(n)), "/blocks/0/elements/0/confirm/confirm/text"),
    ("confirm no", 30, lambda n: confirmed(deny=plain(n)), "/blocks/0/elements/0/confirm/deny/text"),
    (
        "feedback text",
        75,
        lambda n: feedback(text=plain(n)),
        "/blocks/0/elements/0/positive_button/text/text",
    ),
    (
        "feedback value",
        2000,
        lambda n: feedback(value="x" * n),
        "/blocks/0/elements/0/positive_button/value",
    ),
    (
        "icon button visible to",
        10,
        lambda n: {"type": "context_actions", "elements": [icon(visible_to_user_ids=["U1"] * n)]},
        "/blocks/0/elements/0/visible_to_user_ids",
    ),
    (
        "option text",
        75,
        lambda n: accessory(type="static_select", options=[option(text=n)]),
        "/blocks/0/accessory/options/0/text/text",
    ),
    (
        "option description",
        75,
        lambda n: accessory(type="static_select", options=[option(description=plain(n))]),
        "/blocks/0/accessory/options/0/description/text",
    ),
    (
        "option value",
        150,
        lambda n: accessory(type="static_select", options=[{"text": plain(1), "value": "x" * n}]),
        "/blocks/0/accessory/options/0/value",
    ),
    (
        "select options",
        100,
        lambda n: accessory(type="static_select", options=options(n)),
        "/blocks/0/accessory/options",
    ),
    (
        "option groups",
        100,
        lambda n: accessory(
            type="static_select", option_groups=[{"label": plain(1), "options": options(1)}] * n
        ),
        "/blocks/0/accessory/option_groups",
    ),
    (
        "options of a group",
        100,
        lambda n: accessory(type="static_select", option_groups=[{"label": plain(1), "options": options(n)}]),
        "/blocks/0/accessory/option_groups/0/options",
    ),
    (
        "placeholder",
        150,
        lambda n: accessory(type="users_select", placeholder=plain(n)),
        "/blocks/0/accessory/placeholder/text",
    ),
    (
        "overflow options",
        5,
        lambda n: accessory(type="overflow", options=options(n)),
        "/blocks/0/accessory/options",
    ),
    (
        "checkboxes",
        10,
        lambda n: accessory(type="checkboxes", options=options(n)),
        "/blocks/0/accessory/options",
    ),
    (
        "radio buttons",
        10,
        lambda n: accessory(type="radio_buttons", options=options(n)),
        "/blocks/0/accessory/options",
    ),
    (
        "input label",
        2000,
        lambda n: {**asked(type="plain_text_input"), "label": plain(n)},
        "/blocks/0/label/text",
    ),
    (
        "input hint",
        2000,
        lambda n: {**asked(type="plain_text_input"), "hint": plain(n)},
        "/blocks/0/hint/text",
    ),
    (
        "input max_length",
        3000,
        lambda n: asked(type="plain_text_input", max_length=n),
        "/blocks/0/element/max_length",
    ),
    (
        "action_id",
        255,
        lambda n: actions(button(action_id="x" * n)),
        "/blocks/0/elements/0/action_id",
    ),
    ("block_id", 255, lambda n: {"type": "divider", "block_id": "x" * n}, "/blocks/0/block_id"),
    ("markdown", 12000, lambda n: {"type": "markdown", "text": "x" * n}, "/blocks/0/text"),
    (
        "markdown in all blocks",
        12000,
        lambda n: [{"type": "markdown", "text": "x" * 6000}, {"type": "markdown", "text": "x" * (n - 6000)}],
        "/blocks",
    ),
    ("table rows", 100, lambda n: {"type": "table", "rows": [cells(1)] * n}, "/blocks/0/rows"),
    ("table columns", 20, lambda n: {"type": "table", "rows": [cells(n)]}, "/blocks/0/rows/0"),
    ("tables", 1, lambda n: [{"type": "table", "rows": [cells(1)]}] * n, "/blocks"),
    ("data table rows", 201, data_table, "/blocks/0/rows"),
    ("data table columns", 20, lambda n: data_table(2, n), "/blocks/0/rows/0"),
    (
        "data table text",
        20_000,
        lambda n: {
            "type": "data_table",
            "rows": [cells(1), [{"type": "raw_text", "text": "x" * (n - 1)}]],
        },
        "/blocks/0/rows",
    ),
    ("data table page", 100, lambda n: data_table(2, page_size=n), "/blocks/0/page_size"),
    ("card title", 150, lambda n: card(title=plain(n)), "/blocks/0/title/text"),
    ("card subtitle", 150, lambda n: card(subtitle=plain(n)), "/blocks/0/subtitle/text"),
    ("card body", 200, lambda n: card(body=mrkdwn(n)), "/blocks/0/body/text"),
    (
        "card buttons",
        3,
        lambda n: card(actions=[button(action_id=f"a{i}") for i in range(n)]),
        "/blocks/0/actions",
    ),
    ("carousel", 10, lambda n: {"type": "carousel", "elements": [card()] * n}, "/blocks/0/elements"),
    (
        "container",
        10,
        lambda n: {"type": "container", "child_blocks": stacked("divider", n)},
        "/blocks/0/child_blocks",
    ),
    (
        "plan tasks",
        50,
        lambda n: {
            "type": "plan",
            "title": "x",
            "tasks": [{"task_id": f"{i}", "title": "x"} for i in range(n)],
        },
        "/blocks/0/tasks",
    ),
    (
        "chart title",
        50,
        lambda n: {"type": "data_visualization", "title": "x" * n, "chart": {"type": "pie"}},
        "/blocks/0/title",
    ),
    ("alert", 200, lambda n: {"type": "alert", "text": plain(n)}, "/blocks/0/text/text"),
]

IN_VIEWS: list[tuple[str, int, Callable[[int], Json], str]] = [
    ("blocks", 100, lambda n: modal(blocks=stacked("divider", n)), "/view/blocks"),
    ("home blocks", 100, lambda n: {"type": "home", "blocks": stacked("divider", n)}, "/view/blocks"),
    ("title", 24, lambda n: modal(title=plain(n)), "/view/title/text"),
    ("submit", 24, lambda n: modal(submit=plain(n)), "/view/submit/text"),
    ("close", 24, lambda n: modal(close=plain(n)), "/view/close/text"),
    ("private_metadata", 3000, lambda n: modal(private_metadata="x" * n), "/view/private_metadata"),
    ("callback_id", 255, lambda n: modal(callback_id="x" * n), "/view/callback_id"),
    ("external_id", 255, lambda n: modal(external_id="x" * n), "/view/external_id"),
    (
        "file input files",
        10,
        lambda n: modal(submit=plain(1), blocks=[asked(type="file_input", max_files=n)]),
        "/view/blocks/0/element/max_files",
    ),
]


def as_blocks(made: Json | list[Json]) -> list[Json]:
    return made if isinstance(made, list) else [made]


@pytest.mark.parametrize(
    ("limit", "build"), [row[1:3] for row in IN_MESSAGES], ids=[row[0] for row in IN_MESSAGES]
)
def test_blocks_exactly_at_a_limit_are_taken(limit: int, build: Blocks) -> None:
    assert validate_blocks(as_blocks(build(limit))) == []


@pytest.mark.parametrize(
    ("limit", "build", "pointer"), [row[1:] for row in IN_MESSAGES], ids=[row[0] for row in IN_MESSAGES]
)
def test_blocks_one_over_a_limit_are_refused_where_it_is_exceeded(
    limit: int, build: Blocks, pointer: str
) -> None:
    errors = validate_blocks(as_blocks(build(limit + 1)))

    assert pointer in {error.pointer for error in errors}


@pytest.mark.parametrize(("limit", "build"), [row[1:3] for row in IN_VIEWS], ids=[row[0] for row in IN_VIEWS])
def test_views_exactly_at_a_limit_are_taken(limit: int, build: Callable[[int], Json]) -> None:
    assert validate_view(build(limit)) == []


@pytest.mark.parametrize(
    ("limit", "build", "pointer"), [row[1:] for row in IN_VIEWS], ids=[row[0] for row in IN_VIEWS]
)
def test_views_one_over_a_limit_are_refused_where_it_is_exceeded(
    limit: int, build: Callable[[int], Json], pointer: str
) -> None:
    errors = validate_view(build(limit + 1))

    assert [error.pointer for error in errors] == [pointer]


FEWEST: list[tuple[str, Json]] = [
    ("no text", section(text=plain(0))),
    ("no elements", actions()),
    ("no options", accessory(type="static_select", options=[])),
    ("a data table of a header alone", data_table(1)),
    ("a table without rows", {"type": "table", "rows": []}),
    ("an input that takes no character", asked(type="plain_text_input", max_length=0)),
    ("a file input for no file", asked(type="file_input", max_files=0)),
    ("a page of no rows", data_table(2, page_size=0)),
]


@pytest.mark.parametrize("block", [row[1] for row in FEWEST], ids=[row[0] for row in FEWEST])
def test_what_must_not_be_empty_is_refused_when_it_is(block: Json) -> None:
    assert validate_blocks([block], "modal" if block["type"] == "input" else "message") != []
