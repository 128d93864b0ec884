"""conversations.*, users.*, team.info, bots.info, auth.test: what the app may know."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.workspace.running import RunningWorkspace
from tests.workspace_samples import (
    ASHA,
    BRAN,
    CERYS,
    EXCHANGE,
    FACILITATORS,
    FARAH,
    GENERAL,
    LUNCH,
    client_of,
    manifest,
    refusal,
    serving,
)


@pytest.fixture(scope="module")
def workspace() -> Iterator[RunningWorkspace]:
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def client(workspace: RunningWorkspace) -> WebClient:
    return client_of(workspace)


def test_the_app_is_told_who_it_is(client: WebClient, workspace: RunningWorkspace) -> None:
    answer, app = client.auth_test(), workspace.workspace.app

    told = [answer[key] for key in ("team_id", "user_id", "bot_id", "user", "team")]
    assert told == [app.team_id, app.bot_user, app.bot_id, "peerbot", "Knowledge Exchange"]


def test_a_channel_is_described(client: WebClient) -> None:
    channel = client.conversations_info(channel=GENERAL, include_num_members=True)["channel"]

    described = [channel[key] for key in ("name", "is_private", "is_member", "is_ext_shared", "num_members")]
    assert described == ["general", False, True, False, 6]


def test_a_channel_shared_between_teams_says_so(client: WebClient) -> None:
    channel = client.conversations_info(channel=EXCHANGE)["channel"]

    assert channel["is_ext_shared"]
    assert channel["shared_team_ids"] == ["T0NETWORK1", "T0WESTMERE"]


def test_channels_are_listed_by_kind(client: WebClient) -> None:
    public = client.conversations_list()["channels"]
    private = client.conversations_list(types="private_channel")["channels"]
    direct = client.conversations_list(types=["im"])["channels"]

    assert [channel["name"] for channel in public] == ["general", "knowledge-exchange", "lunch-club"]
    assert [channel["name"] for channel in private] == ["facilitators"]
    assert {channel["user"] for channel in direct} >= {ASHA, BRAN, CERYS}


@pytest.mark.parametrize(
    ("method", "arguments", "needed"),
    [
        ("conversations.list", {"types": "private_channel"}, "groups:read"),
        ("conversations.info", {"channel": FACILITATORS}, "groups:read"),
        ("conversations.members", {"channel": FACILITATORS}, "groups:read"),
        ("conversations.history", {"channel": FACILITATORS}, "groups:history"),
        ("conversations.replies", {"channel": FACILITATORS, "ts": "1.1"}, "groups:history"),
        ("conversations.open", {"users": ASHA}, "im:write"),
    ],
)
def test_each_kind_of_conversation_has_its_own_scope(
    method: str, arguments: dict[str, str], needed: str
) -> None:
    with serving(manifest(scopes=("channels:read", "channels:history"))) as narrow:
        answer = refusal(client_of(narrow), method, **arguments)

    assert (answer["error"], answer["needed"]) == ("missing_scope", needed)


def test_members_come_in_pages(client: WebClient) -> None:
    first = client.conversations_members(channel=GENERAL, limit=4)
    second = client.conversations_members(
        channel=GENERAL, limit=4, cursor=first["response_metadata"]["next_cursor"]
    )

    assert [len(first["members"]), len(second["members"])] == [4, 2]
    assert second["response_metadata"]["next_cursor"] == ""


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C0NOWHERE1"}, "channel_not_found"),
        ({"channel": GENERAL, "cursor": "?"}, "invalid_cursor"),
        ({"channel": GENERAL, "limit": 0}, "invalid_limit"),
        ({"channel": GENERAL, "limit": 1001}, "invalid_limit"),
    ],
)
def test_a_page_that_cannot_be_is_refused(client: WebClient, arguments: dict[str, Any], error: str) -> None:
    assert refusal(client, "conversations.members", **arguments)["error"] == error


def test_unknown_kinds_of_channels_are_refused(client: WebClient) -> None:
    assert refusal(client, "conversations.list", types="secret_channel")["error"] == "invalid_types"


def test_a_direct_message_is_opened_once(client: WebClient) -> None:
    first = client.conversations_open(users=[BRAN])["channel"]
    again = client.conversations_open(users=BRAN, return_im=True)["channel"]

    assert (first["id"], again["user"]) == (again["id"], BRAN)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"users": "U0NOBODY01"}, "user_not_found"),
        ({"users": f"{ASHA},{BRAN}"}, "method_not_supported_for_channel_type"),
        ({}, "invalid_arguments"),
        ({"channel": "D0NOWHERE1"}, "channel_not_found"),
    ],
)
def test_a_conversation_that_cannot_be_opened_is_refused(
    client: WebClient, arguments: dict[str, str], error: str
) -> None:
    assert refusal(client, "conversations.open", **arguments)["error"] == error


def test_history_is_newest_first_without_replies(client: WebClient, workspace: RunningWorkspace) -> None:
    farah = workspace.as_person(FARAH)
    first = farah.post(FACILITATORS, "first")
    reply = farah.post(FACILITATORS, "reply", first.ts)
    second = farah.post(FACILITATORS, "second")

    said = client.conversations_history(channel=FACILITATORS)["messages"]
    since = client.conversations_history(channel=FACILITATORS, oldest=first.ts)["messages"]
    with_it = client.conversations_history(channel=FACILITATORS, oldest=first.ts, inclusive=True)["messages"]

    assert [message["ts"] for message in said] == [second.ts, first.ts]
    assert said[1]["reply_count"] == 1
    assert [message["ts"] for message in since] == [second.ts]
    assert [message["ts"] for message in with_it] == [second.ts, first.ts]
    assert reply.ts not in {message["ts"] for message in said}


def test_history_is_for_members(client: WebClient) -> None:
    assert refusal(client, "conversations.history", channel=LUNCH)["error"] == "not_in_channel"


def test_a_thread_is_its_first_message_and_the_replies(
    client: WebClient, workspace: RunningWorkspace
) -> None:
    asha = workspace.as_person(ASHA)
    first = asha.post(GENERAL, "first")
    replies = [asha.post(GENERAL, text, first.ts) for text in ("one", "two")]

    page = client.conversations_replies(channel=GENERAL, ts=first.ts, limit=2)
    rest = client.conversations_replies(
        channel=GENERAL, ts=first.ts, limit=2, cursor=page["response_metadata"]["next_cursor"]
    )

    assert [message["ts"] for message in page["messages"]] == [first.ts, replies[0].ts]
    assert [message["ts"] for message in rest["messages"]] == [replies[1].ts]
    assert (page["has_more"], rest["has_more"]) == (True, False)


def test_a_thread_that_is_not_there_is_not_found(client: WebClient) -> None:
    answer = refusal(client, "conversations.replies", channel=GENERAL, ts="1.000001")

    assert answer["error"] == "thread_not_found"


def test_metadata_is_told_only_when_asked_for(client: WebClient) -> None:
    metadata = {"event_type": "answered", "event_payload": {"id": "7"}}
    ts = client.chat_postMessage(channel=GENERAL, text="x", metadata=metadata)["ts"]

    [without] = client.conversations_replies(channel=GENERAL, ts=ts)["messages"]
    [with_it] = client.conversations_replies(channel=GENERAL, ts=ts, include_all_metadata=True)["messages"]

    assert ("metadata" in without, with_it["metadata"]) == (False, metadata)


def test_a_person_is_described_with_the_team_they_are_from(client: WebClient) -> None:
    asha, cerys = client.users_info(user=ASHA)["user"], client.users_info(user=CERYS)["user"]

    assert (asha["real_name"], asha["profile"]["email"]) == (
        "Asha (peer, Northshire)",
        "asha@knowledge-exchange.example",
    )
    assert (asha["is_stranger"], cerys["is_stranger"], cerys["team_id"]) == (False, True, "T0WESTMERE")


def test_an_address_is_told_with_the_scope_for_it_only() -> None:
    with serving(manifest(scopes=("users:read",))) as narrow:
        assert "email" not in client_of(narrow).users_info(user=ASHA)["user"]["profile"]


def test_people_are_listed_and_found_by_address(client: WebClient) -> None:
    listed = {person["id"] for person in client.users_list()["members"]}
    found = client.users_lookupByEmail(email="ASHA@knowledge-exchange.example")["user"]["id"]

    assert (ASHA in listed, CERYS in listed, found) == (True, False, ASHA)


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("users.info", {"user": "U0NOBODY01"}, "user_not_found"),
        ("users.lookupByEmail", {"email": "nobody@example.org"}, "users_not_found"),
        ("team.info", {"team": "T0NOWHERE1"}, "team_not_found"),
        ("bots.info", {"bot": "B0NOBODY01"}, "bot_not_found"),
    ],
)
def test_who_is_not_there_is_not_found(
    client: WebClient, method: str, arguments: dict[str, str], error: str
) -> None:
    assert refusal(client, method, **arguments)["error"] == error


def test_the_team_and_the_bot_are_described(client: WebClient, workspace: RunningWorkspace) -> None:
    team, bot = client.team_info()["team"], client.bots_info()["bot"]

    assert (team["domain"], bot["id"]) == ("knowledge-exchange", workspace.workspace.app.bot_id)
