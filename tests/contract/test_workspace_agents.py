"""assistant.threads.* and agents.sessions.*: what makes the app an agent."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.workspace.running import RunningWorkspace
from bot.workspace.values import Prompt
from tests.workspace_samples import (
    ASHA,
    EVENTS,
    GENERAL,
    LUNCH,
    Clock,
    client_of,
    manifest,
    refusal,
    serving,
)

PROMPTS = [{"title": "Leisure", "message": "Who turned a leisure centre round?"}]


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
    return workspace.as_person(ASHA).post(GENERAL, "Who did it?").ts


def status_of(workspace: RunningWorkspace, thread_ts: str) -> str | None:
    status = workspace.state.assistance.status(GENERAL, thread_ts)
    return status.text if status else None


def test_a_status_is_seen_until_the_app_answers_in_the_thread(
    client: WebClient, workspace: RunningWorkspace, question: str
) -> None:
    client.assistant_threads_setStatus(
        channel_id=GENERAL, thread_ts=question, status="is looking", loading_messages=["Reading"] * 10
    )
    before = status_of(workspace, question)
    client.chat_postMessage(channel=GENERAL, thread_ts=question, text="Northshire")

    assert (before, status_of(workspace, question)) == ("is looking", None)


def test_a_status_goes_when_a_stream_starts_in_the_thread(
    client: WebClient, workspace: RunningWorkspace, question: str
) -> None:
    client.assistant_threads_setStatus(channel_id=GENERAL, thread_ts=question, status="is looking")
    client.chat_startStream(
        channel=GENERAL, thread_ts=question, recipient_user_id=ASHA, recipient_team_id="T0NETWORK1"
    )

    assert status_of(workspace, question) is None


def test_an_empty_status_takes_the_status_away(
    client: WebClient, workspace: RunningWorkspace, question: str
) -> None:
    for status in ("is looking", ""):
        client.assistant_threads_setStatus(channel_id=GENERAL, thread_ts=question, status=status)

    assert status_of(workspace, question) is None


def test_a_status_nobody_takes_away_goes_after_two_minutes(
    client: WebClient, workspace: RunningWorkspace, clock: Clock, question: str
) -> None:
    client.assistant_threads_setStatus(channel_id=GENERAL, thread_ts=question, status="is looking")
    clock.advance(seconds=119)
    workspace.workspace.keep_up()
    before = status_of(workspace, question)
    clock.advance(seconds=1)
    workspace.workspace.keep_up()

    assert (before, status_of(workspace, question)) == ("is looking", None)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"loading_messages": ["x"] * 11}, "invalid_arguments"),
        ({"loading_messages": [4]}, "invalid_arguments"),
        ({"thread_ts": "1.000001"}, "thread_not_found"),
        ({"channel_id": LUNCH}, "not_in_channel"),
    ],
)
def test_a_status_slack_would_not_show_is_refused(
    client: WebClient, question: str, arguments: dict[str, Any], error: str
) -> None:
    asked = {"channel_id": GENERAL, "thread_ts": question, "status": "x", **arguments}

    assert refusal(client, "assistant.threads.setStatus", **asked)["error"] == error


def test_the_manifests_prompts_are_there_from_the_start(workspace: RunningWorkspace) -> None:
    with serving() as fresh:
        prompts = fresh.state.assistance.prompts(fresh.as_person(ASHA).dm.id)

    assert prompts
    assert prompts.prompts == (Prompt("Leisure", "Who turned a leisure centre round?"),)


def test_suggested_prompts_are_shown_in_the_direct_message(
    client: WebClient, workspace: RunningWorkspace
) -> None:
    dm = workspace.as_person(ASHA).dm.id
    client.assistant_threads_setSuggestedPrompts(channel_id=dm, title="Try", prompts=PROMPTS * 4)

    shown = workspace.state.assistance.prompts(dm)
    assert shown
    assert (shown.title, len(shown.prompts)) == ("Try", 4)


def test_suggested_prompts_with_a_thread_are_dropped_without_a_word(
    client: WebClient, workspace: RunningWorkspace
) -> None:
    asha = workspace.as_person(ASHA)
    before = workspace.state.assistance.prompts(asha.dm.id)
    thread = asha.post(asha.dm.id, "Hello").ts

    answer = client.assistant_threads_setSuggestedPrompts(
        channel_id=asha.dm.id, thread_ts=thread, title="Never seen", prompts=PROMPTS
    )

    assert answer["ok"]
    assert workspace.state.assistance.prompts(asha.dm.id) == before


def test_an_app_that_is_no_agent_may_suggest_prompts_in_a_thread() -> None:
    scopes = ("assistant:write", "im:history")
    with serving(manifest(agent=False, scopes=scopes)) as workspace:
        asha = workspace.as_person(ASHA)
        thread = asha.post(asha.dm.id, "Hello").ts
        client_of(workspace).assistant_threads_setSuggestedPrompts(
            channel_id=asha.dm.id, thread_ts=thread, prompts=PROMPTS
        )

        assert workspace.state.assistance.prompts(asha.dm.id)


@pytest.mark.parametrize(
    ("prompts", "error"),
    [
        (PROMPTS * 5, "invalid_arguments"),
        ([], "invalid_arguments"),
        ([{"title": "x"}], "invalid_arguments"),
        ([{"title": "x", "message": ""}], "invalid_arguments"),
    ],
)
def test_prompts_slack_would_not_show_are_refused(
    client: WebClient, workspace: RunningWorkspace, prompts: list[Any], error: str
) -> None:
    dm = workspace.as_person(ASHA).dm.id
    method = "assistant.threads.setSuggestedPrompts"

    assert refusal(client, method, channel_id=dm, prompts=prompts)["error"] == error


def test_prompts_are_for_direct_messages(client: WebClient) -> None:
    answer = refusal(client, "assistant.threads.setSuggestedPrompts", channel_id=GENERAL, prompts=PROMPTS)

    assert answer["error"] == "channel_type_not_supported"


def test_a_thread_is_given_a_title(client: WebClient, workspace: RunningWorkspace, question: str) -> None:
    client.assistant_threads_setTitle(channel_id=GENERAL, thread_ts=question, title="Leisure")

    session = workspace.state.assistance.session(GENERAL, question)
    assert session
    assert session.title == "Leisure"


def test_a_session_has_a_status_and_can_be_renamed(
    client: WebClient, workspace: RunningWorkspace, question: str
) -> None:
    answer = client.agents_sessions_setStatus(
        channel_id=GENERAL, thread_ts=question, status="processing", title="Leisure"
    )
    client.agents_sessions_rename(channel_id=GENERAL, thread_ts=question, title="Swimming")

    session = workspace.state.assistance.session(GENERAL, question)
    assert session
    assert (session.status, session.title, "warning" in answer.data) == ("processing", "Swimming", False)


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("agents.sessions.setStatus", {"status": "asleep"}, "invalid_arguments"),
        ("agents.sessions.setStatus", {"status": "active", "thread_ts": "1.000001"}, "thread_not_found"),
        ("agents.sessions.rename", {"title": "x"}, "session_not_found"),
    ],
)
def test_a_session_slack_would_not_keep_is_refused(
    client: WebClient, question: str, method: str, arguments: dict[str, Any], error: str
) -> None:
    asked = {"channel_id": GENERAL, "thread_ts": question, **arguments}

    assert refusal(client, method, **asked)["error"] == error


def test_an_agent_that_would_not_hear_of_stop_is_warned(question: str) -> None:
    deaf = tuple(event for event in EVENTS if event != "agent_session_stopped")
    with serving(manifest(events=deaf)) as workspace:
        thread = workspace.as_person(ASHA).post(GENERAL, "Who did it?").ts
        answer = client_of(workspace).agents_sessions_setStatus(
            channel_id=GENERAL, thread_ts=thread, status="processing"
        )

    assert answer["warning"] == "missing_agent_session_stopped_event_subscription"


def test_only_agents_have_sessions() -> None:
    with serving(manifest(agent=False)) as workspace:
        thread = workspace.as_person(ASHA).post(GENERAL, "Who did it?").ts
        asked = {"channel_id": GENERAL, "thread_ts": thread, "status": "processing"}

        answer = refusal(client_of(workspace), "agents.sessions.setStatus", **asked)

    assert answer["error"] == "feature_not_enabled"
