"""A workspace with its page and the gallery bot, and somebody who uses it without a script."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

import httpx
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.workspace import page
from bot.workspace.running import RunningWorkspace
from bot.workspace.timings import Timings
from tests.gallery_bot import MANIFEST, build_app
from tests.patience import PATIENCE, PATIENT


@contextmanager
def walking(timings: Timings = PATIENT) -> Iterator[RunningWorkspace]:
    workspace = RunningWorkspace.start(MANIFEST, pages=page.routes, timings=timings)
    handler = SocketModeHandler(build_app(workspace.bot_token, workspace.api_url), workspace.app_token)
    handler.connect()  # type: ignore[no-untyped-call]  # Bolt's own
    workspace.wait_for_app()
    try:
        yield workspace
    finally:
        # The server goes first: the SDK's client waits up to three seconds for one that is still there.
        handler.client.auto_reconnect_enabled = False
        workspace.stop()
        handler.close()  # type: ignore[no-untyped-call]  # Bolt's own


class Visitor:
    """A person with a browser that runs no script: pages, forms, redirects, cookies."""

    def __init__(self, workspace: RunningWorkspace, person: str) -> None:
        self.workspace = workspace
        self.user = workspace.as_person(person).id
        self._client = httpx.Client(
            base_url=workspace.url, follow_redirects=True, trust_env=False, timeout=PATIENCE
        )
        self._client.get("/app/about")
        self.post("/ui/person", person=self.user)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self._client.get(path, headers=headers)

    def page(self, path: str) -> str:
        return self.get(path).text

    def post(
        self,
        path: str,
        on: str = "/app/about",
        *,
        files: dict[str, tuple[str, bytes, str]] | None = None,
        headers: dict[str, str] | None = None,
        **fields: Any,
    ) -> httpx.Response:
        """Send a form that stands on the page ``on``; the answer is the page one is sent back to."""
        referer = {"Referer": f"{self.workspace.url}{on}", **(headers or {})}
        return self._client.post(path, data=fields, files=files, headers=referer)

    def say(self, channel: str, text: str, thread: str = "") -> httpx.Response:
        return self.post("/ui/say", on=f"/c/{channel}", channel=channel, text=text, thread=thread)

    @contextmanager
    def events(self, **looked_at: str) -> Iterator[Iterator[dict[str, str]]]:
        """The stream of changes of a page: one dictionary of parts after the other."""
        with self._client.stream("GET", "/ui/events", params=looked_at) as response:
            lines = response.iter_lines()
            yield (json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: "))
