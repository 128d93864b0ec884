"""What a lesson's quotes are taken from, and whether they still stand there. Pure.

A quote is verbatim or refused: ``checked`` compares it sign by sign with its record's field or
with its stretch of a case study. A lesson is named after the strictest rule of its sources.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from knowledge.attribution import names_organisations, rule_of, strictest
from knowledge.councils import council_key
from knowledge.errors import MisquotedError, NotAllowedError
from knowledge.fields import LINE_LIMIT, PROSE_LIMIT
from knowledge.lessons.agreement import Verdict, verdict
from knowledge.lessons.base import (
    Claim,
    Lesson,
    LessonActor,
    LessonDraft,
    LessonEvent,
    LessonGesture,
    LessonRole,
    LessonStatus,
    PassageEvidence,
    RecordEvidence,
    Stance,
    numbered,
)
from knowledge.lessons.lifecycle import LIFECYCLE, PEERBOT, taken
from knowledge.model import CaseStudy, Status
from knowledge.records import ERASED, Commitment, Record, RecordStatus, Sensitivity
from knowledge.visits import Attribution, Visit

QUOTABLE = frozenset(
    {"observation", "discussion", "conclusion", "recommendation"}
    | {"strengths", "considerations", "innovations", "questions"}
    | {"current_state", "desired_state", "measure"}
)
"""The fields of records that hold what was told, of whichever type."""

_SOUND = frozenset(
    {RecordStatus.ACCEPTED, RecordStatus.DISTILLED}
    | {RecordStatus.AGREED, RecordStatus.AT_RISK, RecordStatus.DONE}
)
_PHRASE = 3  # words from which on they are somebody's own
_SHOWN = 60  # characters of a quote in a sentence about it


@dataclass(frozen=True, slots=True)
class Sources:
    """The records, with their visits, and the case studies that quotes may be taken from, by id."""

    records: Mapping[str, Record] = field(default_factory=dict)
    visits: Mapping[str, Visit] = field(default_factory=dict)
    case_studies: Mapping[str, CaseStudy] = field(default_factory=dict)
    composed_from: Mapping[str, Record] = field(default_factory=dict)
    """The records that the group's feedback among them was composed from."""

    def attributions(self) -> Iterator[Attribution]:
        """The rule of each source."""
        for record in self.records.values():
            yield rule_of(record, self.visits[record.visit].attribution, self.composed_from.values())

    def councils(self) -> Iterator[str]:
        """Every council that a source is about, as often as one is."""
        for record in self.records.values():
            yield record.council if isinstance(record, Commitment) else self.visits[record.visit].host
        for case_study in self.case_studies.values():
            yield from case_study.metadata.councils

    def dates(self) -> Iterator[str]:
        for record in self.records.values():
            visit = self.visits[record.visit]
            # What is told while the visit is on is of the day it was told, what is told later of its end.
            yield min(visit.ends, visit.local(record.created_at).date()).isoformat()
        for case_study in self.case_studies.values():
            if case_study.metadata.as_of:
                yield case_study.metadata.as_of


def quotable(record: Record) -> bool:
    """Whether lessons may quote it: what a facilitator or the group stands by, unless it is kept back."""
    return record.status in _SOUND and record.sensitivity is Sensitivity.ORDINARY


def told(record: Record, field_: str) -> str:
    """What the record says in a field; empty when it says nothing there, or has no such field."""
    value = getattr(record, field_, None) if field_ in QUOTABLE else None
    return value if isinstance(value, str) else "\n".join(value or ())


def proposed(
    draft: LessonDraft, lesson: str, actor: LessonActor, sources: Sources, *, at: datetime
) -> Lesson:
    """A new lesson; MisquotedError names the first claim whose quote is not what its source says."""
    if LessonRole.FACILITATOR not in actor.roles and LessonRole.OWNER not in actor.roles:
        raise NotAllowedError("only a facilitator or an owner of its theme can propose a lesson")
    role = LessonRole.FACILITATOR if LessonRole.FACILITATOR in actor.roles else LessonRole.OWNER
    first = LessonEvent(
        at=at,
        actor=actor.pseudonym,
        role=role,
        source=actor.source,
        gesture=LessonGesture.PROPOSE,
        status=LessonStatus.PROPOSED,
    )
    draft = checked(draft, sources)
    return Lesson.model_validate(
        {**_words(draft), **_drawn(draft, sources), "id": lesson, "history": (first,)}
    )


def revised(
    lesson: Lesson, draft: LessonDraft, actor: LessonActor, sources: Sources, *, at: datetime
) -> Lesson:
    """The lesson in other words, proposed again."""
    draft = checked(draft, sources)
    return taken(lesson, LessonGesture.REVISE, actor, at=at, **_words(draft), **_drawn(draft, sources))


def with_evidence(
    lesson: Lesson,
    number: int,
    evidence: RecordEvidence | PassageEvidence,
    actor: LessonActor,
    sources: Sources,
    *,
    at: datetime,
    reason: str | None = None,
) -> Lesson:
    """The lesson with one more quote under the claim of this number, from one.

    ``sources`` holds those of all its quotes. When as many sources disagree as agree, a lesson
    in force is contradicted from then on. As it was when the claim has this quote already.
    """
    if not 1 <= number <= len(lesson.claims):
        raise NotAllowedError(f"this lesson has no claim {number}: it has {len(lesson.claims)}")
    claim = lesson.claims[number - 1]
    if any(each.origin == evidence.origin and each.quote == evidence.quote for each in claim.evidence):
        return lesson
    longer = claim.model_copy(update={"evidence": (*claim.evidence, evidence)})
    claims = (*lesson.claims[: number - 1], longer, *lesson.claims[number:])
    _refuse_wrong([(number, evidence)], sources)
    drawn = _drawn(lesson.model_copy(update={"claims": claims}), sources)
    after = taken(lesson, LessonGesture.ADD_EVIDENCE, actor, at=at, reason=reason, claims=claims, **drawn)
    contradicts = evidence.stance is Stance.DISAGREES and verdict(after) is Verdict.CONTRADICTED
    if contradicts and after.status in LIFECYCLE[LessonGesture.CONTRADICT].source:
        said = "At least as many of its sources disagree with it as agree."
        return taken(after, LessonGesture.CONTRADICT, actor, at=at, reason=said)
    return after


def checked(draft: LessonDraft, sources: Sources) -> LessonDraft:
    """The draft, all of whose quotes stand where they say; else MisquotedError names the claim."""
    _refuse_wrong(numbered(draft.claims), sources)
    return draft.model_copy(update={"claims": _sound(draft.claims)})


def rechecked(lesson: Lesson, case_study: str, sources: Sources, *, at: datetime) -> Lesson:
    """The lesson after its case study was read again, or removed.

    A quote that stands elsewhere now is followed there; one that stands nowhere is marked with the
    reason, and one that is back again no longer is. As it was when all quotes are where they were.
    """
    claims = tuple(
        claim.model_copy(
            update={
                "evidence": tuple(
                    _followed(each, sources)
                    if isinstance(each, PassageEvidence) and each.case_study == case_study
                    else each
                    for each in claim.evidence
                )
            }
        )
        for claim in lesson.claims
    )
    if claims == lesson.claims:
        return lesson
    before = lesson.faults
    found = lesson.model_copy(update={"claims": claims}).faults
    new = [fault for fault in found if fault not in before]
    reason = "; ".join(new) or "The quotes of a case study moved with its text."
    return taken(lesson, LessonGesture.RECHECK, PEERBOT, at=at, reason=reason[:PROSE_LIMIT], claims=claims)


class Loss(StrEnum):
    """Why a lesson can no longer hold what a record told, as it is said of the record."""

    WITHDRAWN = "was withdrawn by its author"
    REOPENED = "is to be decided on again"


def forgetting(lesson: Lesson, told_before: Record, why: Loss = Loss.WITHDRAWN, *, at: datetime) -> Lesson:
    """The lesson without anything that a record told.

    The quotes are erased and marked; where the lesson repeats the record word for word, it no
    longer does.
    """
    texts = {told(told_before, name) for name in QUOTABLE}
    quotes = {each.quote for each in lesson.evidence if _is_of(each, told_before.id)}
    gone = sorted({text for text in texts | quotes if text}, key=len, reverse=True)
    words = {
        name: _erased(value, gone)
        for name, value in _words(lesson).items()
        if isinstance(value, str) and name != "theme"
    }
    claims = tuple(
        Claim(
            text=_erased(claim.text, gone),
            evidence=tuple(_forgotten(each, told_before.id, why) for each in claim.evidence),
        )
        for claim in lesson.claims
    )
    history = tuple(
        event.model_copy(update={"reason": event.reason and _erased(event.reason, gone)})
        for event in lesson.history
    )
    before = lesson.model_copy(update={"history": history})
    reason = f"Feedback that it quotes {why}."
    return taken(before, LessonGesture.RECHECK, PEERBOT, at=at, reason=reason, claims=claims, **words)


def _words(draft: LessonDraft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in LessonDraft.model_fields}


def _sound(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Claims whose quotes have just been checked."""
    return tuple(
        Claim(
            text=claim.text,
            evidence=tuple(each.model_copy(update={"fault": None}) for each in claim.evidence),
        )
        for claim in claims
    )


def _drawn(draft: LessonDraft, sources: Sources) -> dict[str, Any]:
    """What follows from a lesson's sources: those of all its quotes."""
    used = _used(draft, sources)
    rule = strictest(Attribution.OPEN, *used.attributions())
    visits = [each.visit for each in draft.evidence if isinstance(each, RecordEvidence)]
    return {
        "visit": visits[0] if visits else None,
        "attribution": rule,
        "councils": _once(used.councils()) if names_organisations(rule) else (),
        "as_of": max(used.dates(), default=None),
    }


def _used(draft: LessonDraft, sources: Sources) -> Sources:
    """Those of the sources that are quoted and are still there."""
    records = {each.record for each in draft.evidence if isinstance(each, RecordEvidence)}
    studies = {each.case_study for each in draft.evidence if isinstance(each, PassageEvidence)}
    return Sources(
        {name: record for name, record in sources.records.items() if name in records},
        sources.visits,
        {name: study for name, study in sources.case_studies.items() if name in studies},
        sources.composed_from,
    )


def _once(councils: Iterable[str]) -> tuple[str, ...]:
    """Each council by the first of its names."""
    return tuple({council_key(name): name for name in reversed([*councils])}.values())[::-1]


def _refuse_wrong(evidence: Iterable[tuple[int, RecordEvidence | PassageEvidence]], sources: Sources) -> None:
    for number, each in evidence:
        if fault := _unfit(each, sources) or _fault(each, sources):
            raise MisquotedError(f"claim {number}: {fault}")


def _unfit(evidence: RecordEvidence | PassageEvidence, sources: Sources) -> str | None:
    """Why what is there may not be quoted, as a sentence."""
    if isinstance(evidence, PassageEvidence):
        study = sources.case_studies.get(evidence.case_study)
        made_here = study is not None and study.status is not Status.PUBLISHED
        return f"{evidence.case_study} is no case study: quote what it was made from" if made_here else None
    record = sources.records.get(evidence.record)
    if record is None:
        return None
    if record.sensitivity is Sensitivity.SENSITIVE:
        return f"record {record.id} is sensitive, so lessons cannot quote it"
    if record.status not in _SOUND | {RecordStatus.WITHDRAWN}:
        return f"record {record.id} is {record.status}: accept it before a lesson quotes it"
    return None


def _fault(evidence: RecordEvidence | PassageEvidence, sources: Sources) -> str | None:
    """Why the quote does not stand where it says, as a sentence."""
    if isinstance(evidence, RecordEvidence):
        return _record_fault(evidence, sources.records.get(evidence.record))
    study = sources.case_studies.get(evidence.case_study)
    if study is None:
        return f"there is no case study {evidence.case_study}"
    stands = study.text[evidence.start : evidence.end] == evidence.quote
    return None if stands else f"case study {study.id} does not say “{_short(evidence.quote)}” there"


def _record_fault(evidence: RecordEvidence, record: Record | None) -> str | None:
    if record is None:
        return f"there is no record {evidence.record}"
    if record.status is RecordStatus.WITHDRAWN:
        return _lost(record.id, Loss.WITHDRAWN)
    if record.visit != evidence.visit:
        return f"record {record.id} is of another visit"
    if evidence.quote in told(record, evidence.field):
        return None
    name = evidence.field.replace("_", " ")
    return f"record {record.id} does not say “{_short(evidence.quote)}” in its {name}"


def _lost(record: str, why: Loss) -> str:
    return f"record {record} {why}"


def _followed(evidence: PassageEvidence, sources: Sources) -> PassageEvidence:
    fault = _fault(evidence, sources)
    study = sources.case_studies.get(evidence.case_study)
    start = study.text.find(evidence.quote) if fault and study else -1
    if start >= 0:
        place = {"start": start, "end": start + len(evidence.quote)}
        return evidence.model_copy(update={**place, "fault": None})
    return evidence.model_copy(update={"fault": fault and fault[:LINE_LIMIT]})


def _is_of(evidence: RecordEvidence | PassageEvidence, record: str) -> bool:
    return isinstance(evidence, RecordEvidence) and evidence.record == record


def _forgotten(
    evidence: RecordEvidence | PassageEvidence, record: str, why: Loss
) -> RecordEvidence | PassageEvidence:
    if not _is_of(evidence, record):
        return evidence
    return evidence.model_copy(update={"quote": ERASED, "fault": _lost(record, why)})


def _erased(text: str, gone: Iterable[str]) -> str:
    """Not single words: those are everybody's."""
    limit = max(len(text), LINE_LIMIT)
    for each in gone:
        if len(each.split()) >= _PHRASE:
            text = re.sub(rf"(?<!\w){re.escape(each)}(?!\w)", ERASED, text)
    return text[:limit].rstrip()


def _short(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
