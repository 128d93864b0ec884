"""Two people at one form: nothing that either typed is lost, and what both changed is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks.planning import ASKED, CHANNEL, DETAILS, FOLLOW_UP, Meanwhile, visit_change_form
from bot.forms import answers_of, merged, shown_in
from tests.visit_samples import visit

ANSWERS = st.dictionaries(st.sampled_from("abc"), st.sampled_from(["x", "y", "z"]))


@given(ANSWERS, ANSWERS, ANSWERS)
def test_every_field_is_what_was_typed_else_what_is_there_now(
    before: dict[str, str], typed: dict[str, str], now: dict[str, str]
) -> None:
    found = merged(before, typed, now)

    for name in "abc":
        was, ours, theirs = (given.get(name) for given in (before, typed, now))
        assert found.answers.get(name) == (theirs if ours == was else ours)
        assert (name in found.clashes) is (ours != was and theirs not in {was, ours})


@pytest.mark.parametrize(("weeks", "chosen"), [(12, "12"), (7, "7"), (None, "never")])
def test_a_form_sent_back_says_what_it_was_shown_with(weeks: int | None, chosen: str) -> None:
    shown = visit(channel="C1", selection="They asked.", progress_every_weeks=weeks)

    found = shown_in(visit_change_form(shown)["blocks"])

    assert found == answers_of(shown, (*ASKED, *DETAILS, CHANNEL[0])) | {FOLLOW_UP: chosen}


def test_what_was_typed_before_counts_as_typed_however_often_others_come_first() -> None:
    first = Meanwhile(shown_in(visit_change_form(visit())["blocks"]), answers_of(visit(title="Ours"), ASKED))
    again = visit_change_form(visit(host="Dover", version=2), first)
    second = Meanwhile(shown_in(again["blocks"]), {"title": "Ours", "host": "Dover"})

    last = visit_change_form(visit(host="Deal", version=3), second)

    fields = {block["block_id"]: block["element"] for block in last["blocks"] if block["type"] == "input"}
    assert (fields["title"]["initial_value"], fields["host"]["initial_value"]) == ("Ours", "Deal")
