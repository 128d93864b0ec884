"""How a call is read and who may make it: tokens, scopes, arguments, their encodings, what is unknown."""

from collections.abc import Iterator

import pytest
from httpx import Client

from bot.workspace.running import RunningWorkspace
from bot.workspace.web_api import METHODS
from tests.workspace_samples import GENERAL, SCOPES, client_of, manifest, refusal, serving


@pytest.fixture(scope="module")
def workspace() -> Iterator[RunningWorkspace]:
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def http(workspace: RunningWorkspace) -> Iterator[Client]:
    headers = {"Authorization": f"Bearer {workspace.bot_token}"}
    with Client(base_url=workspace.api_url, headers=headers, trust_env=False) as client:
        yield client


@pytest.fixture(scope="module")
def bare() -> Iterator[RunningWorkspace]:
    """A workspace in which the app was granted next to nothing."""
    with serving(manifest(scopes=("commands",), agent=False)) as running:
        yield running


def test_a_method_nobody_knows_is_unknown(workspace: RunningWorkspace) -> None:
    assert refusal(client_of(workspace), "chat.shout", text="x")["error"] == "unknown_method"


@pytest.mark.parametrize(("token", "error"), [("", "not_authed"), ("xoxb-of-somebody-else", "invalid_auth")])
def test_a_call_without_the_right_token_is_refused(
    workspace: RunningWorkspace, token: str, error: str
) -> None:
    assert refusal(client_of(workspace, token), "auth.test")["error"] == error


def test_the_app_token_is_for_connections_and_the_bot_token_for_the_rest(workspace: RunningWorkspace) -> None:
    with_app_token = refusal(client_of(workspace, workspace.app_token), "auth.test")
    with_bot_token = refusal(client_of(workspace), "apps.connections.open")

    assert (with_app_token["error"], with_bot_token["error"]) == ("not_allowed_token_type",) * 2


def test_a_token_may_come_among_the_arguments(workspace: RunningWorkspace) -> None:
    with Client(base_url=workspace.api_url, trust_env=False) as http:
        answer = http.post("auth.test", data={"token": workspace.bot_token})

    assert answer.json()["ok"] is True


def test_json_with_an_empty_body_is_a_call_without_arguments(http: Client) -> None:
    answer = http.post("auth.test", headers={"Content-Type": "application/json;charset=utf-8"})

    assert answer.json()["ok"] is True


def test_arguments_may_come_in_a_form_with_json_inside(http: Client) -> None:
    blocks = '[{"type": "divider"}]'
    answer = http.post("chat.postMessage", data={"channel": GENERAL, "text": "x", "blocks": blocks}).json()

    assert answer["message"]["blocks"][0]["type"] == "divider"


def test_arguments_may_come_as_json(http: Client) -> None:
    body = {"channel": GENERAL, "text": "x", "blocks": [{"type": "divider"}], "reply_broadcast": False}
    answer = http.post("chat.postMessage", json=body).json()

    assert answer["message"]["blocks"][0]["type"] == "divider"


@pytest.mark.parametrize(
    ("content_type", "body", "error"),
    [
        ("application/json", b"{", "invalid_json"),
        ("application/json", b"[]", "json_not_object"),
        ("text/csv", b"a,b", "invalid_post_type"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(
    http: Client, content_type: str, body: bytes, error: str
) -> None:
    answer = http.post("auth.test", content=body, headers={"Content-Type": content_type})

    assert (answer.status_code, answer.json()["error"]) == (200, error)


def test_a_missing_argument_is_named(workspace: RunningWorkspace) -> None:
    answer = refusal(client_of(workspace), "users.info")

    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: user"]


def test_an_argument_the_method_does_not_have_is_named(workspace: RunningWorkspace) -> None:
    answer = refusal(client_of(workspace), "chat.postMessage", channel=GENERAL, text="x", blocs=[])

    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == ["[ERROR] invalid additional property: blocs"]


def test_an_argument_of_another_type_is_refused_where_it_stands(workspace: RunningWorkspace) -> None:
    answer = refusal(client_of(workspace), "conversations.list", limit="many")

    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"][0].endswith("[json-pointer:/limit]")


@pytest.mark.parametrize("name", sorted(METHODS))
def test_no_method_takes_an_argument_it_does_not_know(workspace: RunningWorkspace, name: str) -> None:
    token = workspace.app_token if name == "apps.connections.open" else None
    answer = refusal(client_of(workspace, token), name, surprise="x")

    assert "[ERROR] invalid additional property: surprise" in answer["response_metadata"]["messages"]


SCOPES_OF_METHODS = {
    "assistant:write": {"assistant.threads.setSuggestedPrompts", "assistant.threads.setTitle"},
    "chat:write": {
        "agents.sessions.rename",
        "agents.sessions.setStatus",
        "assistant.threads.setStatus",
        "chat.appendStream",
        "chat.delete",
        "chat.deleteScheduledMessage",
        "chat.postEphemeral",
        "chat.postMessage",
        "chat.scheduleMessage",
        "chat.startStream",
        "chat.stopStream",
        "chat.update",
    },
    "files:read": {"files.info"},
    "files:write": {"files.completeUploadExternal", "files.getUploadURLExternal"},
    "links:write": {"chat.unfurl"},
    "reactions:write": {"reactions.add", "reactions.remove"},
    "team:read": {"team.info"},
    "users:read": {"bots.info", "users.info", "users.list"},
    "users:read.email": {"users.lookupByEmail"},
}
"""As documented; methods that need none, or one that depends on the conversation, are not here."""


def test_every_method_asks_for_its_documented_scope() -> None:
    asked = {name: method.scopes[0] for name, method in METHODS.items() if method.scopes}

    assert asked == {name: scope for scope, names in SCOPES_OF_METHODS.items() for name in names}


@pytest.mark.parametrize("name", sorted(name for name, method in METHODS.items() if method.scopes))
def test_a_method_without_its_scope_says_which_is_missing(bare: RunningWorkspace, name: str) -> None:
    answer = refusal(client_of(bare), name)

    assert answer == {
        "ok": False,
        "error": "missing_scope",
        "needed": METHODS[name].scopes[0],
        "provided": "commands",
    }


def test_the_scopes_that_were_granted_come_in_a_header(workspace: RunningWorkspace) -> None:
    answer = client_of(workspace).auth_test()

    assert set(answer.headers["x-oauth-scopes"].split(",")) == set(SCOPES)
