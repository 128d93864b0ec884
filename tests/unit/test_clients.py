"""Which calls of the Web API are made again by themselves, and which errors may pass."""

from urllib.error import URLError

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import HttpRequest, HttpResponse, RetryState

from bot.clients import make_client, may_pass, refusal

LIMITED = HttpResponse(status_code=429, headers={"Retry-After": ["1"]})
BROKEN = HttpResponse(status_code=500, headers={})
POSTING = [
    "chat.postMessage",
    "chat.startStream",
    "chat.appendStream",
    "chat.stopStream",
    "chat.postEphemeral",
]
REPEATABLE = ["chat.update", "views.update", "views.publish", "conversations.replies", "auth.test"]


def refused(answer: dict[str, object]) -> SlackApiError:
    return SlackApiError("no", answer)  # type: ignore[no-untyped-call]  # the SDK's own


def is_repeated(method: str, response: HttpResponse | None = None, error: Exception | None = None) -> bool:
    """Whether the client would try again by itself."""
    request = HttpRequest(method="POST", url=f"https://slack.com/api/{method}", headers={})
    handlers = make_client("xoxb-1", "https://slack.com/api/").retry_handlers
    return any(
        handler.can_retry(state=RetryState(), request=request, response=response, error=error)
        for handler in handlers
    )


@pytest.mark.parametrize("method", POSTING)
def test_what_posts_is_not_sent_again_when_nobody_knows_whether_it_arrived(method: str) -> None:
    assert not is_repeated(method, BROKEN)
    assert not is_repeated(method, error=ConnectionResetError())
    assert not is_repeated(method, error=URLError("reset"))


@pytest.mark.parametrize("method", REPEATABLE)
def test_what_changes_nothing_twice_is_sent_again(method: str) -> None:
    assert is_repeated(method, BROKEN)
    assert is_repeated(method, error=ConnectionResetError())


@pytest.mark.parametrize("method", POSTING + REPEATABLE)
def test_what_was_refused_for_its_rate_is_always_sent_again(method: str) -> None:
    assert is_repeated(method, LIMITED)


def test_nobody_waits_for_a_status_line() -> None:
    assert not is_repeated("assistant.threads.setStatus", LIMITED)
    assert not is_repeated("assistant.threads.setStatus", BROKEN)


def test_a_call_that_slack_refuses_is_not_made_again() -> None:
    no = HttpResponse(status_code=200, headers={}, body={"ok": False, "error": "channel_not_found"})

    assert not is_repeated("chat.update", no)


@pytest.mark.parametrize(
    ("error", "passing"),
    [
        (refused({"error": "channel_not_found"}), False),
        (refused({"error": "ratelimited"}), True),
        (refused({"error": "internal_error"}), True),
        (URLError("unreachable"), True),
        (TimeoutError(), True),
        (ConnectionResetError(), True),
        (ValueError(), False),
    ],
)
def test_only_slacks_own_troubles_may_pass(error: Exception, passing: bool) -> None:  # noqa: FBT001  # a case
    assert may_pass(error) is passing


def test_a_refusal_is_slacks_word_for_it() -> None:
    assert refusal(refused({"ok": False, "error": "is_archived"})) == "is_archived"
