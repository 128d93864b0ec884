"""How commitments stand, as one person sees them: those of all their visits, under each visit's rule."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.blocks import progress as blocks
from bot.blocks.elements import Block
from bot.blocks.visits import no_visit
from bot.office_hours import day_of
from bot.readers import Readers
from bot.showing import showing
from bot.visiting import Part, Visiting
from bot.wording import commitments as commitment_wording
from bot.wording import progress as wording
from knowledge.councils import council_key
from knowledge.lessons import Adoption
from knowledge.model import Scopes
from knowledge.progress import Progress, by_council
from knowledge.records import Commitment, RecordGesture, RecordStatus, RecordType, possible
from knowledge.scopes import scope_of
from knowledge.store import About, RecordFilters, Store, document_id
from knowledge.visits import Person, Role

_FOLLOWING_UP = tuple(step for step in commitment_wording.STEPS if step is not RecordGesture.WITHDRAW)
"""What can be done from here; a commitment is withdrawn where it was made."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A commitment, as it is stored and as it may be shown, and what its reader is to its visit."""

    part: Part
    record: Commitment
    shown: Commitment
    visit: str


@dataclass(frozen=True, slots=True)
class ProgressViews:
    """The progress of the commitments of one store."""

    store: Store
    readers: Readers
    now: Callable[[], datetime]

    def screen(self, person: Person, chosen: str | None = None, said: str = "") -> Block:
        """What a commitment's council agreed to, or all councils; the person's own when none is chosen."""
        parts = Visiting(self.store).parts(person)
        if not parts:
            return no_visit(wording.NO_VISIT, wording.TITLE)
        known = [each for part in parts for each in self._of(part)]
        found = by_council([each.shown for each in known], day_of(self.now()))
        looked_at = _chosen(found, chosen, Visiting(self.store).council(person))
        adoptions = self.store.adoptions.of_commitments([each.record.id for each in known])
        scopes = self.readers.person(person.slack_user) if person.slack_user else frozenset()
        helped = self._helped(adoptions, scopes)
        looked = blocks.Looked(
            councils={each.stands[0].commitment.id: each.council for each in found},
            chosen=looked_at.stands[0].commitment.id if looked_at else blocks.ANYBODY,
            shown=[looked_at] if looked_at else found,
            entries={each.record.id: _entry(each, helped.get(each.record.id, "")) for each in known},
        )
        return blocks.view(looked, said)

    def _of(self, part: Part) -> Iterator[_Known]:
        """What councils committed themselves to on a visit."""
        seen = showing(self.store, part.visit)
        title = seen.text(part.visit).title
        for record in self.store.records.find(RecordFilters(part.visit.id, type=RecordType.COMMITMENT)):
            if isinstance(record, Commitment):
                yield _Known(part, record, seen.record(record).record, title)

    def _helped(self, adoptions: Mapping[str, Adoption], scopes: Scopes) -> dict[str, str]:
        """By commitment, what is said of the lesson that helped, as far as the reader may see it."""
        documents = {name: document_id(About.LESSON, each.lesson) for name, each in adoptions.items()}
        published = self.store.case_studies.known(set(documents.values()))
        titles = {
            name: metadata.title
            for name, (metadata, status) in published.items()
            if scope_of(metadata, status) in scopes
        }
        return {
            name: wording.helped(titles[document]) if document in titles else wording.HELPED_BY_SOME
            for name, document in documents.items()
        }


def _entry(known: _Known, helped: str) -> blocks.Entry:
    open_ = possible(known.record, known.part.actor, known.part.visit.state)
    return blocks.Entry(
        visit=known.visit,
        steps=tuple(step for step in _FOLLOWING_UP if step in open_),
        helped=helped,
        may_say=may_say(known.part, known.record),
    )


def may_say(part: Part, record: Commitment) -> bool:
    """Whether somebody can say which lesson helped: whoever could have marked it as done, once it is."""
    responsible = part.participant.role is Role.FACILITATOR or record.respondent == part.actor.pseudonym
    return record.status is RecordStatus.DONE and responsible


def _chosen(found: tuple[Progress, ...], chosen: str | None, own: str | None) -> Progress | None:
    """The progress that is looked at; None for all there is."""
    if chosen is None:
        return next((each for each in found if own and council_key(each.council) == council_key(own)), None)
    return next((each for each in found if chosen in {stand.commitment.id for stand in each.stands}), None)
