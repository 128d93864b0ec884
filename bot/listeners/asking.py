"""A question in a message: a mention, a direct message, or a follow-up in a thread of ours."""

from dataclasses import dataclass
from typing import ClassVar

from slack_bolt import App, BoltContext

from bot.desk import Desk
from bot.hearing import Heard, heard
from bot.listeners.gesture import Json, Names
from bot.readers import SCOPES


@dataclass(frozen=True, slots=True)
class Asking:
    """Hears what people say, and has what is meant for us answered in its thread."""

    desk: Desk

    events: ClassVar[Names] = ("app_mention", "message.channels", "message.groups", "message.im")
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = (
        "app_mentions:read",
        "channels:history",
        "groups:history",
        "im:history",
        "chat:write",
        *SCOPES,
    )

    def register(self, app: App) -> None:
        app.event("app_mention")(self.hear)
        app.event("message")(self.hear)

    def hear(self, event: Json, context: BoltContext) -> None:
        said = heard(event, team=context.team_id or "", bot_user=self.desk.bot_user)
        if said and (said.to_us or self._is_follow_up(said)):
            self.desk.answering.ask(said.question, self.desk.delivery(said.question, said.asker_team))

    def _is_follow_up(self, said: Heard) -> bool:
        """Whether it goes on with us in a thread, and is not for a person who took over there."""
        thread = said.question.thread
        if thread is None or not said.may_follow_up:
            return False
        last = self.desk.store.threads.last_question(thread)
        if last is None:
            return False
        request = self.desk.store.help_requests.get(last)
        return request is None or said.question.asker == request.asked_by
