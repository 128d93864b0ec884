"""Sentences a person reads: dates and citations as people say them, errors as apologies."""

import ast
import inspect
from dataclasses import replace

import pytest

from bot import wording
from bot.wording.group_feedback import revised_by_command
from knowledge.citations import as_of
from knowledge.errors import (
    KnowledgeError,
    MisquotedError,
    StaleAdoptionError,
    StaleLessonError,
    StoreBusyError,
    UnknownAdoptionError,
    UnknownCaseStudyError,
    UnknownLessonError,
)
from knowledge.model import Sightings, Status
from tests.slack_samples import KENT, MIDDLESBROUGH


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("2003", "as of 2003"),
        ("2003-08", "as of August 2003"),
        ("2003-08-01", "as of 1 August 2003"),
        (None, "undated"),
    ],
)
def test_a_date_is_said_as_precisely_as_it_is_known(date: str | None, said: str) -> None:
    assert as_of(date) == said


def test_a_citation_says_where_a_quote_stands() -> None:
    assert wording.citation(3, KENT) == (
        "3 · Kent County Council · Kent: mini agreements with local partners · Kent – Partners – Districts"
        " · page 4 · as of March 2003 · published case study"
    )


def test_a_heading_that_repeats_the_title_is_left_out() -> None:
    quote = replace(KENT, heading=f"{KENT.title} > Districts")

    assert " · Districts · " in wording.citation(1, quote, council=False)
    assert wording.citation(1, quote).count(KENT.title) == 1


def test_what_is_not_known_leaves_no_gap_in_a_citation() -> None:
    assert wording.citation(1, replace(MIDDLESBROUGH, council="")) == (
        "1 · Middlesbrough: regeneration and partnership · undated · shared lesson"
    )


def test_the_lead_counts_case_studies_not_quotes() -> None:
    assert wording.lead([KENT, KENT]) == "From one case study:"
    other = replace(KENT, case_study="other")
    assert wording.lead([KENT, other, KENT]) == "From 2 case studies:"


def test_the_lead_tells_lessons_and_feedback_from_case_studies() -> None:
    lesson = replace(KENT, case_study="lesson:1", status=Status.APPLIED)
    stale = replace(KENT, case_study="lesson:2", status=Status.STALE)
    told = replace(KENT, case_study="record:1", status=Status.ACCEPTED)

    assert wording.lead([lesson, lesson]) == "From one lesson:"
    assert wording.lead([KENT, lesson, stale]) == "From one case study and 2 lessons:"
    assert wording.lead([told, KENT, lesson]) == "From one case study, one lesson and one piece of feedback:"


@pytest.mark.parametrize(
    ("sightings", "said"),
    [
        (Sightings(1, 0), "seen in one place"),
        (Sightings(3, 0), "seen in 3 places"),
        (Sightings(3, 1), "seen in 3 places, 1 disagrees"),
        (Sightings(4, 2), "seen in 4 places, 2 disagree"),
    ],
)
def test_a_lessons_citation_says_how_many_places_agree(sightings: Sightings, said: str) -> None:
    lesson = replace(KENT, status=Status.CONTRADICTED, sightings=sightings)

    assert wording.citation(1, lesson).endswith(f" · as of March 2003 · contradicted lesson · {said}")


@pytest.mark.parametrize(
    ("error", "beginning"),
    [
        (StoreBusyError("database is locked"), "I have a lot to write down"),
        (UnknownCaseStudyError("kent"), "That case study is no longer"),
        (KnowledgeError("/secret/path"), "Something went wrong on my side."),
        (ZeroDivisionError("division by zero"), "Something went wrong on my side."),
    ],
)
def test_an_apology_has_a_reference_and_none_of_the_errors_own_words(
    error: Exception, beginning: str
) -> None:
    said = wording.apology(error, "7Q2F01")

    assert said.startswith(beginning)
    assert said.endswith("Reference: 7Q2F01")
    assert str(error) not in said


def test_whom_a_command_leaves_to_be_told_is_said_as_the_form_would_have_told_them() -> None:
    alone = revised_by_command("g1", "v1", in_channel=False, had_agreed=False)
    both = revised_by_command("g1", "v1", in_channel=True, had_agreed=True)

    assert alone == "g1 says so now. Slack tells nobody: please tell everybody on v1 but its host."
    assert "everybody on v1 but its host, best in its channel. Whoever had agreed has yet to agree" in both


def test_no_sentence_has_slacks_markup_in_it() -> None:
    constants = ast.walk(ast.parse(inspect.getsource(wording)))
    said = [one.value for one in constants if isinstance(one, ast.Constant) and isinstance(one.value, str)]

    assert not [sentence for sentence in said if "<@" in sentence or "**" in sentence or "<!" in sentence]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (StaleLessonError(), "Somebody else changed this lesson while you did."),
        (StaleAdoptionError(), "What was said of using this lesson was changed while you did."),
        (UnknownLessonError("x"), "That lesson is no longer there."),
        (MisquotedError("claim 2: case study x does not say so"), "Claim 2: case study x does not say so."),
        (UnknownAdoptionError("x"), "I no longer have what was said of using this lesson."),
    ],
)
def test_what_cannot_be_done_with_a_lesson_is_said_and_is_no_fault(error: KnowledgeError, said: str) -> None:
    refused = wording.refusal(error)

    assert refused is not None
    assert refused.startswith(said)
    assert wording.refusal(ZeroDivisionError()) is None
