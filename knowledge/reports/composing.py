"""From what was told about a visit to its report, in the order reports of such visits have. Pure.

Each accepted record stands in one place of the body, decided by its theme and, for innovations, by
its kind. An id is no secret until it names somebody whom the attribution rule protects.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from knowledge.attribution import Author, count_shown, names_organisations
from knowledge.model import Theme
from knowledge.records import Commitment, Evidence, FeedbackKind, FeedbackRecord, RecordStatus
from knowledge.reports.appendices import appendices
from knowledge.reports.contents import Block, Paragraph, Report, Row, Section, Statement, Table, traced
from knowledge.reports.figures import WITHHELD, Figure, feedback_by_theme_and_kind, usefulness_by_session
from knowledge.reports.gaps import missing, require_fit
from knowledge.reports.material import Material
from knowledge.reports.phrases import capital, day, days, listed, plural
from knowledge.visits import Attribution, Role, Visit

_RULES = {
    Attribution.OPEN: "People, their roles and councils may be named.",
    Attribution.ORGANISATION: "Councils may be named; people and their roles are not.",
    Attribution.ROLE: "Roles may be named; people and councils are not. What is left out reads […].",
    Attribution.CHATHAM_HOUSE: "Neither people nor councils are named. What is left out reads […].",
}
_MARKS = (
    "The marks R1, R2 and so on name what a statement rests on: feedback, group feedback or a commitment. "
    "The data files of this report (JSON, CSV and Excel) list each of them in full, as a record."
)
_NOTHING = Paragraph("No accepted feedback speaks of this.")

_Wanted = Callable[[FeedbackRecord], bool]


def compose(material: Material, *, made_at: datetime, role: Role, draft: bool = False) -> Report:
    """The report, or a draft of it, that somebody in this role may have.

    NotAllowedError and UnfitReportError say in a sentence why there can be none. A draft is for
    facilitators, at any time.
    """
    if not (draft and role is Role.FACILITATOR):
        require_fit(material, role)
    body, attached = _body(material, draft=draft), appendices(material, draft=draft)
    records = {record.id: record for record in material.records}
    cited = dict.fromkeys(name for each in traced(body + attached) for name in each.statement.records)
    return Report(
        visit=_visit(material),
        host=_host(material),
        made_at=made_at,
        draft=draft,
        missing=missing(material) if draft else (),
        body=body,
        appendices=attached,
        programme=tuple(material.shown_session(session) for session in material.programme),
        records=tuple(material.shown(records[name]) for name in cited),
    )


def _visit(material: Material) -> Visit:
    """The visit as it may be shown, under an id that tells no more."""
    visit = material.visit
    telling = material.struck(visit.id) != visit.id
    name = f"visit-{visit.starts}" if telling else visit.id
    return material.struck(visit).model_copy(update={"id": name, "channel": None})


def _host(material: Material) -> str:
    return material.visit.host if names_organisations(material.rule) else "a host council"


def _body(material: Material, *, draft: bool) -> tuple[Section, ...]:
    host = material.visit.host if names_organisations(material.rule) else "the host"
    return (
        _introduction(material),
        _learned(material, f"What was learned from {host}"),
        _by_theme(
            material,
            "drivers",
            "Drivers for improvement",
            (Theme.DRIVERS, Theme.LEADERSHIP, Theme.CULTURE),
        ),
        _by_theme(
            material,
            "partnering",
            "Partnering, by theme",
            (Theme.DIALOGUE, Theme.PARTNERSHIP, Theme.ENGAGEMENT),
        ),
        Section(
            "innovation",
            "Innovation",
            tuple(_statements(material, _is_innovation)) or (_NOTHING,),
        ),
        Section("commitments", "Commitments", _commitments(material, draft=draft)),
    )


def _introduction(material: Material) -> Section:
    visit = material.struck(material.visit)
    chosen = visit.selection or "How the councils were chosen was not written down."
    return Section(
        "introduction",
        "Introduction",
        parts=(
            Section("visit", "The visit", tuple(map(Paragraph, _about(material)))),
            Section(
                "focus", "Its focus", (Paragraph(f"The visit was to answer one question: {visit.focus}"),)
            ),
            Section("selection", "How the councils were chosen", (Paragraph(chosen),)),
            Section(
                "reading", "How to read this report", (Paragraph(_RULES[material.rule]), Paragraph(_MARKS))
            ),
        ),
    )


def _about(material: Material) -> Iterator[str]:
    visit = material.visit
    when = "On" if visit.starts == visit.ends else "From"
    yield f"{when} {days(visit.starts, visit.ends)}, {_visitors(material)} visited {_host(material)}."
    if material.programme:
        number = len(material.programme)
        yield f"The programme had {number} {plural('session', number)}; it is in the appendices."


def _visitors(material: Material) -> str:
    councils = material.visit.visitors
    if not councils:
        return "a working group of peers"
    if names_organisations(material.rule):
        return f"a working group of peers from {listed(councils)}"
    number = count_shown(councils, material.rule)
    return f"a working group of peers from {number or 'other'} {plural('council', number or 0)}"


def _learned(material: Material, title: str) -> Section:
    by_theme = _by_theme(material, "learned", title, (Theme.CUSTOMERS, Theme.ORGANISATION, None))
    overview = Section("overview", "At a glance", tuple(_overview(material)))
    return Section("learned", title, by_theme.blocks, (overview, *by_theme.parts))


def _overview(material: Material) -> Iterator[Block]:
    number = len(material.feedback)
    organisations = {
        author.organisation
        for record in material.feedback
        if (author := material.authors.get(record.respondent)) and author.organisation
    }
    yield Paragraph(
        f"This report rests on {material.counted('accepted piece', number, organisations)} of feedback: "
        "what the group saw and heard."
    )
    for figure in _figures(material):
        if figure.bars:
            yield figure
        elif figure.withheld:
            yield Paragraph(f"{figure.title}: {WITHHELD[0].lower()}{WITHHELD[1:]}")


def _figures(material: Material) -> tuple[Figure, ...]:
    """All figures, those without anything to show too."""
    sample = material.sample
    return usefulness_by_session(sample, material.programme), feedback_by_theme_and_kind(sample)


def _by_theme(material: Material, key: str, title: str, themes: Iterable[Theme | None]) -> Section:
    """A section with a part for each of the themes that anything was said on."""
    parts = []
    for theme in themes:
        statements = tuple(_statements(material, _on(theme)))
        if statements:
            name = theme or "other matters"
            parts.append(Section(f"{key}-{name.replace(' ', '-')}", capital(name), statements))
    return Section(key, title, () if parts else (_NOTHING,), tuple(parts))


def _is_innovation(record: FeedbackRecord) -> bool:
    return record.kind is FeedbackKind.INNOVATION or record.theme is Theme.INNOVATION


def _on(theme: Theme | None) -> _Wanted:
    return lambda record: record.theme is theme and not _is_innovation(record)


def _statements(material: Material, wanted: _Wanted) -> Iterator[Statement]:
    """What was told, by kind and then in the order it was."""
    kinds = list(FeedbackKind)
    records = sorted(filter(wanted, material.feedback), key=lambda record: kinds.index(record.kind))
    return (_statement(material, record) for record in records)


def _statement(material: Material, record: FeedbackRecord) -> Statement:
    shown = material.shown(record)
    told = shown.record
    details = (
        ("Why", told.discussion),
        ("Conclusion", told.conclusion),
        ("Recommendation", told.recommendation),
        *(("Evidence", _evidence(each)) for each in told.evidence),
    )
    return Statement(
        told.observation,
        (record.id,),
        label=told.kind,
        details=tuple((name, text) for name, text in details if text),
        source=_source(shown.author, _session_title(material, record)),
    )


def _evidence(evidence: Evidence) -> str:
    quote = f"“{evidence.quote}”" if evidence.quote else None
    return ", ".join(part for part in (evidence.kind, evidence.reference, quote) if part)


def _session_title(material: Material, record: FeedbackRecord) -> str | None:
    titles = (session.title for session in material.programme if session.id == record.session)
    return next((material.struck(title, material.rule_for(record)) for title in titles), None)


def _source(author: Author, session: str | None) -> str:
    who = ", ".join(filter(None, (author.person, author.role, author.organisation)))
    return " · ".join(filter(None, (capital(who), session)))


def _commitments(material: Material, *, draft: bool) -> tuple[Block, ...]:
    made = sorted(material.commitments(draft=draft), key=lambda each: (each.council, str(each.due)))
    if not made:
        return (Paragraph("No commitment is agreed."),)
    named = names_organisations(material.rule)
    columns = ("Today", "To be reached", "How it is measured", "By when, and who")
    rows = tuple(_commitment(material.shown(each).record, named=named) for each in made)
    return (Table("What the visiting councils will do", (*(("Council",) if named else ()), *columns), rows),)


def _commitment(shown: Commitment, *, named: bool) -> Row:
    standing = {
        RecordStatus.SUBMITTED: "Not agreed yet",
        RecordStatus.AT_RISK: "At risk",
        RecordStatus.DONE: "Done",
    }.get(shown.status)
    when = (day(shown.due) if shown.due else None, shown.owner_role, standing)
    cells = (shown.current_state, shown.desired_state, shown.measure or "", "\n".join(filter(None, when)))
    return Row((shown.council, *cells) if named else cells, (shown.id,))
