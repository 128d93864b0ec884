from datetime import UTC, date, datetime

import pytest

from bot.workspace.rendering.dates import day_name
from bot.workspace.rendering.messages import Line, author, body, hue, local_time, message_id, reactions
from bot.workspace.rendering.scene import Names, Scene
from bot.workspace.values import Message, Person, Reaction, Stream, StreamState
from tests import block_gallery as gallery

NAMES = Names(people={"U1": "Asha Khan", "U2": "Ben"}, viewer="U1")
SCENE = Scene(names=NAMES)
ASHA = Person("U1", "T1", "asha", "Asha Khan (peer, Kent)")
NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


def message(text: str = "", **more: object) -> Message:
    return Message(**{"channel": "C1", "ts": "1772530200.000100", "user": "U1", "text": text, **more})  # type: ignore[arg-type]  # a sample


def test_an_author_is_drawn_by_initials_and_called_by_name() -> None:
    drawn = author(message(), ASHA, "", is_app=False)

    assert (drawn.name, drawn.sign, drawn.is_app) == ("Asha Khan (peer, Kent)", "AK", False)


def test_an_app_is_called_and_drawn_as_it_asked() -> None:
    drawn = author(message(username="Reminder", icon=":bell:"), ASHA, "", is_app=True)

    assert (drawn.name, drawn.sign, drawn.is_app) == ("Reminder", "🔔", True)


@pytest.mark.parametrize("name", ["", "!!", "(x) 3"])
def test_a_name_without_letters_has_a_sign_too(name: str) -> None:
    drawn = author(message(username=name or None), Person("U9", "T1", "", ""), "", is_app=False)

    assert drawn.sign


def test_somebody_unknown_is_called_by_their_id() -> None:
    assert author(message(user="U404"), None, "", is_app=False).name == "U404"


def test_the_same_person_has_the_same_colour_everywhere() -> None:
    assert hue("U0ASHA0001") == hue("U0ASHA0001")
    assert {hue(f"U{number}") for number in range(100)} == set(range(8))


def test_blocks_are_shown_instead_of_the_text_and_attachments_after_both() -> None:
    section = {"type": "section", "block_id": "b", "text": gallery.mrkdwn("the *block*")}
    attachment = {"text": "the attachment"}

    shown = body(message("the text", blocks=(section,), attachments=(attachment,)), SCENE)

    assert "<strong>block</strong>" in shown
    assert "the text" not in shown
    assert shown.index("block") < shown.index("the attachment")


def test_text_without_blocks_is_mrkdwn_unless_the_app_said_no() -> None:
    assert "<strong>x</strong>" in body(message("*x*"), SCENE)
    assert "*x* &lt;b&gt;" in body(message("*x* <b>", mrkdwn=False), SCENE)


def test_a_reaction_says_who_and_whether_it_is_one_s_own() -> None:
    mine, theirs = reactions(
        message(reactions=(Reaction("+1", ("U1", "U2")), Reaction("eyes", ("U2",)))), NAMES
    )

    assert (mine.count, mine.by_viewer, mine.who) == (2, True, "Asha Khan, Ben")
    assert (theirs.count, theirs.by_viewer) == (1, False)


@pytest.mark.parametrize("state", StreamState)
def test_a_message_is_streaming_while_its_stream_is_in_progress(state: StreamState) -> None:
    streamed = message(stream=Stream(state, NOW))
    line = Line("m", streamed, author(streamed, ASHA, "", is_app=True), body(streamed, SCENE), NOW)

    assert line.is_streaming is (state is StreamState.IN_PROGRESS)


def test_a_message_has_the_time_of_its_ts_and_an_id_made_of_it() -> None:
    assert local_time("1772530200.000100", NAMES).replace(microsecond=0) == NOW
    assert message_id("m", "1772530200.000100") == "m-1772530200-000100"


@pytest.mark.parametrize(
    ("day", "name"),
    [(3, "Today"), (2, "Yesterday"), (1, "Sunday 1 March 2026"), (4, "Wednesday 4 March 2026")],
)
def test_a_day_is_called_as_people_call_it(day: int, name: str) -> None:
    assert day_name(date(2026, 3, day), date(2026, 3, 3)) == name
