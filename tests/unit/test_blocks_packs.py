"""A pack as messages: whatever is in it, Slack takes each of them, and nothing is torn apart."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blocks import packs as blocks
from bot.blocks.elements import Block, plain, section
from bot.blocks.texts import shortened
from bot.wording import packs as wording
from bot.workspace.contents import check_blocks
from knowledge.citations import citation
from knowledge.model import Theme
from knowledge.packs import Finding, Findings, Gap, Occasion, Pack, compose
from knowledge.packs.composing import ON_QUESTION
from tests.slack_samples import KENT
from tests.visit_samples import NOW, visit

ENDING = [section(plain("That is all."))]
LONG = "Repairs are done on time. " * 120


def pack(*texts: str, **fields: Any) -> Pack:
    found = [
        Finding(
            replace(KENT, text=text, start=number * 10_000, end=number * 10_000 + 9_000),
            (theme,),
            ON_QUESTION,
        )
        for number, (text, theme) in enumerate(zip(texts, [*Theme] * len(texts), strict=False))
    ]
    return compose(
        Occasion(visit(**fields)), Findings(tuple(found), gaps=(Gap("Who pays?", 2),)), made_at=NOW
    )


def strings(part: Any) -> list[str]:
    """All that people read of blocks, in order."""
    if isinstance(part, dict):
        own = [part["text"]] if isinstance(part.get("text"), str) else []
        return own + [text for each in part.values() for text in strings(each)]
    return [text for each in part for text in strings(each)] if isinstance(part, list) else []


def is_heading(block: Block) -> bool:
    bold = block["type"] == "rich_text" and block["elements"][0]["type"] == "rich_text_section"
    return block["type"] == "header" or (bold and len(block["elements"]) == 1)


def test_a_short_pack_is_one_message_with_its_title_first_and_its_button_last() -> None:
    made = pack("They met each week.")

    [message] = blocks.messages(made, ENDING)

    said = strings(message)
    assert said[:2] == ["Repairs", "What is known before the visit of 4 to 5 March 2026"]
    place = said.index("They met each week.")
    assert said[place + 1] == f"On the question: {citation(KENT)}"
    assert said[-1] == "That is all."
    assert wording.GOES_ON not in said


def test_a_long_pack_goes_on_in_its_thread_each_message_saying_which_it_is() -> None:
    first, *rest = blocks.messages(pack(*[LONG] * 12), ENDING)

    assert strings(first)[-2:] == [wording.GOES_ON, "That is all."]
    total = len(rest) + 1
    assert [strings(message)[0] for message in rest] == [f"{n} of {total}" for n in range(2, total + 1)]


def test_a_pack_of_many_short_texts_is_no_more_blocks_a_message_than_slack_takes() -> None:
    sent = blocks.messages(pack(*["Short."] * 60), ENDING)

    assert len(sent) > 1
    for message in sent:
        check_blocks(message)


def test_a_quote_too_long_for_a_message_is_shortened_at_its_end() -> None:
    [message] = blocks.messages(pack(LONG))

    [quoted] = [text for text in strings(message) if text.startswith("Repairs are")]
    assert quoted == shortened(LONG.strip(), 2_400)
    assert quoted.endswith("…")


@settings(max_examples=40)
@given(
    st.lists(st.one_of(st.text(min_size=1, max_size=40), st.just(LONG), st.just("&<>*_" * 300)), max_size=40),
    st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=300).filter(str.strip),
)
def test_slack_takes_every_message_and_no_heading_ends_one(texts: list[str], title: str) -> None:
    made = pack(*texts, title=title)

    sent = blocks.messages(made, [blocks.posting("v1")])

    for message in sent:
        check_blocks(message)
        content = [block for block in message if block["type"] not in {"context", "actions"}]
        assert not is_heading(content[-1])
    said = [text for message in sent for text in strings(message)]
    stands = [text for text in said if text.startswith("On the question")]
    assert stands == [f"On the question: {citation(KENT)}"] * len(made.quotes)


@pytest.mark.parametrize("number", [1, 150])
def test_the_form_offers_as_many_visits_as_slack_takes(number: int) -> None:
    visits = {f"v{n}": f"Visit {n}" for n in range(number)}

    form = blocks.form(visits, "v0")

    [which] = [block for block in form["blocks"] if block.get("block_id") == blocks.VISIT]
    assert len(which["element"]["options"]) == min(number, 100)
