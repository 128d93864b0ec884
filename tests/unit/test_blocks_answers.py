"""An answer as a message: what a person reads, and that Slack takes it however long it is."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block, ButtonElement, Option

from bot import wording
from bot.blocks.answers import MOST_QUOTES, Reply, reply, sentence, shared
from bot.workspace.blocks import Surface, elements_of, text_length, validate_blocks
from bot.workspace.blocks.limits import MARKDOWN_TEXT, TEXT_IN_ALL_BLOCKS, UPDATED_TEXT
from knowledge.model import Answer, Choice, Outcome, Part, Theme
from tests.slack_samples import (
    ANSWERS,
    HOSTILE,
    KENT,
    MIDDLESBROUGH,
    QUESTION_ID,
    answered,
    not_covered,
    partly,
)

ASK_BACK = Answer("hm", Outcome.ASK_BACK, 0.0)
EMPTY = Answer("Who won?", Outcome.EMPTY, 0.0)


def words(value: Any) -> list[str]:
    """Every text in blocks, in order."""
    if isinstance(value, dict):
        own = [value["text"]] if isinstance(value.get("text"), str) else []
        return own + [text for key, one in value.items() if key != "text" or not own for text in words(one)]
    if isinstance(value, list | tuple):
        return [text for one in value for text in words(one)]
    return []


def labels(answer: Answer, *, shareable: bool = False) -> list[str]:
    blocks = reply(answer, QUESTION_ID, shareable=shareable).ending
    return [
        element["text"]["text"] for block in blocks for element in elements_of(block) if "text" in element
    ]


def values(answer: Answer) -> list[str]:
    blocks = reply(answer, QUESTION_ID).ending
    return [element["value"] for block in blocks for element in elements_of(block) if "value" in element]


def links(built: Reply) -> list[tuple[str, str]]:
    def inside(value: Any) -> list[tuple[str, str]]:
        if isinstance(value, dict):
            own = [(value["url"], value["text"])] if value.get("type") == "link" else []
            return own + [found for one in value.values() for found in inside(one)]
        return [found for one in value for found in inside(one)] if isinstance(value, list | tuple) else []

    return inside(built.blocks)


def test_an_answer_of_one_council_reads_like_this() -> None:
    built = reply(answered(KENT), QUESTION_ID)

    assert built.text == (
        "From one case study:\n\n"
        "> Each district signed an agreement of its own with the county.\n"
        "1 · Kent County Council · Kent: mini agreements with local partners · Districts · page 4"
        " · as of March 2003 · published case study"
    )


def test_councils_head_their_quotes_when_several_speak() -> None:
    kent_again = replace(KENT, text="Districts liked it.", heading="", page=None)

    built = reply(answered(KENT, kent_again, MIDDLESBROUGH), QUESTION_ID)

    assert built.text == (
        "From one case study and one lesson:\n\n"
        "*Kent County Council*\n"
        "> Each district signed an agreement of its own with the county.\n"
        "1 · Kent: mini agreements with local partners · Districts · page 4 · as of March 2003"
        " · published case study\n\n"
        "> Districts liked it.\n"
        "2 · Kent: mini agreements with local partners · as of March 2003 · published case study\n\n"
        "*Middlesbrough Council*\n"
        "> The mayor put crime first.\n"
        "3 · Middlesbrough: regeneration and partnership · undated · shared lesson"
    )


def test_what_is_streamed_says_the_same_in_markdown() -> None:
    built = reply(answered(KENT, MIDDLESBROUGH), QUESTION_ID)

    opening, kent, middlesbrough = built.pieces
    assert opening == "From one case study and one lesson:\n\n"
    assert kent == (
        "**Kent County Council**\n\n"
        "> Each district signed an agreement of its own with the county.\n\n"
        "1 · Kent: mini agreements with local partners · Districts · page 4 · as of March 2003"
        " · published case study\n\n"
    )
    assert middlesbrough == (
        "**Middlesbrough Council**\n\n"
        "> The mayor put crime first.\n\n"
        "2 · Middlesbrough: regeneration and partnership · undated · shared lesson\n\n"
    )


def test_the_only_links_are_to_where_case_studies_were_published() -> None:
    again = replace(KENT, text="More.", heading="Costs")

    built = reply(answered(KENT, MIDDLESBROUGH, again), QUESTION_ID)

    assert links(built) == [("https://kent.example/agreements", "Kent: mini agreements with local partners")]
    assert "Sources:" in words(built.blocks)
    assert " 1, 3 " in words(built.blocks)


def test_sources_are_set_apart_and_numbered() -> None:
    linked = replace(MIDDLESBROUGH, source="http://middlesbrough.example")

    [sources, *_] = reply(answered(KENT, linked), QUESTION_ID).ending

    [line] = sources["elements"]
    shown = "".join(element["text"] for element in line["elements"])
    assert shown == f"Sources: 1 {KENT.title} · 2 {MIDDLESBROUGH.title}"


@pytest.mark.parametrize(
    "source",
    ["javascript:alert(1)", "ftp://kent.example/x", "kent.example", "https://", "http://[x", "https://a b"],
)
def test_an_address_that_a_browser_should_not_be_sent_to_is_no_link(source: str) -> None:
    assert links(reply(answered(replace(KENT, source=source)), QUESTION_ID)) == []


def test_what_is_not_covered_says_so_and_shows_the_nearest() -> None:
    built = reply(not_covered(KENT), QUESTION_ID)

    assert built.text.startswith(
        "The case studies do not say.\n\nRelated, may not answer:\n\n> Each district"
    )
    assert labels(not_covered(KENT)) == ["Show the passage", "Ask a person"]


def test_what_is_not_covered_and_has_nothing_near_offers_a_person() -> None:
    built = reply(not_covered(), QUESTION_ID)

    assert built.text == f"The case studies do not say.\n\n{wording.NOTHING_RELATED}"
    assert labels(not_covered()) == ["Ask a person"]


def test_while_the_library_is_empty_it_says_so_and_offers_a_person() -> None:
    built = reply(EMPTY, QUESTION_ID)

    assert built.text == f"{wording.NOTHING_TO_QUOTE}\n\n{wording.FILLED_BY_OTHERS}"
    assert validate_blocks(built.blocks, Surface.MESSAGE) == []
    assert [each["text"]["text"] for each in built.ending[0]["elements"]] == [wording.ASK_A_PERSON]


@pytest.mark.parametrize(
    ("unsaid", "said"),
    [
        ([Part("what did <it> cost?")], "“what did &lt;it&gt; cost”"),
        ([Part("what did it cost?"), Part("who paid?")], "“what did it cost” or “who paid”"),
        ([Part("Compare Leeds on bins", "Leeds")], "this about Leeds"),
        (
            [Part("", "Leeds"), Part("", "York"), Part("", "Hull"), Part("who paid?")],
            "“who paid” or this about Leeds, York or Hull",
        ),
    ],
)
def test_an_answer_to_a_part_says_first_what_it_leaves_open(unsaid: list[Part], said: str) -> None:
    built = reply(partly([KENT], unsaid), QUESTION_ID)

    opening = f"I can answer a part of this. The case studies do not say {said}."
    assert built.text.startswith(f"{opening}\n\nFrom one case study:\n\n> Each district")
    assert built.pieces[0] == f"{opening}\n\nFrom one case study:\n\n"
    assert labels(partly([KENT], unsaid)) == ["Show the passage", "Save", "Ask a person"]


def test_an_empty_question_is_asked_back_in_one_sentence_without_buttons() -> None:
    built = reply(ASK_BACK, QUESTION_ID)

    assert (built.text, built.ending) == (wording.ASK_BACK, ())


def test_what_is_offered_for_a_wide_question_is_a_button_each_that_carries_ids() -> None:
    offered = (Choice("What of it?", "Parks " * 30, Theme.LEADERSHIP), Choice("And this?", "Roads"))
    answer = replace(ASK_BACK, choices=offered)

    assert reply(answer, QUESTION_ID).text == wording.TOO_WIDE
    assert [label[:17] for label in labels(answer)] == ["Leadership: Parks", "Roads"]
    assert values(answer) == [f"{QUESTION_ID} 1", f"{QUESTION_ID} 2"]
    assert validate_blocks(reply(answer, QUESTION_ID).blocks, Surface.MESSAGE) == []


def test_each_quote_has_a_button_that_shows_its_passage() -> None:
    [first, second, *_] = zip(
        labels(answered(KENT, MIDDLESBROUGH)), values(answered(KENT, MIDDLESBROUGH)), strict=True
    )

    assert first == ("Show passage 1", f"{QUESTION_ID} 1")
    assert second == ("Show passage 2", f"{QUESTION_ID} 2")


def test_what_answers_a_question_can_be_saved_and_what_is_only_related_cannot() -> None:
    related = Answer("Who?", Outcome.NOT_COVERED, 0.1, related=(KENT,))

    assert labels(answered(KENT))[1:] == ["Save", "Ask a person"]
    assert "Save" not in labels(related)


def test_many_passages_are_one_list_to_choose_from() -> None:
    [select] = [
        element
        for block in reply(answered(*[KENT] * 7), QUESTION_ID).ending
        for element in elements_of(block)
        if element["type"] == "static_select"
    ]

    assert [option["value"] for option in select["options"]] == [f"{QUESTION_ID} {n}" for n in range(1, 8)]


def test_only_an_answer_that_one_person_sees_can_be_shared() -> None:
    assert "Share" in labels(answered(KENT), shareable=True)
    assert "Share" not in labels(answered(KENT))


def test_a_shared_answer_says_who_shares_it_and_what_was_asked() -> None:
    built = shared(reply(answered(KENT), QUESTION_ID), "What about <!here>?", "U0ASHA0001")

    assert built.text.startswith("Shared by <@U0ASHA0001>, who asked: What about &lt;!here&gt;?\n\nFrom one")
    assert words(built.blocks)[:2] == ["Shared by <@U0ASHA0001>, who asked:", "What about <!here>?"]


def test_a_long_quote_is_shortened_at_its_end_and_its_citation_is_whole() -> None:
    built = reply(answered(replace(KENT, text="word " * 1000)), QUESTION_ID)

    quote, citation = built.text.split("\n")[2:]
    assert quote.startswith("> word word")
    assert quote.endswith("word…")
    assert citation.endswith("page 4 · as of March 2003 · published case study")


def test_no_more_quotes_are_shown_than_anybody_reads() -> None:
    built = reply(answered(*[KENT] * 20), QUESTION_ID)

    assert built.text.count("\n> ") == MOST_QUOTES


@given(ANSWERS, st.booleans())
@example(answered(*[replace(KENT, text="&<" * 2000, title="&" * 200)] * 20), True)  # noqa: FBT003  # shareable
def test_slack_takes_any_answer_as_a_whole_message(answer: Answer, shareable: bool) -> None:  # noqa: FBT001  # given
    built = reply(answer, QUESTION_ID, shareable=shareable)

    assert validate_blocks(built.blocks, Surface.MESSAGE) == []
    assert len(built.text) <= UPDATED_TEXT
    assert text_length(built.blocks) <= TEXT_IN_ALL_BLOCKS


@given(ANSWERS)
@example(answered(*[replace(KENT, text="&<" * 2000, title="&" * 200)] * 20))
def test_slack_takes_any_answer_as_a_stream(answer: Answer) -> None:
    built = reply(answer, QUESTION_ID)

    streamed = {"type": "markdown", "text": "".join(built.pieces)}
    assert len(streamed["text"]) <= MARKDOWN_TEXT
    assert validate_blocks([streamed, *built.ending], Surface.MESSAGE) == []
    assert text_length([streamed, *built.ending]) <= TEXT_IN_ALL_BLOCKS


@given(ANSWERS)
def test_the_sdks_own_models_take_every_block(answer: Answer) -> None:
    for block in reply(answer, QUESTION_ID).blocks:
        parsed = Block.parse(block)
        assert parsed is not None
        parsed.validate_json()
        for element in elements_of(block):
            for option in element.get("options", ()):
                Option(value=option["value"], label=option["text"]["text"]).validate_json()
            if element["type"] == "button":
                ButtonElement(**{**element, "text": element["text"]["text"]}).validate_json()


@given(ANSWERS)
def test_citations_and_buttons_are_never_cut_off(answer: Answer) -> None:
    built = reply(answer, QUESTION_ID)
    shown = min(len(answer.quotes or answer.related), MOST_QUOTES)

    statuses = [str(quote.status) for quote in (answer.quotes or answer.related)[:shown]]
    cited = [line for line in built.text.split("\n") if " · " in line and not line.startswith(("> ", "*"))]
    assert [citation.rpartition(" · ")[2] for citation in cited] == statuses
    assert built.ending[-2]["elements"][-1]["action_id"] == "ask_person"
    assert built.ending[-1]["elements"][0]["type"] == "feedback_buttons"


@given(ANSWERS, HOSTILE)
def test_nothing_in_any_answer_can_mention_or_broadcast(answer: Answer, question: str) -> None:
    built = reply(answer, QUESTION_ID)
    passed_on = shared(built, question, "U0ASHA0001")

    assert "<" not in built.text
    assert "<" not in "".join(built.pieces)
    assert passed_on.text.count("<") == 1
    assert set(_inline_kinds(passed_on.blocks)) <= {"text", "link"}


def _inline_kinds(value: Any) -> list[str]:
    """The types of everything inside rich text."""
    if isinstance(value, list | tuple):
        return [kind for one in value for kind in _inline_kinds(one)]
    if not isinstance(value, dict):
        return []
    if value.get("type") in {"rich_text_section", "rich_text_quote"}:
        return [str(one["type"]) for one in value["elements"]]
    return [kind for one in value.values() for kind in _inline_kinds(one)]


def test_a_sentence_is_the_same_in_every_form() -> None:
    built = sentence("Too many questions.")

    assert (built.text, "".join(built.pieces), words(built.blocks)) == (
        "Too many questions.",
        "Too many questions.",
        ["Too many questions."],
    )
