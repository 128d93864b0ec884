"""The workspace for an app that is not Peerbot: the one that docs/workspace.md shows, word for word."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.far_page import ROOT, FarVisitor, Program, address_in
from tests.workspace_samples import GENERAL

MANIFEST = {
    "display_information": {"name": "Greeter"},
    "features": {
        "bot_user": {"display_name": "Greeter"},
        "slash_commands": [{"command": "/feedback", "description": "Say how it was"}],
    },
    "oauth_config": {"scopes": {"bot": ["channels:history", "chat:write", "commands"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["message.channels"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}
CONNECTED = "Bolt app is running"
"""What the SDK's handler says when it is."""


def the_app_of_the_docs() -> str:
    page = (ROOT / "docs" / "workspace.md").read_text(encoding="utf-8")
    [code] = [
        one for one in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "SocketModeHandler" in one
    ]
    return str(code)


@pytest.fixture
def greeted(tmp_path: Path) -> Iterator[FarVisitor]:
    """Somebody at the page of a workspace in which the app of the docs runs; each in its own process."""
    manifest, app = tmp_path / "manifest.json", tmp_path / "app.py"
    manifest.write_text(json.dumps(MANIFEST), encoding="utf-8")
    app.write_text(the_app_of_the_docs(), encoding="utf-8")
    with Program.started("-m", "bot.workspace", "--manifest", str(manifest), "--port", "0") as workspace:
        url = address_in(workspace.wait_for_line("# A workspace for Greeter"))
        workspace.wait_for_line("SLACK_SIGNING_SECRET=")
        environment = dict(line.split("=", 1) for line in workspace.printed if not line.startswith("#"))
        with Program.started(str(app), folder=tmp_path, **environment) as greeter, FarVisitor(url) as visitor:
            greeter.wait_for_line(CONNECTED)
            yield visitor


def test_an_app_of_three_listeners_works_with_what_the_command_prints(greeted: FarVisitor) -> None:
    looked_at = {"tab": "channel", "channel": GENERAL}

    greeted.say(GENERAL, "hello everybody")
    timeline = greeted.wait_for("timeline", lambda html: "Click me" in html, **looked_at)
    greeted.press(timeline, "greeted")
    greeted.wait_for("timeline", lambda html: "clicked the button" in html, **looked_at)
    greeted.say(GENERAL, "/feedback")
    modal = greeted.wait_for("modals", lambda html: "<dialog" in html, **looked_at)

    assert "Hey there" in timeline
    assert "<strong>How was it?</strong>" in modal
