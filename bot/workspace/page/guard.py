"""Who may change anything through the page: a browser that has opened the page itself.

The server's gatekeeper has looked at Host and Origin already. Here a form must come with a cookie
that a browser sends along with no other site's request, and every answer forbids the browser to
run or load anything that is not ours.
"""

from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.workspace.page.looking import PERSON_COOKIE

Endpoint = Callable[[Request], Awaitable[Response]]

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def guarded(endpoint: Endpoint) -> Endpoint:
    """The endpoint, behind the checks and with the headers that every answer of the page has."""

    @wraps(endpoint)
    async def checked(request: Request) -> Response:
        refusal = _refusal(request)
        response = PlainTextResponse(refusal, 403) if refusal else await endpoint(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return checked


def _refusal(request: Request) -> str:
    """Why the request is not answered; empty when it is."""
    if request.method in {"GET", "HEAD"}:
        return ""
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return "This came from another web site."
    return "" if PERSON_COOKIE in request.cookies else "Open the workspace’s page first."
