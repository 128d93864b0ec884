"""At the end of each day of a visit its facilitators are told how the feedback stands, once."""

import logging
from dataclasses import dataclass
from datetime import date, datetime

from slack_sdk.errors import SlackApiError

from bot.blocks.digests import digest
from bot.blocks.texts import escape
from bot.clients import may_pass, refusal
from bot.desk import Desk
from bot.logs import reference
from bot.wording import digests as wording
from knowledge.digests import digest_due
from knowledge.visits import UNDER_WAY, Person, Role, Visit

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Digests:
    """Writes to each facilitator who wants to be written to."""

    desk: Desk

    @classmethod
    def at(cls, desk: Desk) -> "Digests":
        return cls(desk)

    def do(self, now: datetime) -> None:
        for visit in self.desk.store.visits.all():
            if visit.state not in UNDER_WAY:
                continue
            day = digest_due(visit, self.desk.store.visits.programme(visit.id), now)
            if day:
                self._tell_all(visit, day, now)

    def _tell_all(self, visit: Visit, day: date, now: datetime) -> None:
        for part, person in self.desk.store.people.everybody(visit.id):
            if part.role is Role.FACILITATOR and person.nudged and person.slack_user:
                key = f"digest of {visit.id} {day} {person.id}"
                if self.desk.store.chores.claim(key, now):
                    self._tell(visit, day, person, key)

    def _tell(self, visit: Visit, day: date, person: Person, key: str) -> None:
        """A digest that Slack refused for now is given up, and told at the next round.

        Where nobody knows what Slack did, it stays claimed: none is better than two.
        """
        on = self.desk.homes.on_visit(visit, person)
        if on is None:
            return
        try:
            self.desk.client.chat_postMessage(
                channel=person.slack_user or "",
                text=escape(wording.heading(on.visit.title, day)),
                blocks=digest(on, day),
                unfurl_links=False,
                unfurl_media=False,
            )
        except SlackApiError as error:
            if may_pass(error):
                self.desk.store.chores.give_up(key)
            log.warning("not told", extra={"gesture": "digest", "why": refusal(error)})
        else:
            log.info("told", extra={"gesture": "digest", "reference": reference(visit.id)})
