"""Whoever is put on a visit is told, once, in a direct message."""

import logging
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

from bot.blocks.welcomes import welcome_blocks, welcome_text
from bot.clients import refusal
from bot.desk import Desk
from knowledge.visits import Person, Visit

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Welcoming:
    """Tells people that they are on a visit, and what they can do."""

    desk: Desk

    def welcome(self, visit: Visit, person: Person) -> bool:
        """Send the message, unless it was sent before; whether the person has it now."""
        part = self.desk.store.people.part(visit.id, person.id)
        if part is None or person.slack_user is None:
            return False
        key = f"welcome:{visit.id}:{person.id}"
        if not self.desk.store.chores.claim(key, self.desk.now()):
            return True
        shown = self.desk.shown_visit(visit)
        try:
            self.desk.client.chat_postMessage(
                channel=person.slack_user,
                text=welcome_text(shown, part),
                blocks=welcome_blocks(shown, part),
                unfurl_links=False,
                unfurl_media=False,
            )
        except SlackApiError as error:
            self.desk.store.chores.give_up(key)
            log.warning("not welcomed", extra={"gesture": "visit", "why": refusal(error)})
            return False
        return True
