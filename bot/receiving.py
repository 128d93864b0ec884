"""Receiving what Slack sends, from one connection after the other.

The SDK's own receiver takes the connection and its state one after the other, while another thread replaces
first the one and then the other. With a connection and the state of the one before it may never end: nothing
is received from the next connection then, and a stop waits for ever. It was seen to.
"""

import logging

from slack_sdk.socket_mode.builtin import SocketModeClient

log = logging.getLogger(__name__)


def keep_in_step(client: SocketModeClient) -> None:
    """Let this client receive from a connection only together with the connection's own state."""
    client.current_session_runner.target = lambda: receive(client)


def receive(client: SocketModeClient) -> None:
    """Receive until the connection is over; nothing while it is being replaced.

    A client that replaces its connection ends the old state, then sets the new connection, then a new state.
    So a connection that is still there after a look at a state that has not ended is the state's own.
    """
    connection = client.current_session
    state = client.current_session_state
    if state.terminated or connection is None or connection is not client.current_session:
        return
    if not connection.is_active():
        return
    try:
        connection.run_until_completion(state)
    except Exception:  # whatever it is, the next connection must find somebody who receives
        log.exception("receiving from Slack broke off")
