"""The app's manifest, as far as a workspace acts on it.

What the manifest does not ask for is not there: no scope, no event, no command, no shortcut.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field


class _Part(BaseModel):
    """Keys of the manifest we do not act on are Slack's business."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class SlashCommand(_Part):
    """A command people type, such as /ask."""

    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


class Shortcut(_Part):
    """``type`` is global or message."""

    name: str
    callback_id: str
    description: str = ""
    type: str


class SuggestedPrompt(_Part):
    """A question offered before anybody has asked one."""

    title: str
    message: str


class AgentView(_Part):
    """That the app is an agent: prompts, status, sessions."""

    agent_description: str = ""
    suggested_prompts: tuple[SuggestedPrompt, ...] = ()


class AppHome(_Part):
    """Which tabs the app's own page has."""

    home_tab_enabled: bool = False
    messages_tab_enabled: bool = False
    messages_tab_read_only_enabled: bool = False


class BotUser(_Part):
    """The name the bot goes by."""

    display_name: str


class _DisplayInformation(_Part):
    name: str
    description: str = ""


class _Features(_Part):
    app_home: AppHome = AppHome()
    bot_user: BotUser | None = None
    agent_view: AgentView | None = None
    slash_commands: tuple[SlashCommand, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    unfurl_domains: tuple[str, ...] = ()


class _Scopes(_Part):
    bot: tuple[str, ...] = ()
    bot_optional: tuple[str, ...] = ()


class _OAuth(_Part):
    scopes: _Scopes = _Scopes()


class _Events(_Part):
    bot_events: tuple[str, ...] = ()
    request_url: str = ""


class _Interactivity(_Part):
    is_enabled: bool = False


class _Settings(_Part):
    event_subscriptions: _Events = _Events()
    interactivity: _Interactivity = _Interactivity()
    socket_mode_enabled: bool = False


class _Function(_Part):
    title: str = ""
    description: str = ""


class Manifest(_Part):
    """What the app asks of a workspace."""

    display_information: _DisplayInformation
    features: _Features = _Features()
    oauth_config: _OAuth = _OAuth()
    settings: _Settings = _Settings()
    functions: Mapping[str, _Function] = Field(default_factory=dict)

    @classmethod
    def read(cls, source: Path | Mapping[str, Any]) -> Self:
        """From a JSON file, or from its content."""
        if isinstance(source, Path):
            source = json.loads(source.read_text(encoding="utf-8"))
        return cls.model_validate(source)

    @property
    def name(self) -> str:
        return self.display_information.name

    @property
    def bot_name(self) -> str:
        """What the bot user is called in messages and mentions."""
        bot_user = self.features.bot_user
        return bot_user.display_name if bot_user else self.name

    @property
    def is_agent(self) -> bool:
        return self.features.agent_view is not None

    @property
    def scopes(self) -> frozenset[str]:
        """Scopes granted at installation; declaring an agent grants ``assistant:write``."""
        asked = self.oauth_config.scopes
        granted = {*asked.bot, *asked.bot_optional}
        return frozenset(granted | {"assistant:write"} if self.is_agent else granted)

    @property
    def events(self) -> frozenset[str]:
        return frozenset(self.settings.event_subscriptions.bot_events)

    @property
    def interactive(self) -> bool:
        """Whether presses, submissions and shortcuts are sent to the app."""
        return self.settings.interactivity.is_enabled

    def command(self, name: str) -> SlashCommand | None:
        return next((one for one in self.features.slash_commands if one.command == name), None)

    def shortcut(self, callback_id: str, kind: str) -> Shortcut | None:
        """The shortcut with this callback_id; ``kind`` is global or message."""
        shortcuts = self.features.shortcuts
        return next((one for one in shortcuts if (one.callback_id, one.type) == (callback_id, kind)), None)
