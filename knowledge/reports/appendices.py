"""The appendices of a report: the programme, who was there, what the group told its host. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from knowledge.attribution import count_shown, names_organisations, names_people, names_roles
from knowledge.gaps import Enquiry
from knowledge.records import GroupFeedback, RecordStatus
from knowledge.reports.contents import Block, Paragraph, Row, Section, Statement, Table
from knowledge.reports.material import Material
from knowledge.reports.phrases import day, plural
from knowledge.visits import Participant, Session, Visit

_PARTS = {
    "strengths": "Strengths",
    "considerations": "Things to consider",
    "innovations": "Innovations",
    "questions": "Questions for the host",
}

_TAKEN = (
    "Councils had asked these questions and neither a case study nor a lesson answered them. The marks "
    "beside a question name what the group heard on it."
)


def appendices(material: Material, *, draft: bool) -> tuple[Section, ...]:
    return (
        Section(
            "programme", "Programme", tuple(_programme(material)) or (Paragraph("There is no programme."),)
        ),
        Section("attendance", "Attendance", tuple(_attendance(material))),
        _discussion(material, draft=draft),
        *_enquiries(material),
    )


def _programme(material: Material) -> Iterator[Table]:
    """A table for each day at the host."""
    visit = material.visit
    starts = dict.fromkeys(visit.local(session.start).date() for session in material.programme)
    columns = ("Time", "Session", "Theme", "Place", *(["Led by"] if names_roles(material.rule) else []))
    for date in starts:
        sessions = (each for each in material.programme if visit.local(each.start).date() == date)
        rows = (_session(material.shown_session(each), visit)[: len(columns)] for each in sessions)
        yield Table(day(date), columns, tuple(Row(cells) for cells in rows))


def _session(session: Session, visit: Visit) -> tuple[str, ...]:
    start, end = visit.local(session.start), visit.local(session.end)
    until = "" if end.date() == start.date() else f"{day(end.date())}, "
    time = f"{start:%H:%M} to {until}{end:%H:%M}"
    place = session.place or ""
    return time, f"{session.title} ({session.kind})", session.theme or "", place, ", ".join(session.speakers)


def _attendance(material: Material) -> Iterator[Block]:
    people = material.participants
    if not people:
        yield Paragraph("Nobody is on the list of participants.")
        return
    councils = {one.council for one in people if one.council}
    if (number := count_shown(councils, material.rule)) is None:
        yield Paragraph("How many took part is withheld: fewer than three councils are on the list.")
        return
    yield Paragraph(
        f"{len(people)} {'person' if len(people) == 1 else 'people'} took part"
        + (f", from {number} {plural('council', number)}." if number else ".")
    )
    if names_people(material.rule):
        yield _by_name(material, people)
    elif names_organisations(material.rule):
        yield _counted(
            "Council", "Who took part, by council", [one.council or "No council" for one in people]
        )
    elif names_roles(material.rule):
        roles = [material.struck(one.post) if one.post else "Not known" for one in people]
        yield _counted("Role", "Who took part, by role", roles)


def _by_name(material: Material, people: Sequence[Participant]) -> Table:
    def cells(one: Participant) -> tuple[str, ...]:
        author = material.authors.get(one.pseudonym)
        return (author and author.person) or "Not known", one.post or "", one.council or "", one.role

    rows = sorted(map(cells, people), key=lambda row: (row[2], row[0]))
    return Table("Who took part", ("Name", "Role", "Council", "On the visit"), tuple(map(Row, rows)))


def _counted(column: str, caption: str, values: Sequence[str]) -> Table:
    counts = sorted(Counter(values).items())
    return Table(caption, (column, "People"), tuple(Row((value, str(number))) for value, number in counts))


def _discussion(material: Material, *, draft: bool) -> Section:
    feedback = material.group_feedback(draft=draft)
    shown = [(material.shown(each).record, _sources(material, each)) for each in feedback]
    parts = []
    for name, title in _PARTS.items():
        statements = tuple(
            Statement(text, sources, pending=each.status is RecordStatus.SUBMITTED, composed=True)
            for each, sources in shown
            for text in getattr(each, name)
        )
        if statements:
            parts.append(Section(f"discussion-{name}", title, statements))
    nothing = () if parts else (Paragraph("The group agreed no feedback."),)
    return Section("discussion", "Feedback of the group discussion", nothing, tuple(parts))


def _sources(material: Material, feedback: GroupFeedback) -> tuple[str, ...]:
    """Its own id, and those of the accepted records that it was composed from."""
    accepted = {record.id for record in material.feedback}
    return (feedback.id, *(name for name in dict.fromkeys(feedback.chosen) if name in accepted))


def _enquiries(material: Material) -> tuple[Section, ...]:
    """What became of the questions that the visit took along; nothing when there were none."""
    if not material.enquiries:
        return ()
    titles = {session.id: material.struck(session.title) for session in material.programme}
    rows = tuple(_enquiry(material, enquiry, titles) for enquiry in material.enquiries)
    table = Table("What became of them", ("Question", "To be asked", "What came of it"), rows)
    return (Section("enquiries", "Questions that nothing answered before", (Paragraph(_TAKEN), table)),)


def _enquiry(material: Material, enquiry: Enquiry, titles: Mapping[str, str]) -> Row:
    where = titles.get(enquiry.session or "", "Anywhere on the visit")
    records = tuple(record.id for record in material.answering(enquiry))
    return Row((material.struck(enquiry.question), where, "Answered" if records else "Still open"), records)
