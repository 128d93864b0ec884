"""Small lessons and what they rest on, and strategies for any."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from knowledge.fields import PROSE_LIMIT
from knowledge.lessons import (
    Adoption,
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
    Sources,
    Stance,
    moved,
    proposed,
    shared,
    validated,
)
from knowledge.model import Audience, CaseStudy, Metadata, Theme
from knowledge.records import RecordStatus, Source
from knowledge.visits import Attribution
from tests.visit_samples import IDS, LINES, MAYBE_TEXT, MOMENTS, NOW, TEXTS, feedback, visit

ANN = LessonActor(pseudonym="teal", roles=frozenset({LessonRole.FACILITATOR}))
BEN = LessonActor(pseudonym="wren", roles=frozenset({LessonRole.FACILITATOR}))
OWNER = LessonActor(pseudonym="kite", roles=frozenset({LessonRole.OWNER}))
HOST = LessonActor(pseudonym="rook", roles=frozenset({LessonRole.HOST}))
OFFICER = LessonActor(pseudonym="lark", roles=frozenset({LessonRole.OFFICER}))
REVIEW_ON = date(2027, 3, 4)

TEXT = "Westmere met its tenants each month. Repairs were done in a day."
WESTMERE = CaseStudy("westmere", Metadata("Repairs", ("Westmere",), as_of="2024"), TEXT)
VISIT = visit(host="Eastborough", visitors=("Northshire",))
RECORD = feedback(
    observation="They met each week.", conclusion="Meeting often helps.", status=RecordStatus.ACCEPTED
)


def passage(quote: str = "Repairs were done in a day.", **fields: Any) -> PassageEvidence:
    start = TEXT.find(quote)
    given = {"case_study": "westmere", "start": start, "end": start + len(quote), "quote": quote}
    return PassageEvidence.model_validate(given | fields)


def words(quote: str = "They met each week.", **fields: Any) -> RecordEvidence:
    given = {"record": "r1", "visit": "v1", "field": "observation", "quote": quote}
    return RecordEvidence.model_validate(given | fields)


def draft(*evidence: RecordEvidence | PassageEvidence, **fields: Any) -> LessonDraft:
    """A draft of as many claims as there is evidence."""
    claims = [{"text": f"Claim {n}", "evidence": [each]} for n, each in enumerate(evidence or (words(),))]
    given = {"title": "Meet often", "lesson": "Meeting often helps.", "theme": Theme.CULTURE}
    return LessonDraft.model_validate(given | {"claims": claims} | fields)


def sources(*case_studies: CaseStudy, **fields: Any) -> Sources:
    given: dict[str, Any] = {"records": {"r1": RECORD}, "visits": {"v1": VISIT}}
    return Sources(**(given | fields), case_studies={each.id: each for each in case_studies or (WESTMERE,)})


def lesson(name: str = "l1", *evidence: RecordEvidence | PassageEvidence, **fields: Any) -> Lesson:
    """A lesson that Ann proposes; fields that follow from its sources can be given too."""
    made = proposed(draft(*evidence), name, ANN, sources(), at=NOW)
    return Lesson.model_validate(dict(made) | fields)


def validated_lesson(*evidence: RecordEvidence | PassageEvidence) -> Lesson:
    found = lesson("l1", *evidence)
    return validated(found, BEN, range(1, len(found.claims) + 1), at=NOW)


def endorsed_lesson(*evidence: RecordEvidence | PassageEvidence) -> Lesson:
    return moved(validated_lesson(*evidence), LessonGesture.ENDORSE, OWNER, at=NOW)


def shared_lesson(*evidence: RecordEvidence | PassageEvidence) -> Lesson:
    return shared(endorsed_lesson(*evidence), ANN, Audience.NETWORK, REVIEW_ON, at=NOW)


def adoption(name: str = "a1", **fields: Any) -> Adoption:
    given = {"id": name, "lesson": "l1", "council": "Northshire", "by": "lark", "created_at": NOW}
    return Adoption.model_validate(given | {"change": "We meet each week."} | fields)


_VERBATIM = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20
)
_EVIDENCE: dict[str, st.SearchStrategy[Any]] = {
    "quote": _VERBATIM,
    "stance": st.sampled_from(Stance),
    "fault": st.none() | LINES,
}
RECORD_EVIDENCE = st.builds(RecordEvidence, **_EVIDENCE, record=st.just("r1"), visit=st.just("v1"), field=IDS)
PASSAGE_EVIDENCE = st.builds(
    PassageEvidence,
    **_EVIDENCE,
    case_study=IDS,
    start=st.integers(0, PROSE_LIMIT),
    end=st.integers(1, PROSE_LIMIT),
)
_CLAIMS = st.builds(
    Claim,
    text=TEXTS,
    evidence=st.lists(st.one_of(RECORD_EVIDENCE, PASSAGE_EVIDENCE), min_size=1, max_size=3).map(tuple),
)
_EVENTS = st.builds(
    LessonEvent,
    at=MOMENTS,
    actor=IDS,
    role=st.sampled_from(LessonRole),
    source=st.sampled_from(Source),
    gesture=st.sampled_from(LessonGesture),
    status=st.sampled_from(LessonStatus),
    reason=MAYBE_TEXT,
)
_ENDED = {LessonStatus.MERGED, LessonStatus.SUPERSEDED}
LESSONS = st.builds(
    Lesson,
    id=IDS,
    title=LINES,
    prompt=MAYBE_TEXT,
    lesson=TEXTS,
    recommendation=MAYBE_TEXT,
    applies_when=MAYBE_TEXT,
    not_when=MAYBE_TEXT,
    theme=st.sampled_from(Theme),
    claims=st.lists(_CLAIMS, min_size=1, max_size=2).map(tuple),
    visit=st.none() | st.just("v1"),
    councils=st.lists(LINES, max_size=2).map(tuple),
    attribution=st.sampled_from(Attribution),
    as_of=st.none() | st.sampled_from(["2024", "2024-05", "2024-05-31"]),
    audience=st.sampled_from(Audience),
    review_on=st.none() | st.dates(),
    status=st.sampled_from([status for status in LessonStatus if status not in _ENDED]),
    history=st.lists(_EVENTS, min_size=1, max_size=3).map(tuple),
)
ADOPTIONS = st.builds(
    Adoption,
    id=IDS,
    lesson=st.just("l1"),
    council=LINES,
    change=MAYBE_TEXT,
    since=st.none() | st.dates(),
    result=MAYBE_TEXT,
    evidence=MAYBE_TEXT,
    by=IDS,
    attribution=st.sampled_from(Attribution),
    created_at=MOMENTS,
    commitment=st.none() | IDS,
    reminded=st.lists(st.sampled_from([3, 10]), max_size=2, unique=True).map(tuple),
)
