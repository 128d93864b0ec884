"""``python -m bot.workspace --manifest manifest.json``: a local workspace for any Bolt app.

It prints the environment the app needs, and serves until it is interrupted.
"""

import argparse
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from random import Random, SystemRandom

from bot.workspace.manifest import Manifest
from bot.workspace.page import routes
from bot.workspace.running import HOST, build_uvicorn, environment, listen, system_clock
from bot.workspace.workspace import Workspace, build_workspace


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve a workspace until Ctrl+C."""
    asked = _parser().parse_args(arguments)
    with closing(listen(asked.port)) as listening:
        workspace = build_workspace(
            Manifest.read(asked.manifest),
            base_url=f"http://{HOST}:{listening.getsockname()[1]}",
            now=system_clock,
            random=SystemRandom() if asked.seed is None else Random(asked.seed),  # noqa: S311  # ids, no cipher
            request_url=asked.request_url,
        )
        print(greeting(workspace), flush=True)  # noqa: T201  # this is what the command is for
        build_uvicorn(workspace, routes(workspace)).run([listening])


def greeting(workspace: Workspace) -> str:
    """Where people go, and what the app needs: lines for a shell or an .env file."""
    lines = [f"{name}={value}" for name, value in environment(workspace).items()]
    return "\n".join((f"# A workspace for {workspace.app.manifest.name}: {workspace.base_url}", *lines))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m bot.workspace", description=__doc__)
    parser.add_argument("--manifest", type=Path, required=True, help="the app's manifest, as JSON")
    parser.add_argument("--port", type=int, default=3000, help="0 for a free one; default 3000")
    parser.add_argument("--seed", type=int, help="a number that makes ids and tokens the same every time")
    parser.add_argument("--request-url", help="post signed requests here instead of using Socket Mode")
    return parser


if __name__ == "__main__":
    main()
