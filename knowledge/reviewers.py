"""Who reviews lessons, and which lessons wait: ``knowledge.turns`` read from the store."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.lessons import Lesson
from knowledge.model import Theme
from knowledge.publication import scopes_of_evidence
from knowledge.store import Store
from knowledge.turns import WAITING, Matter, Reviewer, waiting_for
from knowledge.visits import Participant, Person


@dataclass(frozen=True, slots=True)
class Reviewers:
    """The people of one store, and what waits for them."""

    store: Store

    def of(self, person: Person) -> Reviewer:
        people, owners = self.store.people, self.store.theme_owners
        return Reviewer(
            person, people.byline_of(person.id), people.parts(person.id), owners.themes(person.id)
        )

    def all(self) -> tuple[Reviewer, ...]:
        """Everybody for whom a lesson could ever wait."""
        bylines = self.store.people.bylines()
        parts: dict[str, list[Participant]] = defaultdict(list)
        for part in self.store.people.all_parts():
            parts[part.person].append(part)
        themes: dict[str, set[Theme]] = defaultdict(set)
        for person, theme in self.store.theme_owners.all():
            themes[person].add(theme)
        found = (
            Reviewer(one, bylines.get(one.id), tuple(parts[one.id]), frozenset(themes[one.id]))
            for one in self.store.people.all()
        )
        return tuple(one for one in found if one.reviews)

    def waiting_for(self, person: Person) -> tuple[Matter, ...]:
        """The lessons whose next step the person may take, the one that waits longest first."""
        reviewer = self.of(person)
        return waiting_for(reviewer, self.pending()) if reviewer.reviews else ()

    def pending(self) -> tuple[Matter, ...]:
        """Every lesson that waits for somebody."""
        return self.matters(self.store.lessons.in_statuses(WAITING))

    def matter(self, lesson: Lesson) -> Matter:
        [found] = self.matters([lesson])
        return found

    def matters(self, lessons: Iterable[Lesson]) -> tuple[Matter, ...]:
        found = [(lesson, [one for one in lesson.evidence if one.fault is None]) for lesson in lessons]
        scopes = scopes_of_evidence(self.store, [one for _, standing in found for one in standing])
        return tuple(
            Matter(lesson, frozenset(scopes[one.origin] for one in standing)) for lesson, standing in found
        )
