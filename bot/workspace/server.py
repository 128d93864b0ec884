"""The workspace as an ASGI application: for the app, and with ``pages`` for people."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from bot.workspace.endpoints import Endpoints
from bot.workspace.gatekeeping import Gatekeeper
from bot.workspace.workspace import Workspace


def build_server(workspace: Workspace, pages: Sequence[BaseRoute] = ()) -> Starlette:
    """The server; while it runs, what is due gets done and the app hears what happens."""

    @asynccontextmanager
    async def life(_server: Starlette) -> AsyncIterator[None]:
        workspace.deliveries.start(workspace.transport)
        upkeep = asyncio.create_task(_keep_up(workspace))
        try:
            yield
        finally:
            upkeep.cancel()
            with suppress(asyncio.CancelledError):
                await upkeep
            await workspace.deliveries.stop()

    routes = [*Endpoints(workspace).routes(), *pages]
    return Starlette(routes=routes, lifespan=life, middleware=[Middleware(Gatekeeper)])


async def _keep_up(workspace: Workspace) -> None:
    while True:
        workspace.keep_up()
        await asyncio.sleep(workspace.timings.upkeep_seconds)
