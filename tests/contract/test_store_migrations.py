"""A database of every earlier revision, with data in it, is brought up to date and keeps what it held.

The rows are written as that revision had them, by the names its tables had: a later one may change
both. ``rows_of`` is for whoever adds a migration: what the revision before it could hold.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from knowledge.model import Outcome
from knowledge.records import FeedbackRecord, RecordStatus
from knowledge.saved import SavedItem, SavedKind
from knowledge.scopes import scope_of, scopes_of
from knowledge.store import About, Deed, Store, open_store
from knowledge.store.engine import connect
from knowledge.store.schema import alone, migrations
from knowledge.visits import Role, VisitState
from tests.contract.store_samples import NOW
from tests.lesson_samples import lesson, words
from tests.visit_samples import feedback, visit

Rows = list[tuple[str, dict[str, Any]]]

AT = "2026-03-04 09:30:00"
EARLIER = [f"{number:04}" for number in range(1, 14)]

FIRST: Rows = [
    ("originals", {"file_hash": "f", "bytes": b"words of Kent"}),
    (
        "case_studies",
        {
            "id": "kent",
            "title": "Kent",
            "councils": '["Kent"]',
            "themes": '["leadership"]',
            "as_of": "2003",
            "audience": "network",
            "source": "https://kent.example/a",
            "status": "published case study",
            "text": "words of Kent",
            "characters": 13,
            "content_hash": "c",
            "headings": "[]",
            "pages": "[]",
            "file_hash": "f",
            "added_at": AT,
            "changed_at": AT,
        },
    ),
    (
        "questions",
        {
            "id": "q",
            "team": "T1",
            "channel": "C1",
            "asker": "U1",
            "asked_at": AT,
            "surface": "dm",
            "text": "Who won?",
            "progress": "answered",
            "claimed_by": "w",
            "claimed_at": AT,
            "outcome": "not_covered",
            "confidence": 0.1,
            "answer": '{"question": "Who won?", "quotes": [], "related": []}',
        },
    ),
]
SECOND: Rows = [
    (
        "visits",
        {
            "id": "v1",
            "title": "Repairs",
            "focus": "How?",
            "host": "Westmere",
            "visitors": '["Northshire"]',
            "starts": "2026-03-04",
            "ends": "2026-03-05",
            "time_zone": "Europe/London",
            "attribution": "role only",
            "audience": "network",
            "facilitators": '["u-1", "u-2", "u-gone"]',
            "state": "open",
            "version": 3,
        },
    ),
    ("people", {"id": "u-1", "display_name": "Ann", "slack_team": "T1", "slack_user": "U1"}),
    ("people", {"id": "u-2", "display_name": "Ben", "slack_team": "T1", "slack_user": "U2"}),
    (
        "participants",
        {
            "visit_id": "v1",
            "person_id": "u-1",
            "pseudonym": "heron",
            "council": "Northshire",
            "role": "participant",
        },
    ),
    (
        "records",
        {
            "id": "r1",
            "type": "feedback",
            "visit_id": "v1",
            "respondent": "heron",
            "attribution": "open",
            "sensitivity": "ordinary",
            "created_at": AT,
            "source": "modal",
            "status": "submitted",
            "version": 0,
        },
    ),
    (
        "feedback_records",
        {"record_id": "r1", "kind": "worked well", "observation": "They met.", "evidence": "[]"},
    ),
]


TENTH: Rows = [("former_names", {"visit_id": "v1", "kind": "person", "name": "Cleo"})]
LESSON = {
    "title": "Meet often",
    "lesson": "Meet each week.",
    "theme": "leadership",
    "visit_id": "v1",
    "councils": "[]",
    "attribution": "open",
    "audience": "visit team",
    "status": "shared",
    "version": 1,
    "proposed_at": AT,
    "changed_at": AT,
    "faulty": False,
}
ELEVENTH: Rows = [
    ("gaps", {"id": "q", "remedy": "enquiry", "settled_by": "u-1", "settled_at": AT}),
    ("gap_questions", {"question_id": "q", "gap_id": "q"}),
    ("enquiries", {"gap_id": "q", "visit_id": "v1", "question": "Who won?", "put_at": AT}),
]

THIRD: Rows = [
    (table, {name: value for name, value in row.items() if name != "facilitators"}) for table, row in SECOND
]


def make_as_of(url: str, revision: str, rows: Rows) -> None:
    """A database as the Peerbot of this revision left it."""
    database = connect(url)
    with alone(database) as connection, connection.begin():
        command.upgrade(migrations(connection), revision)
    with database.writing() as connection:
        for table, row in rows:
            names = ", ".join(f'"{name}"' for name in row)
            values = ", ".join(f":{name}" for name in row)
            connection.execute(sa.text(f'INSERT INTO "{table}" ({names}) VALUES ({values})'), row)  # noqa: S608
    database.close()


def rows_of(revision: str) -> Rows:
    visits = {"0001": [], "0002": SECOND}
    names = TENTH if revision >= "0010" else []
    gaps = ELEVENTH if revision >= "0011" else []
    return FIRST + visits.get(revision, THIRD) + names + gaps


def holds_the_first(store: Store) -> bool:
    asked = store.questions.get("q").answer
    kent = store.case_studies.get("kent")
    return (kent.text, asked and asked.outcome) == ("words of Kent", Outcome.NOT_COVERED)


@pytest.mark.parametrize("revision", EARLIER)
def test_an_earlier_database_keeps_its_case_studies_and_questions_and_takes_visits(
    database_url: str, revision: str
) -> None:
    make_as_of(database_url, revision, rows_of(revision))

    with open_store(database_url) as store:
        assert holds_the_first(store)
        assert store.visits.add(visit("v2"), Deed("u", NOW, "planned the visit"))
        assert store.records.add(feedback("r2", visit="v2"))
        assert store.records.get("r2") == feedback("r2", visit="v2")


def test_a_database_of_the_second_revision_keeps_its_visits_and_records(database_url: str) -> None:
    make_as_of(database_url, "0002", rows_of("0002"))

    with open_store(database_url) as store:
        kept, told = store.visits.get("v1"), store.records.get("r1")

    assert (kept.host, kept.state, kept.version) == ("Westmere", VisitState.OPEN, 3)
    assert isinstance(told, FeedbackRecord)
    assert (told.observation, told.status, told.respondent) == ("They met.", RecordStatus.SUBMITTED, "heron")


def test_facilitators_of_a_visit_become_participants_of_that_role_and_keep_their_pseudonyms(
    database_url: str,
) -> None:
    make_as_of(database_url, "0002", rows_of("0002"))

    with open_store(database_url) as store:
        ann, ben = store.people.part("v1", "u-1"), store.people.part("v1", "u-2")
        assert {one.person for one in store.people.on("v1")} == {"u-1", "u-2"}

    assert ann is not None
    assert (ann.role, ann.pseudonym, ann.council) == (Role.FACILITATOR, "heron", "Northshire")
    assert ben is not None
    assert (ben.role, ben.council) == (Role.FACILITATOR, None)
    assert ben.pseudonym not in {"heron", "u-2"}


def test_people_of_an_earlier_database_want_to_be_nudged(database_url: str) -> None:
    make_as_of(database_url, "0002", rows_of("0002"))

    with open_store(database_url) as store:
        assert store.people.get("u-1").nudged


def test_an_earlier_visit_says_nothing_of_how_its_councils_were_chosen_until_somebody_does(
    database_url: str,
) -> None:
    make_as_of(database_url, "0002", rows_of("0002"))

    with open_store(database_url) as store:
        kept = store.visits.get("v1")
        said = kept.model_copy(update={"selection": "They had asked the same question."})
        store.visits.change(said, kept.version, Deed("u", NOW, "said how the councils were chosen"))
        assert (kept.selection, store.visits.get("v1").selection) == (None, said.selection)


@pytest.mark.parametrize("revision", ["0001", "0002", "0003", "0004"])
def test_what_was_for_a_visits_team_before_visits_were_named_is_for_nobody(
    database_url: str, revision: str
) -> None:
    for_a_team = [
        (table, row | {"audience": "visit team"} if table == "case_studies" else row)
        for table, row in rows_of(revision)
    ]
    make_as_of(database_url, revision, for_a_team)

    with open_store(database_url) as store:
        kent = store.case_studies.get("kent")
        ann = store.people.parts("u-1") if revision != "0001" else ()

    assert kent.metadata.visit is None
    assert scope_of(kent.metadata, kent.status) not in scopes_of(ann)


@pytest.mark.parametrize("revision", ["0002", "0003", "0004", "0005"])
def test_an_earlier_visit_has_its_commitments_asked_after_and_its_records_can_be_quoted_by_lessons(
    database_url: str, revision: str
) -> None:
    make_as_of(database_url, revision, rows_of(revision))

    with open_store(database_url) as store:
        assert store.visits.get("v1").progress_every_weeks == 12
        quoting = lesson("l1", words(), visit="v1")
        assert store.lessons.add(quoting)
        assert store.lessons.get("l1") == quoting


@pytest.mark.parametrize("revision", ["0002", "0006"])
def test_feedback_that_was_accepted_before_it_was_published_waits_to_be(
    database_url: str, revision: str
) -> None:
    told = dict(rows_of(revision)[-2][1])
    accepted = [("records", told | {"id": id_, "status": "accepted"}) for id_ in ("r2", "r3")]
    make_as_of(database_url, revision, [*rows_of(revision), *accepted])

    with open_store(database_url) as store:
        waiting = {(note.about, note.id) for note in store.publication.pending(10)}

    assert waiting == {(About.RECORD, "r2"), (About.RECORD, "r3")}


@pytest.mark.parametrize("revision", ["0006", "0013"])
def test_lessons_published_for_the_team_of_the_first_of_their_visits_wait_to_be_for_all_of_them(
    database_url: str, revision: str
) -> None:
    quoting: dict[str, list[str | None]] = {
        "l1": ["v1", "v2"],
        "l2": ["v1", "v1"],
        "l3": ["v1", None, "v3", "v2"],
        "l4": [None, None],
    }
    make_as_of(database_url, revision, [*rows_of(revision), *lessons_of(quoting)])

    with open_store(database_url) as store:
        waiting = {(note.about, note.id) for note in store.publication.pending(10)}

    assert waiting == {(About.LESSON, "l1"), (About.LESSON, "l3")}


def lessons_of(quoting: Mapping[str, Sequence[str | None]]) -> Rows:
    """Lessons, by id, that quote what was told on these visits; a case study for None."""
    rows: Rows = []
    for id_, visits in quoting.items():
        rows.append(("lessons", LESSON | {"id": id_}))
        rows.append(("lesson_claims", {"lesson_id": id_, "claim": 0, "text": "They meet."}))
        rows += [
            ("lesson_evidence", {"lesson_id": id_, "claim": 0, "ordinal": ordinal} | quoted(visit))
            for ordinal, visit in enumerate(visits)
        ]
    return rows


def quoted(visit: str | None) -> dict[str, Any]:
    source = (
        {"kind": "record", "record_id": "r1", "visit_id": visit, "field": "observation"}
        if visit
        else {"kind": "case study", "case_study_id": "kent", "start": 0, "end": 5}
    )
    return source | {"quote": "They met.", "stance": "supports"}


@pytest.mark.parametrize("revision", ["0010", "0011", "0012"])
def test_names_that_an_earlier_visit_once_went_by_are_struck_out_still(
    database_url: str, revision: str
) -> None:
    make_as_of(database_url, revision, rows_of(revision))

    with open_store(database_url) as store:
        assert store.people.names("v1").people == ("Ann", "Cleo")


def test_questions_that_an_earlier_visit_took_along_can_be_answered_by_what_is_logged(
    database_url: str,
) -> None:
    make_as_of(database_url, "0011", rows_of("0011"))

    with open_store(database_url) as store:
        [asked] = store.gaps.enquiries("v1")
        told = store.records.get("r1")
        assert store.records.add(feedback("r2", visit="v1", enquiry=asked.id))
        answer = store.records.get("r2")

    assert (asked.gap, asked.question) == ("q", "Who won?")
    assert isinstance(told, FeedbackRecord)
    assert told.enquiry is None
    assert isinstance(answer, FeedbackRecord)
    assert answer.enquiry == asked.id


def test_feedback_that_answers_a_question_still_does(database_url: str) -> None:
    (_, record), (_, told) = THIRD[-2:]
    answer: Rows = [
        ("records", record | {"id": "r9"}),
        ("feedback_records", told | {"record_id": "r9", "enquiry": "bins"}),
    ]
    make_as_of(database_url, "0012", [*rows_of("0012"), *answer])

    with open_store(database_url) as store:
        kept = store.records.get("r9")
        assert store.saved.add("u-1", SavedItem(kind=SavedKind.LESSON, item="l1"), NOW)

    assert isinstance(kept, FeedbackRecord)
    assert kept.enquiry == "bins"
