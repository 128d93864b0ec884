"""An answer longer than a text box: it stands in several, or in none, and nothing of it is ever lost."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks.planning import Meanwhile, visit_change_form
from bot.blocks.sessions import SessionForm, answers_for, session_form
from bot.forms import (
    Prompt,
    Shape,
    asked_in,
    inputs,
    merged,
    shown_in,
    typed_into,
    values_of,
)
from bot.forms.boxes import MOST_BOXES, boxes
from bot.wording.forms import LEFT_AS_IT_IS
from bot.workspace.blocks import validate_view
from bot.workspace.forms import state_values
from knowledge.fields import PROSE_LIMIT
from tests.visit_samples import session, visit

BOX = 3_000
OTHER = Prompt("other", Shape.LINE, "Who?")
LIST = Prompt("lines", Shape.LINES, "Which?", "One on each line.", required=True)
TEXT = Prompt("text", Shape.PROSE, "What?", limit=PROSE_LIMIT)
COUNCILS = tuple(f"{number:02} {'Northshire and Westmere '.ljust(147, 'x')}" for number in range(50))
LINES = st.lists(st.text("ab", min_size=1, max_size=BOX), min_size=1, max_size=9)


def sent_back(blocks: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What Slack says of a form that is sent as it was shown, in an order of its own."""
    values = state_values(blocks, {}, lambda _block, _action: (), {})
    return dict(reversed(values.items()))


@given(LINES)
def test_a_list_comes_back_from_its_boxes_as_it_was(lines: list[str]) -> None:
    shown = inputs("form", [LIST], {"lines": "\n".join(lines)})

    assert values_of([LIST], typed_into(sent_back(shown))) == {"lines": tuple(lines)}
    assert values_of([LIST], shown_in(shown)) == {"lines": tuple(lines)}
    assert all(len(block["element"].get("initial_value", "")) <= BOX for block in shown)


@given(LINES)
def test_there_is_always_room_for_one_more_line(lines: list[str]) -> None:
    [*_, last] = boxes(LIST, "\n".join(lines)) or []

    assert len(last) <= BOX - 300


def test_what_was_typed_into_all_boxes_there_can_be_is_shown_in_them_again() -> None:
    lines = ["x" * BOX] * MOST_BOXES

    assert boxes(LIST, "\n".join(lines)) == lines


def test_a_short_list_has_one_box_and_no_line_is_in_two() -> None:
    assert boxes(LIST, "a\nb") == ["a\nb"]
    assert boxes(LIST, "") == [""]
    assert boxes(LIST, "\n".join(["x" * 1_500] * 2)) == ["x" * 1_500] * 2
    assert boxes(LIST, "\n".join(["x" * 1_400] * 3)) == ["\n".join(["x" * 1_400] * 2), "x" * 1_400]


def test_only_the_first_box_asks_and_must_be_filled_in() -> None:
    first, second = inputs("form", [LIST], {"lines": "\n".join(["x" * 2_000] * 2)}, edition="3")

    assert (first["block_id"], second["block_id"]) == ("lines", "lines/2")
    assert (first["label"]["text"], second["label"]["text"]) == ("Which?", "Which? (more, 2)")
    assert (first["optional"], second["optional"]) == (False, True)
    assert first["element"]["action_id"] != second["element"]["action_id"]


@pytest.mark.parametrize(
    ("prompt", "answer"),
    [(TEXT, "x" * (BOX + 1)), (LIST, "x" * (BOX + 1)), (LIST, "\n".join(["x" * BOX] * 16))],
)
def test_what_no_form_can_show_whole_is_not_asked_and_said_to_stay(prompt: Prompt, answer: str) -> None:
    shown = inputs("form", [prompt, OTHER], {prompt.name: answer})

    [said, _] = shown
    assert said["type"] == "rich_text"
    assert prompt.label in str(said)
    assert LEFT_AS_IT_IS in str(said)
    assert [one.name for one in asked_in(sent_back(shown), [prompt, OTHER])] == ["other"]


def test_fifty_long_names_of_councils_survive_another_change_of_their_visit() -> None:
    form = visit_change_form(visit(visitors=COUNCILS))

    assert validate_view(form) == []
    assert typed_into(sent_back(form["blocks"]))["visitors"].splitlines() == list(COUNCILS)


def test_two_who_change_a_visit_of_fifty_councils_lose_none() -> None:
    shown = shown_in(visit_change_form(visit(visitors=COUNCILS))["blocks"])
    typed = shown | {"visitors": "\n".join(COUNCILS[1:])}

    again = visit_change_form(visit(visitors=COUNCILS, title="Theirs", version=2), Meanwhile(shown, typed))
    back = typed_into(sent_back(again["blocks"]))
    found = merged(shown_in(again["blocks"]), back, shown)

    assert validate_view(again) == []
    assert back["visitors"].splitlines() == list(COUNCILS[1:])
    assert back["title"] == "Theirs"
    assert found.typed == {"visitors"}


def test_everybody_who_leads_a_session_survives_another_change_of_it() -> None:
    led = session(speakers=tuple(f"{number:02}".ljust(300, "x") for number in range(20)))

    form = session_form(SessionForm(visit(), answers_for(visit(), led), "s1"))

    assert validate_view(form) == []
    assert shown_in(form["blocks"]) == answers_for(visit(), led)
