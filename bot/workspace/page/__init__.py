"""The page a person uses the workspace with: ``routes(workspace)`` is all a server needs to know.

    looking   who looks at what            parts    the page, part by part
    deeds     what its forms do            live     what is new, as server-sent events
    guard     who may ask                  desk     what was read, said and searched

It reads the workspace's state and makes gestures; it never changes the state by itself. It works
without a script; with one, it does not have to be reloaded.
"""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.workspace.conversations import can_see
from bot.workspace.page.deeds import Deed, Deeds
from bot.workspace.page.desk import Desk
from bot.workspace.page.guard import guarded
from bot.workspace.page.live import Live, News, mark_read
from bot.workspace.page.looking import INSPECTOR_COOKIE, PERSON_COOKIE, Looking, Tab, looking
from bot.workspace.page.parts import Parts
from bot.workspace.talk import GestureError
from bot.workspace.values import Channel, File, HomeTab, Person
from bot.workspace.workspace import Workspace

_STATIC = Path(__file__).parent.parent / "static"
_SCRIPT_HEADER = "x-live"
"""Sent by the script, which follows the stream of changes and needs no page for an answer."""
_ASKING = frozenset({"/ui/say", "/ui/prompt", "/ui/act", "/ui/submit", "/ui/shortcut"})
_MOMENT_SECONDS, _PATIENCE_SECONDS = 0.3, 2
"""Apps open a modal or answer right after they acknowledge; a page printed at once would lack it."""
_SHOWN_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


def routes(workspace: Workspace) -> list[BaseRoute]:
    """The page and all it needs, to be served together with the workspace's API."""
    page = _Page(workspace)
    deeds = Deeds(workspace, page.desk).by_path()
    return [
        Mount("/static", StaticFiles(directory=_STATIC)),
        _get("/", page.front),
        _get("/c/{channel}", page.channel),
        _get("/app", page.app),
        _get("/app/{tab}", page.app_tab),
        _get("/archives/{channel}/p{stamp}", page.permalink),
        _get("/files/{file}", page.file),
        _get("/ui/files/{file}", page.file),
        _get("/ui/events", page.events),
        _post("/ui/person", page.choose_person),
        _post("/ui/inspector", page.toggle_inspector),
        *(_post(path, page.doing(deed)) for path, deed in deeds.items()),
    ]


def _get(path: str, endpoint: Callable[[Request], Awaitable[Response]]) -> Route:
    return Route(path, guarded(endpoint), methods=["GET"])


def _post(path: str, endpoint: Callable[[Request], Awaitable[Response]]) -> Route:
    return Route(path, guarded(endpoint), methods=["POST"])


class _Page:
    """The endpoints."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.desk = Desk(workspace.state.changes)
        self._parts = Parts(workspace, self.desk)
        self._live = Live(workspace.state, self._parts, self.desk)

    # Looking

    async def front(self, request: Request) -> Response:
        channels = self._workspace.state.conversations.channels_of(self._person(request).id)
        return RedirectResponse(f"/c/{channels[0].id}" if channels else "/app")

    async def channel(self, request: Request) -> Response:
        person = self._person(request)
        channel = self._visible(request.path_params["channel"], person)
        if channel is None:  # Another person's, perhaps: the one who looked before was switched.
            return RedirectResponse("/")
        asked = looking(request, person, Tab.CHANNEL, channel.id)
        is_with_app = channel.is_im and self._workspace.app.bot_user in channel.members
        if is_with_app and not asked.thread:
            self._open_tab(person, HomeTab.MESSAGES)
        return self._shown(request, asked)

    async def app(self, _request: Request) -> Response:
        enabled = self._workspace.app.manifest.features.app_home
        if enabled.home_tab_enabled:
            return RedirectResponse("/app/home")
        return RedirectResponse("/app/messages" if enabled.messages_tab_enabled else "/app/about")

    async def app_tab(self, request: Request) -> Response:
        person, tab = self._person(request), request.path_params["tab"]
        if tab == "messages":
            return RedirectResponse(f"/c/{self._workspace.talk.open_dm(person.id).id}")
        if tab not in {Tab.HOME, Tab.ABOUT}:
            return PlainTextResponse("There is no such tab.", 404)
        if tab == Tab.HOME:
            self._open_tab(person, HomeTab.HOME)
        return self._shown(request, looking(request, person, Tab(tab)))

    def _open_tab(self, person: Person, tab: HomeTab) -> None:
        """Tell the app, if it has such a tab."""
        enabled = self._workspace.app.manifest.features.app_home
        if {HomeTab.HOME: enabled.home_tab_enabled, HomeTab.MESSAGES: enabled.messages_tab_enabled}[tab]:
            self._workspace.gestures.open_home(person.id, tab)

    def _shown(self, request: Request, asked: Looking) -> Response:
        mark_read(self._workspace.state, self.desk, asked)
        response = HTMLResponse(self._parts.page(asked))
        if request.cookies.get(PERSON_COOKIE) != asked.user:
            response.set_cookie(PERSON_COOKIE, asked.user, httponly=True, samesite="strict")
        return response

    async def permalink(self, request: Request) -> Response:
        """Where a message's permalink leads: ``p`` and its ts without the dot."""
        channel, stamp = request.path_params["channel"], request.path_params["stamp"]
        ts = request.query_params.get("thread_ts") or f"{stamp[:-6]}.{stamp[-6:]}"
        return RedirectResponse(f"/c/{channel}?thread={ts}#t-{stamp[:-6]}-{stamp[-6:]}")

    async def file(self, request: Request) -> Response:
        file = self._workspace.state.files.get(request.path_params["file"])
        if file is None or not self._may_read(self._person(request), file):
            return PlainTextResponse("There is no such file.", 404)
        headers = {"Content-Security-Policy": "default-src 'none'; sandbox"}
        if file.mimetype in _SHOWN_TYPES:
            return Response(file.content, media_type=file.mimetype, headers=headers)
        headers["Content-Disposition"] = "attachment"
        return Response(file.content, media_type="application/octet-stream", headers=headers)

    def _may_read(self, person: Person, file: File) -> bool:
        return file.user == person.id or any(self._visible(one, person) for one in file.channels)

    async def events(self, request: Request) -> Response:
        person, asked = self._person(request), request.query_params
        channel = self._visible(asked.get("channel", ""), person)
        tab = next((one for one in Tab if one == asked.get("tab")), Tab.CHANNEL)
        return self._live.stream(request, looking(request, person, tab, channel.id if channel else ""))

    # Doing

    def doing(
        self, deed: Callable[[Deed], Awaitable[str | None]]
    ) -> Callable[[Request], Awaitable[Response]]:
        """The endpoint of one of the page's forms."""

        async def endpoint(request: Request) -> Response:
            person = self._person(request)
            self.desk.clear(person.id)
            async with request.form() as form:
                try:
                    address, done = await deed(Deed(person, form)), True
                except GestureError as error:
                    self.desk.notify(person.id, _sentence(str(error)))
                    address, done = None, False
            if _SCRIPT_HEADER in request.headers:
                return JSONResponse({"done": done, "go": address})
            if request.url.path in _ASKING:
                await self._moment(person)
            return RedirectResponse(address or _back(request), 303)

        return endpoint

    async def _moment(self, person: Person) -> None:
        """Wait until nothing new has happened for a moment, but not for ever."""
        news = News(self._workspace.state.changes, person.id)
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                while await news.wait(_MOMENT_SECONDS):
                    pass
        except TimeoutError:
            return
        finally:
            news.close()

    async def choose_person(self, request: Request) -> Response:
        async with request.form() as form:
            chosen = self._workspace.state.conversations.person(str(form.get("person")))
        if chosen is None or chosen.is_bot:
            return PlainTextResponse("There is nobody of that name.", 400)
        response = RedirectResponse(_back(request), 303)
        response.set_cookie(PERSON_COOKIE, chosen.id, httponly=True, samesite="strict")
        return response

    async def toggle_inspector(self, request: Request) -> Response:
        response = RedirectResponse(_back(request), 303)
        state = "closed" if request.cookies.get(INSPECTOR_COOKIE) == "open" else "open"
        response.set_cookie(INSPECTOR_COOKIE, state, httponly=True, samesite="strict")
        return response

    # Who

    def _person(self, request: Request) -> Person:
        """Whom the cookie names; else the first person of the workspace."""
        conversations = self._workspace.state.conversations
        person = conversations.person(request.cookies.get(PERSON_COOKIE, ""))
        if person is None or person.is_bot:
            return next(one for one in conversations.people() if not one.is_bot)
        return person

    def _visible(self, channel: str, person: Person) -> Channel | None:
        found = self._workspace.state.conversations.channel(channel)
        return found if found and can_see(found, person.id) else None


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _back(request: Request) -> str:
    """The page the form was on, as a path: never another site."""
    parts = urlsplit(request.headers.get("referer", "/"))
    path = "/" + parts.path.lstrip("/\\")
    return f"{path}?{parts.query}" if parts.query else path
