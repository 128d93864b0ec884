"""A workspace that is being served, in a thread of its own, on this machine's loopback only.

with RunningWorkspace.start(manifest) as workspace:
    app = App(token=workspace.bot_token, client=WebClient(workspace.bot_token, workspace.api_url))
"""

import socket
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random, SystemRandom
from threading import Thread
from types import TracebackType
from typing import Any, Self, TypeVar

import uvicorn
from starlette.routing import BaseRoute

from bot.workspace.manifest import Manifest
from bot.workspace.people import PATIENCE_SECONDS, PersonActing
from bot.workspace.seed import SEED, Seed
from bot.workspace.server import build_server
from bot.workspace.state import State
from bot.workspace.timings import Timings
from bot.workspace.workspace import Workspace, build_workspace

T = TypeVar("T")

HOST = "127.0.0.1"

Pages = Callable[[Workspace], Sequence[BaseRoute]]
"""Makes the routes of the page a person uses."""


def no_pages(_workspace: Workspace) -> Sequence[BaseRoute]:
    return ()


def system_clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  # the workspace runs alone too, without bot.services


@dataclass(frozen=True, slots=True)
class RunningWorkspace:
    """A workspace and its server; leaving the context stops it."""

    workspace: Workspace
    server: uvicorn.Server
    thread: Thread
    listening: socket.socket

    @classmethod
    def start(
        cls,
        manifest: Path | Mapping[str, Any],
        *,
        port: int = 0,
        seed: Seed = SEED,
        now: Callable[[], datetime] = system_clock,
        random: Random | None = None,
        timings: Timings | None = None,
        request_url: str | None = None,
        pages: Pages = no_pages,
    ) -> Self:
        """Serve a new workspace on ``port``, or on a free one for 0, and return when it answers.

        With ``request_url`` the app is sent signed requests there, instead of using Socket Mode.
        """
        listening = listen(port)
        durations = timings or Timings()
        workspace = build_workspace(
            Manifest.read(manifest),
            base_url=f"http://{HOST}:{listening.getsockname()[1]}",
            now=now,
            random=random or SystemRandom(),
            seed=seed,
            timings=durations,
            request_url=request_url,
        )
        server = build_uvicorn(workspace, pages(workspace))
        thread = Thread(target=server.run, args=([listening],), name="local-workspace", daemon=True)
        thread.start()
        running = cls(workspace, server, thread, listening)
        running.wait_until_it_answers()
        return running

    def wait_until_it_answers(self) -> None:
        with closing(socket.create_connection((HOST, self.port), timeout=PATIENCE_SECONDS)) as probe:
            probe.sendall(f"HEAD / HTTP/1.0\r\nHost: {HOST}\r\n\r\n".encode())
            probe.recv(1)

    def stop(self) -> None:
        """Close every connection and wait for the thread to end."""
        self.server.should_exit = True
        self.thread.join()
        self.listening.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def port(self) -> int:
        return int(self.listening.getsockname()[1])

    @property
    def url(self) -> str:
        return self.workspace.base_url

    @property
    def api_url(self) -> str:
        """For SLACK_API_URL."""
        return f"{self.url}/api/"

    @property
    def bot_token(self) -> str:
        return self.workspace.app.bot_token

    @property
    def app_token(self) -> str:
        return self.workspace.app.app_token

    @property
    def signing_secret(self) -> str:
        return self.workspace.app.signing_secret

    @property
    def state(self) -> State:
        return self.workspace.state

    def as_person(self, user: str) -> PersonActing:
        """``user`` is a person's id or handle."""
        people = self.state.conversations.people()
        person = next(one for one in people if user in (one.id, one.name))
        return PersonActing(self.workspace, person)

    def wait_for(self, condition: Callable[[State], T | None], timeout: float = PATIENCE_SECONDS) -> T:
        """The first true answer of ``condition``; TimeoutError without one."""
        return self.state.wait_for(condition, timeout=timeout)

    def wait_for_app(self, connections: int = 1, timeout: float = PATIENCE_SECONDS) -> None:
        """Wait until the app holds so many sockets."""
        self.wait_for(lambda _state: self.workspace.socket_mode.connections == connections, timeout)

    def drop_sockets(self) -> None:
        """Cut every socket of the app without a word."""
        self.workspace.deliveries.begin(self.workspace.socket_mode.drop).result(timeout=PATIENCE_SECONDS)

    def refresh_sockets(self) -> None:
        """Ask the app for new sockets, as Slack does every few hours."""
        self.workspace.deliveries.begin(self.workspace.socket_mode.refresh).result(timeout=PATIENCE_SECONDS)


def listen(port: int) -> socket.socket:
    """A socket on the loopback, of which nobody outside this machine knows."""
    return socket.create_server((HOST, port))


def build_uvicorn(workspace: Workspace, pages: Sequence[BaseRoute]) -> uvicorn.Server:
    """A server for this workspace; it reads no proxy headers and writes no access log."""
    config = uvicorn.Config(
        build_server(workspace, pages),
        ws="websockets-sansio",
        ws_ping_interval=workspace.timings.ping_seconds,
        timeout_graceful_shutdown=1,
        proxy_headers=False,
        log_config=None,
        access_log=False,
        lifespan="on",
    )
    return uvicorn.Server(config)


def environment(workspace: Workspace) -> Mapping[str, str]:
    """What a Bolt app needs to find this workspace instead of Slack."""
    return {
        "SLACK_API_URL": f"{workspace.base_url}/api/",
        "SLACK_BOT_TOKEN": workspace.app.bot_token,
        "SLACK_APP_TOKEN": workspace.app.app_token,
        "SLACK_SIGNING_SECRET": workspace.app.signing_secret,
    }
