"""What is done with a visit: it is planned, changed, given people and a programme, and taken to its end.

The one way for Slack and the command line alike. Whoever does something is a person, who must be
allowed to by their part in the visit, or None for whoever runs a command on the machine that has the
database, who acts as a facilitator. A refusal is a VisitError and says in a sentence what to do.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from bot.visiting import Visiting
from knowledge.attribution import strictest
from knowledge.errors import (
    LooserRuleError,
    NotAllowedError,
    SessionOutsideVisitError,
    StaleVisitError,
    UnknownPersonError,
)
from knowledge.store import Deed, RecordFilters, Store
from knowledge.visits import Participant, Person, Role, Session, Visit, VisitGesture, next_state

COMMAND_LINE = "command-line"
"""Who did it, in the audit trail, when it was done there."""

Alteration = Callable[[Visit, Sequence[Session]], Sequence[Session]]
"""A visit and its programme, and what becomes of that."""

_TRIES = 5  # of which each fails only because somebody else's has succeeded


@dataclass(frozen=True, slots=True)
class Seat:
    """What somebody is on a visit."""

    role: Role = Role.PARTICIPANT
    council: str | None = None
    post: str | None = None


@dataclass(frozen=True, slots=True)
class Planning:
    """The visits of one store, and the rules for what becomes of them."""

    store: Store
    now: Callable[[], datetime]

    # The visit

    def plan(self, visit: Visit, planner: Person | None, facilitators: Iterable[Person] = ()) -> bool:
        """Store a new visit; whoever plans it facilitates it. False when there is one of its id.

        Planning the same visit once more is no harm: it stays, and so do its facilitators.
        """
        added = self.store.visits.add(visit, self._deed(planner, "planned the visit"))
        for person in (*([planner] if planner else []), *facilitators):
            if self.store.people.part(visit.id, person.id) is None:
                self._take_part(visit.id, person, Seat(Role.FACILITATOR))
        return added

    def revise(self, visit: Visit, reviser: Person | None, seen: int) -> Visit:
        """Store the visit in place of its version ``seen``; the state it is in stays.

        StaleVisitError when there is a later version, LooserRuleError and SessionOutsideVisitError
        when people or the programme stand against it.
        """
        before = self._visit(visit.id, reviser, VisitGesture.CHANGE)
        self._check_rule(before, visit)
        for session in self.store.visits.programme(visit.id):
            day = visit.local(session.start).date()
            if not visit.starts <= day <= visit.ends:
                raise SessionOutsideVisitError(session.title, day)
        changed = visit.model_copy(update={"state": before.state})
        return self.store.visits.change(changed, seen, self._deed(reviser, "changed the visit"))

    def _check_rule(self, before: Visit, after: Visit) -> None:
        if strictest(before.attribution, after.attribution) == after.attribution:
            return
        told = self.store.records.find(RecordFilters(visit=before.id, withdrawn=True))
        agreed = [one for one in self.store.people.on(before.id) if one.consent_version]
        if told or agreed:
            raise LooserRuleError(before.attribution)

    def advance(self, visit: str, mover: Person | None, gesture: VisitGesture) -> Visit:
        """Take the visit to the state that the gesture leads to."""
        before = self._visit(visit, mover, gesture)
        state = next_state(gesture, Role.FACILITATOR, before.state)
        changed = before.model_copy(update={"state": state})
        return self.store.visits.change(
            changed, before.version, self._deed(mover, f"took the visit to {state}")
        )

    # Its programme

    def change_programme(
        self, visit: str, programme: Sequence[Session], changer: Person | None, seen: int, what: str
    ) -> Visit:
        """Replace the programme of the version ``seen``; ``what`` is the deed, in the past tense."""
        self._visit(visit, changer, VisitGesture.CHANGE)
        return self.store.visits.change_programme(visit, programme, seen, self._deed(changer, what))

    def alter_programme(self, visit: str, alter: Alteration, changer: Person | None, what: str) -> Visit:
        """Change a part of the programme, whatever else of the visit is changed at the same time.

        ``alter`` gets both as they are, and is called again when it has changed meanwhile; what
        it raises is raised.
        """
        for _ in range(_TRIES):
            before = self._visit(visit, changer, VisitGesture.CHANGE)
            programme = alter(before, self.store.visits.programme(visit))
            try:
                return self.store.visits.change_programme(
                    visit, programme, before.version, self._deed(changer, what)
                )
            except StaleVisitError:
                continue
        raise StaleVisitError

    # Its people

    def put_on(self, visit: str, person: Person, seat: Seat, by: Person | None) -> Participant:
        """Put somebody on the visit, or change what they are on it."""
        self._visit(visit, by, VisitGesture.CHANGE)
        return self._take_part(visit, person, seat)

    def take_off(self, visit: str, person: str, by: Person | None) -> None:
        """Take somebody off the visit; what they told stays, under their pseudonym."""
        self._visit(visit, by, VisitGesture.CHANGE)
        self._leave(visit, person)

    def leave(self, visit: str, person: Person) -> None:
        """The person takes themselves off the visit, whatever state it is in."""
        self._visit(visit, person, VisitGesture.SEE)
        self._leave(visit, person.id)

    def agree(self, visit: str, person: Person, version: str) -> None:
        """The person agrees to the text of this version on keeping what they tell."""
        self._visit(visit, person, VisitGesture.SEE)
        self.store.people.agree(visit, person.id, version, self.now())

    def _leave(self, visit: str, person: str) -> None:
        if not self.store.people.leave(visit, person):
            raise UnknownPersonError(person)

    def _take_part(self, visit: str, person: Person, seat: Seat) -> Participant:
        if seat.role is Role.OTHER:
            raise NotAllowedError("somebody on a visit is a participant, a host or a facilitator")
        return self.store.people.take_part(
            Participant(
                visit=visit,
                person=person.id,
                pseudonym=uuid4().hex,
                council=seat.council,
                role=seat.role,
                post=seat.post,
            )
        )

    # Who may

    def _visit(self, visit: str, person: Person | None, gesture: VisitGesture) -> Visit:
        if person is not None:
            return Visiting(self.store).part(visit, person, gesture).visit
        found = self.store.visits.get(visit)
        next_state(gesture, Role.FACILITATOR, found.state)
        return found

    def _deed(self, person: Person | None, what: str) -> Deed:
        return Deed(by=person.id if person else COMMAND_LINE, at=self.now(), what=what)
