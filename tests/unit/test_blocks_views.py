"""Modals, App Home and the facilitators' message: what they show, and that Slack takes them."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import wording
from bot.blocks.gestures import ballot, cast_ballot, pointed_quote, quote_pointer
from bot.blocks.homes import Page, help_for_command, help_for_message, home, prompts
from bot.blocks.passages import Surroundings, notice, opening, passage, quoted_alone, surroundings
from bot.blocks.people import Wanted, wanted_blocks, wanted_text
from bot.blocks.votes import reason_form, reason_given
from bot.workspace.blocks import Surface, elements_of, validate_blocks, validate_view
from tests.slack_samples import HOSTILE, KENT, LONG, QUESTION_ID

TEXT = "\n\n".join(f"Paragraph {number} says something. And a little more." for number in range(5))
START = TEXT.index("Paragraph 2")
END = START + len("Paragraph 2 says something.")
WANTED = Wanted(
    QUESTION_ID, "Who pays?", "U0ASHA0001", "https://slack.example/archives/C1/p1", ["Kent", "Leeds"]
)


def texts(value: Any) -> list[str]:
    if isinstance(value, list | tuple):
        return [text for one in value for text in texts(one)]
    if not isinstance(value, dict):
        return []
    own = [value["text"]] if isinstance(value.get("text"), str) else []
    return own + [text for one in value.values() for text in texts(one)]


# The passage


def test_a_quote_stands_between_the_paragraphs_on_either_side() -> None:
    found = surroundings(TEXT, START, END)

    assert found == Surroundings(
        before="Paragraph 1 says something. And a little more.\n\n",
        quote="Paragraph 2 says something.",
        after=" And a little more.\n\nParagraph 3 says something. And a little more.",
    )


def test_at_the_ends_of_a_text_there_is_nothing_beyond() -> None:
    assert surroundings("Only this.", 0, 10) == Surroundings("", "Only this.", "")


def test_long_surroundings_are_cut_at_words_and_marked() -> None:
    found = surroundings("before " * 500 + "QUOTE" + " after" * 500, 3500, 3505)

    assert found.quote == "QUOTE"
    assert found.before.startswith("…before before")
    assert found.after.endswith("after…")
    assert max(len(found.before), len(found.after)) <= 1_201


@given(st.text(alphabet="ab \n", max_size=300), st.data())
def test_surroundings_are_the_text_around_the_quote(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    found = surroundings(text, start, end)

    assert found.quote == text[start:end]
    assert found.before + found.quote + found.after in text


def test_the_passage_marks_the_quote_and_links_to_its_source() -> None:
    view = passage(2, KENT, Surroundings("Before. ", "The quote.", " After."))

    heading, citation, marked, link = view["blocks"]
    assert heading["text"]["text"] == KENT.title
    assert citation["elements"][0]["text"].startswith("2 · Kent County Council · Kent: mini agreements")
    assert citation["elements"][0]["text"].endswith(
        "Partners – Districts · page 4 · as of March 2003 · published case study"
    )
    assert [(one["text"], "style" in one) for one in marked["elements"][0]["elements"]] == [
        ("Before. ", False),
        ("The quote.", True),
        (" After.", False),
    ]
    assert link["elements"][0]["elements"][0]["url"] == KENT.source


def test_a_passage_without_an_address_has_no_link() -> None:
    assert len(passage(1, replace(KENT, source=None), Surroundings("", "x", ""))["blocks"]) == 3


def test_a_quote_that_stands_nowhere_any_more_is_shown_with_the_reason() -> None:
    assert [wording.GONE, KENT.text] == texts(quoted_alone(1, KENT, wording.GONE)["blocks"])[-2:]


@given(HOSTILE, LONG, HOSTILE, LONG)
def test_slack_takes_any_passage(before: str, quote: str, after: str, title: str) -> None:
    cited = replace(KENT, text=quote, title=title, heading=title, council=title)

    views = [
        passage(1, cited, surroundings(before + quote + after, len(before), len(before + quote))),
        quoted_alone(1, cited, wording.CHANGED_SINCE),
        opening(),
        notice(wording.NOT_READY),
    ]

    assert [validate_view(view) for view in views] == [[], [], [], []]


# What buttons carry


@given(st.text(min_size=1), st.integers(1, 99))
def test_a_quote_is_found_again_by_its_pointer(question_id: str, number: int) -> None:
    assert pointed_quote(quote_pointer(question_id, number)) == (question_id, number)


@given(st.text(min_size=1), st.sampled_from([1, -1]))
def test_a_vote_is_read_as_it_was_cast(question_id: str, value: Any) -> None:
    assert cast_ballot(ballot(question_id, value)) == (question_id, value)


# Votes


def values(choice: int | None, said: str | None) -> dict[str, Any]:
    chosen = None if choice is None else {"value": str(choice), "text": {"text": "x"}}
    return {"choice": {"choice": {"selected_option": chosen}}, "reason": {"reason": {"value": said}}}


@pytest.mark.parametrize(
    ("choice", "said", "reason"),
    [
        (None, None, None),
        (None, "  ", None),
        (2, None, "It is out of date"),
        (None, " The mayor left. ", "The mayor left."),
        (2, "The mayor left.", "It is out of date: The mayor left."),
    ],
)
def test_a_reason_is_a_choice_or_words_or_both(
    choice: int | None, said: str | None, reason: str | None
) -> None:
    assert reason_given(values(choice, said)) == reason


def test_slack_takes_the_form_that_asks_for_a_reason() -> None:
    form = reason_form(QUESTION_ID)

    assert validate_view(form) == []
    assert all(block["optional"] for block in form["blocks"])
    assert form["private_metadata"] == QUESTION_ID


# Asking a person


def test_facilitators_see_the_question_who_asks_and_what_comes_nearest() -> None:
    assert wanted_text(WANTED) == "<@U0ASHA0001> would like a person to answer this.\n> Who pays?"
    assert [element["action_id"] for block in wanted_blocks(WANTED) for element in elements_of(block)] == [
        "mark_resolved"
    ]
    assert texts(wanted_blocks(WANTED))[-3:] == ["Kent", "Leeds", wording.MARK_RESOLVED]


def test_a_resolved_question_says_by_whom_and_cannot_be_resolved_again() -> None:
    resolved = replace(WANTED, resolved_by="U0FARAH004")

    assert wanted_text(resolved).endswith("\nResolved by <@U0FARAH004>.")
    assert not [element for block in wanted_blocks(resolved) for element in elements_of(block)]


@given(LONG, st.lists(LONG, max_size=8), st.booleans())
def test_slack_takes_any_question_to_the_facilitators(question: str, titles: list[str], linked: bool) -> None:  # noqa: FBT001  # given
    wanted = replace(
        WANTED, question=question, nearest=titles, permalink=WANTED.permalink if linked else None
    )

    assert validate_blocks(wanted_blocks(wanted), Surface.MESSAGE) == []
    assert wanted_text(wanted).count("<") == 1


# Home and help


@pytest.mark.parametrize(
    ("case_studies", "councils", "said"),
    [
        (0, 0, wording.holdings(0, 0)),
        (1, 0, "I have read 1 case study."),
        (12, 1, "I have read 12 case studies about 1 council."),
        (12, 5, "I have read 12 case studies about 5 councils."),
    ],
)
def test_home_says_how_much_there_is_to_answer_from(case_studies: int, councils: int, said: str) -> None:
    view = home(Page(case_studies, councils))

    assert validate_view(view) == []
    assert said in texts(view)
    assert (wording.EXAMPLES in texts(view)) == (case_studies > 0)


def test_there_are_no_more_prompts_than_slack_shows() -> None:
    assert 1 <= len(prompts()) <= 4


@pytest.mark.parametrize("built", [help_for_message(), help_for_command()])
def test_help_is_short_and_has_examples(built: Any) -> None:
    assert validate_blocks(built.blocks, Surface.MESSAGE) == []
    assert built.text.startswith(wording.HELP)
    assert built.text.count("•") >= 2
