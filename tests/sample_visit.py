"""A whole visit, from its programme to its commitments; the councils and their people are invented.

For reports, screens and walks: three councils visit a fourth for two days, six sessions, feedback of
every kind and on every theme, of which one waits for review, one was rejected and one is sensitive.
"""

from datetime import UTC, date, datetime
from typing import Any

from knowledge.attribution import Author, Names
from knowledge.model import Theme
from knowledge.records import (
    Commitment,
    Evidence,
    EvidenceKind,
    FeedbackKind,
    FeedbackRecord,
    GroupFeedback,
    Record,
    RecordStatus,
    Sensitivity,
    Source,
)
from knowledge.reports import Material
from knowledge.visits import Attribution, Participant, Role, Session, SessionKind, Visit, VisitState

VISIT = Visit(
    id="visit-2026-06-10",
    title="Repairs on time in Eastborough",
    focus="What lets a council repair its homes on time, and keep its tenants' trust while it does?",
    host="Eastborough Council",
    visitors=("Northshire County Council", "Westmere", "Saltby District Council"),
    selection=(
        "Eastborough offered to host after three years in which nine repairs in ten were done within the "
        "time promised. The visiting councils were chosen from eight that had asked: all three have begun "
        "to change their repairs service, and they differ in size, in tenure and in distance from a city."
    ),
    starts=date(2026, 6, 10),
    ends=date(2026, 6, 11),
    state=VisitState.CLOSED,
)


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    """As clocks at the host show it, an hour ahead of UTC in June."""
    return datetime(2026, 6, day, hour - 1, minute, tzinfo=UTC)


def _session(name: str, start: datetime, end: datetime, title: str, theme: Theme, **fields: Any) -> Session:
    return Session(id=name, start=start, end=end, title=title, theme=theme, **fields)


PROGRAMME = (
    _session(
        "s1",
        _at(10, 13),
        _at(10, 14),
        "Welcome, and how repairs came first",
        Theme.LEADERSHIP,
        place="Guildhall, Eastborough",
        speakers=("Leader of the council", "Chief executive"),
    ),
    _session(
        "s2",
        _at(10, 14, 15),
        _at(10, 15, 45),
        "A morning's jobs at the repairs desk",
        Theme.CUSTOMERS,
        place="Customer centre",
        speakers=("Head of repairs", "Two call handlers"),
        kind=SessionKind.WORKSHOP,
    ),
    _session(
        "s3",
        _at(10, 16),
        _at(10, 17, 30),
        "Estate walk with tenants",
        Theme.ENGAGEMENT,
        place="Millbrook estate",
        speakers=("Chair of the tenants' panel", "Estate manager"),
        kind=SessionKind.WALK,
    ),
    _session(
        "s4",
        _at(11, 9),
        _at(11, 10, 30),
        "One contract, four partners",
        Theme.PARTNERSHIP,
        place="Joint depot",
        speakers=("Head of procurement", "Contract director of a partner"),
    ),
    _session(
        "s5",
        _at(11, 10, 45),
        _at(11, 12),
        "Damp sensors and what they changed",
        Theme.INNOVATION,
        place="Joint depot",
        speakers=("Data officer",),
    ),
    _session(
        "s6",
        _at(11, 13),
        _at(11, 15),
        "Group discussion",
        Theme.DRIVERS,
        place="Guildhall, Eastborough",
        kind=SessionKind.DISCUSSION,
    ),
)

_PEOPLE = (
    ("heron", "Imogen Tarrant", "Northshire County Council", "Head of housing", Role.PARTICIPANT),
    ("otter", "Rafe Dunmore", "Northshire County Council", "Cabinet member for homes", Role.PARTICIPANT),
    ("plover", "Sunniva Achterberg", "Westmere", "Director of place", Role.PARTICIPANT),
    ("stoat", "Bledri Quance", "Westmere", "Repairs manager", Role.PARTICIPANT),
    ("wren", "Oona Faircliffe", "Saltby District Council", "Tenant involvement officer", Role.PARTICIPANT),
    ("adder", "Tamsin Holloway-Reed", "Eastborough Council", "Head of repairs", Role.HOST),
    ("badger", "Perpetua Lindqvist", None, "Facilitator", Role.FACILITATOR),
)
PARTICIPANTS = tuple(
    Participant(
        visit=VISIT.id, person=f"person-{name}", pseudonym=name, council=council, role=role, post=post
    )
    for name, _, council, post, role in _PEOPLE
)
AUTHORS = {name: Author(person, council, post) for name, person, council, post, _ in _PEOPLE}
NAMES = Names(tuple(person for _, person, *_ in _PEOPLE), VISIT.councils)
_POSTS = {name: post for name, _, _, post, _ in _PEOPLE}


def _told(  # noqa: PLR0917  # a record is a row here
    number: int, by: str, session: str, theme: Theme | None, kind: FeedbackKind, observation: str, **more: Any
) -> FeedbackRecord:
    given = {
        "id": f"f{number:02}",
        "visit": VISIT.id,
        "respondent": by,
        "respondent_role": _POSTS[by],
        "created_at": _at(11, 12, number),
        "source": Source.MODAL,
        "status": RecordStatus.ACCEPTED,
        "session": session,
        "theme": theme,
        "kind": kind,
        "observation": observation,
    }
    return FeedbackRecord.model_validate(given | more)


_WELL, _CONSIDER = FeedbackKind.WORKED_WELL, FeedbackKind.TO_CONSIDER
_NEW, _QUESTION, _RISK = FeedbackKind.INNOVATION, FeedbackKind.QUESTION, FeedbackKind.RISK

FEEDBACK = (
    _told(
        1,
        "heron",
        "s1",
        Theme.LEADERSHIP,
        _WELL,
        "The leader opens every cabinet meeting with the same three figures on repairs.",
        discussion="Members and officers look at one page, so nobody argues about whose numbers are right.",
        recommendation="Choose three figures, and keep them for the life of an administration.",
        usefulness=5,
        intends_to_act="yes",
    ),
    _told(
        2,
        "otter",
        "s1",
        Theme.LEADERSHIP,
        _WELL,
        "The chief executive spends a day each quarter in a repairs van.",
        usefulness=4,
        intends_to_act="maybe",
    ),
    _told(
        3,
        "plover",
        "s1",
        Theme.DRIVERS,
        _WELL,
        "A bad inspection was used as the reason to start again, not as something to defend against.",
        discussion="The findings were read out to all staff within the week.",
        usefulness=4,
    ),
    _told(
        4,
        "wren",
        "s1",
        Theme.DRIVERS,
        _QUESTION,
        "How will the pace be kept once the inspectors no longer come every year?",
        usefulness=3,
    ),
    _told(
        5,
        "stoat",
        "s2",
        Theme.CUSTOMERS,
        _WELL,
        "Whoever takes the call books the visit, and stays the tenant's contact until the job is done.",
        conclusion="One name is worth more to tenants than a faster first answer.",
        evidence=(
            Evidence(
                kind=EvidenceKind.OBSERVATION,
                reference="Repairs desk, ten calls heard",
                quote="You'll have me until it's fixed.",
            ),
        ),
        usefulness=5,
        intends_to_act="yes",
    ),
    _told(
        6,
        "heron",
        "s2",
        Theme.CUSTOMERS,
        _WELL,
        "Nine jobs in ten are done on the first visit, because the desk asks for a photograph.",
        evidence=(Evidence(kind=EvidenceKind.DOCUMENT, reference="Repairs report for May, page 4"),),
        usefulness=5,
        intends_to_act="yes",
    ),
    _told(
        7,
        "wren",
        "s2",
        Theme.CUSTOMERS,
        _CONSIDER,
        "Tenants who cannot send a photograph wait two days longer.",
        recommendation="Lend a camera through the estate office, or count these jobs apart.",
        usefulness=4,
    ),
    _told(
        8,
        "plover",
        "s2",
        Theme.ORGANISATION,
        _WELL,
        "Call handlers and joiners train together for their first two weeks.",
        usefulness=4,
        intends_to_act="yes",
    ),
    _told(
        9,
        "otter",
        "s2",
        Theme.ORGANISATION,
        _RISK,
        "Two people know how the rota is made, and both retire within a year.",
        recommendation="Write the rules of the rota down while they are here.",
        usefulness=3,
    ),
    _told(
        10,
        "wren",
        "s3",
        Theme.ENGAGEMENT,
        _WELL,
        "The tenants' panel signs off each month's list of missed appointments, in public.",
        usefulness=5,
        intends_to_act="yes",
    ),
    _told(
        11,
        "heron",
        "s3",
        Theme.ENGAGEMENT,
        _CONSIDER,
        "Private tenants on the same stairs have no way to be heard.",
        usefulness=4,
    ),
    _told(
        12,
        "stoat",
        "s3",
        Theme.CULTURE,
        _WELL,
        "Mistakes are told in the Friday meeting by whoever made them, and thanked for.",
        discussion="It began with a manager who went first.",
        usefulness=5,
        intends_to_act="maybe",
    ),
    _told(
        13,
        "plover",
        "s3",
        Theme.CULTURE,
        _RISK,
        "The praise goes to those who mend; those who prevent the next leak go unseen.",
        usefulness=3,
    ),
    _told(
        14,
        "plover",
        "s4",
        Theme.PARTNERSHIP,
        _WELL,
        "Four firms share one contract and one depot, and are paid for homes kept dry, not for visits.",
        discussion="The partners may see each other's figures, and fill each other’s gaps in bad weather.",
        recommendation="Pay for the outcome, and open the books to all partners.",
        usefulness=5,
        intends_to_act="yes",
    ),
    _told(
        15,
        "otter",
        "s4",
        Theme.PARTNERSHIP,
        _CONSIDER,
        "The contract ends in the middle of a winter.",
        usefulness=2,
    ),
    _told(
        16,
        "stoat",
        "s4",
        Theme.DIALOGUE,
        _WELL,
        "Partners, tenants and the council meet for fifteen minutes each morning, standing up.",
        usefulness=4,
        intends_to_act="yes",
    ),
    _told(
        17,
        "wren",
        "s4",
        Theme.DIALOGUE,
        _QUESTION,
        "Who speaks for the health service when damp makes somebody ill?",
        usefulness=3,
    ),
    _told(
        18,
        "stoat",
        "s5",
        Theme.INNOVATION,
        _NEW,
        "Sensors in 400 homes warn of damp before anybody sees it.",
        discussion="The data officer reads them each Monday, and a visit is booked before a tenant asks.",
        conclusion="A quarter of last winter's calls about damp never had to be made.",
        usefulness=5,
        intends_to_act="maybe",
    ),
    _told(
        19,
        "heron",
        "s5",
        Theme.CUSTOMERS,
        _NEW,
        "Tenants may switch their sensor off for a day without giving a reason, and few ever do.",
        usefulness=4,
        intends_to_act="yes",
    ),
    _told(
        20,
        "wren",
        "s5",
        Theme.INNOVATION,
        _RISK,
        "The supplier of the sensors owns the readings after five years.",
        usefulness=3,
    ),
)
OUTSIDE_THE_REPORT = (
    _told(
        21, "otter", "s5", None, _CONSIDER, "Unreviewed words on batteries.", status=RecordStatus.SUBMITTED
    ),
    _told(22, "otter", "s5", None, _CONSIDER, "Rejected words on lunch.", status=RecordStatus.REJECTED),
    _told(
        23, "wren", "s3", None, _RISK, "Sensitive words on a neighbour.", sensitivity=Sensitivity.SENSITIVE
    ),
)

GROUP_FEEDBACK = GroupFeedback(
    id="g01",
    visit=VISIT.id,
    respondent="badger",
    created_at=_at(11, 15),
    source=Source.MODAL,
    status=RecordStatus.AGREED,
    strengths=(
        "You begin with the tenant and stay with the tenant: one name from the call to the last screw.",
        "Your leaders look at the same three figures as your joiners do.",
    ),
    considerations=(
        "Count apart the jobs of those who cannot send a photograph.",
        "Think now about a contract that does not end in winter.",
    ),
    innovations=("Damp sensors that tenants may switch off, and trust enough to leave on.",),
    questions=("What would you keep if the money halved?",),
    chosen=("f01", "f05", "f06", "f07", "f15", "f18", "f19", "f23"),
    agreed_by=("heron", "otter", "plover", "stoat", "wren"),
)


def _commitment(number: int, by: str, council: str, **fields: Any) -> Commitment:
    given = {
        "id": f"c{number:02}",
        "visit": VISIT.id,
        "respondent": by,
        "created_at": _at(11, 15, number),
        "source": Source.MODAL,
        "status": RecordStatus.AGREED,
        "council": council,
    }
    return Commitment.model_validate(given | fields)


COMMITMENTS = (
    _commitment(
        1,
        "heron",
        "Northshire County Council",
        theme=Theme.LEADERSHIP,
        current_state="Cabinet sees eleven figures on repairs, each quarter, from three systems.",
        desired_state="Cabinet sees three figures, each month, from one.",
        measure="The page is the first item of every cabinet meeting.",
        due=date(2026, 10, 1),
        owner_role="Head of housing",
    ),
    _commitment(
        2,
        "stoat",
        "Westmere",
        theme=Theme.CUSTOMERS,
        current_state="A tenant speaks to four people between a call and a repair.",
        desired_state="Whoever takes the call stays the tenant's contact.",
        measure="Share of jobs with one contact: from 10 to 80 in a hundred.",
        due=date(2027, 3, 31),
        owner_role="Repairs manager",
        status=RecordStatus.AT_RISK,
    ),
    _commitment(
        3,
        "wren",
        "Saltby District Council",
        theme=Theme.ENGAGEMENT,
        current_state="Missed appointments are counted by the contractor.",
        desired_state="A panel of tenants signs the list off each month.",
        measure="Twelve lists signed off in the first year.",
        due=date(2026, 12, 18),
        owner_role="Tenant involvement officer",
    ),
)
RECORDS: tuple[Record, ...] = (*FEEDBACK, *OUTSIDE_THE_REPORT, GROUP_FEEDBACK, *COMMITMENTS)


def material(rule: Attribution = Attribution.OPEN, **changes: Any) -> Material:
    """What the report of the visit is made from, under a rule of attribution."""
    given = {
        "visit": VISIT.model_copy(update={"attribution": rule}),
        "programme": PROGRAMME,
        "participants": PARTICIPANTS,
        "records": RECORDS,
        "authors": AUTHORS,
        "names": NAMES,
    }
    return Material(**{**given, **changes})
