"""A small Bolt app that does a little of everything, for walks through the page."""

import re
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond, Say
from slack_sdk import WebClient

from tests import block_gallery as gallery

Json = dict[str, Any]

MANIFEST: Json = {
    "display_information": {"name": "Gallery", "description": "Shows everything the page can show."},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Gallery", "always_online": True},
        "agent_view": {
            "agent_description": "Answers everything with the same three sentences.",
            "suggested_prompts": [{"title": "What was seen?", "message": "What was seen in Kent?"}],
        },
        "slash_commands": [
            {"command": "/lessons", "description": "Find lessons", "usage_hint": "theme"},
            {"command": "/blocks", "description": "Post every block"},
            {"command": "/slow", "description": "Is never answered"},
        ],
        "shortcuts": [
            {"name": "Give feedback", "callback_id": "give", "type": "global", "description": "Tell us"},
            {"name": "Save as lesson", "callback_id": "save", "type": "message", "description": "Keep this"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "app_mentions:read", "assistant:write", "channels:history", "groups:history", "im:history",
                "chat:write", "commands", "files:read", "files:write", "reactions:read", "users:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": ["app_home_opened", "app_mention", "message.im", "message.channels"]
        },
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}  # fmt: skip

ANSWER = (
    "Kent **reads every letter aloud** to a resident first. ",
    "Leeds does so too. ",
    "Nobody else was seen.",
)


def build_app(token: str, api_url: str) -> App:
    app = App(client=WebClient(token, base_url=api_url), token_verification_enabled=False)
    app.event("app_home_opened")(open_home)
    app.event("app_mention")(answer)
    app.event("message")(answer_direct)
    app.command("/lessons")(find_lessons)
    app.command("/blocks")(post_blocks)
    app.command("/slow")(lambda: None)
    app.action("share")(share)
    app.action("vote")(ask_why)
    app.action("open")(open_form)
    app.shortcut("give")(open_form)
    app.shortcut("save")(save)
    app.view("feedback")(keep)
    app.view("done")(lambda ack: ack(response_action="clear"))
    app.view("why")(lambda ack: ack())
    app.options("external_select-action")(offer)
    app.action(re.compile("."))(acknowledge)
    return app


def acknowledge(ack: Ack) -> None:
    ack()


def answer_direct(event: Json, client: WebClient, context: BoltContext) -> None:
    if event.get("channel_type") == "im" and not event.get("subtype"):
        answer(event, client, context)


def answer(event: Json, client: WebClient, context: BoltContext) -> None:
    """Status, then three sentences streamed into the thread, then a source and the votes."""
    channel, thread = event["channel"], event.get("thread_ts") or event["ts"]
    client.assistant_threads_setStatus(channel_id=channel, thread_ts=thread, status="is reading …")
    stream = client.chat_stream(
        channel=channel, thread_ts=thread, recipient_team_id=context.team_id, recipient_user_id=event["user"],
        buffer_size=1,
    )  # fmt: skip
    for sentence in ANSWER:
        stream.append(markdown_text=sentence)
    source = {"type": "context", "elements": [gallery.mrkdwn("*Kent*, page 4, _published case study_, 2025")]}
    votes = {
        "type": "context_actions",
        "elements": [{**gallery.element("feedback_buttons"), "action_id": "vote"}],
    }
    stream.stop(blocks=[source, votes])


def open_home(event: Json, client: WebClient) -> None:
    if event["tab"] == "home":
        blocks = [gallery.block("header"), gallery.block("section"), gallery.block("data_table")]
        button = {
            "type": "button",
            "action_id": "open",
            "text": gallery.plain("Give feedback"),
            "style": "primary",
        }
        actions = {"type": "actions", "block_id": "home-actions", "elements": [button]}
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [*blocks, actions]})


def find_lessons(ack: Ack, respond: Respond, command: Json) -> None:
    ack()
    button = {
        "type": "button",
        "action_id": "share",
        "text": gallery.plain("Share"),
        "value": command["text"],
    }
    text = f"Two lessons on {command['text'] or 'everything'}"
    section = {"type": "section", "block_id": "found", "text": gallery.mrkdwn(text), "accessory": button}
    respond(text=text, blocks=[section])


def share(ack: Ack, respond: Respond, say: Say, action: Json) -> None:
    ack()
    respond(delete_original=True)
    say(f"Shared: lessons on {action['value']}")


def post_blocks(ack: Ack, say: Say) -> None:
    ack()
    kinds = [kind for kind in gallery.BLOCKS if kind not in {"input", "file", "video", "data_table"}]
    say(text="Every block", blocks=[*(gallery.block(kind) for kind in kinds), gallery.TELLING])


def ask_why(ack: Ack, body: Json, client: WebClient) -> None:
    ack()
    if body["actions"][0]["value"] == "down":
        client.views_open(trigger_id=body["trigger_id"], view=form("why", "Why?", [gallery.block("input")]))


def open_form(ack: Ack, body: Json, client: WebClient) -> None:
    ack()
    kinds = (
        "plain_text_input",
        "static_select",
        "external_select",
        "checkboxes",
        "datepicker",
        "number_input",
    )
    blocks = [gallery.input_block(kind) for kind in kinds]
    blocks[2] = {**blocks[2], "optional": True}
    client.views_open(trigger_id=body["trigger_id"], view=form("feedback", "Give feedback", blocks))


def form(callback_id: str, title: str, blocks: list[Json]) -> Json:
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": gallery.plain(title),
        "submit": gallery.plain("Send"),
        "close": gallery.plain("Not now"),
        "blocks": blocks,
    }


def keep(ack: Ack, view: Json) -> None:
    """Refuse what is too short, and push a second form on what is not."""
    said = view["state"]["values"]["plain_text_input-input"]["plain_text_input-action"]["value"]
    if len(said) < len("enough words"):
        ack(response_action="errors", errors={"plain_text_input-input": "A little more, please."})
    else:
        ack(response_action="push", view=form("done", "Thank you", [gallery.block("section")]))


def save(ack: Ack, shortcut: Json, client: WebClient) -> None:
    ack()
    quoted = {"type": "section", "text": gallery.plain(shortcut["message"]["text"])}
    client.views_open(trigger_id=shortcut["trigger_id"], view=form("why", "Save as lesson", [quoted]))


def offer(ack: Ack, payload: Json) -> None:
    names = ("Kent", "Leeds", "Middlesbrough")
    found = [name for name in names if payload["value"].lower() in name.lower()]
    ack(options=[{"text": gallery.plain(name), "value": name.lower()} for name in found])
