"""At the interval its visit set, whoever made a commitment is asked how it stands, until it is done.

Once in every interval, by day at the host, and all that is due on one visit together. Where whoever
made it is not to be reached any more, the visit's facilitators are asked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from bot.blocks.progress import reminder
from bot.desk import Desk
from bot.showing import showing
from bot.wording import progress as wording
from knowledge.progress import Stand, period, progress
from knowledge.records import Commitment, RecordType
from knowledge.store import RecordFilters
from knowledge.visits import Participant, Person, Role, Visit

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
        made: dict[str, list[Commitment]] = {}
        for record in self.desk.store.records.find(RecordFilters(type=RecordType.COMMITMENT)):
            if isinstance(record, Commitment):
                made.setdefault(record.visit, []).append(record)
        visits = self.desk.store.visits.several(made)
        told = [self._follow_up(visit, made[visit.id], now) for visit in visits]
        if all(told):  # else the next round tries again
            self._looked = hour

    def _follow_up(self, visit: Visit, commitments: Iterable[Commitment], now: datetime) -> bool:
        """Ask after what is due on one visit; False when somebody could not be told for now."""
        local = visit.local(now)
        numbers = [(each, period(each, visit.progress_every_weeks, local.date())) for each in commitments]
        due = [(each, number) for each, number in numbers if number is not None]
        if not due or not _MORNING <= local.time() < _EVENING:
            return True
        everybody = self.desk.store.people.everybody(visit.id)
        asking: dict[Person, dict[str, Commitment]] = {}
        for commitment, number in due:
            for person in _responsible(commitment, everybody):
                key = f"progress of {commitment.id} asked {number} {person.id}"
                asking.setdefault(person, {})[key] = commitment
        told = [self._ask(person, visit, asked, now) for person, asked in asking.items()]
        return all(told)

    def _ask(self, person: Person, visit: Visit, asked: Mapping[str, Commitment], now: datetime) -> bool:
        """Ask after them in one message, unless that was done; False when nobody knows that it was."""
        chores = self.desk.store.chores
        done = chores.claimed(asked)
        unasked = {key: each for key, each in asked.items() if key not in done}
        if not unasked:
            return True
        seen = showing(self.desk.store, visit)
        stands = [self._stand(seen.record(each).record, visit.local(now)) for each in unasked.values()]
        said = wording.asked(seen.text(visit).title)
        content = reminder(said, stands)
        self.desk.direct_messages.once(tuple(unasked), person.slack_user, said, content, now)
        return chores.claimed(unasked) == unasked.keys()

    def _stand(self, commitment: Commitment, local: datetime) -> Stand:
        [stand] = progress(commitment.council, [commitment], local.date()).stands
        return stand


def _responsible(commitment: Commitment, everybody: Iterable[tuple[Participant, Person]]) -> list[Person]:
    """Whoever made it, else the facilitators, as far as they are in Slack and want to be reminded."""
    reachable = [(part, person) for part, person in everybody if person.slack_user]
    author = [person for part, person in reachable if part.pseudonym == commitment.respondent]
    facilitators = [person for part, person in reachable if part.role is Role.FACILITATOR]
    return [person for person in author or facilitators if person.nudged]
