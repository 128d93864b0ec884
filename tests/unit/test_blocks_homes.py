"""App Home for every role: what somebody may do next is there, within what Slack shows."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.blocks.gestures import Action
from bot.blocks.homes import OnVisit, Page, home
from bot.blocks.nudges import nudge_blocks, turned
from bot.wording import homes as wording
from bot.wording import nudges as nudge_wording
from bot.workspace.blocks import Surface, validate_blocks, validate_view
from knowledge.model import Theme
from knowledge.nudges import Nudge, NudgeKind
from knowledge.overviews import overview
from knowledge.records import FeedbackKind, RecordStatus
from knowledge.visits import Participant, Role, VisitState
from tests.visit_samples import NOW, feedback, session, visit

WALK = session(
    "s1", title="Estate walk", end=NOW + timedelta(hours=1), place="The depot", theme=Theme.CULTURE
)
DESK = session("s2", title="The repairs desk", start=WALK.end, end=NOW + timedelta(hours=3))
TOMORROW = session("s3", title="Closing", start=NOW + timedelta(days=1), end=NOW + timedelta(days=1, hours=1))
ON = OnVisit(
    visit(state=VisitState.OPEN), Role.PARTICIPANT, (WALK, DESK, TOMORROW), NOW + timedelta(minutes=5)
)


def view_of(on: OnVisit | None, **page: object) -> str:
    """The page, which Slack takes, as text."""
    view = home(Page(3, 2, on=on, **page))  # type: ignore[arg-type]
    assert validate_view(view) == []
    return json.dumps(view, ensure_ascii=False)


def test_a_peer_sees_now_and_next_and_logs() -> None:
    shown = view_of(ON, reminded=True)

    assert shown.index("09:30–10:30") < shown.index("Now: ") < shown.index("Estate walk · The depot")
    assert shown.index("10:30–12:30") < shown.index("Next: ") < shown.index("The repairs desk")
    assert "Closing" not in shown
    assert Action.LOG_FEEDBACK in shown
    assert Action.REVIEW_FEEDBACK not in shown
    assert wording.NOTHING_LOGGED in shown
    assert wording.REMINDED in shown


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (NOW - timedelta(days=2), "The programme begins on Wednesday 4 March"),
        (NOW + timedelta(hours=4), wording.DAY_OVER),
        (NOW + timedelta(hours=16), "Closing"),
    ],
)
def test_the_day_that_is_shown_is_the_one_that_is_on_or_to_come(moment: object, said: str) -> None:
    assert said in view_of(replace(ON, now=moment))  # type: ignore[arg-type]


def test_times_are_those_of_clocks_at_the_host() -> None:
    assert "22:30–23:30" in view_of(replace(ON, visit=visit(time_zone="Pacific/Auckland")))


def test_a_peer_sees_what_became_of_what_they_told() -> None:
    own = tuple(
        feedback(f"r{number}", status=status, kind=FeedbackKind.RISK, observation=f"Seen {status}.")
        for number, status in enumerate(wording.STATUSES)
    )

    shown = view_of(replace(ON, own=own))

    for status, said in wording.STATUSES.items():
        assert said in shown
        assert Action.MY_FEEDBACK in shown
        assert (f"Seen {status}." in shown) == (status is not RecordStatus.WITHDRAWN)


def facilitating(*records: object) -> OnVisit:
    people = [Participant(visit="v1", person="u", pseudonym="otter", council="Kent")]
    seen = overview(ON.visit, ON.programme, records, people, NOW + timedelta(hours=2))  # type: ignore[arg-type]
    return replace(ON, role=Role.FACILITATOR, overview=seen)


def test_a_facilitator_sees_counts_gaps_the_queue_and_who_is_silent() -> None:
    on = replace(facilitating(feedback(session="s2", theme=Theme.DRIVERS)), silent=(("U0BRAN0002", "Bran"),))

    shown = view_of(on, reminded=True)

    assert "1 piece of feedback waits to be reviewed." in shown
    assert all(f'"{name}: "' in shown for name in ("Estate walk", "The repairs desk", "Improvement drivers"))
    assert wording.GAPS in shown
    assert "Culture change and motivation" in shown
    assert '"user_id": "U0BRAN0002"' in shown
    assert Action.REVIEW_FEEDBACK in shown
    assert wording.DIGESTED in shown


def test_a_facilitator_with_nothing_yet_is_told_what_comes_next() -> None:
    planned = replace(facilitating(), visit=visit(), programme=())

    assert wording.NO_PROGRAMME_FACILITATOR in view_of(planned)
    assert Action.LOG_FEEDBACK not in view_of(planned)
    assert wording.NO_FEEDBACK in view_of(facilitating())
    assert wording.NOTHING_LOGGED not in view_of(facilitating())
    assert "1 peer has not written yet." in view_of(facilitating())


def test_reviewing_is_put_forward_only_while_something_waits() -> None:
    def is_put_forward(on: OnVisit) -> bool:
        blocks = home(Page(3, 2, on=on))["blocks"]
        pressed = [one for block in blocks if block["type"] == "actions" for one in block["elements"]]
        [review] = [one for one in pressed if one["action_id"] == Action.REVIEW_FEEDBACK]
        return bool(review.get("style") == "primary")

    assert is_put_forward(facilitating(feedback()))
    assert not is_put_forward(facilitating())


def test_a_facilitator_can_make_a_draft_of_the_report_at_any_time() -> None:
    assert wording.REPORT_DRAFT in view_of(facilitating())
    assert Action.MAKE_REPORT in view_of(facilitating())
    assert Action.MAKE_REPORT not in view_of(replace(ON, role=Role.HOST))


def test_a_host_sees_the_programme_and_the_report_once_it_is_there() -> None:
    host = replace(ON, role=Role.HOST)

    assert wording.REPORT_LATER in view_of(host)
    assert wording.REPORT_READY in view_of(replace(host, visit=visit(state=VisitState.CLOSED)))
    assert Action.LOG_FEEDBACK not in view_of(host)
    assert Action.REMIND not in view_of(host, reminded=True)


def test_an_officer_sees_what_there_is_to_read_on_each_theme_and_can_plan_a_visit() -> None:
    shown = view_of(None, by_theme=((Theme.CULTURE, 2),), lessons=((Theme.DRIVERS, 4),))

    assert shown.index(wording.LESSONS) < shown.index(wording.CASE_STUDIES)
    assert shown.index("Improvement drivers: ") < shown.index("Culture change and motivation: ")
    assert Action.PLAN_VISIT in shown
    assert wording.NO_VISIT in shown
    assert Action.REMIND not in shown


def test_whoever_comes_home_from_a_visit_finds_back_to_what_came_of_it() -> None:
    shown = view_of(None, reminded=True)

    assert wording.BEEN_ON_VISITS in shown
    assert wording.NO_VISIT not in shown
    assert Action.SHOW_PROGRESS in shown
    assert Action.PLAN_VISIT in shown


def test_reminders_are_turned_on_where_they_were_turned_off() -> None:
    shown = view_of(ON, reminded=False)

    assert wording.NOT_REMINDED in shown
    assert wording.TURN_ON in shown


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.FACILITATOR, Role.HOST])
def test_however_much_there_is_the_page_stays_within_what_slack_takes(role: Role) -> None:
    many = tuple(
        session(f"s{number}", title="t" * 300, place="p" * 300, theme=Theme.CULTURE) for number in range(200)
    )
    own = tuple(feedback(f"r{number}", observation="o" * 3000) for number in range(300))
    seen = overview(ON.visit, many, own, [], NOW)
    on = OnVisit(
        visit(title="T" * 300, focus="F" * 300, state=VisitState.OPEN),
        role,
        many,
        NOW,
        own,
        seen,
        tuple((None, "N" * 100) for _ in range(200)),
    )
    themes = tuple((theme, 999) for theme in Theme)

    shown = view_of(on, by_theme=themes, lessons=themes, reminded=True)

    assert "… and 180 more" in shown
    assert len(shown) < 30_000


# Reminders


@pytest.mark.parametrize(
    ("kind", "titles", "said"),
    [
        (NudgeKind.SESSION, ("A",), "“A” is over."),
        (NudgeKind.SESSION, ("A", "B"), "“A” and “B” are over."),
        (NudgeKind.SESSION, tuple("ABCD"), "“A”, “B”, “C” and 1 more session are over."),
        (NudgeKind.SESSION, tuple("ABCDE"), "“A”, “B”, “C” and 2 more sessions are over."),
        (NudgeKind.LAST_CALL, ("A",), "The group discussion, “A”, starts soon."),
        (NudgeKind.LAST_CALL, (), "The group discussion has begun."),
    ],
)
def test_a_reminder_says_what_is_over_and_has_one_thing_to_do(
    kind: NudgeKind, titles: tuple[str, ...], said: str
) -> None:
    session_id = "s1" if kind is NudgeKind.SESSION else None
    nudge = Nudge("v1", "u", kind, session_id, titles, NOW)

    blocks = nudge_blocks(nudge)

    assert validate_blocks(blocks, Surface.MESSAGE) == []
    assert nudge_wording.reminder(nudge).startswith(said)
    values = [element["value"] for element in blocks[-1]["elements"]]
    assert values == ["v1 s1" if session_id else "v1", "off"]


def test_a_reminder_of_the_longest_titles_is_one_slack_takes() -> None:
    nudge = Nudge("v1", "u", NudgeKind.SESSION, "s1", ("t" * 300,) * 9, NOW)

    assert validate_blocks(nudge_blocks(nudge), Surface.MESSAGE) == []


def test_turning_reminders_off_offers_the_way_back() -> None:
    for on in (True, False):
        assert validate_blocks(turned(on=on), Surface.MESSAGE) == []
    assert '"on"' in json.dumps(turned(on=False))
    assert "button" not in json.dumps(turned(on=True))
