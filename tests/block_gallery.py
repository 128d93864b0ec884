"""Every block and element the page can show, once each, as an app would send it."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str, **more: Any) -> Json:
    return {"text": plain(f"Option {value}"), "value": value, **more}


def rich(*pieces: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(pieces)}]}


OPTIONS = [option("one"), option("two", description=plain("with a description"))]
GROUPS = [{"label": plain("Group"), "options": OPTIONS}]
CONFIRM = {
    "title": plain("Are you sure?"),
    "text": mrkdwn("It cannot be *undone*."),
    "confirm": plain("Do it"),
    "deny": plain("Leave it"),
    "style": "danger",
}
CARD = {
    "type": "card",
    "icon": {"type": "image", "image_url": "https://example.org/icon.png", "alt_text": "icon"},
    "title": mrkdwn("*Kent*"),
    "subtitle": mrkdwn("seen in March"),
    "body": mrkdwn("What they did"),
    "actions": [{"type": "button", "action_id": "look", "text": plain("Look")}],
}
TASK = {
    "type": "task_card",
    "task_id": "t1",
    "title": "Reading the case studies",
    "status": "complete",
    "details": rich({"type": "text", "text": "twelve of them"}),
    "output": rich({"type": "text", "text": "three speak of it"}),
    "sources": [{"type": "url", "url": "https://example.org/kent", "text": "Kent"}],
}

ELEMENTS: dict[str, Json] = {
    "button": {"text": plain("Press"), "value": "v", "style": "primary"},
    "feedback_buttons": {
        "positive_button": {"text": plain("Good"), "value": "up", "accessibility_label": "Good answer"},
        "negative_button": {"text": plain("Bad"), "value": "down"},
    },
    "icon_button": {"icon": "trash", "text": plain("Delete"), "confirm": CONFIRM},
    "overflow": {"options": OPTIONS},
    "image": {"image_url": "https://example.org/a.png", "alt_text": "a map"},
    "static_select": {"placeholder": plain("Pick a theme"), "options": OPTIONS, "initial_option": OPTIONS[1]},
    "external_select": {"placeholder": plain("Find a council"), "min_query_length": 1},
    "users_select": {"placeholder": plain("Pick a person"), "initial_user": "U1"},
    "conversations_select": {"placeholder": plain("Pick a conversation")},
    "channels_select": {"placeholder": plain("Pick a channel"), "initial_channel": "C1"},
    "multi_static_select": {"option_groups": GROUPS, "initial_options": OPTIONS[:1], "max_selected_items": 2},
    "multi_external_select": {"placeholder": plain("Find councils"), "initial_options": [OPTIONS[0]]},
    "multi_users_select": {"placeholder": plain("Pick people"), "initial_users": ["U1"]},
    "multi_conversations_select": {"placeholder": plain("Pick conversations")},
    "multi_channels_select": {"placeholder": plain("Pick channels")},
    "checkboxes": {"options": OPTIONS, "initial_options": [OPTIONS[0]]},
    "radio_buttons": {"options": OPTIONS, "initial_option": OPTIONS[1]},
    "datepicker": {"initial_date": "2026-03-03"},
    "timepicker": {"initial_time": "09:30"},
    "datetimepicker": {"initial_date_time": 1772530200},
    "plain_text_input": {"multiline": True, "initial_value": "seen", "min_length": 2, "max_length": 300},
    "rich_text_input": {"initial_value": rich({"type": "text", "text": "rich"})},
    "email_text_input": {"placeholder": plain("you@example.org"), "initial_value": "a@example.org"},
    "url_text_input": {"initial_value": "https://example.org"},
    "number_input": {"is_decimal_allowed": False, "min_value": "1", "max_value": "5", "initial_value": "3"},
    "file_input": {"filetypes": ["pdf", "docx"], "max_files": 3},
}  # fmt: skip
"""Element type → what it has besides its type and action_id."""

IN_ACTIONS = (
    "button", "overflow", "static_select", "external_select", "users_select", "conversations_select",
    "channels_select", "checkboxes", "radio_buttons", "datepicker", "timepicker", "datetimepicker",
)  # fmt: skip
"""What an ``actions`` block may hold."""

RICH_PIECES: list[Json] = [
    {"type": "text", "text": "bold", "style": {"bold": True, "italic": True}},
    {"type": "text", "text": " struck", "style": {"strike": True, "code": True, "underline": True}},
    {"type": "link", "url": "https://example.org", "text": "a link"},
    {"type": "emoji", "name": "tada"},
    {"type": "user", "user_id": "U1"},
    {"type": "usergroup", "usergroup_id": "S1"},
    {"type": "team", "team_id": "T1"},
    {"type": "channel", "channel_id": "C1"},
    {"type": "broadcast", "range": "here"},
    {"type": "date", "timestamp": 1772530200, "format": "{date_long} at {time}", "fallback": "3 March"},
    {"type": "color", "value": "#0b6b58"},
]

BLOCKS: dict[str, Json] = {
    "header": {"text": plain("Three councils speak of it")},
    "section": {
        "text": mrkdwn("*Bold*, _italic_, ~struck~, `code`, <https://example.org|a link>, <@U1> in <#C1>"),
        "fields": [mrkdwn("*Council*\nKent"), plain("As of 2026 :tada:")],
        "accessory": {"type": "button", "action_id": "more", "text": plain("More"), "confirm": CONFIRM},
    },
    "divider": {},
    "context": {
        "elements": [
            {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a map"},
            mrkdwn("published case study, *as of 2025*"),
        ]
    },
    "image": {"title": plain("A map"), "image_url": "https://example.org/map.png", "alt_text": "the county"},
    "actions": {
        "elements": [
            {"type": kind, "action_id": kind, **more}
            for kind, more in ELEMENTS.items()
            if kind in IN_ACTIONS
        ]
    },
    "context_actions": {
        "elements": [
            {"type": kind, "action_id": kind, **ELEMENTS[kind]}
            for kind in ("feedback_buttons", "icon_button")
        ]
    },
    "input": {
        "label": plain("What did you see?"),
        "hint": plain("One thing is enough"),
        "element": {"type": "plain_text_input", "action_id": "text", "placeholder": plain("They …")},
    },
    "rich_text": {
        "elements": [
            {"type": "rich_text_section", "elements": RICH_PIECES},
            {
                "type": "rich_text_list",
                "style": "ordered",
                "offset": 2,
                "indent": 1,
                "border": 1,
                "elements": [{"type": "rich_text_section", "elements": RICH_PIECES[:1]}],
            },
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x = 1"}]},
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "as they said"}]},
        ]
    },
    "markdown": {
        "text": "# Heading\n\n**bold** and ~~struck~~ <@U1>\n\n- [x] done\n- [ ] to do\n\n"
        "| Council | Year |\n|:--|--:|\n| Kent | 2025 |\n\n> quoted\n\n1. first\n2. second\n\n"
        "```py\nx = 1\n```\n"
        "[a link](https://example.org) ![a map](https://example.org/map.png) <b>not bold</b>"
    },
    "table": {
        "column_settings": [{"is_wrapped": True}, {"align": "right"}],
        "rows": [
            [{"type": "raw_text", "text": "Council"}, {"type": "raw_text", "text": "Seen"}],
            [rich({"type": "text", "text": "Kent"}), {"type": "raw_number", "value": 3, "text": "three"}],
        ],
    },
    "data_table": {
        "caption": "Lessons by council",
        "row_header_column_index": 0,
        "rows": [
            [{"type": "raw_text", "text": "Council"}, {"type": "raw_text", "text": "Lessons"}],
            [{"type": "raw_text", "text": "Leeds"}, {"type": "raw_number", "value": 12, "text": "12"}],
        ],
    },
    "task_card": {key: value for key, value in TASK.items() if key != "type"},
    "plan": {"title": "Looking for an answer", "tasks": [TASK, {**TASK, "status": "in_progress"}]},
    "alert": {"text": mrkdwn("This lesson is *past its review date*."), "level": "warning"},
    "card": {key: value for key, value in CARD.items() if key != "type"},
    "carousel": {"elements": [CARD, {key: value for key, value in CARD.items() if key != "actions"}]},
    "container": {
        "title": plain("A container"),
        "subtitle": mrkdwn("that _folds_"),
        "is_collapsible": True,
        "child_blocks": [{"type": "section", "text": mrkdwn("inside")}, {"type": "divider"}],
    },
    "file": {"external_id": "F-EXT-1", "source": "remote"},
    "video": {
        "title": plain("A walk"),
        "title_url": "https://example.org/walk",
        "video_url": "https://example.org/embed/walk",
        "thumbnail_url": "https://example.org/walk.png",
        "alt_text": "a walk through the town",
        "author_name": "Leeds",
        "description": plain("Twelve minutes"),
    },
}  # fmt: skip
"""Block type → what it has besides its type and block_id."""


TELLING: Json = {
    "type": "input",
    "block_id": "telling-block",
    "dispatch_action": True,
    "label": plain("Tell at once"),
    "element": {"type": "plain_text_input", "action_id": "telling"},
}
"""A field whose every change the app hears of."""


def element(kind: str) -> Json:
    return {"type": kind, "action_id": f"{kind}-action", **ELEMENTS.get(kind, {})}


def block(kind: str) -> Json:
    return {"type": kind, "block_id": f"{kind}-block", **BLOCKS.get(kind, {})}


def input_block(kind: str) -> Json:
    return {
        "type": "input",
        "block_id": f"{kind}-input",
        "label": plain(f"A {kind}"),
        "element": element(kind),
    }
