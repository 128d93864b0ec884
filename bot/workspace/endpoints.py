"""The addresses the app speaks to: Web API, Socket Mode, response_url, uploads, private files."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from bot.workspace.faults import FaultKind
from bot.workspace.hooks import HookError
from bot.workspace.inspector import ExchangeKind
from bot.workspace.refusals import RefusedError
from bot.workspace.uploads import UploadError
from bot.workspace.web_api import answer_call
from bot.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Endpoints:
    """What the server does for the app."""

    workspace: Workspace

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/api/{method}", self.call, methods=["GET", "POST"]),
            Route("/hooks/{kind}/{key}", self.respond, methods=["POST"]),
            Route("/upload/v1/{key}", self.upload, methods=["POST"]),
            Route("/files-pri/{file_id}/{name:path}", self.download),
            WebSocketRoute("/link", self.link),
        ]

    async def call(self, request: Request) -> Response:
        """A call of a Web API method; HTTP 200 whatever it answers, faults apart."""
        began = perf_counter()
        name = request.path_params["method"]
        token, given = "", {}
        try:
            given = await _arguments(request)
            token = _bearer(request) or str(given.pop("token", ""))
            response, answer = await self._call(name, token, given)
        except RefusedError as refused:
            answer = refused.as_json()
            response = JSONResponse(answer)
        note = "" if response.status_code == _OK else f"HTTP {response.status_code}"
        note = "lost" if isinstance(response, _Lost) else note
        self.workspace.inspector.record(
            ExchangeKind.REQUEST, name, given, answer, note=note, seconds=perf_counter() - began
        )
        return response

    async def _call(self, name: str, token: str, given: Mapping[str, Any]) -> tuple[Response, Any]:
        faults = self.workspace.faults
        if fault := faults.take(FaultKind.SLOW_ANSWER, name):
            await asyncio.sleep(fault.seconds)
        if fault := faults.take(FaultKind.RATE_LIMITED, name):
            answer = {"ok": False, "error": "ratelimited"}
            headers = {"Retry-After": f"{fault.seconds:g}"}
            return JSONResponse(answer, status_code=429, headers=headers), answer
        if faults.take(FaultKind.SERVER_ERROR, name):
            return PlainTextResponse("Internal Server Error", status_code=500), None
        answer = answer_call(self.workspace, name, token, given)
        if faults.take(FaultKind.LOST_ANSWER, name):
            return _Lost(), answer
        return JSONResponse(answer, headers=self._headers(token)), answer

    def _headers(self, token: str) -> dict[str, str]:
        headers = {"X-Slack-Req-Id": self.workspace.ids.secret(32)}
        if token == self.workspace.app.bot_token:
            headers["X-OAuth-Scopes"] = ",".join(sorted(self.workspace.app.manifest.scopes))
        return headers

    async def link(self, socket: WebSocket) -> None:
        await self.workspace.socket_mode.serve(socket)

    async def respond(self, request: Request) -> Response:
        """A post to a response_url."""
        body: Any = None
        try:
            body = await _hook_body(request)
            target = self.workspace.hooks.redeem(request.path_params["key"])
            self.workspace.replies.at_hook(target, body)
        except HookError as error:
            response: Response = JSONResponse({"ok": False, "error": str(error)}, status_code=404)
        except RefusedError as refused:
            response = JSONResponse(refused.as_json(), status_code=400)
        else:
            response = PlainTextResponse("ok")
        note = f"HTTP {response.status_code}"
        answered = bytes(response.body).decode()
        self.workspace.inspector.record(ExchangeKind.HOOK, "response_url", body, answered, note=note)
        return response

    async def upload(self, request: Request) -> Response:
        """The bytes of a file that was announced; the secret in the address is all it takes."""
        content = await _uploaded(request)
        try:
            upload = self.workspace.uploads.receive(request.path_params["key"], content)
        except UploadError as error:
            return PlainTextResponse(str(error), status_code=400)
        return PlainTextResponse(f"OK - {upload.length}")

    async def download(self, request: Request) -> Response:
        """``url_private``: for the app, with its token and files:read."""
        app = self.workspace.app
        if _bearer(request) != app.bot_token or not app.has("files:read"):
            return PlainTextResponse("Sign in to see this file.", status_code=403)
        file = self.workspace.state.files.get(request.path_params["file_id"])
        if file is None:
            return PlainTextResponse("There is no such file.", status_code=404)
        return Response(file.content, media_type=file.mimetype)


_OK = 200


class _Lost(Response):
    """An answer that breaks off before it has said anything."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  # ASGI's
        headers = [(b"content-length", b"1")]
        await send({"type": "http.response.start", "status": _OK, "headers": headers})
        await send({"type": "http.response.body", "body": b"", "more_body": True})


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


async def _arguments(request: Request) -> dict[str, Any]:
    """From the query, and from a form or JSON; an empty body is no arguments, whatever it claims to be."""
    given: dict[str, Any] = dict(request.query_params)
    content_type = request.headers.get("content-type", "").partition(";")[0].strip()
    body = await request.body()
    if not body:
        return given
    if content_type == "application/json":
        return given | _json_object(body)
    if content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        async with request.form() as form:
            return given | {name: value for name, value in form.items() if isinstance(value, str)}
    raise RefusedError("invalid_post_type")


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        given = json.loads(body)
    except ValueError as error:
        raise RefusedError("invalid_json") from error
    if not isinstance(given, dict):
        raise RefusedError("json_not_object")
    return given


async def _hook_body(request: Request) -> dict[str, Any]:
    body = await request.body()
    return _json_object(body)


async def _uploaded(request: Request) -> bytes:
    """Raw bytes, or the one file of a multipart form."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await request.body()
    async with request.form() as form:
        files = [value for value in form.values() if isinstance(value, UploadFile)]
        return await files[0].read() if files else b""
