"""conversations.create and conversations.invite: channels that the app makes."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.workspace.running import RunningWorkspace
from tests.workspace_samples import (
    ASHA,
    BRAN,
    FACILITATORS,
    GENERAL,
    LUNCH,
    SCOPES,
    client_of,
    manifest,
    refusal,
    serving,
)

MAKING = ("channels:manage", "groups:write")


@pytest.fixture(scope="module")
def workspace() -> Iterator[RunningWorkspace]:
    with serving(manifest(scopes=(*SCOPES, *MAKING))) as running:
        yield running


@pytest.fixture(scope="module")
def client(workspace: RunningWorkspace) -> WebClient:
    return client_of(workspace)


def test_a_channel_is_made_with_the_app_in_it(client: WebClient) -> None:
    made = client.conversations_create(name="visit-westmere", is_private=True)["channel"]

    assert (made["name"], made["is_private"], made["is_member"]) == ("visit-westmere", True, True)
    assert refusal(client, "conversations.create", name="visit-westmere")["error"] == "name_taken"


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("", "invalid_name_required"),
        ("v" * 81, "invalid_name_maxlength"),
        ("--", "invalid_name_punctuation"),
        ("A visit", "invalid_name_specials"),
        ("Visit", "invalid_name_specials"),
    ],
)
def test_a_name_that_slack_would_not_take_is_refused(client: WebClient, name: str, error: str) -> None:
    assert refusal(client, "conversations.create", name=name)["error"] == error


def test_each_kind_of_channel_is_made_with_a_scope_of_its_own() -> None:
    with serving(manifest(scopes=("chat:write",))) as running:
        client = client_of(running)

        public = refusal(client, "conversations.create", name="visit")
        private = refusal(client, "conversations.create", name="visit", is_private=True)

    assert (public["needed"], private["needed"]) == MAKING


def test_people_are_brought_in_and_those_who_are_in_are_told_of(
    client: WebClient, workspace: RunningWorkspace
) -> None:
    made = client.conversations_create(name="visit-north")["channel"]["id"]

    client.conversations_invite(channel=made, users=[ASHA])
    again = refusal(client, "conversations.invite", channel=made, users=f"{ASHA},{BRAN}")
    client.conversations_invite(channel=made, users=[ASHA, BRAN], force=True)

    channel = workspace.state.conversations.channel(made)
    assert channel is not None
    assert {ASHA, BRAN} < set(channel.members)
    assert again["error"] == "already_in_channel"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": LUNCH, "users": ASHA}, "not_in_channel"),
        ({"channel": "C0NOWHERE", "users": ASHA}, "channel_not_found"),
        ({"channel": GENERAL, "users": "U0NOBODY00"}, "user_not_found"),
        ({"channel": GENERAL, "users": ""}, "no_user"),
        ({"channel": FACILITATORS, "users": "BOT"}, "cant_invite_self"),
    ],
)
def test_who_cannot_be_brought_in_is_refused(
    client: WebClient, workspace: RunningWorkspace, arguments: dict[str, Any], error: str
) -> None:
    bot = workspace.workspace.app.bot_user
    given = {name: bot if value == "BOT" else value for name, value in arguments.items()}

    assert refusal(client, "conversations.invite", **given)["error"] == error


def test_nobody_is_brought_into_a_direct_message(client: WebClient, workspace: RunningWorkspace) -> None:
    dm = workspace.as_person(ASHA).dm

    refused = refusal(client, "conversations.invite", channel=dm.id, users=BRAN)

    assert refused["error"] == "method_not_supported_for_channel_type"
