"""bot/manifest.json asks Slack for exactly what the listeners use, in a form Slack takes."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot import wording
from bot.listeners import LISTENERS
from tests.house.test_listeners import ALL

ROOT = Path(__file__).parents[2]
MANIFEST: dict[str, Any] = json.loads((ROOT / "bot" / "manifest.json").read_text(encoding="utf-8"))
SCHEMAS = ROOT.parent / "shared" / "slack"

SCOPES = {
    "app_mentions:read": "to hear a mention",
    "assistant:write": "to suggest prompts in the agent's direct message",
    "channels:history": "to hear follow-ups in threads of public channels, and find a reply that was begun",
    "channels:read": "to know who reads along in a public channel, and so what may be said there",
    "chat:write": "to answer",
    "commands": "for /lessons, /visit, /visit-feedback, /visit-report and the shortcuts",
    "files:read": "to read a programme or a list of people that is sent in a form",
    "files:write": "to send programmes, and reports and charts with the same in words",
    "groups:history": "to hear follow-ups in private channels, and find a reply that was begun",
    "groups:read": "the same in private channels",
    "groups:write": "to make the private channel of a visit, and bring its facilitators in",
    "im:history": "to hear direct messages, and find a reply that was begun",
    "im:read": "to know whose direct message it is",
    "im:write": "to send a file into somebody's direct message",
    "users:read": "to know which Slack team somebody comes from, and what they are called on a visit's list",
    "users:read.email": "to find those on a list of people in Slack",
}
"""Every scope there may be, and what for: a new one is a decision, not a side effect."""

EVENTS = {"app_home_opened", "app_mention", "message.channels", "message.groups", "message.im"}


def asked_of_slack(of: str) -> set[str]:
    return {name for listener in LISTENERS for name in getattr(listener, of)}


def schemas() -> list[Any]:
    files = sorted(SCHEMAS.glob("manifest.schema.*.json"))
    if not files:
        reason = f"Slack's manifest schema is not at {SCHEMAS}"
        return [pytest.param(Path(), id="none", marks=pytest.mark.skip(reason=reason))]
    return [pytest.param(file, id=file.name) for file in files]


@pytest.mark.parametrize("schema", schemas())
def test_slacks_own_schema_takes_the_manifest(schema: Path) -> None:
    jsonschema.Draft7Validator(json.loads(schema.read_text(encoding="utf-8"))).validate(MANIFEST)


def test_scopes_are_those_the_listeners_need_and_each_has_its_reason() -> None:
    scopes = MANIFEST["oauth_config"]["scopes"]["bot"]

    assert set(scopes) == asked_of_slack("scopes") == set(SCOPES)
    assert scopes == sorted(set(scopes))
    assert "bot_optional" not in MANIFEST["oauth_config"]["scopes"]
    assert "user" not in MANIFEST["oauth_config"]["scopes"]


def test_events_are_those_the_listeners_hear() -> None:
    events = MANIFEST["settings"]["event_subscriptions"]["bot_events"]

    assert set(events) == asked_of_slack("events") == EVENTS


def test_commands_are_those_the_listeners_answer() -> None:
    commands = [command["command"] for command in MANIFEST["features"]["slash_commands"]]

    assert set(commands) == asked_of_slack("commands")
    assert len(commands) == len(set(commands))


def test_shortcuts_are_those_the_listeners_answer() -> None:
    declared = {(one["callback_id"], one["type"]) for one in MANIFEST["features"]["shortcuts"]}
    heard = {(name, kind.removesuffix("_shortcut")) for _, kind, name, _ in ALL if kind.endswith("_shortcut")}

    assert declared == heard
    assert len(declared) == len(MANIFEST["features"]["shortcuts"])


def test_the_app_is_an_agent_of_the_present_kind() -> None:
    assert "agent_view" in MANIFEST["features"]
    assert "assistant_view" not in MANIFEST["features"]
    assert MANIFEST["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }


def test_suggested_prompts_are_the_same_before_and_after_the_app_is_opened() -> None:
    suggested = MANIFEST["features"]["agent_view"]["suggested_prompts"]

    assert tuple((prompt["title"], prompt["message"]) for prompt in suggested) == wording.PROMPTS


def test_the_app_is_reached_by_socket_mode_and_presses_are_sent_to_it() -> None:
    assert MANIFEST["settings"]["socket_mode_enabled"] is True
    assert MANIFEST["settings"]["interactivity"]["is_enabled"] is True
