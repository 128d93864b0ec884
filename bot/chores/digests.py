"""At the end of each day of a visit its facilitators are told how the feedback stands, once."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.blocks.digests import digest
from bot.desk import Desk
from bot.wording import digests as wording
from knowledge.digests import digest_due
from knowledge.visits import Person, Role, Visit


@dataclass(frozen=True, slots=True)
class Digests:
    """Writes to each facilitator who wants to be written to."""

    desk: Desk

    @classmethod
    def at(cls, desk: Desk) -> "Digests":
        return cls(desk)

    def do(self, now: datetime) -> None:
        for visit in self.desk.store.visits.under_way():
            day = digest_due(visit, self.desk.store.visits.programme(visit.id), now)
            if day:
                self._tell_all(visit, day, now)

    def _tell_all(self, visit: Visit, day: date, now: datetime) -> None:
        for part, person in self.desk.store.people.everybody(visit.id):
            if part.role is Role.FACILITATOR and person.nudged and person.slack_user:
                self._tell(visit, day, person, now)

    def _tell(self, visit: Visit, day: date, person: Person, now: datetime) -> None:
        key = f"digest of {visit.id} {day} {person.id}"
        if self.desk.store.chores.claimed([key]):
            return
        on = self.desk.homes.on_visit(visit, person)
        if on is not None:
            said = wording.heading(on.visit.title, day)
            self.desk.direct_messages.once((key,), person.slack_user, said, digest(on, day), now)
