"""Envelopes over real sockets: acknowledgement, redelivery, several sockets, loss, refreshing."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Event
from typing import Any

import pytest
from slack_sdk.socket_mode.request import SocketModeRequest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from bot.workspace.faults import Fault, FaultKind
from bot.workspace.running import RunningWorkspace
from bot.workspace.socket_mode import MOST_CONNECTIONS
from bot.workspace.timings import Timings
from tests.patience import PATIENCE
from tests.workspace_samples import (
    ASHA,
    GENERAL,
    LOSSY,
    QUICK,
    actions,
    button,
    client_of,
    listening,
    serving,
)


@pytest.fixture
def workspace() -> Iterator[RunningWorkspace]:
    with serving() as running:
        yield running


@pytest.fixture
def hurried() -> Iterator[RunningWorkspace]:
    """A workspace that soon gives up what is not acknowledged."""
    with serving(timings=QUICK) as running:
        yield running


def ask(workspace: RunningWorkspace, text: str = "Hello") -> str:
    return workspace.as_person(ASHA).post(GENERAL, text).ts


def test_a_socket_is_greeted(workspace: RunningWorkspace) -> None:
    with listening(workspace) as first, listening(workspace, connections=2) as second:
        ask(workspace)
        ask(workspace)
        first.hear("message")
        second.hear("message")

    [one], [two] = first.hellos, second.hellos
    assert (one["num_connections"], two["num_connections"]) == (1, 2)
    assert one["connection_info"]["app_id"] == workspace.workspace.app.app_id
    assert one["debug_info"]["approximate_connection_time"] == 18_060


def test_interactions_and_commands_take_a_payload_back_and_events_do_not(
    workspace: RunningWorkspace,
) -> None:
    with listening(workspace) as ear:
        ask(workspace)
        asha = workspace.as_person(ASHA)
        asha.command(GENERAL, "/ask who?")
        asha.shortcut("feedback")
        takes = {kind: ear.hear(kind)[0].accepts_response_payload for kind in ("message", "/ask", "shortcut")}

    assert takes == {"message": False, "/ask": True, "shortcut": True}


def test_an_event_that_is_acknowledged_comes_once(workspace: RunningWorkspace) -> None:
    with listening(workspace) as ear:
        for text in ("one", "two"):
            ask(workspace, text)
        [one, two] = ear.hear("message", 2)

    assert (one.retry_attempt, two.retry_attempt) == (0, 0)
    assert one.payload["event_id"] != two.payload["event_id"]


def test_an_event_that_is_not_acknowledged_comes_again_three_times_as_the_same_event(
    hurried: RunningWorkspace,
) -> None:
    with listening(hurried, answer=lambda _request: None) as ear:
        ask(hurried)
        requests = ear.hear("message", 4)

    assert {request.payload["event_id"] for request in requests} == {requests[0].payload["event_id"]}
    assert len({request.envelope_id for request in requests}) == 4
    attempts = [(request.retry_attempt, request.retry_reason) for request in requests]
    assert attempts == [(0, ""), (1, "timeout"), (2, "timeout"), (3, "timeout")]


def test_an_event_comes_no_more_once_it_is_acknowledged(hurried: RunningWorkspace) -> None:
    def second_time_lucky(request: SocketModeRequest) -> dict[str, Any] | None:
        return {} if request.retry_attempt or request.payload["event"]["text"] == "later" else None

    with listening(hurried, second_time_lucky) as ear:
        ask(hurried)
        ear.hear("message", 2)
        ask(hurried, "later")
        texts = [request.payload["event"]["text"] for request in ear.hear("message", 3)]

    assert texts == ["Hello", "Hello", "later"]


def test_an_interaction_that_is_not_acknowledged_is_an_error_for_the_person_and_comes_once(
    hurried: RunningWorkspace,
) -> None:
    ts = client_of(hurried).chat_postMessage(channel=GENERAL, text="x", blocks=[actions(button("go"))])["ts"]
    asha = hurried.as_person(ASHA)
    message = asha.latest(GENERAL, lambda one: one.ts == ts)

    with listening(hurried, answer=lambda _request: None) as ear:
        outcome = asha.press(message, "go")
        ask(hurried)
        ear.hear("message", 4)  # An event has used up its attempts meanwhile.

        assert (outcome.error, len(ear.heard("block_actions"))) == ("operation_timeout", 1)


def test_an_interaction_is_not_waited_for_once_the_app_is_gone(workspace: RunningWorkspace) -> None:
    ts = client_of(workspace).chat_postMessage(channel=GENERAL, text="x", blocks=[actions(button("go"))])[
        "ts"
    ]
    asha = workspace.as_person(ASHA)
    message = asha.latest(GENERAL, lambda one: one.ts == ts)

    with ThreadPoolExecutor(1) as pool:
        with listening(workspace, answer=lambda _request: None) as ear:
            pressed = pool.submit(asha.press, message, "go")
            ear.hear("block_actions")

        assert pressed.result(PATIENCE).error == "dispatch_failed"


def test_a_command_nobody_is_there_for_is_an_error_at_once(workspace: RunningWorkspace) -> None:
    assert workspace.as_person(ASHA).command(GENERAL, "/ask who?").error == "dispatch_failed"


def test_an_event_nobody_was_there_for_is_sent_again() -> None:
    with serving(timings=LOSSY) as workspace:
        ask(workspace)
        with listening(workspace) as ear:
            [request] = ear.hear("message")

    assert request.retry_attempt is not None
    assert request.retry_attempt > 0


def test_each_envelope_goes_to_one_socket_in_turn(workspace: RunningWorkspace) -> None:
    with listening(workspace) as first, listening(workspace, connections=2) as second:
        for number in range(10):
            ask(workspace, f"{number}")
        ears = (first, second)
        for ear in ears:
            ear.hear("message", 5)
        texts = [request.payload["event"]["text"] for ear in ears for request in ear.heard("message")]

    assert Counter(texts) == Counter(f"{number}" for number in range(10))


def test_more_than_ten_sockets_are_sent_away(workspace: RunningWorkspace) -> None:
    def opened() -> str:
        client = client_of(workspace, workspace.app_token)
        return str(client.apps_connections_open(app_token=workspace.app_token)["url"])

    with ExitStack() as sockets:
        for _ in range(MOST_CONNECTIONS):
            sockets.enter_context(connect(opened(), proxy=None))
        workspace.wait_for_app(MOST_CONNECTIONS)
        with connect(opened(), proxy=None) as one_too_many:
            assert '"too_many_websockets"' in str(one_too_many.recv(timeout=5))


def test_a_socket_needs_a_ticket_and_a_ticket_lets_in_once(workspace: RunningWorkspace) -> None:
    address = str(
        client_of(workspace, workspace.app_token).apps_connections_open(app_token=workspace.app_token)["url"]
    )
    with connect(address, proxy=None):
        pass
    for used_or_made_up in (address, f"ws://127.0.0.1:{workspace.port}/link?ticket=guess"):
        with pytest.raises(InvalidStatus):
            connect(used_or_made_up, proxy=None)


def test_pings_are_answered_and_sent() -> None:
    with serving(timings=Timings(ping_seconds=0.05)) as workspace, ExitStack() as held:
        client = client_of(workspace, workspace.app_token)
        url = str(client.apps_connections_open(app_token=workspace.app_token)["url"])
        socket = held.enter_context(connect(url, proxy=None, legacy=False))
        sent = frames_of(socket)

        assert socket.ping("a-session:1795426200").wait(5)
        assert sent.wait(5)


def frames_of(socket: ClientConnection) -> Event:
    """An event that is set when the server pings."""
    pinged = Event()
    receive = socket.protocol.receive_data

    def watch(data: bytes | bytearray) -> None:
        if data and data[0] & 0x0F == _PING:
            pinged.set()
        receive(data)

    socket.protocol.receive_data = watch  # type: ignore[method-assign]  # the library shows pings to nobody
    return pinged


_PING = 9


def test_a_dropped_socket_loses_no_event() -> None:
    with serving(timings=LOSSY) as workspace, listening(workspace) as ear:
        workspace.workspace.faults.switch_on(Fault(FaultKind.DROPPED_SOCKET))
        ask(workspace)
        [request] = ear.hear("message")

    assert request.retry_attempt is not None
    assert request.retry_attempt > 0


def test_a_refreshed_socket_is_replaced_by_another_and_loses_no_event() -> None:
    with serving(timings=LOSSY) as workspace, listening(workspace) as ear:
        workspace.refresh_sockets()
        assert ear.is_greeted(times=2)
        ask(workspace)

        assert ear.hear("message")


def test_a_delivery_can_be_doubled(workspace: RunningWorkspace) -> None:
    workspace.workspace.faults.switch_on(Fault(FaultKind.DUPLICATE_DELIVERY))
    with listening(workspace) as ear:
        ask(workspace)
        once, again = ear.hear("message", 2)

    assert once.payload["event_id"] == again.payload["event_id"]
    assert (once.retry_attempt, again.retry_attempt) == (0, 1)
