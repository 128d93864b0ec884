"""response_url: what may be posted there, how often, and how long."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from bot.workspace.hooks import HookTarget
from bot.workspace.running import RunningWorkspace
from bot.workspace.values import Message
from tests.workspace_samples import ASHA, BRAN, GENERAL, LUNCH, Clock, client_of, section, serving


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def workspace(clock: Clock) -> Iterator[RunningWorkspace]:
    with serving(now=clock) as running:
        yield running


def answer_at(workspace: RunningWorkspace, ts: str | None = None, channel: str = GENERAL) -> str:
    """The response_url of an interaction of Asha's."""
    return workspace.workspace.hooks.issue(HookTarget(ASHA, channel, ts))


def post(url: str, **body: Any) -> httpx.Response:
    return httpx.post(url, json=body, trust_env=False)


def seen(workspace: RunningWorkspace, user: str, ts: str) -> Message | None:
    timeline = workspace.state.conversations.timeline(GENERAL, user)
    return next((message for message in timeline if message.ts == ts), None)


def test_an_answer_is_for_one_person_unless_it_says_otherwise(workspace: RunningWorkspace) -> None:
    url = answer_at(workspace)
    assert post(url, text="for Asha").text == "ok"
    assert post(url, text="for all", response_type="in_channel").text == "ok"

    texts = {
        user: [message.text for message in workspace.state.conversations.timeline(GENERAL, user)][-2:]
        for user in (ASHA, BRAN)
    }
    assert texts[ASHA] == ["for Asha", "for all"]
    assert "for Asha" not in texts[BRAN]


def test_the_message_it_came_from_is_replaced(workspace: RunningWorkspace) -> None:
    ts = client_of(workspace).chat_postMessage(channel=GENERAL, text="before", blocks=[section()])["ts"]
    post(answer_at(workspace, ts), text="after", replace_original=True)

    message = seen(workspace, BRAN, ts)
    assert message
    assert (message.text, message.blocks) == ("after", ())


def test_the_message_it_came_from_is_deleted_even_an_ephemeral_one(workspace: RunningWorkspace) -> None:
    client = client_of(workspace)
    shown = client.chat_postMessage(channel=GENERAL, text="x")["ts"]
    hidden = client.chat_postEphemeral(channel=GENERAL, user=ASHA, text="x")["message_ts"]
    for ts in (shown, hidden):
        post(answer_at(workspace, ts), delete_original=True)

    assert (seen(workspace, ASHA, shown), seen(workspace, ASHA, hidden)) == (None, None)


def test_an_answer_goes_to_the_channel_unless_it_names_a_thread(workspace: RunningWorkspace) -> None:
    thread = workspace.as_person(ASHA).post(GENERAL, "first").ts
    post(answer_at(workspace), text="in the thread", thread_ts=thread)

    replies = workspace.state.conversations.thread(GENERAL, thread, ASHA)
    assert [message.text for message in replies] == ["first", "in the thread"]


def test_it_answers_in_a_channel_the_app_is_not_in(workspace: RunningWorkspace) -> None:
    assert post(answer_at(workspace, channel=LUNCH), text="x", response_type="in_channel").status_code == 200


def test_it_works_five_times(workspace: RunningWorkspace) -> None:
    url = answer_at(workspace)
    statuses = [post(url, text="x").status_code for _ in range(5)]
    sixth = post(url, text="x")

    assert statuses == [200] * 5
    assert (sixth.status_code, sixth.json()["error"]) == (404, "used_url")


def test_it_works_for_half_an_hour(workspace: RunningWorkspace, clock: Clock) -> None:
    url = answer_at(workspace)
    clock.advance(minutes=30)
    in_time = post(url, text="x")
    clock.advance(seconds=1)
    too_late = post(url, text="x")

    assert in_time.status_code == 200
    assert (too_late.status_code, too_late.json()["error"]) == (404, "expired_url")


def test_an_address_nobody_was_given_is_refused(workspace: RunningWorkspace) -> None:
    assert post(f"{workspace.url}/hooks/actions/guessed", text="x").status_code == 404


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "no_text"),
        ({"text": "x", "blocks": [{"type": "poem"}]}, "invalid_blocks"),
        ({"text": "x", "response_type": "loud"}, "invalid_response_type"),
        ({"text": "x", "colour": "red"}, "invalid_payload"),
        ({"delete_original": True}, "message_not_found"),
    ],
)
def test_an_answer_slack_would_not_post_is_refused(
    workspace: RunningWorkspace, body: dict[str, Any], error: str
) -> None:
    answer = post(answer_at(workspace), **body)

    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_a_body_that_is_no_json_is_refused(workspace: RunningWorkspace) -> None:
    answer = httpx.post(answer_at(workspace), content=b"{", trust_env=False)

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_json")
