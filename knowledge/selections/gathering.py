"""From the store to a selection: each lesson under its own attribution, for one reader.

The one thing to get wrong: a lesson that somebody may see rests on quotes they may not. Who may see a
quote is decided by where it comes from, and it is struck by the rule of the lesson, not of its source.
"""

from collections.abc import Iterable
from datetime import datetime

from knowledge.attribution import Names, names_organisations, struck
from knowledge.citations import citation
from knowledge.errors import UnknownCaseStudyError
from knowledge.lessons import Claim as LessonClaim
from knowledge.lessons import Lesson, PassageEvidence, RecordEvidence, Stance, agreement
from knowledge.model import Quote, Scopes
from knowledge.passages import place_of
from knowledge.publication import scopes_of_evidence
from knowledge.reports.phrases import days
from knowledge.reviews import shown_use
from knowledge.selections.contents import Claim, Ground, Selection, Sheet
from knowledge.store import Store
from knowledge.visits import Attribution

_OF_A_VISIT = "Feedback on a visit"
_GONE = "A case study that is no longer there"


def gather(store: Store, lessons: Iterable[Lesson], *, made_at: datetime, scopes: Scopes | None) -> Selection:
    """The lessons, which their reader may see, with what they rest on.

    ``scopes`` are the reader's; None is for an operator, who may see every quote.
    """
    return Selection(tuple(_sheet(store, lesson, scopes) for lesson in lessons), made_at)


def _sheet(store: Store, lesson: Lesson, scopes: Scopes | None) -> Sheet:
    names, rule = store.lessons.names(lesson), lesson.attribution
    return Sheet(
        lesson=struck(lesson, rule, names),
        agreed=agreement(lesson, rule, store.lessons.organisations([lesson])),
        claims=tuple(claim_for(store, lesson, claim, names, scopes) for claim in lesson.claims),
        uses=tuple(shown_use(store, lesson, each) for each in store.adoptions.of(lesson.id)),
    )


def claim_for(store: Store, lesson: Lesson, claim: LessonClaim, names: Names, scopes: Scopes | None) -> Claim:
    """A claim with those of its quotes that the reader may see; ``names`` are those of the lesson."""
    standing = [each for each in claim.evidence if each.fault is None]
    for_whom = scopes_of_evidence(store, standing)
    seen = [each for each in standing if scopes is None or for_whom[each.origin] in scopes]
    return Claim(
        text=struck(claim.text, lesson.attribution, names),
        grounds=tuple(_ground(store, each, lesson.attribution, names) for each in seen),
        kept_back=len(seen) < len(standing),
        gone=len(standing) < len(claim.evidence),
    )


def _ground(
    store: Store, evidence: RecordEvidence | PassageEvidence, rule: Attribution, names: Names
) -> Ground:
    against = evidence.stance is Stance.DISAGREES
    if isinstance(evidence, RecordEvidence):
        source = _of_record(store, evidence, rule)
    else:
        source = _of_passage(store, evidence, rule)
    return Ground(struck(evidence.quote, rule, names), struck(source, rule, names), against=against)


def _of_record(store: Store, evidence: RecordEvidence, rule: Attribution) -> str:
    """Which visit it was told on, where its host may be named: a day alone would point at it."""
    visit = store.visits.get(evidence.visit)
    if not names_organisations(rule):
        return _OF_A_VISIT
    return f"{_OF_A_VISIT} to {visit.host}, {days(visit.starts, visit.ends)}"


def _of_passage(store: Store, evidence: PassageEvidence, rule: Attribution) -> str:
    try:
        source = store.case_studies.get(evidence.case_study)
    except UnknownCaseStudyError:
        return _GONE
    about, (heading, page) = source.metadata, place_of(source, evidence.start)
    return citation(
        Quote(
            text=evidence.quote,
            case_study=source.id,
            council=about.council if names_organisations(rule) else "",
            title=about.title,
            heading=heading,
            page=page,
            start=evidence.start,
            end=evidence.end,
            as_of=about.as_of,
            status=source.status,
            source=None,
            score=0,
        )
    )
