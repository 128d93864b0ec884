"""Sentences a person reads: dates and citations as people say them, errors as apologies."""

import ast
import inspect
from dataclasses import replace

import pytest

from bot import wording
from knowledge.errors import KnowledgeError, StoreBusyError, UnknownCaseStudyError
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
    assert wording.as_of(date) == said


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
    assert wording.lead([KENT, MIDDLESBROUGH, KENT]) == "From 2 case studies:"


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


def test_no_sentence_has_slacks_markup_in_it() -> None:
    constants = ast.walk(ast.parse(inspect.getsource(wording)))
    said = [one.value for one in constants if isinstance(one, ast.Constant) and isinstance(one.value, str)]

    assert not [sentence for sentence in said if "<@" in sentence or "**" in sentence or "<!" in sentence]
