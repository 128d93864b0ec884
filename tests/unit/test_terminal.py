"""What a terminal shows, and the JSON forms that other programs read."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console, RenderableType

from bot import terminal
from bot.checkup import Finding
from bot.prompt import Result
from knowledge.ingest import Failure, IngestReport
from knowledge.model import Answer, Audience, CaseStudy, Choice, Metadata, Outcome, Part, Quote, Status, Theme
from knowledge.store import Summary

QUOTE = Quote(
    text="Partners paid [half] of it.",
    case_study="kent-abc123",
    council="Kent",
    title="Parks [bold]first[/bold]",
    heading="Costs > Year 1",
    page=4,
    start=10,
    end=37,
    as_of="2003-05",
    status=Status.PUBLISHED,
    source="https://kent.example/parks",
    score=0.71,
)
ANSWERED = Answer("Who paid?", Outcome.ANSWERED, 0.9, quotes=(QUOTE,))
SUMMARY = Summary(
    id="kent-abc123",
    metadata=Metadata(
        "Parks", ("Kent", "Hull"), "2003-05", (Theme.CULTURE,), Audience.PUBLIC, "https://x.example"
    ),
    status=Status.PUBLISHED,
    passages=7,
    characters=4000,
    path="/in/parks.md",
    added_at=datetime(2026, 3, 4, tzinfo=UTC),
    changed_at=datetime(2026, 3, 5, tzinfo=UTC),
)


def shown(content: RenderableType, width: int = 100) -> str:
    console = Console(file=StringIO(), width=width, highlight=False)
    console.print(content)
    assert isinstance(console.file, StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines())


def test_an_answer_is_its_quotes_each_with_where_it_stands() -> None:
    bare = replace(QUOTE, text="It fell.", council="", heading="", page=None, as_of=None, source=None)

    assert shown(terminal.answer_lines(replace(ANSWERED, quotes=(QUOTE, bare))), width=200) == (
        "\n  “Partners paid [half] of it.”\n"
        "    [1] Kent, Parks [bold]first[/bold] > Costs > Year 1, page 4, as of 2003-05, "
        "published case study, https://kent.example/parks\n"
        "\n  “It fell.”\n"
        "    [2] Parks [bold]first[/bold], published case study"
    )


def test_a_question_that_is_not_covered_shows_what_is_nearest() -> None:
    answer = Answer("Who won?", Outcome.NOT_COVERED, 0.1, related=(QUOTE,))

    lines = shown(terminal.answer_lines(answer)).splitlines()

    assert lines[:4] == ["The case studies do not say.", "", "Related, may not answer:", ""]
    assert lines[4] == "  “Partners paid [half] of it.”"


def test_a_question_that_nothing_comes_near_is_said_to_be_one_with_what_to_do_next() -> None:
    answer = Answer("Who won?", Outcome.NOT_COVERED, 0.1)

    lines = shown(terminal.answer_lines(answer)).splitlines()

    assert lines[0] == "The case studies do not say."
    assert " ".join(lines[1:]) == terminal.NOTHING_RELATED


def test_while_the_library_is_empty_it_is_said_how_to_fill_it() -> None:
    assert " ".join(shown(terminal.answer_lines(Answer("?", Outcome.EMPTY, 0.0))).split()) == (
        terminal.EMPTY_LIBRARY
    )


def test_what_is_offered_for_a_wide_question_is_numbered() -> None:
    offered = (
        Choice("What of it?", "Parks [bold]first[/bold]", Theme.LEADERSHIP),
        Choice("And this?", "Roads"),
    )
    answer = Answer("What works?", Outcome.ASK_BACK, 0.0, choices=offered)

    assert shown(terminal.answer_lines(answer)).splitlines()[1:] == [
        "  1  Leadership: Parks [bold]first[/bold]",
        "  2  Roads",
    ]
    assert terminal.answer_json(Result("What works?", answer, 12))["choices"][1] == {
        "asked": "And this?",
        "title": "Roads",
        "theme": None,
    }


def test_an_answer_to_a_part_says_first_what_it_leaves_open() -> None:
    answer = replace(ANSWERED, outcome=Outcome.PARTLY, unsaid=(Part("what did [it] cost?"),))

    lines = shown(terminal.answer_lines(answer)).splitlines()

    assert lines[0] == "I can answer a part of this. The case studies do not say “what did [it] cost”."
    assert "  “Partners paid [half] of it.”" in lines
    assert terminal.answer_json(Result("Who paid?", answer, 12))["unsaid"] == [
        {"asked": "what did [it] cost?", "council": ""}
    ]


def test_an_empty_question_is_asked_back() -> None:
    assert shown(terminal.answer_lines(Answer("?", Outcome.ASK_BACK, 0.0))).startswith(
        "What would you like to know?"
    )


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=60))
def test_no_word_of_a_case_study_is_taken_for_markup(text: str) -> None:
    quote = replace(QUOTE, text=text, title="")

    assert "".join(text.split()) in "".join(
        shown(terminal.answer_lines(replace(ANSWERED, quotes=(quote,)))).split()
    )


def test_the_json_of_an_answer_has_the_promised_names() -> None:
    near = replace(QUOTE, score=0.1)

    form = json.loads(
        json.dumps(terminal.answer_json(Result("Who paid?", replace(ANSWERED, related=(near,)), 12)))
    )

    assert list(form) == ["question", "outcome", "confidence", "quotes", "related", "unsaid", "choices", "ms"]
    assert (form["question"], form["outcome"], form["confidence"], form["ms"]) == (
        "Who paid?",
        "answered",
        0.9,
        12,
    )
    assert form["quotes"] == [
        {
            "text": "Partners paid [half] of it.",
            "case_study": "kent-abc123",
            "council": "Kent",
            "title": "Parks [bold]first[/bold]",
            "heading": "Costs > Year 1",
            "page": 4,
            "start": 10,
            "end": 37,
            "as_of": "2003-05",
            "status": "published case study",
            "score": 0.71,
            "sightings": None,
        }
    ]
    assert form["related"] == [{**form["quotes"][0], "score": 0.1}]


def test_the_json_of_an_ingest_has_the_promised_names() -> None:
    report = IngestReport(added=2, failed=[Failure("/in/a.pdf", "a.pdf is empty.")], passages=9, embedded=4)

    assert terminal.report_json(report, 1.23456) == {
        "added": 2,
        "changed": 0,
        "unchanged": 0,
        "removed": 0,
        "failed": [{"path": "/in/a.pdf", "reason": "a.pdf is empty."}],
        "passages": 9,
        "embedded": 4,
        "misquoted": 0,
        "seconds": 1.235,
    }


def test_an_ingest_says_how_many_lessons_quote_what_is_no_longer_there() -> None:
    told = shown(terminal.report_lines(IngestReport(changed=1, misquoted=2), 1.0))

    assert "Lessons that quote what is no longer there: 2. `peerbot lessons list --faulty`" in told


def test_an_ingest_says_what_it_did_and_what_it_could_not_read() -> None:
    report = IngestReport(
        added=2, removed=1, failed=[Failure("/in/a.pdf", "a.pdf is [empty].")], passages=9, embedded=4
    )

    assert shown(terminal.report_lines(report, 1.26)) == (
        "2 added, 1 removed, 1 not read: 9 passages, 4 embedded, 1.3 s.\n\nNot read:\n  a.pdf is [empty]."
    )
    assert shown(terminal.report_lines(IngestReport(), 0.0)).startswith("Nothing to read there: ")


def test_case_studies_are_listed() -> None:
    table = shown(terminal.summary_table([SUMMARY]))

    assert "kent-abc123" in table
    assert "Kent and Hull" in table
    assert "2003-05" in table
    assert "No case studies yet" in shown(terminal.summary_table([]))


@pytest.mark.parametrize("width", [40, 80, 200])
def test_an_id_can_be_read_whole_in_a_list_however_narrow(width: int) -> None:
    long = replace(SUMMARY, id="how-kent-worked-with-its-many-local-partners-abc123")

    lines = shown(terminal.summary_table([long]), width).splitlines()

    assert long.id in "".join(line.split(" ")[0] for line in lines)


def test_the_json_of_a_list_says_all_that_is_known() -> None:
    [form] = json.loads(json.dumps(terminal.summary_json([SUMMARY])))

    assert form == {
        "id": "kent-abc123",
        "title": "Parks",
        "councils": ["Kent", "Hull"],
        "as_of": "2003-05",
        "themes": ["culture change and motivation"],
        "audience": "public",
        "source": "https://x.example",
        "visit": None,
        "status": "published case study",
        "passages": 7,
        "characters": 4000,
        "path": "/in/parks.md",
        "changed_at": "2026-03-05T00:00:00+00:00",
    }


def test_a_case_study_is_shown_with_what_is_known_about_it() -> None:
    study = CaseStudy("kent-abc123", SUMMARY.metadata, "# Parks\n\n[red]Trees[/red] grew.")

    page = shown(terminal.case_study_lines(study))

    assert page.splitlines()[0] == "Parks"
    assert "Kent and Hull" in page
    assert "culture change and motivation" in page
    assert page.endswith("# Parks\n\n[red]Trees[/red] grew.")
    assert json.loads(json.dumps(terminal.case_study_json(study)))["text"] == study.text


def test_a_doctor_tells_well_from_wrong() -> None:
    findings = [Finding(well=True, sentence="the [database] opens"), Finding(well=False, sentence="no model")]

    assert shown(terminal.findings_table(findings)) == "ok    the [database] opens\nwrong no model"
    assert terminal.findings_json(findings)[1] == {"well": False, "sentence": "no model"}


def test_scores_have_a_dash_where_nothing_could_be_measured() -> None:
    assert shown(terminal.scores_table({"ndcg@10": 0.7312, "refusal_auroc": None})) == (
        "ndcg@10        0.7312\nrefusal_auroc  –"
    )
