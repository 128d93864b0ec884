"""What a report is made from, and what of it may be in one. Pure.

Feedback is in a report once it is accepted, and never when it is sensitive. What the group or a
council has yet to agree is in drafts alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from knowledge.attribution import Author, Names, Shown, count_shown, names_roles, rule_of, shown, struck
from knowledge.gaps import Enquiry
from knowledge.records import Commitment, FeedbackRecord, GroupFeedback, Record, RecordStatus, Sensitivity
from knowledge.reports.figures import Sample
from knowledge.reports.phrases import plural
from knowledge.visits import Attribution, Participant, Role, Session, Visit

_REVIEWED = frozenset({RecordStatus.ACCEPTED, RecordStatus.DISTILLED})
_SETTLED = frozenset({RecordStatus.AGREED, RecordStatus.AT_RISK, RecordStatus.DONE})

_Record = TypeVar("_Record", bound=Record)
_Part = TypeVar("_Part", str, Visit, Session)


@dataclass(frozen=True)
class Material:
    """A visit and all that was told about it, as the store has it."""

    visit: Visit
    programme: tuple[Session, ...] = ()
    participants: tuple[Participant, ...] = ()
    records: tuple[Record, ...] = ()
    authors: Mapping[str, Author] = field(default_factory=dict)
    """Who is behind each pseudonym."""
    names: Names = field(default_factory=Names)
    """Whom texts may name, besides those the other parts tell."""
    enquiries: tuple[Enquiry, ...] = ()
    """The questions that the visit took along."""

    @property
    def rule(self) -> Attribution:
        return self.visit.attribution

    @cached_property
    def everybody(self) -> Names:
        """Every person and every council that is to do with the visit."""
        authors = self.authors.values()
        committed = (record.council for record in self.records if isinstance(record, Commitment))
        councils = (
            *self.names.councils,
            *self.visit.councils,
            *filter(None, (one.council for one in self.participants)),
            *filter(None, (author.organisation for author in authors)),
            *committed,
        )
        people = (*self.names.people, *filter(None, (author.person for author in authors)))
        return Names(tuple(dict.fromkeys(people)), tuple(dict.fromkeys(councils)))

    @property
    def feedback(self) -> tuple[FeedbackRecord, ...]:
        """What was accepted."""
        return tuple(
            record
            for record in self._ordinary
            if isinstance(record, FeedbackRecord) and record.status in _REVIEWED
        )

    def answering(self, enquiry: Enquiry) -> tuple[FeedbackRecord, ...]:
        """What was accepted and answers the question."""
        return tuple(record for record in self.feedback if record.enquiry == enquiry.id)

    @property
    def waiting(self) -> tuple[FeedbackRecord, ...]:
        """Feedback that a facilitator has yet to review, or its author to explain."""
        open_ = {RecordStatus.SUBMITTED, RecordStatus.NEEDS_INFORMATION}
        return tuple(
            record for record in self.records if isinstance(record, FeedbackRecord) and record.status in open_
        )

    def group_feedback(self, *, draft: bool) -> tuple[GroupFeedback, ...]:
        return self._agreed(GroupFeedback, draft=draft)

    def commitments(self, *, draft: bool) -> tuple[Commitment, ...]:
        return self._agreed(Commitment, draft=draft)

    @property
    def visitors_present(self) -> tuple[Participant, ...]:
        """Those who are to tell what they saw."""
        return tuple(one for one in self.participants if one.role is Role.PARTICIPANT)

    @property
    def sample(self) -> Sample:
        organisations = {
            name: author.organisation for name, author in self.authors.items() if author.organisation
        }
        return Sample(self.feedback, self.rule, organisations, self.everybody)

    def shown(self, record: _Record) -> Shown[_Record]:
        """The record as the visit's rule, its author's, and those of what it was made from let it be."""
        return shown(record, self.rule_for(record), self.everybody, self.authors.get(record.respondent))

    def rule_for(self, record: Record) -> Attribution:
        """The strictest among the sources."""
        return rule_of(record, self.rule, self.records)

    def struck(self, part: _Part, rule: Attribution | None = None) -> _Part:
        return struck(part, rule or self.rule, self.everybody)

    def shown_session(self, session: Session) -> Session:
        """A session as the programme may have it: a role at a council that is named names a person."""
        kept = session if names_roles(self.rule) else session.model_copy(update={"speakers": ()})
        return self.struck(kept)

    def counted(self, noun: str, number: int, organisations: Iterable[str]) -> str:
        """How many there are: "3 people"; "some people" where the number is withheld."""
        hidden = count_shown(organisations, self.rule) is None
        return f"some {plural(noun, 0)}" if hidden else f"{number} {plural(noun, number)}"

    @property
    def _ordinary(self) -> Sequence[Record]:
        return [record for record in self.records if record.sensitivity is Sensitivity.ORDINARY]

    def _agreed(self, type_: type[_Record], *, draft: bool) -> tuple[_Record, ...]:
        wanted = _SETTLED | ({RecordStatus.SUBMITTED} if draft else set())
        return tuple(
            record for record in self._ordinary if isinstance(record, type_) and record.status in wanted
        )
