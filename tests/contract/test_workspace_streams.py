"""chat.startStream, appendStream, stopStream: what they take, what they refuse, and when a stream ends."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.workspace.running import RunningWorkspace
from bot.workspace.values import StreamState
from tests.workspace_samples import (
    ASHA,
    BRAN,
    CERYS,
    GENERAL,
    LUNCH,
    Clock,
    actions,
    button,
    client_of,
    refusal,
    section,
    serving,
)

TEAM = "T0NETWORK1"
FOR_ASHA = {"recipient_user_id": ASHA, "recipient_team_id": TEAM}

Json = dict[str, Any]


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


@pytest.fixture
def question(workspace: RunningWorkspace) -> str:
    """The ts of a message to answer."""
    return workspace.as_person(ASHA).post(GENERAL, "Who did it?").ts


Start = Callable[..., str]


@pytest.fixture
def start(client: WebClient, question: str) -> Start:
    def started(**more: Any) -> str:
        arguments = {"channel": GENERAL, "thread_ts": question, **FOR_ASHA, **more}
        return str(client.api_call("chat.startStream", json=arguments)["ts"])

    return started


def blocks_of(workspace: RunningWorkspace, ts: str) -> list[Json]:
    message = workspace.state.conversations.message(GENERAL, ts)
    assert message
    return [{key: value for key, value in block.items() if key != "block_id"} for block in message.blocks]


def test_text_arrives_bit_by_bit_and_ends_with_blocks(
    client: WebClient, workspace: RunningWorkspace, start: Start
) -> None:
    ts = start(markdown_text="**One**")
    client.chat_appendStream(channel=GENERAL, ts=ts, markdown_text=", two")
    stopped = client.chat_stopStream(
        channel=GENERAL, ts=ts, markdown_text=", three", blocks=[actions(button("more"))]
    )

    assert [block["type"] for block in blocks_of(workspace, ts)] == ["markdown", "actions"]
    assert stopped["message"]["text"] == "**One**, two, three"
    assert stopped["message"]["streaming_state"] == "completed"


def test_a_stream_may_start_without_a_word(workspace: RunningWorkspace, start: Start) -> None:
    message = workspace.state.conversations.message(GENERAL, start())

    assert message
    assert message.stream
    assert (message.text, message.stream.state) == ("", StreamState.IN_PROGRESS)


def test_in_a_direct_message_nobody_has_to_be_named(client: WebClient, workspace: RunningWorkspace) -> None:
    asha = workspace.as_person(ASHA)
    question = asha.post(asha.dm.id, "Who did it?")

    assert client.chat_startStream(channel=asha.dm.id, thread_ts=question.ts)["ok"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"recipient_team_id": None}, "missing_recipient_team_id"),
        ({"recipient_user_id": None}, "missing_recipient_user_id"),
        ({"recipient_user_id": "U0NOBODY01"}, "user_not_found"),
        ({"recipient_user_id": CERYS}, "user_not_found"),  # of another team
        ({"thread_ts": None}, "invalid_arguments"),
        ({"thread_ts": "1.000001"}, "thread_not_found"),
        ({"channel": LUNCH}, "not_in_channel"),
        ({"channel": "C0NOWHERE1"}, "channel_not_found"),
        ({"task_display_mode": "tree"}, "invalid_arguments"),
        ({"markdown_text": "x" * 12_001}, "msg_too_long"),
        ({"chunks": [{"type": "song"}]}, "invalid_chunks"),
        ({"chunks": [{"type": "markdown_text", "text": "x" * 12_001}]}, "msg_too_long"),
        ({"chunks": [{"type": "blocks", "blocks": [{"type": "poem"}]}]}, "invalid_chunks"),
        ({"chunks": [{"type": "blocks", "blocks": [{"type": "divider"}] * 51}]}, "invalid_chunks"),
        ({"chunks": [{"type": "task_update", "id": "1", "title": "x" * 257}]}, "invalid_chunks"),
        ({"chunks": [{"type": "task_update", "id": "1", "title": "x", "status": "odd"}]}, "invalid_chunks"),
    ],
)
def test_a_stream_slack_would_not_start_is_refused(
    client: WebClient, question: str, arguments: Json, error: str
) -> None:
    asked = {"channel": GENERAL, "thread_ts": question, **FOR_ASHA, **arguments}

    assert refusal(client, "chat.startStream", **asked)["error"] == error


def test_text_and_blocks_exactly_at_their_limits_are_taken(client: WebClient, start: Start) -> None:
    ts = start(markdown_text="x" * 12_000)
    chunk = {"type": "blocks", "blocks": [{"type": "divider"}] * 50}

    assert client.api_call("chat.appendStream", json={"channel": GENERAL, "ts": ts, "chunks": [chunk]})["ok"]


def test_tasks_stand_in_line_and_are_updated_in_their_place(
    client: WebClient, workspace: RunningWorkspace, start: Start
) -> None:
    source = {"type": "url", "url": "https://example.org", "text": "Study"}
    ts = start(chunks=[{"type": "task_update", "id": "1", "title": "Look", "status": "in_progress"}])
    update = {"type": "task_update", "id": "1", "title": "Looked", "status": "complete", "sources": [source]}
    text = {"type": "markdown_text", "text": "Found"}
    for chunks in ([text], [update], [{**update, "details": "a"}], [{**update, "details": "b"}]):
        client.api_call("chat.appendStream", json={"channel": GENERAL, "ts": ts, "chunks": chunks})

    task, found = blocks_of(workspace, ts)
    assert found == {"type": "markdown", "text": "Found"}
    assert (task["type"], task["title"], task["status"]) == ("task_card", "Looked", "complete")
    assert task["details"]["elements"][0]["elements"] == [{"type": "text", "text": "ab"}]
    assert task["sources"] == [source] * 3


def test_in_plan_mode_tasks_stand_in_one_plan(
    client: WebClient, workspace: RunningWorkspace, start: Start
) -> None:
    ts = start(task_display_mode="plan", markdown_text="Well")
    for chunk in (
        {"type": "task_update", "id": "1", "title": "Look"},
        {"type": "task_update", "id": "2", "title": "Read", "status": "pending"},
        {"type": "plan_update", "title": "Done"},
        {"type": "task_update", "id": "1", "title": "Look", "status": "complete"},
    ):
        client.api_call("chat.appendStream", json={"channel": GENERAL, "ts": ts, "chunks": [chunk]})

    plan, _ = blocks_of(workspace, ts)
    assert (plan["type"], plan["title"]) == ("plan", "Done")
    assert [(task["task_id"], task["status"]) for task in plan["tasks"]] == [
        ("1", "complete"),
        ("2", "pending"),
    ]


@pytest.mark.parametrize("method", ["chat.appendStream", "chat.stopStream"])
def test_a_message_that_is_not_streaming_takes_no_more(
    client: WebClient, workspace: RunningWorkspace, start: Start, method: str
) -> None:
    finished = start(markdown_text="x")
    client.chat_stopStream(channel=GENERAL, ts=finished)
    posted = client.chat_postMessage(channel=GENERAL, text="x")["ts"]
    theirs = workspace.as_person(ASHA).post(GENERAL, "x").ts

    errors = [
        refusal(client, method, channel=GENERAL, ts=ts, markdown_text="y")["error"]
        for ts in (finished, posted, theirs, "1.000001")
    ]

    assert errors == [
        "message_not_in_streaming_state",
        "message_not_in_streaming_state",
        "message_not_owned_by_app",
        "message_not_found",
    ]


def test_an_append_without_anything_is_refused(client: WebClient, start: Start) -> None:
    assert refusal(client, "chat.appendStream", channel=GENERAL, ts=start())["error"] == "no_text"


def test_a_stop_without_anything_ever_said_is_refused(client: WebClient, start: Start) -> None:
    assert refusal(client, "chat.stopStream", channel=GENERAL, ts=start())["error"] == "no_text"


def test_a_stop_with_bad_blocks_is_refused_and_the_stream_goes_on(client: WebClient, start: Start) -> None:
    ts = start(markdown_text="x")
    answer = refusal(client, "chat.stopStream", channel=GENERAL, ts=ts, blocks=[section("")])

    assert answer["error"] == "invalid_blocks"
    assert client.chat_appendStream(channel=GENERAL, ts=ts, markdown_text="y")["ok"]


def test_a_stream_ends_after_five_minutes_however_busy(
    client: WebClient, workspace: RunningWorkspace, clock: Clock, start: Start
) -> None:
    ts = start(markdown_text="x")
    clock.advance(seconds=299)
    client.chat_appendStream(channel=GENERAL, ts=ts, markdown_text="y")
    clock.advance(seconds=2)

    errors = [
        refusal(client, method, channel=GENERAL, ts=ts, markdown_text="z")["error"]
        for method in ("chat.appendStream", "chat.stopStream")
    ]

    assert errors == ["message_not_in_streaming_state"] * 2
    assert client.chat_update(channel=GENERAL, ts=ts, text="the whole answer")["ok"]


def test_a_stream_nobody_ends_is_ended(workspace: RunningWorkspace, clock: Clock, start: Start) -> None:
    ts = start(markdown_text="x")
    clock.advance(seconds=301)

    def state_of_stream(expected: StreamState) -> bool:
        message = workspace.state.conversations.message(GENERAL, ts)
        return bool(message and message.stream and message.stream.state is expected)

    assert workspace.wait_for(lambda _state: state_of_stream(StreamState.EXPIRED))


def test_a_message_that_is_streaming_cannot_be_changed(client: WebClient, start: Start) -> None:
    ts = start(markdown_text="x")

    answer = refusal(client, "chat.update", channel=GENERAL, ts=ts, text="y")

    assert answer["error"] == "streaming_state_conflict"


def test_a_person_can_stop_a_stream(
    client: WebClient, workspace: RunningWorkspace, question: str, start: Start
) -> None:
    client.agents_sessions_setStatus(channel_id=GENERAL, thread_ts=question, status="processing")
    ts = start(markdown_text="x")

    workspace.workspace.gestures.stop(BRAN, GENERAL, question)

    appended = refusal(client, "chat.appendStream", channel=GENERAL, ts=ts, markdown_text="y")
    stopped = refusal(client, "chat.stopStream", channel=GENERAL, ts=ts)
    assert (appended["error"], stopped["error"]) == ("stopped_by_user", "message_not_in_streaming_state")


def test_the_end_of_a_stream_can_end_the_work_too(
    client: WebClient, workspace: RunningWorkspace, question: str, start: Start
) -> None:
    client.agents_sessions_setStatus(channel_id=GENERAL, thread_ts=question, status="processing")

    client.chat_stopStream(channel=GENERAL, ts=start(markdown_text="x"), session_status="active")

    session = workspace.state.assistance.session(GENERAL, question)
    assert session
    assert session.status == "active"


def test_metadata_sent_with_the_end_is_kept(client: WebClient, question: str, start: Start) -> None:
    metadata = {"event_type": "answered", "event_payload": {"id": "7"}}
    ts = start(markdown_text="x")
    client.chat_stopStream(channel=GENERAL, ts=ts, metadata=metadata)

    said = client.conversations_replies(channel=GENERAL, ts=question, include_all_metadata=True)["messages"]
    assert said[-1]["metadata"] == metadata
