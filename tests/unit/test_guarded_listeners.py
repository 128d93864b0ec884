"""What is acknowledged stays acknowledged, however soon the listener fails after it."""

import json
from typing import Any

import pytest
from slack_bolt import Ack, App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.app import Guarded
from knowledge.errors import NotAllowedError

PRESSED: dict[str, Any] = {
    "type": "block_actions",
    "user": {"id": "U1"},
    "team": {"id": "T1"},
    "trigger_id": "1.2",
    "actions": [{"type": "button", "action_id": "press", "block_id": "b", "value": "v1"}],
}


class Told:
    """Stands for the apology, and keeps what it was to apologise for."""

    def __init__(self) -> None:
        self.errors: list[Exception] = []

    def say(self, error: Exception, body: Any, context: Any, respond: Any) -> None:
        assert (body["user"]["id"], context.user_id, respond is not None) == ("U1", "U1", True)
        self.errors.append(error)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def app(told: Told) -> App:
    app = App(
        client=WebClient("xoxb-1"),
        authorize=lambda **_: AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1"),
        request_verification_enabled=False,
    )
    app.error(told.say)
    return app


SENT: dict[str, Any] = {
    "type": "view_submission",
    "user": {"id": "U1"},
    "team": {"id": "T1"},
    "trigger_id": "1.2",
    "view": {
        "id": "V1",
        "type": "modal",
        "callback_id": "form",
        "title": {"type": "plain_text", "text": "A form"},
        "blocks": [{"type": "input", "block_id": "words"}],
    },
}


def press(app: App) -> int:
    return app.dispatch(BoltRequest(mode="socket_mode", body=PRESSED)).status


def test_a_listener_that_fails_right_after_its_acknowledgement_has_acknowledged(app: App, told: Told) -> None:
    def listener(ack: Ack, action: dict[str, Any]) -> None:
        ack()
        raise NotAllowedError(action["value"])

    Guarded(app, told).action("press")(listener)  # type: ignore[arg-type]  # a whole apology of the tests' own

    assert [press(app) for _ in range(5)] == [200] * 5
    assert [str(error) for error in told.errors] == ["v1"] * 5


def test_one_that_fails_before_has_not(app: App, told: Told) -> None:
    def listener(ack: Ack) -> None:
        raise NotAllowedError(str(ack.response))

    Guarded(app, told).action("press")(listener)  # type: ignore[arg-type]  # a whole apology of the tests' own

    assert press(app) == 500
    assert [str(error) for error in told.errors] == ["None"]


def test_a_form_that_is_refused_is_sent_back_with_the_reason_above_what_was_typed(
    app: App, told: Told
) -> None:
    def listener(ack: Ack) -> None:
        raise NotAllowedError("only a facilitator can do this")

    Guarded(app, told).view("form")(listener)  # type: ignore[arg-type]  # a whole apology of the tests' own
    reply = app.dispatch(BoltRequest(mode="socket_mode", body=SENT))

    view = json.loads(reply.body)["view"]
    assert (reply.status, told.errors) == (200, [])
    assert [block["block_id"] for block in view["blocks"]] == ["notice", "words"]
    assert view["blocks"][0]["text"]["text"] == "Only a facilitator can do this."


def test_a_form_that_fails_stays_unacknowledged(app: App, told: Told) -> None:
    def listener(ack: Ack) -> None:
        raise ValueError(str(ack.response))

    Guarded(app, told).view("form")(listener)  # type: ignore[arg-type]  # a whole apology of the tests' own

    assert app.dispatch(BoltRequest(mode="socket_mode", body=SENT)).status == 500
    assert [str(error) for error in told.errors] == ["None"]
