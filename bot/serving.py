"""Serving Slack by Socket Mode: connect, take up what was left undone, stop without losing anything.

A stop first closes the socket, so that Slack keeps what we would not answer any more, then lets the
running work end. What is not done by the deadline is claimed in the store, and the next start does it.
"""

import logging
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic
from typing import Any, Protocol

from pydantic import SecretStr
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.client import BaseSocketModeClient

from bot.app import THREADS, build_app
from bot.chores import CHORES
from bot.clients import TROUBLE, make_client, refusal
from bot.desk import Desk, Supplies, make_desk
from bot.indexing import Indexing
from bot.listeners import LISTENERS
from bot.publishing import EVERY_SECONDS, Publishing
from bot.readers import Identity
from bot.receiving import keep_in_step
from bot.rounds import Chore, Rounds

log = logging.getLogger(__name__)

DRAIN_SECONDS = 20
"""For what runs when a stop is asked for; below what supervisors wait before they kill."""

PING_SECONDS = 5
"""Between pings: how soon a dead connection is noticed."""

_BURST = 20_000
"""Envelopes in one uninterrupted burst. The SDK's client reads the next by calling itself, a level for
each and for each buffer, which ends in a RecursionError at Python's usual thousand:
https://github.com/slackapi/python-slack-sdk/pull/1232"""

_BUFFER_BYTES = 16_384
"""Larger ones mean fewer levels, and more memory in each."""


class SlackUnusableError(Exception):
    """Slack does not let us serve; the message says why, and what to do about it."""

    exit_code = 3


def serve(supplies: Supplies) -> None:
    """Serve until SIGTERM or SIGINT; SlackUnusableError when Slack does not let us begin."""
    stopping = Event()
    with _stopped_by_signals(stopping):
        serve_until(stopping, supplies)


def serve_until(stopping: Event, supplies: Supplies, *, ping_seconds: float = PING_SECONDS) -> None:
    """Serve until ``stopping`` is set."""
    settings = supplies.settings
    client = make_client(_token(settings.slack_bot_token), settings.slack_api_url)
    desk = make_desk(supplies, client, _identity(client))
    rounds = Rounds([chore(desk) for chore in CHORES], supplies.now)
    keeping_level: list[Chore] = [Publishing(supplies.publisher), Indexing(supplies.index)]
    publishing = Rounds(keeping_level, supplies.now, EVERY_SECONDS)
    started = supplies.now()
    with ThreadPoolExecutor(THREADS, thread_name_prefix="listening") as executor:
        handler = _handler(desk, executor, _token(settings.slack_app_token), ping_seconds)
        _connect(handler, client)
        taking_up = Thread(
            target=desk.answering.take_up, args=(started, desk.delivery, stopping), daemon=True
        )
        taking_up.start()
        rounds.start()
        publishing.start()
        stopping.wait()
        log.info("stopping")
        close(handler)
    rounds.stop()
    publishing.stop()
    log.info("stopped", extra={"left": _drain(desk)})


class Connected(Protocol):
    """As Bolt's handler is: connected until it is closed."""

    def close(self) -> None: ...


def close(handler: Connected) -> None:
    """Close the connection, also where it breaks in the same moment.

    The SDK's receiver then takes the socket away between the SDK's look at it and its closing of it; at
    the second look there is none any more, and the rest is shut down.
    """
    try:
        handler.close()
    except AttributeError:
        handler.close()


def _drain(desk: Desk) -> int:
    """Let the running work end, all of it by one deadline; how many questions are left.

    Answers come first, for somebody waits for them; errands are found again by the next start's rounds.
    """
    deadline = monotonic() + DRAIN_SECONDS
    left = desk.answering.drain(DRAIN_SECONDS)
    for errands in (desk.nudging.errands, desk.homes.errands):
        errands.drain(max(0.0, deadline - monotonic()))
    return left


@contextmanager
def _stopped_by_signals(stopping: Event) -> Iterator[None]:
    signals = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(one, lambda *_: stopping.set()) for one in signals]
    try:
        yield
    finally:
        for one, handler in zip(signals, before, strict=True):
            signal.signal(one, handler)


def _token(secret: SecretStr | None) -> str:
    if secret is None:
        raise SlackUnusableError(
            "SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set: README.md says where to find them"
        )
    return secret.get_secret_value()


def _identity(client: WebClient) -> Identity:
    """Who we are, once Slack takes our token and it carries all it must."""
    try:
        identity = client.auth_test()
    except TROUBLE as error:
        raise _unusable(error, client, "SLACK_BOT_TOKEN") from error
    if missing := _missing_scopes(identity.headers):
        raise SlackUnusableError(
            f"the app lacks {', '.join(missing)}: update it from bot/manifest.json, then install it again"
        )
    return Identity(user=str(identity["user_id"]), team=str(identity["team_id"]))


def _missing_scopes(headers: dict[str, Any]) -> list[str]:
    """What listeners need and the token does not carry; none when Slack does not say what it carries."""
    said = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), None)
    if said is None:
        return []
    granted = {scope.strip() for scope in str(said).split(",")}
    return sorted({scope for listener in LISTENERS for scope in listener.scopes} - granted)


def _handler(desk: Desk, executor: Executor, app_token: str, ping_seconds: float) -> SocketModeHandler:
    sys.setrecursionlimit(max(sys.getrecursionlimit(), _BURST))
    handler = SocketModeHandler(
        build_app(desk, executor),
        app_token,
        ping_interval=ping_seconds,
        receive_buffer_size=_BUFFER_BYTES,
    )
    keep_in_step(handler.client)
    handler.client.message_listeners.append(_note_greeting)
    return handler


def _connect(handler: SocketModeHandler, client: WebClient) -> None:
    try:
        handler.connect()  # type: ignore[no-untyped-call]  # Bolt's own
    except TROUBLE as error:
        handler.close()  # type: ignore[no-untyped-call]  # Bolt's own
        raise _unusable(error, client, "SLACK_APP_TOKEN") from error


def _note_greeting(_client: BaseSocketModeClient, message: dict[str, Any], _raw: str | None) -> None:
    if message.get("type") == "hello":
        log.info("connected to Slack", extra={"connections": message.get("num_connections")})


def _unusable(error: BaseException, client: WebClient, token: str) -> SlackUnusableError:
    if not isinstance(error, SlackApiError):
        return SlackUnusableError(f"Slack cannot be reached at {client.base_url}: check the network")
    return SlackUnusableError(
        f"Slack does not accept {token} ({refusal(error)}): copy it again from the app's settings"
    )
