"""HTTP mode: what would go over a socket is posted to the app's own address, signed.

The signature is Slack's: ``v0=`` and the HMAC-SHA256 of ``v0:timestamp:body`` with the signing
secret. Only http addresses are spoken to, without proxies: the app runs on this machine.
"""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode, urlsplit

from bot.workspace.deliveries import Envelope, EnvelopeKind, UndeliveredError
from bot.workspace.timings import Timings
from bot.workspace.values import Json

_OK = 200
_AT_A_TIME = 32
"""Requests under way together; a slow one must not hold up the others."""

_FORM = "application/x-www-form-urlencoded"


class SignedRequests:
    """The transport of an app that listens at a request URL."""

    def __init__(
        self, request_url: str, signing_secret: str, timings: Timings, now: Callable[[], datetime]
    ) -> None:
        parts = urlsplit(request_url)
        self._place = parts.netloc
        self._path = parts.path or "/"
        self._secret = signing_secret
        self._timings = timings
        self._now = now
        self._pool = ThreadPoolExecutor(_AT_A_TIME, thread_name_prefix="requests-to-app")

    async def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def deliver(self, envelope: Envelope) -> Json:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, self._post, envelope)
        except TimeoutError as error:
            raise UndeliveredError("operation_timeout") from error
        except (OSError, HTTPException) as error:
            raise UndeliveredError("dispatch_failed") from error

    def _post(self, envelope: Envelope) -> dict[str, Any]:
        content_type, body = _body(envelope)
        timestamp = str(int(self._now().timestamp()))
        headers = {
            "Content-Type": content_type,
            "User-Agent": "local-workspace",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": sign(self._secret, timestamp, body),
        }
        if envelope.retry_attempt:
            headers |= {
                "X-Slack-Retry-Num": str(envelope.retry_attempt),
                "X-Slack-Retry-Reason": f"http_{envelope.retry_reason}",
            }
        connection = HTTPConnection(self._place, timeout=self._timings.ack_seconds)
        try:
            connection.request("POST", self._path, body, headers)
            answer = connection.getresponse()
            return _read(answer.status, answer.read())
        finally:
            connection.close()


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The value of ``X-Slack-Signature``.

    https://docs.slack.dev/authentication/verifying-requests-from-slack
    """
    base = b"v0:" + timestamp.encode() + b":" + body
    return f"v0={hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()}"


def _body(envelope: Envelope) -> tuple[str, bytes]:
    if envelope.kind is EnvelopeKind.EVENT:
        return "application/json", json.dumps(envelope.payload).encode()
    if envelope.kind is EnvelopeKind.INTERACTIVE:
        return _FORM, urlencode({"payload": json.dumps(envelope.payload)}).encode()
    return _FORM, urlencode(envelope.payload).encode()


def _read(status: int, body: bytes) -> dict[str, Any]:
    """An acknowledgement's payload; plain text is a command's answer, as in Slack."""
    if status != _OK:
        raise UndeliveredError("dispatch_failed")
    if not body:
        return {}
    try:
        payload = json.loads(body)
    except ValueError:
        return {"text": body.decode(errors="replace")}
    return payload if isinstance(payload, dict) else {"text": str(payload)}
