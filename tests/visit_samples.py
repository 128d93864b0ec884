"""Small visits and records, and strategies for any."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from knowledge.fields import line, prose
from knowledge.model import Theme
from knowledge.records import (
    Actor,
    Commitment,
    Event,
    Evidence,
    EvidenceKind,
    FeedbackKind,
    FeedbackRecord,
    GroupFeedback,
    Intent,
    RecordGesture,
    RecordStatus,
    Sensitivity,
    Source,
)
from knowledge.visits import Attribution, Role, Session, SessionKind, Visit

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
AUTHOR = Actor(pseudonym="heron", role=Role.PARTICIPANT)
PEER = Actor(pseudonym="otter", role=Role.PARTICIPANT)
FACILITATOR = Actor(pseudonym="badger", role=Role.FACILITATOR)


def visit(name: str = "v1", **fields: Any) -> Visit:
    given = {
        "id": name,
        "title": "Repairs",
        "focus": "How are repairs done?",
        "host": "Leeds City Council",
        "visitors": ("Kent", "Medway"),
        "starts": date(2026, 3, 4),
        "ends": date(2026, 3, 5),
    }
    return Visit.model_validate(given | fields)


def session(name: str = "s1", **fields: Any) -> Session:
    given = {"id": name, "start": NOW, "end": NOW.replace(hour=10), "title": f"About {name}"}
    return Session.model_validate(given | fields)


def feedback(name: str = "r1", **fields: Any) -> FeedbackRecord:
    given = {"id": name, "visit": "v1", "respondent": AUTHOR.pseudonym, "created_at": NOW}
    given |= {"source": Source.MODAL, "kind": FeedbackKind.WORKED_WELL, "observation": "They met each week."}
    return FeedbackRecord.model_validate(given | fields)


def group_feedback(name: str = "g1", **fields: Any) -> GroupFeedback:
    given = {"id": name, "visit": "v1", "respondent": FACILITATOR.pseudonym, "created_at": NOW}
    given |= {"source": Source.MODAL, "strengths": ("You listen.",)}
    return GroupFeedback.model_validate(given | fields)


def commitment(name: str = "c1", **fields: Any) -> Commitment:
    given = {"id": name, "visit": "v1", "respondent": AUTHOR.pseudonym, "created_at": NOW}
    given |= {
        "source": Source.COMMAND_LINE,
        "council": "Kent",
        "current_state": "Slow",
        "desired_state": "Fast",
    }
    return Commitment.model_validate(given | fields)


IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,20}", fullmatch=True)
ZONES = st.sampled_from([UTC, ZoneInfo("Europe/London"), ZoneInfo("Pacific/Auckland")])
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=ZONES)  # noqa: DTZ001
LINES = st.text(min_size=1, max_size=20).filter(line)
TEXTS = st.text(min_size=1, max_size=20).filter(prose)
MAYBE_TEXT = st.none() | TEXTS

_EVENTS = st.builds(
    Event,
    at=MOMENTS,
    actor=IDS,
    role=st.sampled_from(Role),
    gesture=st.sampled_from(RecordGesture),
    status=st.sampled_from(RecordStatus),
    reason=MAYBE_TEXT,
)
_COMMON: dict[str, st.SearchStrategy[Any]] = {
    "id": IDS,
    "visit": st.just("v1"),
    "session": st.none(),
    "theme": st.none() | st.sampled_from(Theme),
    "respondent": IDS,
    "respondent_role": st.none() | LINES,
    "attribution": st.sampled_from(Attribution),
    "sensitivity": st.sampled_from(Sensitivity),
    "created_at": MOMENTS,
    "source": st.sampled_from(Source),
    "status": st.sampled_from(RecordStatus),
    "history": st.lists(_EVENTS, max_size=3).map(tuple),
}
_EVIDENCE = st.builds(
    Evidence, kind=st.sampled_from(EvidenceKind), reference=st.none() | LINES, quote=MAYBE_TEXT
)
FEEDBACK = st.builds(
    FeedbackRecord,
    **_COMMON,
    kind=st.sampled_from(FeedbackKind),
    observation=TEXTS,
    discussion=MAYBE_TEXT,
    conclusion=MAYBE_TEXT,
    recommendation=MAYBE_TEXT,
    evidence=st.lists(_EVIDENCE, max_size=2).map(tuple),
    usefulness=st.none() | st.integers(1, 5),
    intends_to_act=st.none() | st.sampled_from(Intent),
    enquiry=st.none() | IDS,
)
_TEXT_LISTS = st.lists(TEXTS, max_size=2).map(tuple)
_ID_LISTS = st.lists(IDS, max_size=2).map(tuple)
GROUP_FEEDBACK = st.builds(
    GroupFeedback,
    **_COMMON,
    strengths=_TEXT_LISTS,
    considerations=_TEXT_LISTS,
    innovations=_TEXT_LISTS,
    questions=_TEXT_LISTS,
    chosen=_ID_LISTS,
    agreed_by=_ID_LISTS,
)
COMMITMENTS = st.builds(
    Commitment,
    **_COMMON,
    council=LINES,
    current_state=TEXTS,
    desired_state=TEXTS,
    measure=MAYBE_TEXT,
    due=st.none() | st.dates(),
    owner_role=st.none() | LINES,
)
RECORDS = st.one_of(FEEDBACK, GROUP_FEEDBACK, COMMITMENTS)

SESSIONS = st.builds(
    session,
    IDS,
    title=LINES,
    theme=st.none() | st.sampled_from(Theme),
    place=st.none() | LINES,
    speakers=st.lists(LINES, max_size=3).map(tuple),
    kind=st.sampled_from(SessionKind),
)
