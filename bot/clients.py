"""The Web API client, and which calls it may make twice.

What posts must not be sent again when nobody knows whether Slack got it: a second try could post a
second answer. Such a call fails, and whoever made it looks among the messages before trying again
(``bot.replies``, ``bot.direct_messages``). A call that Slack refused for its rate was not carried out
and may always be repeated; Retry-After says when. Nobody waits for a status line, which is there to
shorten waiting.
"""

from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry import HttpRequest, HttpResponse, RetryState
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)

_POSTING = frozenset(
    {
        "chat.postMessage",
        "chat.postEphemeral",
        "chat.scheduleMessage",
        "chat.startStream",
        "chat.appendStream",
        "chat.stopStream",
        "views.open",
    }
)
TROUBLE = (SlackClientError, OSError, HTTPException)
"""All that a call may raise: Slack says no, or cannot be reached, or answers gibberish."""

_DECORATION = frozenset({"assistant.threads.setStatus"})
_TRIES_AT_A_LIMITED_RATE = 5
_TIMEOUT_SECONDS = 15
_SERVER_ERROR = 500
_PASSING = frozenset(
    {"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}
)


def make_client(token: str, api_url: str) -> WebClient:
    """A client for Slack, or for what stands in for it at ``api_url``."""
    retries = [
        _LimitedRateRetries(max_retry_count=_TRIES_AT_A_LIMITED_RATE),
        _ConnectionErrorRetries(max_retry_count=2),
        _ServerErrorRetries(max_retry_count=2),
    ]
    return WebClient(token, base_url=api_url, timeout=_TIMEOUT_SECONDS, retry_handlers=retries)


def refusal(error: SlackApiError) -> str:
    """Slack's word for why not, such as ``channel_not_found``."""
    return str(error.response.get("error") or "")


def may_pass(error: BaseException) -> bool:
    """Whether Slack was out of reach or unwell, so that the same call may well succeed later."""
    if isinstance(error, SlackApiError):
        status = getattr(error.response, "status_code", None) or 0
        return status >= _SERVER_ERROR or refusal(error) in _PASSING
    return isinstance(error, OSError | HTTPException)


class _LimitedRateRetries(RateLimitErrorRetryHandler):
    def _can_retry(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if _method(request) in _DECORATION:
            return False
        return super()._can_retry(state=state, request=request, response=response, error=error)


class _ConnectionErrorRetries(ConnectionErrorRetryHandler):
    def _can_retry(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if _method(request) in _POSTING | _DECORATION:
            return False
        return super()._can_retry(state=state, request=request, response=response, error=error)


class _ServerErrorRetries(ServerErrorRetryHandler):
    def _can_retry(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if _method(request) in _POSTING | _DECORATION:
            return False
        return super()._can_retry(state=state, request=request, response=response, error=error)


def _method(request: HttpRequest) -> str:
    return request.url.partition("?")[0].rpartition("/")[2]
