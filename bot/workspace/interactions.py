"""What the app is sent when somebody presses, chooses, submits or commands, as Slack says it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.workspace.installation import Installation
from bot.workspace.spots import InMessage
from bot.workspace.state import State
from bot.workspace.values import Channel, Json, Person, View
from bot.workspace.wire import message_json, view_json


@dataclass(frozen=True, slots=True)
class Stage:
    """Who did it, and the means to answer."""

    app: Installation
    state: State
    person: Person
    trigger_id: str = ""
    base_url: str = ""

    def common(self, kind: str) -> dict[str, Any]:
        team = self.state.conversations.team(self.app.team_id)
        home = self.state.conversations.team(self.person.team_id)
        body: dict[str, Any] = {
            "type": kind,
            "user": {
                "id": self.person.id,
                "username": self.person.name,
                "name": self.person.name,
                "team_id": home.id,
            },
            "api_app_id": self.app.app_id,
            "token": self.app.verification_token,
            "team": {"id": team.id, "domain": team.domain},
            "enterprise": None,
            "is_enterprise_install": False,
        }
        return body | ({"trigger_id": self.trigger_id} if self.trigger_id else {})


def message_action(stage: Stage, place: InMessage, action: Json, *, url: str, values: Json) -> Json:
    """block_actions of a message; of an ephemeral one the message itself is not sent."""
    message, channel = place.message, place.channel
    container: dict[str, Any] = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.is_ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    body = {
        **stage.common("block_actions"),
        "container": container,
        "channel": named(channel),
        "state": {"values": values},
        "response_url": url,
        "actions": [action],
    }
    if not message.is_ephemeral:
        body["message"] = message_json(message, stage.state, stage.app, base_url=stage.base_url)
    return body


def view_action(stage: Stage, view: View, action: Json) -> Json:
    """block_actions of a modal or of App Home."""
    return {
        **stage.common("block_actions"),
        "container": {"type": "view", "view_id": view.id},
        "view": view_json(view, stage.app),
        "actions": [action],
    }


def suggestion(stage: Stage, where: View | InMessage, block_id: str, action_id: str, query: str) -> Json:
    """block_suggestion: what was typed into an external select."""
    body = {
        **stage.common("block_suggestion"),
        "action_id": action_id,
        "block_id": block_id,
        "value": query,
    }
    if isinstance(where, View):
        return {
            **body,
            "container": {"type": "view", "view_id": where.id},
            "view": view_json(where, stage.app),
        }
    message, channel = where.message, where.channel
    return {
        **body,
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": message.is_ephemeral,
        },
        "channel": named(channel),
        "message": message_json(message, stage.state, stage.app),
    }


def submission(stage: Stage, view: View, response_urls: Sequence[Json]) -> Json:
    return {
        **stage.common("view_submission"),
        "view": view_json(view, stage.app),
        "response_urls": list(response_urls),
    }


def closed(stage: Stage, view: View, *, is_cleared: bool) -> Json:
    return {
        **stage.common("view_closed"),
        "view": view_json(view, stage.app),
        "is_cleared": is_cleared,
    }


def global_shortcut(stage: Stage, callback_id: str, action_ts: str) -> Json:
    return {**stage.common("shortcut"), "callback_id": callback_id, "action_ts": action_ts}


def message_shortcut(stage: Stage, callback_id: str, action_ts: str, place: InMessage, url: str) -> Json:
    message, channel = place.message, place.channel
    return {
        **stage.common("message_action"),
        "callback_id": callback_id,
        "action_ts": action_ts,
        "message_ts": message.ts,
        "message": message_json(message, stage.state, stage.app, base_url=stage.base_url),
        "channel": named(channel),
        "response_url": url,
    }


def command(stage: Stage, name: str, text: str, channel: Channel, url: str) -> dict[str, str]:
    """A slash command: a flat form, every value text."""
    team = stage.state.conversations.team(stage.app.team_id)
    return {
        "token": stage.app.verification_token,
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": named(channel)["name"],
        "user_id": stage.person.id,
        "user_name": stage.person.name,
        "command": name,
        "text": text,
        "api_app_id": stage.app.app_id,
        "is_enterprise_install": "false",
        "response_url": url,
        "trigger_id": stage.trigger_id,
    }


def named(channel: Channel) -> dict[str, str]:
    return {"id": channel.id, "name": "directmessage" if channel.is_im else channel.name}


def action(element: Json, block_id: str, action_ts: str, given: Json) -> dict[str, Any]:
    """One of ``actions``: what was pressed or chosen, and what it says now."""
    body: dict[str, Any] = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block_id,
        "action_ts": action_ts,
        **given,
    }
    body |= {key: element[key] for key in ("text", "value", "style", "url") if key in element}
    for key in ("initial_option", "initial_options", "placeholder", "confirm"):
        if key in element:
            body[key] = element[key]
    return body
