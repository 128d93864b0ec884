"""What authors of messages answer who were asked whether they may be named with them."""

from dataclasses import dataclass
from typing import ClassVar

from slack_bolt import Ack, App

from bot.blocks.gestures import Action
from bot.blocks.quotations import answered
from bot.desk import Desk
from bot.listeners.gesture import Json, Names


@dataclass(frozen=True, slots=True)
class AnsweringQuotations:
    """Keeps the answer, and shows it where the question was."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = ("chat:write", "users:read")

    def register(self, app: App) -> None:
        app.action(Action.AGREE_TO_QUOTE)(self.agree)
        app.action(Action.REFUSE_QUOTE)(self.refuse)

    def agree(self, ack: Ack, action: Json, body: Json) -> None:
        ack()
        self._answer(body, action["value"], agreed=True)

    def refuse(self, ack: Ack, action: Json, body: Json) -> None:
        ack()
        self._answer(body, action["value"], agreed=False)

    def _answer(self, body: Json, quotation: str, *, agreed: bool) -> None:
        person = self.desk.acquaintances.of(body["user"]["id"])
        said = self.desk.quoting.answer(quotation, person, agreed=agreed)
        self.desk.client.chat_update(
            channel=body["channel"]["id"],
            ts=body["message"]["ts"],
            text=said,
            blocks=answered(self.desk.store.quotations.get(quotation), said),
        )
