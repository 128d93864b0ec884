"""HTTP mode by itself: what is posted for an envelope, and how an answer is read."""

import asyncio
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.workspace.deliveries import Envelope, EnvelopeKind, UndeliveredError
from bot.workspace.request_mode import SignedRequests
from bot.workspace.running import system_clock
from bot.workspace.timings import Timings

SECRET = "a signing secret"

Json = dict[str, Any]


class Received(BaseHTTPRequestHandler):
    """Keeps what comes, and answers as its path says: a status, then a body."""

    requests: ClassVar[list[tuple[dict[str, str], bytes]]] = []

    def do_POST(self) -> None:
        _, status, body = self.path.split("/", 2)
        length = int(self.headers["Content-Length"])
        self.requests.append((dict(self.headers), self.rfile.read(length)))
        self.send_response(int(status))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Received) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def deliver(url: str, envelope: Envelope) -> Any:
    async def there_and_back() -> Any:
        transport = SignedRequests(url, SECRET, Timings(ack_seconds=0.5), system_clock)
        try:
            return await transport.deliver(envelope)
        finally:
            await transport.close()

    return asyncio.run(there_and_back())


def envelope(kind: EnvelopeKind = EnvelopeKind.EVENT, **more: Any) -> Envelope:
    return Envelope("e1", kind, {"text": "a & b", "type": "x"}, **more)


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [
        (EnvelopeKind.EVENT, "application/json"),
        (EnvelopeKind.INTERACTIVE, "application/x-www-form-urlencoded"),
        (EnvelopeKind.COMMAND, "application/x-www-form-urlencoded"),
    ],
)
def test_every_kind_of_envelope_is_posted_in_its_own_form_and_signed(
    address: str, kind: EnvelopeKind, content_type: str
) -> None:
    deliver(f"{address}/200/", envelope(kind))

    headers, body = Received.requests[-1]
    assert headers["Content-Type"] == content_type
    assert read(kind, body) == {"text": "a & b", "type": "x"}
    assert SignatureVerifier(SECRET).is_valid_request(body, headers)
    assert "X-Slack-Retry-Num" not in headers


def read(kind: EnvelopeKind, body: bytes) -> Any:
    """The payload in a body, as Bolt would find it."""
    if kind is EnvelopeKind.EVENT:
        return json.loads(body)
    fields = {name: values[0] for name, values in parse_qs(body.decode()).items()}
    return json.loads(fields["payload"]) if kind is EnvelopeKind.INTERACTIVE else fields


def test_a_second_attempt_says_so(address: str) -> None:
    deliver(f"{address}/200/", envelope(retry_attempt=2, retry_reason="timeout"))

    headers, _ = Received.requests[-1]
    assert (headers["X-Slack-Retry-Num"], headers["X-Slack-Retry-Reason"]) == ("2", "http_timeout")


@pytest.mark.parametrize(
    ("body", "answer"),
    [("", {}), ('{"text": "hi"}', {"text": "hi"}), ("hi", {"text": "hi"}), ("[1]", {"text": "[1]"})],
)
def test_an_answer_is_a_payload_or_a_text(address: str, body: str, answer: Json) -> None:
    assert deliver(f"{address}/200/{body}".replace(" ", ""), envelope()) == answer


def test_another_status_is_no_acknowledgement(address: str) -> None:
    with pytest.raises(UndeliveredError, match="dispatch_failed"):
        deliver(f"{address}/404/", envelope())


def test_nobody_there_is_no_acknowledgement() -> None:
    with pytest.raises(UndeliveredError, match="dispatch_failed"):
        deliver("http://127.0.0.1:9/", envelope())


def test_no_answer_in_time_is_no_acknowledgement() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Received) as nobody_serves:
        url = f"http://127.0.0.1:{nobody_serves.server_address[1]}/200/"
        with pytest.raises(UndeliveredError, match="operation_timeout"):
            deliver(url, envelope())
