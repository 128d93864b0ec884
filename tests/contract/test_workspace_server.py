"""Who may speak to the server, what the inspector keeps, and the workspace by itself as a command."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path

import httpx
import pytest
from slack_sdk import WebClient
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from bot.workspace.faults import Fault, FaultKind, Faults
from bot.workspace.hooks import HookTarget
from bot.workspace.inspector import REMOVED, ExchangeKind
from bot.workspace.running import RunningWorkspace, environment
from tests.workspace_samples import (
    ASHA,
    GENERAL,
    actions,
    button,
    client_of,
    listening,
    manifest,
    modal,
    serving,
)


@pytest.fixture(scope="module")
def workspace() -> Iterator[RunningWorkspace]:
    with serving() as running:
        yield running


def test_it_listens_on_the_loopback_only(workspace: RunningWorkspace) -> None:
    assert workspace.listening.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize("host", ["workspace.example", "127.0.0.1.workspace.example", "", "[::1"])
def test_a_foreign_name_that_leads_here_is_refused(workspace: RunningWorkspace, host: str) -> None:
    answer = httpx.post(f"{workspace.api_url}auth.test", headers={"Host": host}, trust_env=False)

    assert answer.status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machines_own_names_are_welcome(workspace: RunningWorkspace, host: str) -> None:
    headers = {"Host": f"{host}:{workspace.port}"}

    assert httpx.post(f"{workspace.api_url}auth.test", headers=headers, trust_env=False).status_code == 200


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1:{port}"]
)
def test_a_page_of_another_site_can_change_nothing(workspace: RunningWorkspace, origin: str) -> None:
    headers = {"Origin": origin.format(port=workspace.port)}

    assert httpx.post(f"{workspace.api_url}auth.test", headers=headers, trust_env=False).status_code == 403


def test_our_own_page_can(workspace: RunningWorkspace) -> None:
    headers = {"Origin": workspace.url}

    assert httpx.post(f"{workspace.api_url}auth.test", headers=headers, trust_env=False).status_code == 200


def test_a_page_of_another_site_gets_no_socket(workspace: RunningWorkspace) -> None:
    client = client_of(workspace, workspace.app_token)
    url = client.apps_connections_open(app_token=workspace.app_token)["url"]

    with pytest.raises(InvalidStatus):
        connect(url, proxy=None, origin=Origin("https://evil.example"))


def test_the_inspector_keeps_what_was_said_without_the_secrets() -> None:
    with serving() as workspace, listening(workspace) as ear:
        client, asha = client_of(workspace), workspace.as_person(ASHA)
        client.chat_postMessage(channel=GENERAL, text="x", blocks=[actions(button("go"))])
        asha.press(asha.latest(GENERAL), "go")
        payload = ear.payload("block_actions")
        client.views_open(trigger_id=payload["trigger_id"], view=modal())
        httpx.post(payload["response_url"], json={"text": "x"}, trust_env=False)
        client.files_getUploadURLExternal(filename="a", length=1)
        kept = workspace.workspace.inspector.exchanges()
        secrets = [*environment(workspace.workspace).values()][1:]

    text = json.dumps([(one.sent, one.answered) for one in kept], default=str)
    leaked = [payload["trigger_id"], payload["response_url"], "/upload/v1/", "ticket=", *secrets]
    assert [secret for secret in leaked if secret in text] == []
    assert REMOVED in text
    assert {one.kind for one in kept} == set(ExchangeKind)
    pressed = next(one for one in kept if one.name == "block_actions")
    assert pressed.milliseconds is not None


def test_the_inspector_forgets_the_oldest(workspace: RunningWorkspace) -> None:
    inspector = workspace.workspace.inspector
    for _ in range(201):
        inspector.record(ExchangeKind.REQUEST, "auth.test", {}, {})

    numbers = [one.number for one in inspector.exchanges()]
    assert len(numbers) == 200
    assert numbers == sorted(numbers)


def test_a_call_whose_answer_is_lost_was_carried_out(workspace: RunningWorkspace) -> None:
    workspace.workspace.faults.switch_on(Fault(FaultKind.LOST_ANSWER, method="chat.postMessage"))
    with pytest.raises(HTTPException):
        client_of(workspace).chat_postMessage(channel=GENERAL, text="Did that come through?")

    [*_, last] = workspace.state.conversations.messages(GENERAL)
    assert last.text == "Did that come through?"
    [*_, call] = [one for one in workspace.workspace.inspector.exchanges() if one.name == "chat.postMessage"]
    assert call.note == "lost"


def test_a_fault_happens_as_often_as_it_was_asked_for() -> None:
    faults = Faults()
    faults.switch_on(Fault(FaultKind.SLOW_ANSWER, times=2, method="auth.test"))
    faults.switch_on(Fault(FaultKind.SERVER_ERROR, times=None))

    slow = [
        faults.take(FaultKind.SLOW_ANSWER, name)
        for name in ("auth.test", "team.info", "auth.test", "auth.test")
    ]
    broken = [faults.take(FaultKind.SERVER_ERROR, "auth.test") for _ in range(3)]
    faults.switch_off(FaultKind.SERVER_ERROR)

    assert [bool(fault) for fault in slow] == [True, False, True, False]
    assert all(broken)
    assert faults.on() == ()


def test_a_rate_limit_says_how_long_to_wait(workspace: RunningWorkspace) -> None:
    workspace.workspace.faults.switch_on(Fault(FaultKind.RATE_LIMITED, method="team.info", seconds=7))
    answer = httpx.post(f"{workspace.api_url}team.info", trust_env=False)

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")
    assert answer.json() == {"ok": False, "error": "ratelimited"}


def test_a_response_url_is_an_address_of_this_server(workspace: RunningWorkspace) -> None:
    url = workspace.workspace.hooks.issue(HookTarget(ASHA, GENERAL), "commands")

    assert re.fullmatch(rf"{workspace.url}/hooks/commands/\w{{24}}", url)


@pytest.fixture
def manifest_file(tmp_path: Path) -> Path:
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(manifest()))
    return path


def test_the_workspace_runs_by_itself_and_says_what_an_app_needs(manifest_file: Path) -> None:
    command = [
        sys.executable,
        "-W",
        "error",
        "-m",
        "bot.workspace",
        "--manifest",
        str(manifest_file),
        "--port",
        "0",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout
            greeting = running.stdout.readline()
            names = dict(running.stdout.readline().strip().split("=", 1) for _ in range(4))
            client = WebClient(names["SLACK_BOT_TOKEN"], base_url=names["SLACK_API_URL"])
            answer = client.auth_test()
            page = httpx.get(answer["url"], follow_redirects=True, trust_env=False)
        finally:
            running.send_signal(signal.SIGINT)
            status = running.wait(timeout=10)

    assert greeting.startswith("# A workspace for Peerbot: http://127.0.0.1:")
    assert set(names) == {"SLACK_API_URL", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"}
    assert answer["user"] == "peerbot"
    assert page.status_code == 200
    assert status in (0, -signal.SIGINT)


ONLY_LOOPBACK = """
import sys
from pathlib import Path
from slack_bolt import App

def watch(event, arguments):
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo"):
        address = arguments[1] if event != "socket.getaddrinfo" else arguments
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "localhost"):
            print("left this machine:", event, address)

sys.addaudithook(watch)
from tests.workspace_samples import ASHA, GENERAL, client_of, connected, serving
with serving() as workspace:
    app = App(client=client_of(workspace))
    app.event("message")(lambda: None)
    app.event("app_mention")(lambda say: say("hello"))
    with connected(app, workspace):
        asha = workspace.as_person(ASHA)
        asha.post(GENERAL, "@peerbot hello")
        print(asha.latest(GENERAL, lambda message: message.bot_id).text)
"""


def test_nothing_leaves_this_machine() -> None:
    """Every address a socket is asked for, in a process of its own, by the interpreter's audit hook."""
    done = subprocess.run(
        [sys.executable, "-c", ONLY_LOOPBACK],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={**os.environ, "PYTHONPATH": "."},  # noqa: TID251  # the child's, not a setting of ours
    )

    assert done.stdout == "hello\n"
