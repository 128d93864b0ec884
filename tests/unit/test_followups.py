"""A follow-up is written out with what it leaves out; a question of its own is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.followups import compares, standalone
from knowledge.words import is_empty

COUNCILS = (
    "Kent County Council",
    "Middlesbrough Council",
    "Isle of Wight Council",
    "Stoke-on-Trent City Council",
    "Medway Council",
)
KENT = "How did Kent work with local partners?"


@pytest.mark.parametrize(
    "question",
    [
        "",
        "?",
        "hello",
        "Can you help me?",
        "What is it?",
        "why?",
        "Tell me more about that, please",
        "who are they",
    ],
)
def test_a_question_that_names_nothing_is_empty(question: str) -> None:
    assert is_empty(question)


@pytest.mark.parametrize(
    "question", ["Kent?", "the costs", "Why did it fail", "hello, parks", "£5m", "図書館"]
)
def test_a_question_that_names_something_is_not_empty(question: str) -> None:
    assert not is_empty(question)


@pytest.mark.parametrize(
    "question",
    [
        "How do Kent and Middlesbrough compare?",
        "A comparison of councils",
        "What differs between them?",
        "Kent vs. Middlesbrough",
        "Kent versus Middlesbrough",
        "What did both do?",
        "What did each council pay?",
        "Which councils built schools?",
        "And other councils?",
    ],
)
def test_a_question_may_ask_for_councils_side_by_side(question: str) -> None:
    assert compares(question)


@pytest.mark.parametrize("question", [KENT, "Who bothered?", "What did the council pay?"])
def test_most_questions_do_not(question: str) -> None:
    assert not compares(question)


@pytest.mark.parametrize(
    "follow_up",
    ["and in Middlesbrough?", "Middlesbrough?", "What about Middlesbrough?", "And Middlesbrough Council?"],
)
def test_another_council_takes_the_place_of_the_first(follow_up: str) -> None:
    assert standalone(follow_up, [KENT], COUNCILS) == "How did Middlesbrough work with local partners?"


@pytest.mark.parametrize(
    ("before", "follow_up", "understood"),
    [
        ("What did Isle of Wight build?", "and Kent?", "What did Kent build?"),
        ("What did Stoke-on-Trent build?", "and Kent?", "What did Kent build?"),
        (KENT, "and on the Isle of Wight?", "How did Isle of Wight work with local partners?"),
        (
            KENT,
            "And in Medway and Middlesbrough?",
            "How did Medway and Middlesbrough work with local partners?",
        ),
        ("Why did Kent pay for Kent's schools?", "Medway?", "Why did Medway pay for Medway's schools?"),
        ("What did Kentish people say to Kent?", "Medway?", "What did Kentish people say to Medway?"),
    ],
)
def test_councils_are_swapped_however_they_are_written(before: str, follow_up: str, understood: str) -> None:
    assert standalone(follow_up, [before], COUNCILS) == understood


@pytest.mark.parametrize(
    ("follow_up", "understood"),
    [
        (
            "and what did Middlesbrough pay?",
            "How did Middlesbrough work with local partners? and what did Middlesbrough pay?",
        ),
        ("What about the costs?", f"{KENT} What about the costs?"),
        ("Who paid for it?", f"{KENT} Who paid for it?"),
        ("Did they save money?", f"{KENT} Did they save money?"),
        ("why?", f"{KENT} why?"),
        ("Why not?", f"{KENT} Why not?"),
        ("any other examples", f"{KENT} any other examples"),
        ("and Kent?", f"{KENT} and Kent?"),
        ("Tell me more", f"{KENT} Tell me more"),
        ("parish councils?", f"{KENT} parish councils?"),
    ],
)
def test_a_question_that_leans_on_the_one_before_is_asked_with_it(follow_up: str, understood: str) -> None:
    assert standalone(follow_up, [KENT], COUNCILS) == understood


@pytest.mark.parametrize(
    "question",
    [
        "How long is a Knowledge Exchange visit and who takes part?",
        "Why did Middlesbrough choose housing?",
        "What is a local public service agreement?",
        "Which schools joined the programme that the county paid for in its first year of work?",
        "How did Middlesbrough fight crime?",
    ],
)
def test_a_question_of_its_own_is_left_alone(question: str) -> None:
    assert standalone(question, [KENT], COUNCILS) == question


def test_a_third_council_joins_a_comparison() -> None:
    both = "How do Kent and Medway compare?"

    assert standalone("and Middlesbrough?", [both], COUNCILS) == f"{both} and Middlesbrough?"


def test_only_the_question_before_counts() -> None:
    earlier = ["What did Medway build?", KENT]

    assert (
        standalone("and Middlesbrough?", earlier, COUNCILS)
        == "How did Middlesbrough work with local partners?"
    )


@pytest.mark.parametrize("question", ["and in Middlesbrough?", "why?", "it", " What was built? "])
def test_the_first_question_of_a_thread_stays_as_it_is(question: str) -> None:
    assert standalone(question, [], COUNCILS) == question.strip()


@given(st.text(), st.lists(st.text(), max_size=3))
def test_nothing_a_person_adds_is_dropped_but_for_the_space_around_it(
    question: str, earlier: list[str]
) -> None:
    assert standalone(question, earlier).endswith(question.strip())


@given(st.text(), st.lists(st.text(), max_size=3), st.lists(st.text(), max_size=4))
def test_whatever_is_asked_is_understood_somehow(
    question: str, earlier: list[str], councils: list[str]
) -> None:
    understood = standalone(question, earlier, councils)

    assert understood or not (question.strip() or earlier)
