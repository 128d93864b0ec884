"""What stands in a report, where, and what it rests on."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import NotAllowedError, UnfitReportError
from knowledge.gaps import Enquiry
from knowledge.records import FeedbackRecord, GroupFeedback, Record, RecordStatus, Sensitivity
from knowledge.reports import FORMATS, Material, Report, compose
from knowledge.reports.contents import Table
from knowledge.reports.phrases import days
from knowledge.visits import Attribution, Role, VisitState
from tests.sample_visit import COMMITMENTS, FEEDBACK, GROUP_FEEDBACK, OUTSIDE_THE_REPORT, VISIT, material
from tests.visit_samples import NOW, RECORDS, SESSIONS, feedback, group_feedback, session, visit

PARTS = [
    "Introduction",
    "What was learned from Eastborough Council",
    "Drivers for improvement",
    "Partnering, by theme",
    "Innovation",
    "Commitments",
    "Programme",
    "Attendance",
    "Feedback of the group discussion",
]


def report(given: Material | None = None, *, role: Role = Role.FACILITATOR, draft: bool = False) -> Report:
    return compose(given or material(), made_at=NOW, role=role, draft=draft)


def in_state(state: VisitState, **changes: Any) -> Material:
    return material(visit=VISIT.model_copy(update={"state": state}), **changes)


def texts(made: Report) -> str:
    return " ".join(each.statement.text for each in made.traced)


def test_the_parts_stand_in_the_order_of_such_reports() -> None:
    assert [section.title for section in report().sections] == PARTS


def test_every_accepted_record_stands_in_exactly_one_place_of_the_body() -> None:
    made = report()

    placed = [
        each.statement.records
        for each in made.traced
        if each.headings[0] != "Feedback of the group discussion"
    ]

    assert sorted(placed) == sorted((record.id,) for record in (*FEEDBACK, *COMMITMENTS))


@pytest.mark.parametrize("draft", [True, False])
def test_what_is_not_accepted_or_is_sensitive_is_nowhere_in_a_report(draft: bool) -> None:  # noqa: FBT001
    withdrawn = feedback("w1", visit=VISIT.id, observation="Withdrawn words.", status=RecordStatus.WITHDRAWN)
    unexplained = feedback("n1", visit=VISIT.id, observation="Vague words.", status="needs information")
    every = (*material().records, withdrawn, unexplained)

    written = [
        format_.write(report(material(records=every), draft=draft)).decode()
        for format_ in FORMATS
        if format_.media_type.startswith(("text/", "application/json"))
    ]

    ids = [record.id for record in (*OUTSIDE_THE_REPORT, withdrawn, unexplained)]
    for text in written:
        assert not [mark for mark in ("Unreviewed", "Rejected", "Sensitive", "Vague") if mark in text]
        assert not [name for name in ids if f'"{name}"' in text]


def test_group_feedback_rests_on_its_own_record_and_on_the_accepted_ones_it_was_composed_from() -> None:
    [strength, *_] = [each for each in report().traced if "last screw" in each.statement.text]

    assert strength.statement.records == ("g01", "f01", "f05", "f06", "f07", "f15", "f18", "f19")
    assert strength.statement.cited == ("g01",)


def test_the_words_of_the_group_follow_the_strictest_rule_among_what_they_were_composed_from() -> None:
    strict = feedback("f1", visit=VISIT.id, status="accepted", attribution=Attribution.CHATHAM_HOUSE)
    group = group_feedback(visit=VISIT.id, status="agreed", strengths=("Westmere said so.",), chosen=("f1",))

    assert "Westmere" not in texts(report(material(records=(strict, group))))
    assert "Westmere" in texts(report(material(records=(group,))))


def test_only_a_draft_shows_what_is_not_agreed_and_says_so() -> None:
    pending = GROUP_FEEDBACK.model_copy(update={"status": RecordStatus.SUBMITTED})
    given = material(records=(*FEEDBACK, pending))

    [shown, *_] = [each for each in report(given, draft=True).traced if "last screw" in each.statement.text]

    assert shown.statement.pending
    assert "last screw" not in texts(report(given))


@pytest.mark.parametrize(
    ("state", "role", "said"),
    [
        (VisitState.PLANNED, Role.FACILITATOR, "in discussion, closed or archived, and this one is planned"),
        (VisitState.OPEN, Role.FACILITATOR, "and this one is open"),
        (VisitState.DISCUSSION, Role.HOST, "a host can make the report of a visit that is closed"),
        (VisitState.CLOSED, Role.PARTICIPANT, "only a facilitator or the host can make the report"),
    ],
)
def test_a_report_too_early_or_for_somebody_else_is_refused_in_a_sentence(
    state: VisitState, role: Role, said: str
) -> None:
    with pytest.raises(NotAllowedError, match=said):
        report(in_state(state), role=role)


def test_a_draft_can_be_made_at_any_time_by_a_facilitator_alone() -> None:
    drafts = [report(in_state(state), draft=True) for state in VisitState]

    assert all(made.draft and made.missing for made in drafts)
    with pytest.raises(NotAllowedError):
        report(in_state(VisitState.OPEN), role=Role.HOST, draft=True)


def test_a_report_is_refused_while_what_is_missing_can_still_be_mended() -> None:
    unagreed = (*FEEDBACK, OUTSIDE_THE_REPORT[0])

    with pytest.raises(UnfitReportError, match="no group feedback is agreed; feedback waits for review"):
        report(in_state(VisitState.DISCUSSION, records=unagreed))
    assert report(in_state(VisitState.CLOSED, records=unagreed)).records
    with pytest.raises(UnfitReportError, match="nothing that was told is accepted or agreed"):
        report(in_state(VisitState.CLOSED, records=(OUTSIDE_THE_REPORT[0],)))


def test_a_draft_says_all_that_is_still_missing() -> None:
    given = material(
        visit=VISIT.model_copy(update={"state": VisitState.OPEN, "selection": None}),
        records=(FEEDBACK[0], OUTSIDE_THE_REPORT[0], COMMITMENTS[0]),
    )

    missing = "\n".join(report(given, draft=True).missing)

    for sentence in (
        "The visit is open: the group discussion has not begun.",
        "Nobody has said how the councils were chosen.",
        "There is no group feedback.",
        "Waiting for review: 1 piece of feedback.",
        "customer and community focus, improvement drivers or innovation.",
        "No accepted feedback is about the session “Group discussion”.",
        "Yet to tell anything: 3 participants.",
        "Visiting councils that have told nothing yet: Westmere and Saltby District Council.",
        "Visiting councils without an agreed commitment: Westmere and Saltby District Council.",
    ):
        assert sentence in missing


def test_a_draft_names_no_council_and_no_small_count_where_the_rule_forbids_it() -> None:
    given = material(Attribution.CHATHAM_HOUSE, records=(FEEDBACK[0], OUTSIDE_THE_REPORT[0], COMMITMENTS[0]))

    missing = "\n".join(report(given, draft=True).missing)

    assert "Waiting for review: some pieces of feedback." in missing
    assert "without an agreed commitment: some councils." in missing
    assert "Westmere" not in missing


def test_a_complete_visit_lacks_nothing_but_what_nobody_spoke_of() -> None:
    given = material(records=(*FEEDBACK, GROUP_FEEDBACK, *COMMITMENTS))

    assert report(given, draft=True).missing == (
        "No accepted feedback is about the session “Group discussion”.",
    )


def test_days_are_written_as_people_write_them() -> None:
    first = date(2026, 3, 31)

    said = [days(first, first), days(date(2026, 3, 30), first), days(first, date(2026, 4, 1))]

    assert said == ["31 March 2026", "30 to 31 March 2026", "31 March 2026 to 1 April 2026"]


def test_the_data_file_names_the_records_of_every_statement() -> None:
    made = report()
    [format_] = [each for each in FORMATS if each.name == "json"]

    content = json.loads(format_.write(made))

    assert (content["schema_version"], content["draft"]) == (1, False)
    assert [section["title"] for section in content["body"] + content["appendices"]] == PARTS
    known = {record["id"]: record["mark"] for record in content["records"]}
    assert known == made.marks
    first = content["body"][1]["sections"][1]["blocks"][0]
    assert (first["type"], first["records"]) == ("statement", ["f05"])
    assert "respondent" not in content["records"][0]


@pytest.mark.parametrize("draft", [True, False])
@given(st.lists(RECORDS, max_size=8, unique_by=lambda each: each.id), st.sampled_from(Attribution))
def test_every_statement_rests_on_records_that_may_be_in_a_report(
    draft: bool,  # noqa: FBT001
    records: list[Record],
    rule: Attribution,
) -> None:
    given = Material(visit(attribution=rule, state="closed"), records=tuple(records))
    try:
        made = report(given, draft=draft)
    except UnfitReportError:
        assert not draft
        return

    fit = {record.id for record in records if record.sensitivity is Sensitivity.ORDINARY}
    assert all(set(each.statement.records) <= fit for each in made.traced)
    assert all(each.statement.records for each in made.traced)
    assert {name for each in made.traced for name in each.statement.records} == set(made.marks)
    accepted = {RecordStatus.ACCEPTED, RecordStatus.DISTILLED}
    told = [each.record for each in made.records if isinstance(each.record, FeedbackRecord)]
    assert {record.status for record in told} <= accepted


@settings(max_examples=8)  # each makes six files
@given(st.lists(SESSIONS, max_size=4, unique_by=lambda each: each.id), st.lists(RECORDS, max_size=5))
def test_any_visit_gives_a_report_in_every_format(programme: list[Any], records: list[Record]) -> None:
    given = Material(visit(), tuple(programme), records=tuple(records))
    made = report(given, draft=True)

    assert all(format_.write(made) for format_ in FORMATS)


def test_group_feedback_may_name_records_that_are_gone() -> None:
    group = group_feedback(visit=VISIT.id, status="agreed", chosen=("gone",))

    made = report(material(records=(group,), programme=(session(),)))

    assert [each.statement.records for each in made.traced] == [("g1",)]
    assert isinstance(made.records[0].record, GroupFeedback)


ASKED = (
    Enquiry(gap="q1", visit=VISIT.id, session="s1", question="Who rings tenants?"),
    Enquiry(gap="q2", visit=VISIT.id, question="What does a visit cost?"),
)


def answering(*, status: RecordStatus = RecordStatus.ACCEPTED) -> Material:
    told = feedback(
        "e1", visit=VISIT.id, observation="A desk rings them.", enquiry=ASKED[0].id, status=status
    )
    return material(enquiries=ASKED, records=(*material().records, told))


def taken_along(made: Report) -> list[tuple[str, str, tuple[str, ...]]]:
    [section] = [one for one in made.appendices if one.key == "enquiries"]
    [table] = [block for block in section.blocks if isinstance(block, Table)]
    return [(row.cells[1], row.cells[2], row.records) for row in table.rows]


def test_questions_taken_along_stand_with_the_records_that_answer_them_or_as_still_open() -> None:
    made = report(answering())

    assert taken_along(made) == [
        ("Welcome, and how repairs came first", "Answered", ("e1",)),
        ("Anywhere on the visit", "Still open", ()),
    ]


def test_a_draft_lacks_an_answer_until_one_is_accepted() -> None:
    missing = report(answering(status=RecordStatus.SUBMITTED), draft=True).missing

    for enquiry in ASKED:
        assert f"No accepted feedback answers the question taken along “{enquiry.question}”." in missing
    assert not [one for one in report(answering(), draft=True).missing if "Who rings" in one]


def test_what_a_record_answers_is_in_no_file_by_an_id_that_leads_to_who_asked() -> None:
    for format_ in FORMATS:
        if format_.media_type.startswith(("text/", "application/json")):
            assert '"q1"' not in format_.write(report(answering())).decode()
            assert ASKED[0].id not in format_.write(report(answering())).decode()
