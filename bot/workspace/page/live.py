"""The stream of changes: what is new on one person's page, as server-sent events.

After a change, the page's parts are printed again and those that differ from what was last sent go
out. So nothing can be missed, nothing that this person may not see is ever in it, and a browser
that lost the connection simply gets all the parts again.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import StreamingResponse

from bot.workspace.changes import Change, Changes
from bot.workspace.inspector import Exchanged
from bot.workspace.page.desk import Desk
from bot.workspace.page.looking import Looking, Tab
from bot.workspace.page.parts import Parts
from bot.workspace.state import State

_TOGETHER_SECONDS = 0.05
"""Changes that come this close are sent at once: a streamed answer has many."""
_BEAT_SECONDS = 15
"""A sign of life while nothing happens, by which a lost connection is noticed."""


class Live:
    """Follows the workspace for every open page."""

    def __init__(self, state: State, parts: Parts, desk: Desk) -> None:
        self._state = state
        self._parts = parts
        self._desk = desk

    def stream(self, request: Request, looking: Looking) -> StreamingResponse:
        return StreamingResponse(self._events(request, looking), media_type="text/event-stream")

    async def _events(self, request: Request, looking: Looking) -> AsyncIterator[str]:
        news = News(self._state.changes, looking.user, inspects=looking.inspects)
        sent: Mapping[str, str] = {}
        try:
            while not await request.is_disconnected():
                printed = await run_in_threadpool(self._print, looking)
                if changed := {name: html for name, html in printed.items() if sent.get(name) != html}:
                    yield f"data: {json.dumps(changed)}\n\n"
                    sent = printed
                if not await news.wait(_BEAT_SECONDS):
                    yield ": still here\n\n"
                await asyncio.sleep(_TOGETHER_SECONDS)
        finally:
            news.close()

    def _print(self, looking: Looking) -> Mapping[str, str]:
        mark_read(self._state, self._desk, looking)
        return self._parts.parts(looking)


class News:
    """Whether something has happened that this person's page may show; close it when done."""

    def __init__(self, changes: Changes, user: str, *, inspects: bool = False) -> None:
        self._loop = asyncio.get_running_loop()
        self._happened = asyncio.Event()
        self._user = user
        self._inspects = inspects
        self.close = changes.subscribe(self._heard)

    def _heard(self, change: Change) -> None:
        of_somebody_else = change.user not in {None, self._user}
        if not of_somebody_else and (self._inspects or not isinstance(change, Exchanged)):
            self._loop.call_soon_threadsafe(self._happened.set)

    async def wait(self, seconds: float) -> bool:
        """Whether there was news within ``seconds``."""
        try:
            await asyncio.wait_for(self._happened.wait(), seconds)
        except TimeoutError:
            return False
        self._happened.clear()
        return True


def mark_read(state: State, desk: Desk, looking: Looking) -> None:
    """What is on the screen has been read."""
    timeline = state.conversations.timeline(looking.channel, looking.user)
    if looking.tab is Tab.CHANNEL and timeline:
        desk.mark_read(looking.user, looking.channel, timeline[-1].ts)
