"""People put on a visit from a list: found in Slack by their e-mail address where they can be.

Importing a list again adds nobody twice: a person without Slack is known by the visit, the name and
the council, and an e-mail address is never kept.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.planning import Planning, Seat
from knowledge.attendees import Attendee
from knowledge.visits import Person

Find = Callable[[str], Person | None]
"""Somebody by their e-mail address; None for whoever is not in Slack."""


@dataclass(frozen=True, slots=True)
class Attending:
    """Takes in lists of people."""

    planning: Planning
    find: Find

    def take_in(self, visit: str, attendees: Sequence[Attendee], by: Person | None) -> list[Person]:
        """Put everybody on the visit; who they are, in the order of the list."""
        people = []
        for each in attendees:
            person = (each.email and self.find(each.email)) or self._unknown(visit, each)
            self.planning.put_on(visit, person, Seat(each.role, each.council, each.post), by)
            people.append(person)
        return people

    def _unknown(self, visit: str, attendee: Attendee) -> Person:
        """Somebody who is not in Slack, as far as we know."""
        known_by = f"{visit}\n{attendee.name.casefold()}\n{attendee.council}"
        digest = hashlib.sha256(known_by.encode()).hexdigest()[:32]
        return self.planning.store.people.meet(Person(id=digest, display_name=attendee.name))
