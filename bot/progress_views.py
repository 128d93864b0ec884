"""How commitments stand, as one person sees them: those of all their visits, under each visit's rule."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.blocks import progress as blocks
from bot.blocks.elements import Block
from bot.blocks.notices import notice
from bot.lesson_views import published_for
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
from knowledge.store import RecordFilters, Store
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
            return notice(wording.NO_VISIT, wording.TITLE)
        known = [each for part in parts for each in self._of(part)]
        found = by_council([each.shown for each in known], day_of(self.now()))
        looked_at = _chosen(found, chosen, Visiting(self.store).council(person))
        adoptions = self.store.adoptions.of_commitments([each.record.id for each in known])
        scopes = self.readers.person(person.slack_user) if person.slack_user else frozenset()
        looked = blocks.Looked(
            councils={each.stands[0].commitment.id: each.council for each in found},
            chosen=looked_at.stands[0].commitment.id if looked_at else blocks.ANYBODY,
            shown=[looked_at] if looked_at else found,
            entries={each.record.id: self._entry(each, adoptions, scopes) for each in known},
        )
        return blocks.view(looked, said)

    def _of(self, part: Part) -> Iterator[_Known]:
        """What councils committed themselves to on a visit."""
        seen = showing(self.store, part.visit)
        title = seen.text(part.visit).title
        for record in self.store.records.find(RecordFilters(part.visit.id, type=RecordType.COMMITMENT)):
            if isinstance(record, Commitment):
                yield _Known(part, record, seen.record(record).record, title)

    def _entry(self, known: _Known, adoptions: dict[str, Adoption], scopes: Scopes) -> blocks.Entry:
        open_ = possible(known.record, known.part.actor, known.part.visit.state)
        return blocks.Entry(
            visit=known.visit,
            steps=tuple(step for step in _FOLLOWING_UP if step in open_),
            helped=self._helped(adoptions.get(known.record.id), scopes),
            may_say=may_say(known.part, known.record),
        )

    def _helped(self, adoption: Adoption | None, scopes: Scopes) -> str:
        """The lesson that helped, as far as the reader may see it."""
        if adoption is None:
            return ""
        published = published_for(self.store, adoption.lesson, scopes)
        return wording.helped(published.metadata.title) if published else wording.HELPED_BY_SOME


def may_say(part: Part, record: Commitment) -> bool:
    """Whether somebody can say which lesson helped: whoever could have marked it as done, once it is."""
    responsible = part.participant.role is Role.FACILITATOR or record.respondent == part.actor.pseudonym
    return record.status is RecordStatus.DONE and responsible


def _chosen(found: tuple[Progress, ...], chosen: str | None, own: str | None) -> Progress | None:
    """The progress that is looked at; None for all there is."""
    if chosen is None:
        return next((each for each in found if own and council_key(each.council) == council_key(own)), None)
    return next((each for each in found if chosen in {stand.commitment.id for stand in each.stands}), None)
