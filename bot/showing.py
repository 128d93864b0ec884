"""What of a visit may be shown to its people: everything here has been through its attribution rule.

Facilitators are no exception: what they read in the queue is what everybody will read. The one
thing to remember: a record's pseudonym leads to its author, so it is never shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from knowledge.attribution import Author, Names, Shown, count_shown, rule_of, shown, struck
from knowledge.records import GroupFeedback, Record
from knowledge.store import Store
from knowledge.visits import Attribution, Session, Visit

_Record = TypeVar("_Record", bound=Record)
_Part = TypeVar("_Part", str, Visit, Session)


@dataclass(frozen=True, slots=True)
class Showing:
    """A visit's rule, and what it needs to know to keep it."""

    visit: Visit
    names: Names
    authors: Mapping[str, Author]
    """By pseudonym."""
    programme: tuple[Session, ...]

    def record(self, record: _Record) -> Shown[_Record]:
        return shown(record, self.visit.attribution, self.names, self.authors.get(record.respondent))

    def group_feedback(self, feedback: GroupFeedback, told: Iterable[Record]) -> GroupFeedback:
        """The group's words, under the strictest rule of what they were composed from."""
        return shown(feedback, rule_of(feedback, self.visit.attribution, told), self.names).record

    def named(self, pseudonym: str) -> str | None:
        """What somebody may be called, apart from anything they told; None where nothing may be said."""
        author = self.authors.get(pseudonym)
        if author is None:
            return None
        match self.visit.attribution:
            case Attribution.OPEN:
                return author.person
            case Attribution.ORGANISATION:
                return author.organisation
            case Attribution.ROLE:
                return author.role and self.text(author.role)
            case Attribution.CHATHAM_HOUSE:
                return None

    def text(self, part: _Part) -> _Part:
        """A text of ours, or the visit or a session of it, that holds what people typed."""
        return struck(part, self.visit.attribution, self.names)

    def session(self, record: Record) -> Session | None:
        """Where the record was told, if it was told of a session."""
        found = next((one for one in self.programme if one.id == record.session), None)
        return found and self.text(found)

    def councils(self, pseudonyms: Iterable[str]) -> int | None:
        """For how many councils these people are there; None when the rule withholds the number."""
        found = (author.organisation for name in pseudonyms if (author := self.authors.get(name)))
        return count_shown(filter(None, found), self.visit.attribution)


def showing(store: Store, visit: Visit) -> Showing:
    return Showing(
        visit=visit,
        names=store.people.names(visit.id),
        authors=store.people.authors(visit.id),
        programme=store.visits.programme(visit.id),
    )
