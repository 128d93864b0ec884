from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import FormData

from bot.workspace import forms
from bot.workspace.page.entered import act, entered
from bot.workspace.rendering.blocks import blocks
from bot.workspace.rendering.scene import Names, Scene, field_name
from tests import block_gallery as gallery
from tests.html_reading import Untouched

LONDON = ZoneInfo("Europe/London")
NAMES = Names(
    people={"U1": "Asha", "U2": "Ben"},
    channels={"C1": "visit", "C2": "general"},
    conversations={"C1": "#visit", "D1": "Ben"},
    viewer="U1",
    zone=LONDON,
)
signs = st.characters(codec="utf-8", exclude_categories=["Cc"])
words = st.text(signs, max_size=20)
paragraphs = st.text(st.one_of(signs, st.just("\n")), max_size=20)
options = st.sampled_from(gallery.OPTIONS)
several_options = st.sets(st.sampled_from([0, 1])).map(
    lambda at: [gallery.OPTIONS[one] for one in sorted(at)]
)
minutes = (
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # the strategy wants it so
    .filter(
        lambda at: not at.astimezone(LONDON).fold
    )  # The field cannot tell the two hours of one autumn night apart.
    .map(lambda at: int(at.timestamp()) // 60 * 60)
)
HELD: Mapping[str, st.SearchStrategy[Any]] = {
    "plain_text_input": paragraphs,
    "email_text_input": words,
    "url_text_input": words,
    "number_input": st.integers().map(str),
    "rich_text_input": paragraphs.filter(bool).map(lambda text: gallery.rich({"type": "text", "text": text})),
    "static_select": st.none() | options,
    "external_select": st.none() | options,
    "radio_buttons": st.none() | options,
    "users_select": st.sampled_from([None, "U1", "U2"]),
    "conversations_select": st.sampled_from([None, "C1", "D1"]),
    "channels_select": st.sampled_from([None, "C1", "C2"]),
    "multi_static_select": several_options,
    "multi_external_select": several_options,
    "checkboxes": several_options,
    "multi_users_select": st.sets(st.sampled_from(["U1", "U2"])).map(sorted),
    "multi_conversations_select": st.sets(st.sampled_from(["C1", "D1"])).map(sorted),
    "multi_channels_select": st.sets(st.sampled_from(["C1", "C2"])).map(sorted),
    "datepicker": st.dates().map(str),
    "timepicker": st.times().map(lambda time: f"{time:%H:%M}"),
    "datetimepicker": minutes,
}
"""Field type → what may stand in it: the value of ``state.values``."""


def sent(things: Sequence[gallery.Json], scene: Scene) -> FormData:
    return FormData([*Untouched(blocks(things, scene)).sent])


@pytest.mark.parametrize("kind", HELD)
@given(data=st.data())
def test_a_form_nobody_touched_gives_back_what_stood_in_it(kind: str, data: st.DataObject) -> None:
    value = data.draw(HELD[kind])
    block = gallery.input_block(kind)
    spot = (block["block_id"], block["element"]["action_id"])
    held = {"type": kind, forms.STATE_KEYS[kind][0]: value}

    form = sent([block], Scene(names=NAMES, held={spot: held}))

    values = forms.state_values([block], entered(form, [block], LONDON), lambda *_: gallery.OPTIONS, {})
    kept = values[spot[0]][spot[1]][forms.STATE_KEYS[kind][0]]
    assert kept == (value or ([] if isinstance(value, list) else None))


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_two_elements_share_a_field_name(block_id: str, action_id: str) -> None:
    name = field_name((block_id, action_id))

    assert name.count("/") == 1
    assert not set(name) & set("\"'<>&\r\n")
    assert name != field_name((block_id + "/" + action_id, "")) or (action_id == "" and "/" in block_id)


def test_a_field_that_is_not_in_the_form_is_left_out() -> None:
    assert entered(FormData([("other/field", "x")]), [gallery.input_block("static_select")], UTC) == {}


@given(st.text(), st.text(), st.none() | st.text())
def test_a_button_says_which_element_and_which_choice_it_was(
    block_id: str, action_id: str, choice: str | None
) -> None:
    value = Scene(block_id=block_id).act({"action_id": action_id}, choice)

    assert act(FormData([("act", value)])) == (block_id, action_id, choice)
