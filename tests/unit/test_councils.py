"""Councils are known by their names, whatever kind of council they are and however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.councils import council_key, mention, named_in

COUNCILS = (
    "Kent County Council",
    "Middlesbrough Council",
    "Isle of Wight Council",
    "Stoke-on-Trent City Council",
    "Brighton & Hove City Council",
    "London Borough of Barking and Dagenham",
    "City of York Council",
)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Kent", "kent"),
        ("KENT COUNTY COUNCIL", "kent"),
        ("Royal Borough of Kensington and Chelsea", "kensington and chelsea"),
        ("London Borough of Camden", "camden"),
        ("The City of York Council", "york"),
        ("Council of the Isles of Scilly", "isles scilly"),
        ("Stoke-on-Trent City Council", "stoke on trent"),
        ("Brighton & Hove", "brighton and hove"),
        ("Peterborough City Council", "peterborough"),
        ("West Yorkshire Combined Authority", "west yorkshire"),
        ("Borough Council", "borough council"),
        ("  ", ""),
    ],
)
def test_a_name_without_its_kind(name: str, key: str) -> None:
    assert council_key(name) == key


@given(st.text())
def test_a_key_is_its_own_key_unless_nothing_but_kinds_is_left(name: str) -> None:
    key = council_key(name)

    assert council_key(key) == key


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("How did Kent work with partners?", ("Kent County Council",)),
        ("how did kent county council work?", ("Kent County Council",)),
        ("Kent's partners", ("Kent County Council",)),
        ("Kent’s partners", ("Kent County Council",)),
        ("What about KENT?", ("Kent County Council",)),
        ("Kentish hops, and a Kentucky visit", ()),
        ("Kent or Middlesbrough?", ("Kent County Council", "Middlesbrough Council")),
        ("Middlesbrough, then Kent, then Middlesbrough", ("Middlesbrough Council", "Kent County Council")),
        ("the Isle of Wight", ("Isle of Wight Council",)),
        ("stoke on trent", ("Stoke-on-Trent City Council",)),
        ("Brighton and Hove", ("Brighton & Hove City Council",)),
        ("Brighton & Hove's parks", ("Brighton & Hove City Council",)),
        ("Barking & Dagenham", ("London Borough of Barking and Dagenham",)),
        ("the City of York", ("City of York Council",)),
        ("Yorkshire", ()),
        ("which council did best?", ()),
        ("", ()),
    ],
)
def test_the_councils_a_question_names(question: str, named: tuple[str, ...]) -> None:
    assert named_in(question, COUNCILS) == named


@given(st.lists(st.sampled_from(COUNCILS), unique=True), st.sampled_from([" and ", ", ", "; then ", " vs. "]))
def test_named_councils_come_in_the_order_of_the_question(names: list[str], between: str) -> None:
    assert named_in(f"Compare {between.join(names)}.", COUNCILS) == tuple(names)


@given(st.text(), st.lists(st.text(), max_size=5))
def test_only_councils_there_are_can_be_named(question: str, councils: list[str]) -> None:
    assert set(named_in(question, councils)) <= set(councils)


def test_a_council_without_a_name_is_never_named() -> None:
    assert named_in("What did  it do?", ["", "?", "-"]) == ()


@pytest.mark.parametrize(
    ("name", "text", "typed"),
    [
        ("Kent County Council", "did KENT's partners", "KENT"),
        ("Isle of Wight Council", "on the Isle of Wight too", "Isle of Wight"),
        ("Stoke-on-Trent City Council", "in Stoke-on-Trent", "Stoke-on-Trent"),
        ("Brighton & Hove City Council", "brighton and hove", "brighton and hove"),
        ("Barking and Dagenham", "Barking & Dagenham", "Barking & Dagenham"),
        ("City of York Council", "Yorkshire", None),
    ],
)
def test_a_mention_is_found_as_it_was_typed(name: str, text: str, typed: str | None) -> None:
    match = mention(name).search(text)

    assert (match and match[0]) == typed
