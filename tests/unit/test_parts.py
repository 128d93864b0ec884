"""A question is parted where it asks a second thing, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.parts import parts_of

COUNCILS = ("Kent County Council", "Middlesbrough Council", "Isle of Wight Council")


def asked(question: str) -> list[str]:
    return [stretch.part.asked for stretch in parts_of(question, COUNCILS)]


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "How did the scheme start, and what did the grant cost?",
            ["How did the scheme start", "what did the grant cost?"],
        ),
        ("What did Kent spend? Who paid for parks?", ["What did Kent spend", "Who paid for parks?"]),
        ("Who ran buses and in which year did trams stop", ["Who ran buses", "in which year did trams stop"]),
        ("Can I claim twice and does it expire?", ["Can I claim twice", "does it expire?"]),
        (
            "Who paid, but why did residents object, and where are the minutes?",
            ["Who paid", "why did residents object", "where are the minutes?"],
        ),
    ],
)
def test_a_new_question_word_begins_another_part(question: str, parts: list[str]) -> None:
    assert asked(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "How and why did Kent share budgets?",
        "When and where?",
        "What works and why?",
        "How did schools and libraries share budgets?",
        "Did wardens walk and cycle?",
        "Tell me about parks and who knows what",
        "The mayor and how he won",
        "Who is it, the fire brigade and all?",
        "",
        "?",
        "? ?",
    ],
)
def test_what_asks_one_thing_stays_whole(question: str) -> None:
    [stretch] = parts_of(question, COUNCILS)

    assert (stretch.part.asked, stretch.part.council, stretch.text) == (question, "", question)


def test_a_part_that_leans_on_the_one_before_is_looked_for_with_it() -> None:
    _, second = parts_of("What was the mayor's vision and did it work for residents?", COUNCILS)

    assert second.text == "What was the mayor's vision did it work for residents?"


def test_a_part_is_about_the_councils_it_names_or_those_of_the_part_before() -> None:
    question = (
        "Who counted public libraries, and how did Kent and Middlesbrough clean streets "
        "and who paid for public gardens, and how was Middlesbrough?"
    )

    named = [stretch.named for stretch in parts_of(question, COUNCILS)]

    both = ("Kent County Council", "Middlesbrough Council")
    assert named == [(), both, both, ("Middlesbrough Council",)]


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "How did Kent and Middlesbrough share budgets?",
            {"Kent": "How did Kent share budgets?", "Middlesbrough": "How did Middlesbrough share budgets?"},
        ),
        (
            "Kent County Council vs. Middlesbrough on parks",
            {"Kent": "Kent on parks", "Middlesbrough": "Middlesbrough on parks"},
        ),
        (
            "parks at Kent, Middlesbrough and at the Isle of Wight",
            {
                "Kent": "parks at Kent",
                "Middlesbrough": "parks at Middlesbrough",
                "Isle of Wight": "parks at Isle of Wight",
            },
        ),
        (
            "Kent’s and Middlesbrough’s targets",
            {"Kent": "Kent’s targets", "Middlesbrough": "Middlesbrough’s targets"},
        ),
    ],
)
def test_councils_side_by_side_are_a_part_each(question: str, parts: dict[str, str]) -> None:
    stretches = parts_of(question, COUNCILS)

    assert {stretch.part.council.removesuffix(" Council").removesuffix(" County"): stretch.text
            for stretch in stretches} == parts  # fmt: skip
    assert all(stretch.named == (stretch.part.council,) for stretch in stretches)


@pytest.mark.parametrize(
    "question",
    [
        "Has Kent done better on parks than Middlesbrough?",
        "Which officers of Kent met the mayor of Middlesbrough?",
        "What did Kent do?",
    ],
)
def test_councils_that_do_not_stand_side_by_side_are_one_question(question: str) -> None:
    assert asked(question) == [question]


WORDS = st.sampled_from(
    ["Kent", "Middlesbrough", "and", "or", "who", "what", "did", "it", "parks", "?", ",", "the"]
)


@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_no_part_is_empty_and_none_says_what_was_not_asked(question: str) -> None:
    stretches = parts_of(question, COUNCILS)

    assert stretches
    for stretch in stretches:
        assert stretch.part.asked or not question
        assert set(stretch.part.asked.split()) <= set(question.split())
