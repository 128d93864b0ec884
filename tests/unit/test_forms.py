"""Forms: a class says what is asked, and what is typed becomes that class again or an error at its field."""

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError
from slack_sdk.models.views import View

from bot.forms import (
    Option,
    Prompt,
    RejectedFormError,
    Shape,
    SlackChannel,
    SlackFile,
    SlackUser,
    SlackUsers,
    answers_of,
    made,
    modal,
    prompts_of,
    typed_into,
    values_of,
)
from bot.wording import forms as wording
from knowledge.records import RECORD_TYPES, Commitment, FeedbackRecord, GroupFeedback, Record
from knowledge.visits import Visit
from tests.visit_samples import RECORDS, feedback, visit

VISIT = ("title", "focus", "host", "visitors", "starts", "ends", "time_zone", "attribution", "audience")
SESSION = Option("s1", "09:30 Welcome")


def prompts(cls: type[Record]) -> Any:
    found = prompts_of(cls, (*cls.asked, *cls.details))
    return tuple(one.offering([SESSION]) if one.name == "session" else one for one in found)


def filled_in(view: dict[str, Any]) -> dict[str, Any]:
    """What Slack sends when a person submits the form as it opened."""
    return {
        block["block_id"]: {block["element"]["action_id"]: state(block["element"])}
        for block in view["blocks"]
        if block["type"] == "input"
    }


def state(element: dict[str, Any]) -> dict[str, Any]:
    match element["type"]:
        case "plain_text_input":
            return {"type": "plain_text_input", "value": element.get("initial_value")}
        case "datepicker" | "timepicker" | "users_select" | "conversations_select" as kind:
            what = {"datepicker": "date", "timepicker": "time", "users_select": "user"}.get(
                kind, "conversation"
            )
            return {"type": kind, f"selected_{what}": element.get(f"initial_{what}")}
        case "multi_users_select":
            return {"type": "multi_users_select", "selected_users": element.get("initial_users", [])}
        case "multi_static_select":
            return {"type": "multi_static_select", "selected_options": element.get("initial_options", [])}
        case "file_input":
            return {"type": "file_input", "files": [{"id": "F1", "name": "programme.csv"}]}
        case kind:
            return {"type": kind, "selected_option": element.get("initial_option")}


def opened(cls: type[Record], answers: dict[str, str]) -> dict[str, Any]:
    return modal("log", "Log feedback", prompts(cls), answers, submit="Send", close="Close", drafted=True)


@given(RECORDS)
def test_a_form_gives_back_the_record_that_was_typed_into_it(record: Record) -> None:
    asked = prompts(type(record))
    ours = {name: value for name, value in record if name not in {one.name for one in asked}}

    view = opened(type(record), answers_of(record, asked))
    again = made(type(record), asked, typed_into(filled_in(view)), **ours)

    on_one_line = {name: tuple(" ".join(text.split()) for text in value) for name, value in lists(record)}
    assert again == record.model_copy(update=on_one_line)


def lists(record: Record) -> list[tuple[str, tuple[str, ...]]]:
    names = GroupFeedback.asked if isinstance(record, GroupFeedback) else ()
    return [(name, getattr(record, name)) for name in names]


@pytest.mark.parametrize("cls", RECORD_TYPES)
def test_slack_takes_the_form_of_every_type_of_record(cls: type[Record]) -> None:
    view = opened(cls, {})

    View(**view).validate_json()
    assert len(cls.asked) <= 6
    assert [block["block_id"] for block in view["blocks"]] == [*cls.asked, *cls.details]
    assert all(block["label"]["text"] for block in view["blocks"])


def test_a_form_asks_by_the_kind_of_the_field() -> None:
    shapes = {one.name: one.shape for one in prompts(FeedbackRecord)}
    visiting = {one.name: one.shape for one in prompts_of(Visit, VISIT)}

    assert shapes["kind"] is Shape.CHOICE
    assert shapes["observation"] is Shape.PROSE
    assert shapes["usefulness"] is Shape.SCALE
    assert visiting["visitors"] is Shape.LINES
    assert visiting["starts"] is Shape.DAY
    assert visiting["host"] is Shape.LINE


def test_what_must_be_answered_is_not_optional_and_a_default_is_chosen_already() -> None:
    asked = {one.name: one for one in prompts(FeedbackRecord)}

    assert asked["observation"].required
    assert not asked["discussion"].required
    assert asked["attribution"].initial == "open"


def test_an_error_stands_at_its_field_and_is_a_sentence() -> None:
    asked = prompts(Commitment)

    with pytest.raises(RejectedFormError) as rejected:
        made(
            Commitment,
            asked,
            {"current_state": " ", "desired_state": "x" * 3001, "owner_role": "o" * 301},
            **{name: value for name, value in feedback() if name in {"id", "visit", "respondent"}},
            created_at=feedback().created_at,
            source="modal",
        )

    assert rejected.value.errors == {
        "council": wording.MISSING,
        "current_state": wording.MISSING,
        "desired_state": wording.too_long(3000),
        "owner_role": wording.too_long(300),
    }


def test_what_is_wrong_with_the_whole_stands_where_it_can_be_mended() -> None:
    asked = prompts_of(Visit, VISIT)
    answers = answers_of(visit(), asked) | {"ends": "2026-03-01"}

    with pytest.raises(RejectedFormError) as rejected:
        made(Visit, asked, answers, whole="ends", id="v1")

    assert rejected.value.errors == {"ends": "A visit ends no earlier than it starts."}


def test_an_error_in_what_nobody_was_asked_is_our_own() -> None:
    asked = prompts_of(Visit, VISIT)

    with pytest.raises(ValidationError):
        made(Visit, asked, answers_of(visit(), asked), id="no identifier")


def test_lines_lose_the_bullets_people_type() -> None:
    asked = prompts_of(Visit, ("visitors",))
    rest = {name: value for name, value in visit() if name != "visitors"}

    again = made(Visit, asked, {"visitors": "- Kent\n\n• Medway\n  Leeds "}, **rest)

    assert again.visitors == ("Kent", "Medway", "Leeds")


@given(st.text(max_size=4000))
def test_any_answer_fits_into_the_form_again(text: str) -> None:
    view = opened(FeedbackRecord, {"observation": text, "kind": text, "usefulness": "9"})

    View(**view).validate_json()


def test_no_form_is_made_for_what_no_element_is_known_for() -> None:
    class Odd(BaseModel):
        numbers: dict[str, int]

    with pytest.raises(TypeError, match="no form can ask for numbers"):
        prompts_of(Odd, ("numbers",))


def test_a_drafted_form_sends_what_is_typed_and_its_closing() -> None:
    view = opened(FeedbackRecord, {})

    assert view["notify_on_close"]
    [text] = [block for block in view["blocks"] if block["block_id"] == "observation"]
    assert text["dispatch_action"]
    assert text["element"]["action_id"] == "log.observation"
    assert text["element"]["dispatch_action_config"] == {"trigger_actions_on": ["on_character_entered"]}


class Gathering(BaseModel):
    """Something of every kind that is chosen, not typed."""

    on: date
    at: time
    host: SlackUser
    guests: SlackUsers = ()
    channel: SlackChannel | None = None
    file: SlackFile | None = None


GATHERING = Gathering(
    on=date(2026, 3, 4), at=time(9, 30), host="U1", guests=("U2", "U3"), channel="C1", file="F1"
)
GATHERED = prompts_of(Gathering, tuple(Gathering.model_fields))


def gathering(answers: dict[str, str]) -> dict[str, Any]:
    return modal("gather", "Gather", GATHERED, answers, submit="Send", close="Close")


def test_what_is_chosen_from_slack_comes_back_as_its_ids() -> None:
    view = gathering(answers_of(GATHERING, GATHERED))

    assert made(Gathering, GATHERED, typed_into(filled_in(view))) == GATHERING


def test_a_time_people_and_a_channel_are_chosen_with_elements_of_their_own() -> None:
    view = gathering({})

    View(**view).validate_json()
    assert [block["element"]["type"] for block in view["blocks"]] == [
        "datepicker",
        "timepicker",
        "users_select",
        "multi_users_select",
        "conversations_select",
        "file_input",
    ]
    assert [block["optional"] for block in view["blocks"]] == [False, False, False, True, True, True]


def test_a_kind_of_field_that_no_element_is_known_for_is_refused() -> None:
    class Odd(BaseModel):
        when: datetime

    with pytest.raises(TypeError, match="no form can ask for when"):
        prompts_of(Odd, ("when",))


def test_an_option_says_what_choosing_it_means() -> None:
    [rule] = prompts_of(Visit, ("attribution",))
    explained = rule.explaining({option.value: f"Means {option.label}" for option in rule.options})

    [block] = modal("plan", "Plan", [explained], {}, submit="Send", close="Close")["blocks"]

    assert block["element"]["options"][3]["description"]["text"] == "Means Chatham House"


def test_another_edition_of_a_form_has_elements_of_other_names_at_the_same_fields() -> None:
    first, second = (
        modal("plan", "Plan", GATHERED, {}, submit="Send", close="Close", edition=edition)["blocks"][0]
        for edition in ("", "2")
    )

    assert first["block_id"] == second["block_id"]
    assert (first["element"]["action_id"], second["element"]["action_id"]) == ("plan.on", "plan.on@2")


def test_several_of_many_are_chosen_and_come_back_as_they_were() -> None:
    asked = Prompt("lessons", Shape.CHOICES, "Which?", options=tuple(Option(n, n) for n in ("a", "b", "c")))

    view = modal("export", "Export", [asked], {"lessons": "a c gone"}, submit="Send", close="Close")

    View(**view).validate_json()
    assert view["blocks"][0]["element"]["type"] == "multi_static_select"
    assert values_of([asked], typed_into(filled_in(view))) == {"lessons": ("a", "c")}
