"""A connection is received from together with its own state, whatever replaces it meanwhile."""

from typing import Any, cast

import pytest
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import ConnectionState

from bot.receiving import receive


class Connection:
    """One that notes the states it is received with."""

    def __init__(self, *, active: bool = True, error: Exception | None = None) -> None:
        self.active = active
        self.error = error
        self.received_with: list[ConnectionState] = []

    def is_active(self) -> bool:
        return self.active

    def run_until_completion(self, state: ConnectionState) -> None:
        self.received_with.append(state)
        if self.error:
            raise self.error


class Client:
    """What a receiver sees of a client, at one look after the other."""

    def __init__(self, *looks: Connection | None, state: ConnectionState) -> None:
        self.looks = list(looks)
        self.current_session_state = state

    @property
    def current_session(self) -> Connection | None:
        return self.looks.pop(0) if len(self.looks) > 1 else self.looks[0]


def receive_from(client: Client) -> None:
    receive(cast("SocketModeClient", cast("Any", client)))


def going_on() -> ConnectionState:
    return ConnectionState()  # type: ignore[no-untyped-call]  # the SDK's own


def ended() -> ConnectionState:
    state = going_on()
    state.terminated = True
    return state


def test_a_connection_is_received_from_with_its_state() -> None:
    connection, state = Connection(), going_on()

    receive_from(Client(connection, state=state))

    assert connection.received_with == [state]


def test_a_new_connection_is_not_received_from_with_the_state_of_the_one_before() -> None:
    connection = Connection()

    receive_from(Client(connection, state=ended()))

    assert connection.received_with == []


def test_a_connection_that_was_replaced_is_not_received_from_with_the_state_of_the_next() -> None:
    old, new = Connection(), Connection()

    receive_from(Client(old, new, state=going_on()))

    assert (old.received_with, new.received_with) == ([], [])


@pytest.mark.parametrize("connection", [None, Connection(active=False)])
def test_without_a_connection_there_is_nothing_to_receive(connection: Connection | None) -> None:
    receive_from(Client(connection, state=going_on()))

    assert connection is None or connection.received_with == []


def test_what_breaks_off_is_noted_and_leaves_the_receiver_alive(caplog: pytest.LogCaptureFixture) -> None:
    receive_from(Client(Connection(error=RecursionError("too deep")), state=going_on()))

    assert caplog.messages == ["receiving from Slack broke off"]
