"""A question that says nothing of what it is about is too wide, and what is offered instead is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.choices import choices, is_wide
from knowledge.followups import standalone
from knowledge.model import Metadata, Theme
from knowledge.words import is_empty

KENT = ("Kent County Council",)
LED = Metadata("Leading with others", as_of="2003", themes=(Theme.LEADERSHIP, Theme.DRIVERS))
LATER = Metadata("Leading alone", as_of="2006-05", themes=(Theme.LEADERSHIP,))
NEW = Metadata("Libraries after hours", as_of="2004", themes=(Theme.INNOVATION,))
BARE = Metadata("Parks")


@pytest.mark.parametrize(
    "question",
    [
        "what works?",
        "Tell me more",
        "Any good examples",
        "Kent?",
        "What did Kent County Council do?",
        "?",
        "",
    ],
)
def test_a_question_that_names_nothing_but_councils_is_too_wide(question: str) -> None:
    assert is_wide(question, KENT)


@pytest.mark.parametrize(
    "question",
    ["What works in parks?", "What makes a study visit work?", "How did Leeds do?", "partners", "£5m"],
)
def test_a_question_that_names_anything_is_not(question: str) -> None:
    assert not is_wide(question, KENT)


def test_the_latest_text_of_each_theme_is_offered_the_commonest_theme_first_and_then_the_rest() -> None:
    offered = [(choice.title, choice.theme) for choice in choices([NEW, BARE, LED, LATER])]

    assert offered == [
        ("Leading alone", Theme.LEADERSHIP),
        ("Leading with others", Theme.DRIVERS),
        ("Libraries after hours", Theme.INNOVATION),
        ("Parks", None),
    ]


def test_nothing_is_offered_twice_and_what_has_no_title_never() -> None:
    assert [choice.title for choice in choices([BARE, BARE, Metadata("")])] == ["Parks"]
    assert [choice.title for choice in choices([LED])] == ["Leading with others"]
    assert list(choices([])) == []


TITLES = st.text(st.characters(categories=["L", "N", "Zs"]), min_size=1).filter(
    lambda text: not is_empty(text)
)


@given(TITLES, TITLES)
def test_what_is_offered_leans_on_nothing_asked_before(title: str, earlier: str) -> None:
    [choice] = choices([Metadata(title)])

    assert title in choice.asked
    assert standalone(choice.asked, (earlier,)) == choice.asked
