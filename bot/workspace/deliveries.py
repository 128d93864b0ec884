"""What is sent to the app, how often, and what became of it.

Events are sent again, with the same event_id, until the app acknowledges them or the attempts are
used up. Interactions and commands are sent once: if the app misses one, the person sees an error.
Everything may be called from any thread; sending happens on the server's event loop.
"""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from dataclasses import dataclass, replace
from enum import StrEnum
from time import perf_counter
from typing import Any, Protocol, TypeVar

from bot.workspace.faults import FaultKind, Faults
from bot.workspace.ids import Ids
from bot.workspace.inspector import ExchangeKind, Inspector
from bot.workspace.timings import Timings
from bot.workspace.values import Json

T = TypeVar("T")
U = TypeVar("U")


class EnvelopeKind(StrEnum):
    """What an envelope carries, in Socket Mode's words."""

    EVENT = "events_api"
    INTERACTIVE = "interactive"
    COMMAND = "slash_commands"


@dataclass(frozen=True, slots=True)
class Envelope:
    """One delivery of one payload; a second attempt is another envelope."""

    id: str
    kind: EnvelopeKind
    payload: Json
    retry_attempt: int = 0
    retry_reason: str = ""

    @property
    def name(self) -> str:
        """What it is about, for people: the event's type, the interaction's, the command."""
        event = self.payload.get("event", {})
        return str(event.get("type") or self.payload.get("type") or self.payload.get("command") or self.kind)


class UndeliveredError(Exception):
    """The app did not take an envelope; the message is Slack's word for why."""


class Transport(Protocol):
    """A way to the app: Socket Mode or signed requests."""

    async def deliver(self, envelope: Envelope) -> Json:
        """Send the envelope and wait for the acknowledgement: its payload, empty when it had none.

        Raises UndeliveredError when there is nobody to send it to, or no answer in time.
        """
        ...

    async def close(self) -> None:
        """Let go of what it holds; nothing is delivered after this."""
        ...


class Deliveries:
    """The way from the workspace to the app."""

    def __init__(self, ids: Ids, timings: Timings, inspector: Inspector, faults: Faults) -> None:
        self._ids = ids
        self._timings = timings
        self._inspector = inspector
        self._faults = faults
        self._loop: asyncio.AbstractEventLoop | None = None
        self._transport: Transport | None = None
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, transport: Transport) -> None:
        """Send by ``transport`` from now on; called on the event loop that shall do it."""
        self._loop = asyncio.get_running_loop()
        self._transport = transport

    async def stop(self) -> None:
        """Give up what is under way."""
        self._loop = None
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._transport:
            await self._transport.close()

    def send_event(self, payload: Json) -> None:
        """Deliver an event, now and if need be again; nobody waits for it."""
        self.begin(lambda: self._insist(payload))

    def send(self, kind: EnvelopeKind, payload: Json) -> "Future[Json]":
        """Deliver an interaction or a command once: the acknowledgement's payload, or UndeliveredError."""
        return self.begin(lambda: self._attempt(Envelope(self._ids.uuid(), kind, payload)))

    def begin(self, work: Callable[[], Coroutine[Any, Any, T]]) -> "Future[T]":
        """Do ``work`` on the server's event loop, until it is done or the server stops."""
        future: Future[T] = Future()
        if self._loop is None:
            future.set_exception(UndeliveredError("dispatch_failed"))
        else:
            self._loop.call_soon_threadsafe(self._start_task, work, future)
        return future

    def _start_task(self, work: Callable[[], Coroutine[Any, Any, T]], future: "Future[T]") -> None:
        task = asyncio.ensure_future(work())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda done: _hand_over(done, future))

    async def _insist(self, payload: Json) -> None:
        reason = ""
        for attempt, pause in enumerate((0.0, *self._timings.redelivery_seconds)):
            await asyncio.sleep(pause)
            envelope = Envelope(self._ids.uuid(), EnvelopeKind.EVENT, payload, attempt, reason)
            try:
                await self._attempt(envelope)
            except UndeliveredError:
                reason = "timeout"
            else:
                await self._perhaps_again(envelope)
                return

    async def _perhaps_again(self, envelope: Envelope) -> None:
        if self._faults.take(FaultKind.DUPLICATE_DELIVERY):
            again = replace(envelope, id=self._ids.uuid(), retry_attempt=1, retry_reason="timeout")
            await self._attempt(again)

    async def _attempt(self, envelope: Envelope) -> Json:
        began = perf_counter()
        if self._transport is None:
            raise UndeliveredError("dispatch_failed")
        try:
            acknowledged = await self._transport.deliver(envelope)
        except UndeliveredError as error:
            self._record(envelope, None, str(error), None)
            raise
        self._record(envelope, acknowledged, "", perf_counter() - began)
        return acknowledged

    def _record(self, envelope: Envelope, answered: Json | None, why: str, seconds: float | None) -> None:
        attempt = f"attempt {envelope.retry_attempt + 1}" if envelope.retry_attempt else ""
        self._inspector.record(
            ExchangeKind.ENVELOPE,
            envelope.name,
            envelope.payload,
            answered,
            note=", ".join(part for part in (attempt, why) if part),
            seconds=seconds,
        )


def _hand_over(task: "asyncio.Task[T]", future: "Future[T]") -> None:
    if task.cancelled():
        future.set_exception(UndeliveredError("dispatch_failed"))
    elif error := task.exception():
        future.set_exception(error)
    else:
        future.set_result(task.result())


def then(future: "Future[T]", step: Callable[["Future[T]"], U]) -> "Future[U]":
    """What ``step`` makes of ``future`` when it is done; an error it raises is the outcome's."""
    outcome: Future[U] = Future()

    def go_on(done: "Future[T]") -> None:
        try:
            result = step(done)
        except Exception as error:  # noqa: BLE001  # it is handed on to whoever asks for the outcome
            outcome.set_exception(error)
        else:
            outcome.set_result(result)

    future.add_done_callback(go_on)
    return outcome


def at_once(value: T) -> "Future[T]":
    """A future that is done already."""
    future: Future[T] = Future()
    future.set_result(value)
    return future
