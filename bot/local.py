"""Serving this machine alone: the local workspace, with the bot in it as Slack would have it.

The bot is the one that serves Slack, over real HTTP and Socket Mode; only the addresses and tokens
are the local workspace's.
"""

from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path

from pydantic import SecretStr

from bot.services import build_services
from bot.serving import serve
from bot.settings import Settings
from bot.workspace.page import routes
from bot.workspace.running import RunningWorkspace
from bot.workspace.seed import SEED

FACILITATORS = next(channel.id for channel in SEED.channels if channel.name == "facilitators")


class PortInUseError(Exception):
    """The local workspace cannot be served where it was asked for."""


def serve_locally(
    settings: Settings, port: int, make_ready: Callable[[], None], say: Callable[[str], None]
) -> None:
    """Serve the workspace and the bot until interrupted; ``say`` is told the address first."""
    with as_file(files("bot") / "manifest.json") as manifest, _start(manifest, port) as workspace:
        say(f"A workspace on this machine, with Peerbot in it: {workspace.url}")
        make_ready()
        with build_services(in_workspace(settings, workspace)) as services:
            say(f"Ready: open {workspace.url} in a browser. Ctrl+C stops it.")
            serve(services)


def _start(manifest: Path, port: int) -> RunningWorkspace:
    try:
        return RunningWorkspace.start(manifest, port=port, pages=routes)
    except OSError as error:
        raise PortInUseError(
            f"port {port} of this machine is in use already: end what uses it, "
            "or choose another with `peerbot workspace --port`"
        ) from error


def in_workspace(settings: Settings, workspace: RunningWorkspace) -> Settings:
    """The settings with the local workspace in place of Slack."""
    return settings.model_copy(
        update={
            "slack_bot_token": SecretStr(workspace.bot_token),
            "slack_app_token": SecretStr(workspace.app_token),
            "slack_api_url": workspace.api_url,
            "facilitators_channel": settings.facilitators_channel or FACILITATORS,
        }
    )
