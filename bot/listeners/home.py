"""The app's own page: what it shows, and what it suggests to ask."""

import logging
from dataclasses import dataclass
from typing import ClassVar

from slack_bolt import App

from bot import wording
from bot.blocks.homes import prompts
from bot.desk import Desk
from bot.listeners.gesture import Json, Names
from bot.readers import SCOPES

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Home:
    """Meets whoever opens the app."""

    desk: Desk

    events: ClassVar[Names] = ("app_home_opened",)
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = ("assistant:write", *SCOPES)

    def register(self, app: App) -> None:
        app.event("app_home_opened")(self.open)

    def open(self, event: Json) -> None:
        if event.get("tab") == "messages":
            # Without a thread_ts: with one, an agent's prompts are dropped in silence.
            self.desk.client.assistant_threads_setSuggestedPrompts(
                channel_id=event["channel"], title=wording.PROMPTS_TITLE, prompts=prompts()
            )
        elif event.get("tab") == "home":
            self.desk.homes.open(self.desk.acquaintances.of(event["user"]))
        log.info("opened", extra={"gesture": "home", "tab": event.get("tab")})
