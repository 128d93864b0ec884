"""What the tests of the local workspace share: a manifest, a clock that stands still, a Bolt app at hand."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from random import Random
from threading import Condition, Lock
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.workspace.running import RunningWorkspace
from bot.workspace.timings import Timings
from tests.patience import PATIENCE, PATIENT, PING_SECONDS

Json = dict[str, Any]

ASHA, BRAN, CERYS, FARAH = "U0ASHA0001", "U0BRAN0002", "U0CERYS003", "U0FARAH004"
GENERAL, EXCHANGE, FACILITATORS, LUNCH = "C0GENERAL1", "C0EXCHANGE", "C0FACILIT8", "C0LUNCHCLB"

SCOPES = (
    "app_mentions:read",
    "assistant:write",
    "channels:history",
    "channels:read",
    "chat:write",
    "chat:write.customize",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "links:read",
    "links:write",
    "reactions:read",
    "reactions:write",
    "team:read",
    "users:read",
    "users:read.email",
)
EVENTS = (
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
)
QUICK = Timings(ack_seconds=0.3, redelivery_seconds=(0, 0.1, 0.1), refresh_warning_seconds=0.05)
"""For tests in which something is not acknowledged."""
LOSSY = Timings(ack_seconds=0.3, redelivery_seconds=(0, *[0.2] * (5 * PATIENCE)))
"""For tests in which nobody is there at first: sent again until somebody is."""


def manifest(
    *, scopes: tuple[str, ...] = SCOPES, events: tuple[str, ...] = EVENTS, agent: bool = True
) -> Json:
    """The manifest of an app that may do everything, or less."""
    features: Json = {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Peerbot"},
        "slash_commands": [
            {"command": "/ask", "description": "Ask", "should_escape": False},
            {"command": "/tell", "description": "Tell", "should_escape": True},
        ],
        "shortcuts": [
            {"name": "Give feedback", "callback_id": "feedback", "type": "global", "description": "x"},
            {"name": "Save as lesson", "callback_id": "save", "type": "message", "description": "x"},
        ],
        "unfurl_domains": ["lessons.example"],
    }
    if agent:
        prompt = {"title": "Leisure", "message": "Who turned a leisure centre round?"}
        features["agent_view"] = {"agent_description": "Answers", "suggested_prompts": [prompt]}
    return {
        "display_information": {"name": "Peerbot"},
        "features": features,
        "oauth_config": {"scopes": {"bot": list(scopes)}},
        "settings": {
            "socket_mode_enabled": True,
            "interactivity": {"is_enabled": True},
            "event_subscriptions": {"bot_events": list(events)},
        },
        "functions": {"collect": {"title": "Collect feedback", "description": "x"}},
    }


class Clock:
    """Time that passes when the test says so."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._now = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        with self._lock:
            return self._now

    def advance(self, **by: float) -> None:
        with self._lock:
            self._now += timedelta(**by)


@contextmanager
def serving(
    described: Mapping[str, Any] | None = None,
    *,
    now: Callable[[], datetime] | None = None,
    timings: Timings = PATIENT,
    request_url: str | None = None,
) -> Iterator[RunningWorkspace]:
    """A running workspace; its clock stands still unless the test holds it."""
    with RunningWorkspace.start(
        described or manifest(),
        now=now or Clock(),
        random=Random(7),  # noqa: S311  # ids, no cipher
        timings=timings,
        request_url=request_url,
    ) as workspace:
        yield workspace


def client_of(workspace: RunningWorkspace, token: str | None = None) -> WebClient:
    token = workspace.bot_token if token is None else token
    return WebClient(token, base_url=workspace.api_url, timeout=PATIENCE)


@contextmanager
def connected(app: App, workspace: RunningWorkspace, connections: int = 1) -> Iterator[SocketModeHandler]:
    """``app`` on a socket of the workspace, with the SDK's own client."""
    handler = SocketModeHandler(app, workspace.app_token, ping_interval=PING_SECONDS)
    try:
        handler.connect()  # type: ignore[no-untyped-call]  # Bolt's own
        workspace.wait_for_app(connections)
        yield handler
    finally:
        hang_up(handler.client, workspace)


def hang_up(client: SocketModeClient, workspace: RunningWorkspace) -> None:
    """Close the SDK's socket client at once; by itself it waits for its next frame and its next message."""
    client.auto_reconnect_enabled = False
    client.current_app_monitor.shutdown()  # type: ignore[no-untyped-call]  # the SDK's own
    workspace.drop_sockets()
    client.current_session_runner.event.set()
    client.current_session_runner.thread.join()
    client.message_processor.event.set()
    client.enqueue_message("{}")
    client.close()


Answer = Callable[[SocketModeRequest], Json | None]
"""What is sent back for an envelope; None for no acknowledgement at all."""


class Ear:
    """An app that is all ears: it keeps every envelope, and acknowledges as it is told to."""

    def __init__(self, workspace: RunningWorkspace, answer: Answer = lambda _request: {}) -> None:
        self._answer = answer
        self._heard: list[SocketModeRequest] = []
        self._hearing = Condition()
        self.hellos: list[Json] = []
        self.client = SocketModeClient(
            app_token=workspace.app_token,
            web_client=client_of(workspace, workspace.app_token),
            ping_interval=0.5,
        )
        self.client.socket_mode_request_listeners.append(self._hear)
        self.client.message_listeners.append(self._note)

    def _hear(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        answer = self._answer(request)
        if answer is not None:
            client.send_socket_mode_response(SocketModeResponse(request.envelope_id, answer or None))
        with self._hearing:
            self._heard.append(request)
            self._hearing.notify_all()

    def _note(self, _client: BaseSocketModeClient, message: Json, _raw: str | None) -> None:
        if message.get("type") == "hello":
            with self._hearing:
                self.hellos.append(message)
                self._hearing.notify_all()

    def is_greeted(self, times: int) -> bool:
        """Wait until so many sockets were greeted."""
        with self._hearing:
            return self._hearing.wait_for(lambda: len(self.hellos) >= times, timeout=PATIENCE)

    def heard(self, kind: str) -> list[SocketModeRequest]:
        """The envelopes so far about an event, an interaction or a command of this type."""
        with self._hearing:
            return [one for one in self._heard if type_of(one.payload) == kind]

    def hear(self, kind: str, count: int = 1) -> list[SocketModeRequest]:
        """Wait for so many of them."""
        with self._hearing:
            if not self._hearing.wait_for(lambda: len(self.heard(kind)) >= count, timeout=PATIENCE):
                raise TimeoutError(f"heard {len(self.heard(kind))} of {count} {kind}")
        return self.heard(kind)

    def event(self, kind: str) -> Json:
        """The first event of this type, once it is heard."""
        event: Json = self.hear(kind)[0].payload["event"]
        return event

    def payload(self, kind: str) -> Json:
        """The first interaction of this type, once it is heard."""
        return dict(self.hear(kind)[0].payload)


def type_of(payload: Mapping[str, Any]) -> str:
    event = payload.get("event", {})
    return str(event.get("subtype") or event.get("type") or payload.get("type") or payload.get("command"))


@contextmanager
def listening(
    workspace: RunningWorkspace, answer: Answer = lambda _request: {}, connections: int = 1
) -> Iterator[Ear]:
    ear = Ear(workspace, answer)
    try:
        ear.client.connect()
        workspace.wait_for_app(connections)
        yield ear
    finally:
        hang_up(ear.client, workspace)


def refusal(client: WebClient, method: str, **arguments: Any) -> Json:
    """What Slack would answer to a call it refuses, arguments sent as JSON."""
    with pytest.raises(SlackApiError) as refused:
        client.api_call(method, json=arguments)
    answer: Json = refused.value.response.data
    return answer


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str = "Hello") -> Json:
    return {"type": "section", "text": plain(text)}


def button(action_id: str, **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(action_id), **more}


def actions(*elements: Json, block_id: str = "actions") -> Json:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def field(action_id: str, kind: str = "plain_text_input", *, optional: bool = False, **more: Any) -> Json:
    return {
        "type": "input",
        "block_id": f"{action_id}_block",
        "label": plain(action_id),
        "optional": optional,
        "element": {"type": kind, "action_id": action_id, **more},
    }


def modal(*blocks: Json, **more: Any) -> Json:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Form"),
        "submit": plain("Send"),
        "blocks": list(blocks) or [section()],
        **more,
    }


def home(*blocks: Json) -> Json:
    return {"type": "home", "blocks": list(blocks) or [section()]}
