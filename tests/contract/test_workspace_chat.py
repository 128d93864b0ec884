"""chat.*: posting, ephemeral messages, changing, deleting, links, schedules."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.workspace.running import RunningWorkspace
from bot.workspace.talk import GestureError
from tests.workspace_samples import (
    ASHA,
    BRAN,
    CERYS,
    FACILITATORS,
    GENERAL,
    LUNCH,
    Clock,
    actions,
    button,
    client_of,
    manifest,
    plain,
    refusal,
    section,
    serving,
)

DAY = 86_400


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def workspace(clock: Clock) -> Iterator[RunningWorkspace]:
    with serving(now=clock) as running:
        yield running


@pytest.fixture(scope="module")
def client(workspace: RunningWorkspace) -> WebClient:
    return client_of(workspace)


def test_a_message_is_posted_in_the_apps_name(client: WebClient, workspace: RunningWorkspace) -> None:
    answer = client.chat_postMessage(channel=GENERAL, text="Good morning", blocks=[section()])

    message = workspace.state.conversations.message(GENERAL, answer["ts"])
    assert message
    assert (message.text, message.bot_id) == ("Good morning", workspace.workspace.app.bot_id)
    assert answer["message"]["bot_profile"]["app_id"] == workspace.workspace.app.app_id


def test_blocks_and_elements_without_ids_are_given_some(client: WebClient) -> None:
    posted = [{"type": "actions", "elements": [{"type": "button", "text": plain("Go")}]}]
    [block] = client.chat_postMessage(channel=GENERAL, text="x", blocks=posted)["message"]["blocks"]

    assert block["block_id"]
    assert block["elements"][0]["action_id"]


def test_a_message_goes_to_a_channel_by_name_and_to_a_person_by_id(
    client: WebClient, workspace: RunningWorkspace
) -> None:
    by_name = client.chat_postMessage(channel="#general", text="x")
    to_person = client.chat_postMessage(channel=ASHA, text="x")

    assert (by_name["channel"], to_person["channel"]) == (GENERAL, workspace.as_person(ASHA).dm.id)


def test_a_reply_hangs_on_its_thread(client: WebClient) -> None:
    first = client.chat_postMessage(channel=GENERAL, text="first")
    reply = client.chat_postMessage(channel=GENERAL, text="reply", thread_ts=first["ts"])

    assert reply["message"]["thread_ts"] == first["ts"]
    assert reply["message"]["parent_user_id"] == first["message"]["user"]


def test_a_reply_to_nothing_or_to_a_reply_is_refused(client: WebClient) -> None:
    first = client.chat_postMessage(channel=GENERAL, text="first")
    reply = client.chat_postMessage(channel=GENERAL, text="reply", thread_ts=first["ts"])

    to_nothing = refusal(client, "chat.postMessage", channel=GENERAL, text="x", thread_ts="1.000001")
    to_reply = refusal(client, "chat.postMessage", channel=GENERAL, text="x", thread_ts=reply["ts"])

    assert (to_nothing["error"], to_reply["error"]) == ("thread_not_found", "cannot_reply_to_message")


def test_a_broadcast_reply_is_seen_in_the_channel_too(client: WebClient, workspace: RunningWorkspace) -> None:
    first = client.chat_postMessage(channel=GENERAL, text="first")
    shown, kept = (
        client.chat_postMessage(channel=GENERAL, text="reply", thread_ts=first["ts"], reply_broadcast=to_all)[
            "ts"
        ]
        for to_all in (True, False)
    )

    timeline = {message.ts for message in workspace.state.conversations.timeline(GENERAL, ASHA)}
    assert (shown in timeline, kept in timeline) == (True, False)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C0NOWHERE1", "text": "x"}, "channel_not_found"),
        ({"channel": LUNCH, "text": "x"}, "not_in_channel"),
        ({"channel": GENERAL}, "no_text"),
        ({"channel": GENERAL, "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": GENERAL, "markdown_text": "x" * 12_001}, "msg_too_long"),
        ({"channel": GENERAL, "markdown_text": "x", "text": "x"}, "markdown_text_conflict"),
        ({"channel": GENERAL, "text": "x", "blocks": "{"}, "invalid_blocks_format"),
        ({"channel": GENERAL, "text": "x", "blocks": {"type": "divider"}}, "invalid_blocks_format"),
        ({"channel": GENERAL, "text": "x", "blocks": [section("x" * 3000)] * 5}, "msg_blocks_too_long"),
        ({"channel": GENERAL, "text": "x", "attachments": [{}] * 101}, "too_many_attachments"),
        ({"channel": GENERAL, "text": "x", "attachments": "nothing"}, "invalid_attachments"),
        (
            {"channel": GENERAL, "text": "x", "attachments": [{"blocks": [{"type": "poem"}]}]},
            "invalid_blocks",
        ),
        ({"channel": GENERAL, "text": "x", "metadata": {"event_type": "a"}}, "invalid_metadata_format"),
        (
            {
                "channel": GENERAL,
                "text": "x",
                "metadata": {"event_type": "a", "event_payload": {"b": "x" * 8000}},
            },
            "metadata_too_large",
        ),
        ({"channel": GENERAL, "text": "x", "as_user": True}, "as_user_not_supported"),
    ],
)
def test_a_message_slack_would_not_take_is_refused(
    client: WebClient, arguments: dict[str, Any], error: str
) -> None:
    assert refusal(client, "chat.postMessage", **arguments)["error"] == error


@pytest.mark.parametrize(
    "arguments",
    [
        {"text": "x" * 40_000},
        {"markdown_text": "x" * 12_000},
        {"text": "x", "attachments": [{"text": "a"}] * 100},
        {"text": "x", "blocks": [section("x" * 3000)] * 4 + [section("x" * 1200)]},
    ],
)
def test_a_message_exactly_at_its_limits_is_taken(client: WebClient, arguments: dict[str, Any]) -> None:
    assert client.api_call("chat.postMessage", json={"channel": GENERAL, **arguments})["ok"]


def test_invalid_blocks_say_what_is_wrong_and_where(client: WebClient) -> None:
    answer = refusal(client, "chat.postMessage", channel=GENERAL, text="x", blocks=[section("x" * 3001)])

    wrong = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert answer["error"] == "invalid_blocks"
    assert answer["errors"] == [wrong]
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {wrong}"]


def test_an_archived_channel_takes_no_message(client: WebClient, workspace: RunningWorkspace) -> None:
    from dataclasses import replace

    conversations = workspace.state.conversations
    channel = conversations.channel(FACILITATORS)
    assert channel
    conversations.put_channel(replace(channel, is_archived=True))

    answer = refusal(client, "chat.postMessage", channel=FACILITATORS, text="x")
    conversations.put_channel(channel)

    assert answer["error"] == "is_archived"


@pytest.mark.parametrize(
    ("tab", "error"),
    [
        ({"messages_tab_enabled": False}, "messages_tab_disabled"),
        ({"messages_tab_enabled": True, "messages_tab_read_only_enabled": True}, None),
    ],
)
def test_an_app_without_a_messages_tab_has_no_direct_messages(
    tab: dict[str, bool], error: str | None
) -> None:
    described = manifest()
    described["features"]["app_home"] = tab
    with serving(described) as workspace:
        asha = workspace.as_person(ASHA)
        with pytest.raises(GestureError):
            asha.post(asha.dm.id, "Hello")
        if error:
            answer = refusal(client_of(workspace), "chat.postMessage", channel=ASHA, text="x")
            assert answer["error"] == error
        else:
            assert client_of(workspace).chat_postMessage(channel=ASHA, text="x")["ok"]


def test_a_private_channel_the_app_is_not_in_is_not_found(workspace: RunningWorkspace) -> None:
    conversations = workspace.state.conversations
    bot = conversations.person(workspace.workspace.app.bot_user)
    assert bot
    conversations.leave(FACILITATORS, bot)

    answer = refusal(client_of(workspace), "chat.postMessage", channel=FACILITATORS, text="x")
    conversations.join(FACILITATORS, bot)

    assert answer["error"] == "channel_not_found"


def test_a_public_channel_is_open_to_an_app_with_the_scope_for_it() -> None:
    with serving(manifest(scopes=("chat:write", "chat:write.public"))) as workspace:
        assert client_of(workspace).chat_postMessage(channel=LUNCH, text="x")["ok"]


def test_another_name_needs_its_scope(client: WebClient) -> None:
    assert client.chat_postMessage(channel=GENERAL, text="x", username="Owl")["message"]["username"] == "Owl"
    with serving(manifest(scopes=("chat:write",))) as plainer:
        answer = refusal(
            client_of(plainer), "chat.postMessage", channel=GENERAL, text="x", icon_emoji=":owl:"
        )
    assert (answer["error"], answer["needed"]) == ("missing_scope", "chat:write.customize")


def test_an_ephemeral_message_is_seen_by_one_person_only(
    client: WebClient, workspace: RunningWorkspace
) -> None:
    ts = client.chat_postEphemeral(channel=GENERAL, user=ASHA, text="between us")["message_ts"]

    seen = {
        user: ts in {message.ts for message in workspace.state.conversations.timeline(GENERAL, user)}
        for user in (ASHA, BRAN)
    }
    history = client.conversations_history(channel=GENERAL)["messages"]
    assert seen == {ASHA: True, BRAN: False}
    assert ts not in {message["ts"] for message in history}


def test_an_ephemeral_message_needs_its_reader_in_the_channel(client: WebClient) -> None:
    answer = refusal(client, "chat.postEphemeral", channel=GENERAL, user=CERYS, text="x")

    assert answer["error"] == "user_not_in_channel"


def test_a_message_of_the_apps_own_is_changed(client: WebClient) -> None:
    ts = client.chat_postMessage(channel=GENERAL, text="before", blocks=[section()])["ts"]
    changed = client.chat_update(channel=GENERAL, ts=ts, text="after")["message"]

    assert changed["text"] == "after"
    assert "blocks" not in changed
    assert changed["edited"]["ts"] > ts


def test_what_cannot_be_changed_says_why(client: WebClient, workspace: RunningWorkspace) -> None:
    theirs = workspace.as_person(ASHA).post(GENERAL, "mine")
    ours = client.chat_postMessage(channel=GENERAL, text="x")["ts"]
    hidden = client.chat_postEphemeral(channel=GENERAL, user=ASHA, text="x")["message_ts"]

    errors = [
        refusal(client, "chat.update", channel=GENERAL, ts=ts, text=text)["error"]
        for ts, text in ((theirs.ts, "x"), ("1.000001", "x"), (hidden, "x"), (ours, ""), (ours, "x" * 4001))
    ]

    assert errors == [
        "cant_update_message",
        "message_not_found",
        "message_not_found",
        "no_text",
        "msg_too_long",
    ]


def test_a_message_of_the_apps_own_is_deleted_and_no_other(
    client: WebClient, workspace: RunningWorkspace
) -> None:
    ours = client.chat_postMessage(channel=GENERAL, text="x")["ts"]
    theirs = workspace.as_person(ASHA).post(GENERAL, "mine").ts

    client.chat_delete(channel=GENERAL, ts=ours)

    assert workspace.state.conversations.message(GENERAL, ours) is None
    assert refusal(client, "chat.delete", channel=GENERAL, ts=ours)["error"] == "message_not_found"
    assert refusal(client, "chat.delete", channel=GENERAL, ts=theirs)["error"] == "cant_delete_message"


def test_of_a_thread_whose_first_message_is_deleted_a_tombstone_stays(
    client: WebClient, workspace: RunningWorkspace
) -> None:
    first = client.chat_postMessage(channel=GENERAL, text="first")["ts"]
    reply = client.chat_postMessage(channel=GENERAL, text="reply", thread_ts=first)["ts"]

    client.chat_delete(channel=GENERAL, ts=first)

    left = workspace.state.conversations.thread(GENERAL, first, ASHA)
    assert [(message.ts, message.subtype) for message in left] == [(first, "tombstone"), (reply, None)]


def test_a_permalink_leads_to_the_page(client: WebClient, workspace: RunningWorkspace) -> None:
    first = client.chat_postMessage(channel=GENERAL, text="first")["ts"]
    reply = client.chat_postMessage(channel=GENERAL, text="reply", thread_ts=first)["ts"]

    links = [client.chat_getPermalink(channel=GENERAL, message_ts=ts)["permalink"] for ts in (first, reply)]

    assert links == [
        f"{workspace.url}/archives/{GENERAL}/p{first.replace('.', '')}",
        f"{workspace.url}/archives/{GENERAL}/p{reply.replace('.', '')}?thread_ts={first}&cid={GENERAL}",
    ]


def test_a_link_in_a_message_is_unfurled(client: WebClient, workspace: RunningWorkspace) -> None:
    link = "https://lessons.example/7"
    message = workspace.as_person(ASHA).post(GENERAL, f"Read {link}")

    client.chat_unfurl(channel=GENERAL, ts=message.ts, unfurls={link: {"blocks": [actions(button("open"))]}})

    kept = workspace.state.conversations.message(GENERAL, message.ts)
    assert kept
    assert kept.unfurls[0]["from_url"] == link


def test_what_cannot_be_unfurled_says_why(client: WebClient, workspace: RunningWorkspace) -> None:
    ts = workspace.as_person(ASHA).post(GENERAL, "Read https://lessons.example/7").ts
    good = {"blocks": [section()]}

    errors = [
        refusal(client, "chat.unfurl", channel=GENERAL, **arguments)["error"]
        for arguments in (
            {"ts": ts, "unfurls": {"https://lessons.example/8": good}},
            {"ts": "1.000001", "unfurls": {"https://lessons.example/7": good}},
            {"ts": ts, "unfurls": {"https://lessons.example/7": {"blocks": [{"type": "poem"}]}}},
            {"ts": ts},
        )
    ]

    assert errors == ["cannot_unfurl_url", "cannot_find_message", "invalid_blocks", "invalid_arguments"]


def test_a_scheduled_message_is_posted_when_it_is_due(
    client: WebClient, workspace: RunningWorkspace, clock: Clock
) -> None:
    due = int(clock().timestamp()) + 60
    scheduled = client.chat_scheduleMessage(channel=GENERAL, post_at=due, text="Now is the time")
    waiting = client.chat_scheduledMessages_list(channel=GENERAL)["scheduled_messages"]

    clock.advance(seconds=61)

    posted = workspace.as_person(ASHA).latest(GENERAL, lambda message: message.text == "Now is the time")
    assert posted.bot_id
    assert [one["id"] for one in waiting] == [scheduled["scheduled_message_id"]]
    assert client.chat_scheduledMessages_list(channel=GENERAL)["scheduled_messages"] == []


def test_a_scheduled_message_that_was_called_off_is_not_posted(
    client: WebClient, workspace: RunningWorkspace, clock: Clock
) -> None:
    due = int(clock().timestamp()) + 60
    scheduled = client.chat_scheduleMessage(channel=GENERAL, post_at=due, text="Never mind")
    name = scheduled["scheduled_message_id"]

    client.chat_deleteScheduledMessage(channel=GENERAL, scheduled_message_id=name)

    clock.advance(seconds=61)
    workspace.workspace.keep_up()
    assert "Never mind" not in {one.text for one in workspace.state.conversations.messages(GENERAL)}
    again = refusal(client, "chat.deleteScheduledMessage", channel=GENERAL, scheduled_message_id=name)
    assert again["error"] == "invalid_scheduled_message_id"


@pytest.mark.parametrize(("days", "error"), [(-1, "time_in_past"), (121, "time_too_far")])
def test_a_message_is_scheduled_for_the_next_120_days(
    client: WebClient, clock: Clock, days: int, error: str
) -> None:
    at = int(clock().timestamp()) + days * DAY

    assert refusal(client, "chat.scheduleMessage", channel=GENERAL, post_at=at, text="x")["error"] == error


def test_the_last_moment_to_schedule_for_is_120_days_away(client: WebClient, clock: Clock) -> None:
    at = int(clock().timestamp()) + 120 * DAY
    scheduled = client.chat_scheduleMessage(channel=GENERAL, post_at=at, text="x")

    assert scheduled["post_at"] == at
    client.chat_deleteScheduledMessage(
        channel=GENERAL, scheduled_message_id=scheduled["scheduled_message_id"]
    )


def test_a_channel_takes_thirty_scheduled_messages_in_five_minutes(client: WebClient, clock: Clock) -> None:
    at = int(clock().timestamp()) + 7 * DAY
    for second in range(30):
        assert client.chat_scheduleMessage(channel=FACILITATORS, post_at=at + second, text="x")["ok"]

    answer = refusal(client, "chat.scheduleMessage", channel=FACILITATORS, post_at=at + 30, text="x")

    assert answer["error"] == "restricted_too_many"
