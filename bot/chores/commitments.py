"""At the interval its visit set, whoever made a commitment is asked how it stands, until it is done.

Once in every interval, by day at the host, and all that is due on one visit together. Where whoever
made it is not to be reached any more, the visit's facilitators are asked.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from bot.blocks.progress import reminder
from bot.clients import TROUBLE
from bot.desk import Desk
from bot.direct_messages import DirectMessages
from bot.logs import reference
from bot.showing import showing
from bot.wording import progress as wording
from knowledge.progress import Stand, period, progress
from knowledge.records import Commitment, RecordType
from knowledge.store import RecordFilters
from knowledge.visits import Person, Role, Visit

log = logging.getLogger(__name__)

_MORNING, _EVENING = time(8), time(20)


@dataclass(slots=True)
class FollowUps:
    """Asks those who are responsible; looks for what is due once an hour."""

    desk: Desk
    _looked: str = ""
    """The hour in which it was looked last."""

    def do(self, now: datetime) -> None:
        hour = f"{now:%Y-%m-%d %H}"
        if hour == self._looked:
            return
        due: dict[str, list[Commitment]] = {}
        for record in self.desk.store.records.find(RecordFilters(type=RecordType.COMMITMENT)):
            if isinstance(record, Commitment):
                due.setdefault(record.visit, []).append(record)
        visits = [(self.desk.store.visits.get(visit), commitments) for visit, commitments in due.items()]
        told = [self._follow_up(visit, commitments, now) for visit, commitments in visits]
        if all(told):  # else the next round tries again
            self._looked = hour

    def _follow_up(self, visit: Visit, commitments: Iterable[Commitment], now: datetime) -> bool:
        """Ask after what is due on one visit; False when somebody could not be told for now."""
        local = visit.local(now)
        if not _MORNING <= local.time() < _EVENING:
            return True
        asking: dict[str, list[tuple[str, Commitment]]] = {}
        people: dict[str, Person] = {}
        for commitment in commitments:
            number = period(commitment, visit.progress_every_weeks, local.date())
            for person in self._responsible(visit, commitment) if number is not None else ():
                people[person.id] = person
                key = f"progress of {commitment.id} asked {number} {person.id}"
                asking.setdefault(person.id, []).append((key, commitment))
        told = [self._ask(people[id_], visit, asked, now) for id_, asked in asking.items()]
        return all(told)

    def _responsible(self, visit: Visit, commitment: Commitment) -> list[Person]:
        """Whoever made it, else the facilitators, as far as they are in Slack and want to be reminded."""
        author = self.desk.store.people.known_as(visit.id, commitment.respondent)
        if author is not None and author.slack_user is not None:
            return [author] if author.nudged else []
        everybody = self.desk.store.people.everybody(visit.id)
        facilitators = [person for part, person in everybody if part.role is Role.FACILITATOR]
        return [person for person in facilitators if person.slack_user and person.nudged]

    def _ask(
        self, person: Person, visit: Visit, asked: Iterable[tuple[str, Commitment]], now: datetime
    ) -> bool:
        claimed = [(key, each) for key, each in asked if self.desk.store.chores.claim(key, now)]
        if not claimed or person.slack_user is None:
            return True
        seen = showing(self.desk.store, visit)
        stands = [self._stand(seen.record(each).record, visit.local(now)) for _, each in claimed]
        said = wording.asked(seen.text(visit).title)
        try:
            DirectMessages(self.desk.client, self.desk.store).post(
                person.slack_user, said, reminder(said, stands)
            )
        except TROUBLE as error:
            for key, _ in claimed:
                self.desk.store.chores.give_up(key)
            log.warning("not asked", extra={"gesture": "progress", "why": type(error).__name__})
            return False
        log.info("asked", extra={"gesture": "progress", "reference": reference(visit.id)})
        return True

    def _stand(self, commitment: Commitment, local: datetime) -> Stand:
        [stand] = progress(commitment.council, [commitment], local.date()).stands
        return stand
