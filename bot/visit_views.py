"""What somebody sees of their visits: read from the store, for one person, under each visit's rule."""

from collections import Counter
from dataclasses import dataclass

from bot.blocks import visits as blocks
from bot.blocks.elements import Block
from bot.enquiries import taken_along
from bot.showing import showing
from bot.visiting import Part, Visiting
from bot.wording import visits as wording
from knowledge.attendance import attendance
from knowledge.errors import NotAllowedError
from knowledge.records import FeedbackRecord, RecordStatus
from knowledge.store import RecordFilters, Store
from knowledge.visits import Person, Role, VisitGesture


@dataclass(frozen=True, slots=True)
class VisitViews:
    """The modals of one store's visits."""

    store: Store

    def card(self, visit: str, person: Person, said: str = "") -> Block:
        """The card of a visit; NotAllowedError for somebody who is not on it."""
        part = Visiting(self.store).part(visit, person, VisitGesture.SEE)
        people = self.store.people
        return blocks.card(
            blocks.Card(
                part.visit,
                part.participant,
                attendance(part.visit, people.on(visit), people.authors(visit), people.names(visit)),
                self.store.visits.programme(visit),
                self._feedback(part),
                taken_along(self.store, showing(self.store, part.visit)),
                said,
            )
        )

    def card_or_list(self, visit: str, person: Person) -> Block:
        """The card; for somebody who is not on the visit any more, the list of those they are on."""
        try:
            return self.card(visit, person)
        except NotAllowedError:
            return self.list(person)

    def _feedback(self, part: Part) -> list[tuple[str, int]]:
        """How much was told: to a facilitator by what has become of it, to anybody else in all."""
        found = self.store.records.find(RecordFilters(visit=part.visit.id))
        told = Counter(record.status for record in found if isinstance(record, FeedbackRecord))
        if part.participant.role is not Role.FACILITATOR:
            logged = sum(told.values())
            return [(wording.LOGGED, logged)] if logged else []
        return [(status.value, told[status]) for status in RecordStatus if told[status]]

    def list(self, person: Person, start: int = 0, said: str = "") -> Block:
        parts = Visiting(self.store).parts(person)
        return self._listed(parts, start, said)

    def found(self, person: Person, words: str) -> Block:
        """The visit that is called so or whose id begins so; a list when there are several, or none."""
        parts = Visiting(self.store).parts(person)
        wanted = words.casefold()
        matches = tuple(
            part
            for part in parts
            if wanted in part.visit.title.casefold() or part.visit.id.casefold().startswith(wanted)
        )
        exact = [part for part in matches if part.visit.id == words]
        if len(exact or matches) == 1:
            return self.card((exact or matches)[0].visit.id, person)
        if matches:
            return self._listed(matches, 0, wording.SEVERAL_MATCHES.format(words=words))
        return self._listed(parts, 0, wording.NO_MATCH.format(words=words) if parts else "")

    def _listed(self, parts: tuple[Part, ...], start: int, said: str) -> Block:
        page = parts[start : start + blocks.PAGE]
        shown = [(part.visit, part.participant.role) for part in page]
        return blocks.visit_list(blocks.Listed(shown, start, len(parts), said))
