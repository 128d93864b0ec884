"""Socket Mode: the app's sockets, and envelopes sent over one of them each.

Slack sends an envelope over exactly one of an app's sockets, in turn, and waits for
``{"envelope_id": …}`` to come back on any of them. A socket is refreshed now and then: it is told
so, takes nothing more, and is closed.
"""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from bot.workspace.changes import Changes, ConnectionsChanged
from bot.workspace.deliveries import Envelope, EnvelopeKind, UndeliveredError
from bot.workspace.faults import FaultKind, Faults
from bot.workspace.timings import Timings
from bot.workspace.values import Json

MOST_CONNECTIONS = 10
"""Of one app at a time: https://docs.slack.dev/apis/events-api/using-socket-mode"""

_GOING_AWAY = 1001


class _Sent(NamedTuple):
    """An envelope that went to the app, and what its acknowledgement will be."""

    kind: EnvelopeKind
    acknowledged: asyncio.Future[Json]


class SocketMode:
    """The transport of an app that called ``apps.connections.open``."""

    def __init__(
        self, app_id: str, timings: Timings, faults: Faults, changes: Changes, ticket: Callable[[], str]
    ) -> None:
        self._app_id = app_id
        self._timings = timings
        self._faults = faults
        self._changes = changes
        self._new_ticket = ticket
        self._tickets: set[str] = set()
        self._sockets: list[WebSocket] = []
        self._turn = 0
        self._sent: dict[str, _Sent] = {}

    @property
    def connections(self) -> int:
        """How many sockets would take an envelope now."""
        return len(self._sockets)

    def issue_ticket(self) -> str:
        """What a new socket shows to be let in, once."""
        ticket = self._new_ticket()
        self._tickets.add(ticket)
        return ticket

    async def serve(self, socket: WebSocket) -> None:
        """Hold a socket of the app from its opening to its end."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close(code=1008, reason="unknown ticket")
            return
        self._tickets.discard(ticket)
        await socket.accept()
        if self.connections >= MOST_CONNECTIONS:
            await self._disconnect(socket, "too_many_websockets")
            return
        await self._hold(socket)

    async def _hold(self, socket: WebSocket) -> None:
        try:
            await socket.send_json(self._hello())
            self._sockets.append(socket)
            self._tell()
            while True:
                self._acknowledge(await socket.receive_text())
        except WebSocketDisconnect:
            return
        finally:
            self._forget(socket)
            self._give_up_unless_connected()

    def _hello(self) -> dict[str, Any]:
        life = self._timings.connection_seconds
        return {
            "type": "hello",
            "num_connections": self.connections + 1,
            "connection_info": {"app_id": self._app_id},
            "debug_info": {"host": "local-workspace", "build_number": 1, "approximate_connection_time": life},
        }

    def _acknowledge(self, text: str) -> None:
        try:
            answer = json.loads(text)
        except json.JSONDecodeError:
            return  # Slack does not answer what it cannot read either.
        if isinstance(answer, dict) and (sent := self._sent.get(str(answer.get("envelope_id")))):
            payload = answer.get("payload")
            if not sent.acknowledged.done():
                sent.acknowledged.set_result(payload if isinstance(payload, dict) else {})

    def _give_up_unless_connected(self) -> None:
        """Without a socket nobody is left to answer who waits; an event is sent again in its own time."""
        for sent in self._sent.values() if not self._sockets else ():
            if sent.kind is not EnvelopeKind.EVENT and not sent.acknowledged.done():
                sent.acknowledged.set_exception(UndeliveredError("dispatch_failed"))

    async def deliver(self, envelope: Envelope) -> Json:
        socket = self._next_socket()
        if self._faults.take(FaultKind.DROPPED_SOCKET):
            await self.drop(socket)
            raise UndeliveredError("dispatch_failed")
        acknowledged: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._sent[envelope.id] = _Sent(envelope.kind, acknowledged)
        try:
            await socket.send_json(_on_the_wire(envelope))
            return await asyncio.wait_for(acknowledged, self._timings.ack_seconds)
        except TimeoutError as error:
            raise UndeliveredError("operation_timeout") from error
        except WebSocketDisconnect as error:
            self._forget(socket)
            raise UndeliveredError("dispatch_failed") from error
        finally:
            del self._sent[envelope.id]

    def _next_socket(self) -> WebSocket:
        if not self._sockets:
            raise UndeliveredError("dispatch_failed")
        self._turn += 1
        return self._sockets[self._turn % len(self._sockets)]

    async def close(self) -> None:
        await self.drop()

    async def drop(self, socket: WebSocket | None = None) -> None:
        """Cut a socket, or all of them, without a word."""
        for one in [socket] if socket else tuple(self._sockets):
            self._forget(one)
            await _close(one)

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask the app for new sockets, then close those it has now."""
        before = tuple(self._sockets)
        for socket in before:
            await _announce(socket, "warning")
        await asyncio.sleep(self._timings.refresh_warning_seconds)
        for socket in before:
            await self._disconnect(socket, reason)

    async def _disconnect(self, socket: WebSocket, reason: str) -> None:
        self._forget(socket)
        await _announce(socket, reason)
        await _close(socket)

    def _forget(self, socket: WebSocket) -> None:
        if socket in self._sockets:
            self._sockets.remove(socket)
            self._tell()

    def _tell(self) -> None:
        self._changes.tell(ConnectionsChanged(connections=self.connections))


def _on_the_wire(envelope: Envelope) -> dict[str, Any]:
    body = {
        "envelope_id": envelope.id,
        "type": envelope.kind,
        "payload": envelope.payload,
        "accepts_response_payload": envelope.kind is not EnvelopeKind.EVENT,
    }
    if envelope.kind is EnvelopeKind.EVENT:
        body |= {"retry_attempt": envelope.retry_attempt, "retry_reason": envelope.retry_reason}
    return body


async def _announce(socket: WebSocket, reason: str) -> None:
    if socket.application_state is WebSocketState.CONNECTED:
        with suppress(WebSocketDisconnect):  # It may have gone since, which is what it was asked to do.
            await socket.send_json(
                {"type": "disconnect", "reason": reason, "debug_info": {"host": "local-workspace"}}
            )


async def _close(socket: WebSocket) -> None:
    if socket.application_state is not WebSocketState.DISCONNECTED:
        await socket.close(code=_GOING_AWAY)
