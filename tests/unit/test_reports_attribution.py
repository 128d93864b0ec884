"""Nobody is named in any file of a report who must not be, wherever their name was written."""

import html
import io
import re
import zipfile
from typing import Any

import pytest

from knowledge.attribution import Author, Names
from knowledge.gaps import Enquiry
from knowledge.records import Evidence, EvidenceKind, FeedbackRecord, Record
from knowledge.reports import FORMATS, Material, Report, charts, compose, file_name
from knowledge.visits import Attribution, Participant, Role, Visit
from tests.sample_visit import material
from tests.visit_samples import NOW, commitment, feedback, group_feedback, session, visit

PEOPLE = ("Zoë Quartermaine", "Bartholomew Xzibit")
COUNCILS = ("Qwertyshire County Council", "Zedwick", "City of Vexby", "Wyxford")
TEXT = (
    "=Zoë Quartermaine and ZOË QUARTERMAINE (<@U0PLANT>, @zoeq, zq@vx.gov.uk) of Qwertyshire, Zedwick, "
    "Vexby and WYXFORD saw Bartholomew Xzibit"
)
PERSON_MARKS = ("zoë", "quartermaine", "xzibit", "bartholomew", "u0plant", "zoeq", "zq@vx")
COUNCIL_MARKS = ("qwertyshire", "zedwick", "vexby", "wyxford")
ROLE_MARK = "warden of the orrery"
PSEUDONYMS = ("p-heron", "p-otter")
COMMON = {"session": "s1", "status": "accepted", "respondent_role": f"{ROLE_MARK} {TEXT}"}


def planted(record: Record) -> Record:
    """The record with the text wherever words may stand."""
    known = {"id", "visit", "session", "respondent", "enquiry", "chosen", "agreed_by", "respondent_role"}
    texts = {
        name: TEXT
        for name, field in type(record).model_fields.items()
        if field.annotation in {str, str | None} and name not in known
    }
    lists = dict.fromkeys(("strengths", "considerations", "innovations", "questions"), (TEXT,))
    evidence = tuple(Evidence(kind=kind, reference=TEXT, quote=TEXT) for kind in EvidenceKind)
    more: dict[str, Any] = {"evidence": evidence} if isinstance(record, FeedbackRecord) else {}
    more |= {name: text for name, text in lists.items() if name in type(record).model_fields}
    return type(record).model_validate(dict(record) | texts | more)


def telling(rule: Attribution, own: Attribution = Attribution.OPEN) -> Material:
    """A visit whose every field names people and councils."""
    planned = visit(
        title=TEXT,
        focus=TEXT,
        selection=TEXT,
        host=COUNCILS[0],
        visitors=COUNCILS[1:3],
        attribution=rule,
        state="closed",
        channel="U0PLANT",
    )
    planned = planned.model_copy(update={"id": "visit-to-Zedwick"})
    given = {"attribution": own, **COMMON}
    records = (
        planted(feedback("r1", respondent="p-heron", usefulness=5, theme="leadership", **given)),
        planted(feedback("r2", respondent="p-otter", kind="innovation", usefulness=1, **given)),
        planted(
            group_feedback("g1", **{**given, "status": "agreed"}, chosen=("r1",), agreed_by=("p-heron",))
        ),
        planted(commitment("c1", **{**given, "status": "agreed"}, respondent="p-heron")),
        planted(commitment("c2", **{**given, "status": "submitted"}, respondent="p-otter")),
        planted(feedback("r3", **{**given, "status": "submitted"})),
    )
    parts = tuple(
        Participant(
            visit="v1", person=f"person-{name}", pseudonym=name, council=council, post=f"{ROLE_MARK} {TEXT}"
        )
        for name, council in zip(PSEUDONYMS, COUNCILS[2:], strict=True)
    )
    authors = {
        one.pseudonym: Author(person, one.council, one.post)
        for one, person in zip(parts, PEOPLE, strict=True)
    }
    programme = (session("s1", title=TEXT, place=TEXT, speakers=(f"{ROLE_MARK} {TEXT}",)),)
    enquiries = (Enquiry(gap="q1", visit="v1", session="s1", question=TEXT),)
    return Material(planned, programme, parts, records, authors, Names(), enquiries)


def words(content: bytes) -> str:
    """All that a file says, its parts and properties included."""
    if content.startswith(b"PK"):
        archive = zipfile.ZipFile(io.BytesIO(content))
        text = " ".join(archive.read(name).decode(errors="ignore") for name in archive.namelist())
        text += " ".join(archive.namelist()) + re.sub(r"<[^>]+>", "", text)
    else:
        text = content.decode("utf-8-sig").replace("\\", "")
    return html.unescape(text).casefold()


def all_words(made: Report) -> dict[str, str]:
    """What every format says, its file's name included; and the words with the charts."""
    said = {each.name: f"{words(each.write(made))} {file_name(made, each).casefold()}" for each in FORMATS}
    return said | {
        "charts": " ".join(f"{one.name} {one.alternative_text}" for one in charts(made)).casefold()
    }


def forbidden(rule: Attribution) -> tuple[str, ...]:
    named = rule is Attribution.ORGANISATION
    told = rule is Attribution.ROLE
    return (*PERSON_MARKS, *PSEUDONYMS, *(() if named else COUNCIL_MARKS), *(() if told else (ROLE_MARK,)))


@pytest.mark.parametrize("draft", [True, False])
@pytest.mark.parametrize("rule", [*Attribution][1:])
def test_no_name_planted_anywhere_is_in_any_file(rule: Attribution, draft: bool) -> None:  # noqa: FBT001
    made = compose(telling(rule), made_at=NOW, role=Role.FACILITATOR, draft=draft)

    for name, said in all_words(made).items():
        assert not [mark for mark in forbidden(rule) if mark in said], name


def test_a_record_with_a_stricter_rule_than_its_visit_keeps_it_in_every_file() -> None:
    own = Attribution.CHATHAM_HOUSE
    told = telling(Attribution.OPEN, own)
    plain = told.visit.model_copy(update={"title": "Repairs", "focus": "How?", "selection": None})
    records = tuple(record.model_copy(update={"session": None}) for record in told.records)
    quiet = Material(plain, (), (), records, told.authors, Names(councils=COUNCILS))

    made = compose(quiet, made_at=NOW, role=Role.FACILITATOR)

    for name, said in all_words(made).items():
        assert not [mark for mark in (*PERSON_MARKS, ROLE_MARK) if mark in said], name
        assert said.count("wyxford") == 0, name


@pytest.mark.parametrize("rule", Attribution)
def test_the_marks_would_be_found_where_they_may_stand(rule: Attribution) -> None:
    made = compose(telling(rule), made_at=NOW, role=Role.FACILITATOR)

    expected = {
        Attribution.OPEN: (*PERSON_MARKS[:2], *COUNCIL_MARKS, ROLE_MARK),
        Attribution.ORGANISATION: COUNCIL_MARKS,
        Attribution.ROLE: (ROLE_MARK,),
        Attribution.CHATHAM_HOUSE: ("[…]",),
    }[rule]
    for format_ in FORMATS:
        said = words(format_.write(made))
        assert not [mark for mark in expected if mark not in said], format_.name


def test_attendance_is_withheld_under_chatham_house_when_the_councils_are_few() -> None:
    few = compose(telling(Attribution.CHATHAM_HOUSE), made_at=NOW, role=Role.FACILITATOR)
    enough = compose(material(Attribution.CHATHAM_HOUSE), made_at=NOW, role=Role.FACILITATOR)

    said = [words(FORMATS[-1].write(each)) for each in (few, enough)]

    assert "how many took part is withheld" in said[0]
    assert "7 people took part, from 4 councils" in said[1]


def test_charts_withhold_what_too_few_organisations_stand_behind() -> None:
    few = compose(telling(Attribution.CHATHAM_HOUSE), made_at=NOW, role=Role.FACILITATOR)
    enough = compose(material(Attribution.CHATHAM_HOUSE), made_at=NOW, role=Role.FACILITATOR)

    assert charts(few) == ()
    [ratings] = charts(enough)
    assert ratings.alternative_text.startswith("How useful each session was")


def test_an_id_that_gives_a_council_away_is_not_shown() -> None:
    made = compose(telling(Attribution.ROLE), made_at=NOW, role=Role.FACILITATOR)

    assert isinstance(made.visit, Visit)
    assert made.visit.id == "visit-2026-03-04"
    assert file_name(made, FORMATS[0]) == "visit-2026-03-04-report.docx"
