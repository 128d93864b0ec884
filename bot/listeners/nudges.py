"""Reminders off and on, wherever the button stands: under a reminder, or on App Home."""

import logging
from dataclasses import dataclass
from typing import ClassVar

from slack_bolt import Ack, App, Respond

from bot.blocks.gestures import Action
from bot.blocks.nudges import ON, turned
from bot.desk import Desk
from bot.listeners.gesture import Json, Names
from bot.wording import nudges as wording

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reminding:
    """Keeps whether somebody wants to be reminded."""

    desk: Desk

    events: ClassVar[Names] = ()
    commands: ClassVar[Names] = ()
    scopes: ClassVar[Names] = ("chat:write", "im:write")

    def register(self, app: App) -> None:
        app.action(Action.REMIND)(self.turn)

    def turn(self, ack: Ack, action: Json, body: Json, respond: Respond) -> None:
        ack()
        on = action["value"] == ON
        person = self.desk.acquaintances.of(body["user"]["id"])
        self.desk.store.people.nudge(person.id, wanted=on)
        if body.get("response_url"):  # App Home has none, and shows the change itself.
            respond(
                text=wording.TURNED_ON if on else wording.TURNED_OFF,
                blocks=turned(on=on),
                response_type="ephemeral",
                replace_original=on,  # Whoever changes their mind reads that, instead of the offer to.
            )
        self.desk.homes.refresh(person.id)
        for part in self.desk.store.people.parts(person.id):
            self.desk.nudging.soon(part.visit)
        log.info("turned", extra={"gesture": "reminders", "on": on})
