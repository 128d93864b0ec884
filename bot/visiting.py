"""Who somebody is to a visit, and whether they may do what they are about to.

Whoever facilitates, takes part in or hosts a visit is one of its participants; everybody else is
nobody to it. The rules themselves are ``knowledge.visits``'s: here they are asked for a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from knowledge.records import Actor
from knowledge.store import Store
from knowledge.visits import Participant, Person, Role, Visit, VisitGesture, in_hand, next_state


@dataclass(frozen=True, slots=True)
class Part:
    """A visit, and what somebody is to it."""

    visit: Visit
    participant: Participant

    @property
    def actor(self) -> Actor:
        """The person as records know them."""
        return Actor(pseudonym=self.participant.pseudonym, role=self.participant.role)


@dataclass(frozen=True, slots=True)
class Visiting:
    """The visits people have to do with."""

    store: Store

    def parts(self, person: Person) -> tuple[Part, ...]:
        """Every visit the person has to do with, the latest first."""
        mine = {part.visit: part for part in self.store.people.parts(person.id)}
        return tuple(Part(visit, mine[visit.id]) for visit in self.store.visits.several(mine))

    def council(self, person: Person) -> str | None:
        """The council somebody is on their latest visit for."""
        councils = (part.participant.council for part in self.parts(person))
        return next(filter(None, councils), None)

    def in_hand(self, person: Person, at: datetime) -> Part | None:
        """The one of them that the person has most to do with just now; None when none is to come."""
        return nearest(self.parts(person), at)

    def role(self, visit: str, person: Person) -> Role:
        part = self.store.people.part(visit, person.id)
        return Role.OTHER if part is None else part.role

    def part(self, visit: str, person: Person, gesture: VisitGesture) -> Part:
        """The visit and the person's part in it, for whoever may make the gesture.

        UnknownVisitError when there is no such visit; NotAllowedError says who may, or when.
        """
        found = self.store.visits.get(visit)
        participant = self.store.people.part(visit, person.id)
        next_state(gesture, Role.OTHER if participant is None else participant.role, found.state)
        if participant is None:  # Who is nobody to a visit may do nothing with it.
            raise AssertionError(f"{gesture} is allowed to anybody")
        return Part(found, participant)


def nearest(parts: Sequence[Part], at: datetime) -> Part | None:
    """The one of somebody's parts that they have most to do with just now; None when none is to come."""
    visit = in_hand([part.visit for part in parts], at)
    return next((part for part in parts if part.visit == visit), None)
