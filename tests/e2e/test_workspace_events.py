"""What the app hears over a real socket, in Slack's shapes, and what it does not hear."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.workspace.running import RunningWorkspace
from bot.workspace.values import HomeTab
from tests.workspace_samples import (
    ASHA,
    BRAN,
    CERYS,
    EVENTS,
    EXCHANGE,
    FACILITATORS,
    FARAH,
    GENERAL,
    LUNCH,
    SCOPES,
    Ear,
    client_of,
    home,
    listening,
    manifest,
    serving,
)


@pytest.fixture(scope="module")
def workspace() -> Iterator[RunningWorkspace]:
    with serving() as running:
        yield running


@pytest.fixture
def ear(workspace: RunningWorkspace) -> Iterator[Ear]:
    with listening(workspace) as listener:
        yield listener


def test_a_mention_is_heard_as_a_mention_and_as_a_message(workspace: RunningWorkspace, ear: Ear) -> None:
    posted = workspace.as_person(ASHA).post(GENERAL, "@peerbot who did it?")
    bot = workspace.workspace.app.bot_user

    mention, message = ear.event("app_mention"), ear.event("message")

    assert mention["text"] == message["text"] == f"<@{bot}> who did it?"
    assert mention["ts"] == message["ts"] == mention["event_ts"] == posted.ts
    assert (mention["user"], mention["team"], mention["channel"]) == (ASHA, "T0NETWORK1", GENERAL)
    assert (message["channel_type"], "channel_type" in mention) == ("channel", False)
    assert message["client_msg_id"]
    assert message["blocks"][0]["elements"][0]["elements"] == [
        {"type": "user", "user_id": bot},
        {"type": "text", "text": " who did it?"},
    ]


def test_an_event_comes_in_slacks_wrapping(workspace: RunningWorkspace, ear: Ear) -> None:
    workspace.as_person(ASHA).post(GENERAL, "Hello")
    app, body = workspace.workspace.app, ear.payload("message")

    assert (body["type"], body["team_id"], body["api_app_id"]) == ("event_callback", app.team_id, app.app_id)
    assert body["event_id"].startswith("Ev")
    assert body["event_time"] == int(float(body["event"]["ts"]))
    assert body["is_ext_shared_channel"] is False
    assert body["authorizations"] == [
        {
            "enterprise_id": None,
            "team_id": app.team_id,
            "user_id": app.bot_user,
            "is_bot": True,
            "is_enterprise_install": False,
        }
    ]


def test_in_a_shared_channel_the_authors_team_is_told(workspace: RunningWorkspace, ear: Ear) -> None:
    workspace.as_person(CERYS).post(EXCHANGE, "Hello from Westmere")
    body = ear.payload("message")

    assert body["is_ext_shared_channel"] is True
    assert body["event"]["user_team"] == body["event"]["source_team"] == "T0WESTMERE"


@pytest.mark.parametrize(
    ("user", "channel", "kind"),
    [(ASHA, "dm", "im"), (FARAH, FACILITATORS, "group"), (BRAN, GENERAL, "channel")],
)
def test_a_message_says_in_what_kind_of_channel_it_was_posted(
    workspace: RunningWorkspace, ear: Ear, user: str, channel: str, kind: str
) -> None:
    person = workspace.as_person(user)
    person.post(person.dm.id if channel == "dm" else channel, "Hello")

    assert ear.event("message")["channel_type"] == kind


def test_in_a_direct_message_a_mention_is_a_message_only(workspace: RunningWorkspace, ear: Ear) -> None:
    asha = workspace.as_person(ASHA)
    asha.post(asha.dm.id, "@peerbot hello")
    asha.post(GENERAL, "@peerbot and here")

    assert [request.payload["event"]["channel"] for request in ear.hear("app_mention")] == [GENERAL]


def test_a_reply_tells_its_thread(workspace: RunningWorkspace, ear: Ear) -> None:
    asha = workspace.as_person(ASHA)
    first = asha.post(GENERAL, "first")
    asha.post(GENERAL, "reply", first.ts)

    _, reply = (request.payload["event"] for request in ear.hear("message", 2))
    assert (reply["thread_ts"], reply["parent_user_id"]) == (first.ts, ASHA)


def test_the_app_hears_its_own_messages(workspace: RunningWorkspace, ear: Ear) -> None:
    client_of(workspace).chat_postMessage(channel=GENERAL, text="Mine")

    assert ear.event("message")["bot_id"] == workspace.workspace.app.bot_id


def test_an_ephemeral_message_is_no_event(workspace: RunningWorkspace, ear: Ear) -> None:
    client_of(workspace).chat_postEphemeral(channel=GENERAL, user=ASHA, text="hidden")
    workspace.as_person(ASHA).post(GENERAL, "seen")

    assert [request.payload["event"]["text"] for request in ear.hear("message")] == ["seen"]


def test_a_changed_message_is_heard_as_it_was_and_as_it_is(workspace: RunningWorkspace, ear: Ear) -> None:
    message = workspace.as_person(ASHA).post(GENERAL, "before")
    workspace.workspace.talk.edit_message(ASHA, GENERAL, message.ts, "after")

    event = ear.event("message_changed")
    assert (event["previous_message"]["text"], event["message"]["text"]) == ("before", "after")
    assert event["message"]["edited"]["user"] == ASHA


def test_a_deleted_message_is_heard_as_it_was(workspace: RunningWorkspace, ear: Ear) -> None:
    message = workspace.as_person(ASHA).post(GENERAL, "oops")
    workspace.workspace.talk.delete_message(ASHA, GENERAL, message.ts)

    event = ear.event("message_deleted")
    assert (event["deleted_ts"], event["previous_message"]["text"]) == (message.ts, "oops")


def test_text_arriving_in_a_stream_is_no_event_but_its_end_is(workspace: RunningWorkspace, ear: Ear) -> None:
    question = workspace.as_person(ASHA).post(GENERAL, "Who?").ts
    client = client_of(workspace)
    ts = client.chat_startStream(
        channel=GENERAL,
        thread_ts=question,
        markdown_text="a",
        recipient_user_id=ASHA,
        recipient_team_id="T0NETWORK1",
    )["ts"]
    for text in ("b", "c"):
        client.chat_appendStream(channel=GENERAL, ts=ts, markdown_text=text)
    client.chat_stopStream(channel=GENERAL, ts=ts)

    [changed] = ear.hear("message_changed")
    assert changed.payload["event"]["message"]["text"] == "abc"
    assert [request.payload["event"]["text"] for request in ear.hear("message", 2)] == ["Who?", "a"]


def test_a_reaction_is_heard_when_it_comes_and_when_it_goes(workspace: RunningWorkspace, ear: Ear) -> None:
    message = workspace.as_person(ASHA).post(GENERAL, "Look")
    for _ in range(2):
        workspace.workspace.talk.react(BRAN, GENERAL, message.ts, "eyes")

    added, removed = ear.event("reaction_added"), ear.event("reaction_removed")
    assert added["item"] == removed["item"] == {"type": "message", "channel": GENERAL, "ts": message.ts}
    assert (added["user"], added["item_user"], added["reaction"]) == (BRAN, ASHA, "eyes")


def test_joining_and_leaving_are_heard(workspace: RunningWorkspace, ear: Ear) -> None:
    workspace.workspace.talk.invite(FARAH, FACILITATORS, ASHA)
    workspace.workspace.talk.leave(ASHA, FACILITATORS)

    joined, left = ear.event("member_joined_channel"), ear.event("member_left_channel")
    assert (joined["user"], joined["inviter"], joined["channel_type"]) == (ASHA, FARAH, "G")
    assert (left["user"], left["channel"]) == (ASHA, FACILITATORS)


def test_the_app_hears_that_it_was_brought_into_a_channel(workspace: RunningWorkspace, ear: Ear) -> None:
    workspace.workspace.talk.invite(ASHA, LUNCH, workspace.workspace.app.bot_user)

    assert ear.event("member_joined_channel")["user"] == workspace.workspace.app.bot_user


@pytest.mark.parametrize("tab", list(HomeTab))
def test_opening_the_apps_page_is_heard_with_its_tab(
    workspace: RunningWorkspace, ear: Ear, tab: HomeTab
) -> None:
    client_of(workspace).views_publish(user_id=ASHA, view=home())
    channel = workspace.as_person(ASHA).open_home(tab)

    event = ear.event("app_home_opened")
    assert (event["user"], event["channel"], event["tab"]) == (ASHA, channel.id, tab)
    assert ("view" in event) == (tab is HomeTab.HOME)


def test_a_link_to_the_apps_domain_is_heard(workspace: RunningWorkspace, ear: Ear) -> None:
    message = workspace.as_person(ASHA).post(
        GENERAL, "See https://www.lessons.example/7, and https://other.example"
    )

    event = ear.event("link_shared")
    assert event["message_ts"] == message.ts
    assert event["links"] == [{"url": "https://www.lessons.example/7", "domain": "lessons.example"}]


def test_a_shared_file_is_heard_with_its_message(workspace: RunningWorkspace, ear: Ear) -> None:
    file = workspace.workspace.talk.keep_file(ASHA, "plan.pdf", b"%PDF")
    workspace.workspace.talk.post_message(ASHA, GENERAL, "The plan", files=[file.id])

    assert ear.event("file_shared")["file_id"] == file.id
    assert ear.event("file_share")["files"][0]["name"] == "plan.pdf"


def test_a_press_on_stop_is_heard_with_the_streams_it_ended(workspace: RunningWorkspace, ear: Ear) -> None:
    asha, client = workspace.as_person(ASHA), client_of(workspace)
    thread = asha.post(asha.dm.id, "Who?").ts
    client.agents_sessions_setStatus(channel_id=asha.dm.id, thread_ts=thread, status="processing")
    ts = client.chat_startStream(channel=asha.dm.id, thread_ts=thread)["ts"]

    workspace.workspace.gestures.stop(ASHA, asha.dm.id, thread)

    event = ear.event("agent_session_stopped")
    assert (event["channel"], event["thread_ts"], event["user"]) == (asha.dm.id, thread, ASHA)
    assert event["streaming_message_ts"] == [ts]


def test_looking_elsewhere_with_the_app_open_is_heard(workspace: RunningWorkspace, ear: Ear) -> None:
    workspace.workspace.gestures.look_at(ASHA, GENERAL)

    event = ear.event("app_context_changed")
    assert event["context"]["entities"] == [
        {"type": "slack#/types/channel_id", "value": GENERAL, "team_id": "T0NETWORK1"}
    ]


def test_a_workflow_step_is_heard_with_its_inputs(workspace: RunningWorkspace, ear: Ear) -> None:
    run = workspace.workspace.gestures.run_step(ASHA, "collect", {"visit": "leeds"})

    event = ear.event("function_executed")
    assert (event["function_execution_id"], event["inputs"]) == (run.id, {"visit": "leeds"})
    assert event["function"]["callback_id"] == "collect"


def silenced(described: dict[str, Any], channel: str) -> list[str]:
    """The types of events heard of a mention in ``channel`` by an app of this manifest."""
    with serving(described) as workspace, listening(workspace) as ear:
        workspace.as_person(ASHA).post(channel, "@peerbot hello")
        asha = workspace.as_person(ASHA)
        asha.open_home()
        ear.hear("app_home_opened")  # It was sent last: whatever came before it would be here.
        return [kind for kind in ("app_mention", "message") if ear.heard(kind)]


def test_an_event_that_was_not_subscribed_to_is_not_heard() -> None:
    assert silenced(manifest(events=("app_home_opened", "app_mention")), GENERAL) == ["app_mention"]


def test_an_event_without_its_scope_is_not_heard() -> None:
    fewer = tuple(scope for scope in SCOPES if scope != "app_mentions:read")

    assert silenced(manifest(scopes=fewer), GENERAL) == ["message"]


def test_a_channel_the_app_is_not_in_is_silent() -> None:
    assert silenced(manifest(), LUNCH) == []


def test_every_subscription_is_heard_by_some_test() -> None:
    """A new event in the sample manifest needs its test above."""
    assert set(EVENTS) == {
        "agent_session_stopped",
        "app_context_changed",
        "app_home_opened",
        "app_mention",
        "file_shared",
        "function_executed",
        "link_shared",
        "member_joined_channel",
        "member_left_channel",
        "message.channels",
        "message.groups",
        "message.im",
        "reaction_added",
        "reaction_removed",
    }
