"""Who may speak to the server: this machine, under its own name.

A page of another site must not reach the workspace through the browser of somebody who has it open:
the Host must be the loopback's (so that no foreign name resolves to it), and whatever changes
something must come from the workspace's own pages, or from no page at all.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost")
_READING = ("GET", "HEAD")


class Gatekeeper:
    """Lets nothing through that did not come from here."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or is_welcome(scope.get("method", ""), _headers(scope)):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": "not from here"})
        else:
            refusal = PlainTextResponse("This workspace only talks to this machine.", status_code=403)
            await refusal(scope, receive, send)


def _headers(scope: Scope) -> Mapping[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def is_welcome(method: str, headers: Mapping[str, str]) -> bool:
    """Whether a request names us as its host and, unless it only reads, does not come from elsewhere."""
    host = headers.get("host", "")
    if _name(f"//{host}") not in LOOPBACK:
        return False
    origin = headers.get("origin")
    return origin is None or method in _READING or _is_ours(origin, host)


def _is_ours(origin: str, host: str) -> bool:
    """Whether a page's origin is this server: its scheme, a name of this machine, and the same port."""
    return (
        origin.startswith("http://")
        and _name(origin) in LOOPBACK
        and origin.rpartition(":")[2] == host.rpartition(":")[2]
    )


def _name(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:  # Such as a bracket that is not an IPv6 address.
        return None
