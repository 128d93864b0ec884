"""Reminders, digests and App Home over real Bolt: on time, turned off, kept up to date, naming nobody."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

import pytest

from bot.blocks.gestures import Action, Form
from bot.chores.digests import Digests
from bot.chores.homes import Pages
from bot.chores.nudges import Reminders
from bot.desk import Desk, make_desk
from bot.readers import Identity
from bot.wording import homes as wording
from bot.wording import nudges as nudge_wording
from bot.workspace.faults import Fault, FaultKind
from bot.workspace.running import RunningWorkspace
from bot.workspace.values import Message
from knowledge.nudges import AFTER
from knowledge.visits import Attribution
from tests.patience import PATIENT
from tests.slack_bot import ASHA, BRAN, CERYS, FARAH, MANIFEST, Bot, MadeUp, Means, running, settings_for
from tests.visit_party import HELEN, client_of, gather, told
from tests.visit_samples import NOW, session

WALK = session("s1", title="Estate walk", start=NOW, end=NOW + timedelta(hours=1))
DESK = session("s2", title="The repairs desk", start=WALK.end, end=NOW + timedelta(hours=3))
EVERYBODY = (ASHA, BRAN, CERYS, FARAH, HELEN)


class Clock:
    """Moves on with every look, as a workspace needs it, and by leaps when it is told to."""

    def __init__(self) -> None:
        self._moment, self._lock = NOW, Lock()

    def __call__(self) -> datetime:
        with self._lock:
            self._moment += timedelta(microseconds=100)
            return self._moment

    def go_to(self, moment: datetime) -> None:
        with self._lock:
            self._moment = moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def peerbot(clock: Clock, tmp_path: Path) -> Iterator[Bot]:
    timings = replace(PATIENT, trigger_seconds=3600)  # the clock leaps
    with (
        RunningWorkspace.start(MANIFEST, now=clock, timings=timings) as slack,
        running(slack, tmp_path, now=clock) as bot,
    ):
        yield bot


@pytest.fixture
def desk(peerbot: Bot, clock: Clock, tmp_path: Path) -> Desk:
    """Another process at the same store: it does what the rounds would."""
    slack = peerbot.workspace
    means = Means(settings_for(slack, tmp_path), peerbot.store, MadeUp(), clock)
    app = slack.workspace.app
    return make_desk(means, client_of(slack), Identity(user=app.bot_user, team=app.team_id))


def home_with(bot: Bot, user: str, said: str) -> str:
    """The person's page, once it says this."""
    return str(bot.person(user).home(lambda view: said in str(view.blocks)).blocks)


def test_a_reminder_comes_when_its_session_is_over_and_opens_the_form_with_that_session(
    peerbot: Bot, desk: Desk, clock: Clock
) -> None:
    walk = WALK.model_copy(update={"title": "Walk <!here>"})
    gather(peerbot.store, peerbot.workspace, programme=(walk, DESK))
    Reminders.at(desk).do(clock())

    clock.go_to(WALK.end + AFTER)
    asha = peerbot.person(ASHA)
    reminder = asha.latest(asha.dm.id, lambda one: "is over" in one.text)
    assert reminder.text.startswith("“Walk &lt;!here&gt;” is over.")
    asha.press(reminder, Action.LOG_FEEDBACK)
    form = asha.modal(lambda view: view.content.get("callback_id") == Form.FEEDBACK)

    [chosen] = [block["element"]["initial_option"] for block in form.blocks if block["block_id"] == "session"]
    assert chosen["value"] == "s1"
    assert not [one for one in peerbot.workspace.state.schedule.all() if one.post_at < DESK.end.timestamp()]


def test_no_more_reminders_is_one_press_and_so_is_the_way_back(
    peerbot: Bot, desk: Desk, clock: Clock
) -> None:
    gather(peerbot.store, peerbot.workspace, programme=(WALK, DESK))
    Reminders.at(desk).do(clock())
    clock.go_to(WALK.end + AFTER)
    asha = peerbot.person(ASHA)
    dm = asha.dm.id
    reminder = asha.latest(dm, lambda one: "is over" in one.text)

    asha.press(reminder, Action.REMIND)

    told_so = peerbot.wait_for_whisper(ASHA, dm, nudge_wording.TURNED_OFF[:30])
    waiting = peerbot.workspace.state.schedule
    peerbot.workspace.wait_for(lambda _state: len(waiting.all()) == 2)
    asha.press(told_so, Action.REMIND)
    peerbot.wait_for_whisper(ASHA, dm, nudge_wording.TURNED_ON)
    peerbot.workspace.wait_for(lambda _state: len(waiting.all()) == 3)


def test_reminders_are_turned_off_and_on_at_home(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    asha = peerbot.person(ASHA)
    asha.open_home()

    asha.press(asha.home(lambda view: wording.REMINDED in str(view.blocks)), Action.REMIND)
    off = asha.home(lambda view: wording.NOT_REMINDED in str(view.blocks))
    asha.press(off, Action.REMIND)

    assert wording.TURN_OFF in home_with(peerbot, ASHA, wording.REMINDED)


def test_everybody_who_has_opened_their_page_sees_what_was_decided(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    told(peerbot.store, "r1")
    for user in (ASHA, FARAH):
        peerbot.person(user).open_home()
    farah = peerbot.person(FARAH)
    assert wording.STATUSES[told(peerbot.store, "r2", by=BRAN).status] in home_with(
        peerbot, ASHA, "Seen: r1."
    )

    page = farah.home(lambda view: "to be reviewed" in str(view.blocks))
    farah.press(page, Action.REVIEW_FEEDBACK)
    farah.press(farah.modal(lambda view: "Seen: r1." in str(view.blocks)), Action.ACCEPT_FEEDBACK)

    home_with(peerbot, ASHA, "'accepted'")
    home_with(peerbot, FARAH, "1 piece of feedback waits")
    assert peerbot.workspace.state.screens.home(BRAN) is None


def test_what_is_on_now_follows_the_clock(peerbot: Bot, desk: Desk, clock: Clock) -> None:
    gather(peerbot.store, peerbot.workspace, programme=(WALK, DESK))
    peerbot.person(ASHA).open_home()
    home_with(peerbot, ASHA, wording.NEXT)

    clock.go_to(DESK.end)
    Pages.at(desk).do(clock())

    assert wording.NEXT not in home_with(peerbot, ASHA, wording.DAY_OVER)


def test_a_page_that_slack_did_not_take_is_tried_again_with_the_next_change(peerbot: Bot, desk: Desk) -> None:
    gather(peerbot.store, peerbot.workspace)
    peerbot.person(ASHA).open_home()
    home_with(peerbot, ASHA, wording.REMINDED)
    asha = desk.acquaintances.of(ASHA)
    peerbot.store.people.nudge(asha.id, wanted=False)
    peerbot.workspace.workspace.faults.switch_on(Fault(FaultKind.SERVER_ERROR, method="views.publish"))

    desk.homes.refresh(asha.id)
    peerbot.journal.wait_for("not published")
    desk.homes.refresh(desk.acquaintances.of(BRAN).id)

    home_with(peerbot, ASHA, wording.NOT_REMINDED)


def test_the_digest_is_told_once_each_evening_to_those_who_facilitate(
    peerbot: Bot, desk: Desk, clock: Clock
) -> None:
    gather(peerbot.store, peerbot.workspace, programme=(WALK, DESK), title="Repairs <!here>")
    told(peerbot.store, "r1")
    Digests.at(desk).do(NOW.replace(hour=16, minute=59))
    farah = peerbot.person(FARAH)

    for _ in range(3):
        Digests.at(desk).do(NOW.replace(hour=17))

    [digest] = digests(peerbot)
    assert digest.text == "How the feedback of “Repairs &lt;!here&gt;” stands, Wednesday 4 March"
    assert "1 piece of feedback waits to be reviewed." in str(digest.blocks)
    assert BRAN in str(digest.blocks)
    assert ASHA not in str(digest.blocks)
    farah.press(digest, Action.REVIEW_FEEDBACK)
    farah.modal(lambda view: "Seen: r1." in str(view.blocks))
    for other in (ASHA, BRAN, CERYS, HELEN):
        assert not peerbot.workspace.state.conversations.timeline(peerbot.person(other).dm.id, other)


def digests(bot: Bot) -> list[Message]:
    said = bot.workspace.state.conversations.timeline(bot.person(FARAH).dm.id, FARAH)
    return [one for one in said if "stands" in one.text]


@pytest.mark.parametrize("fault", [FaultKind.LOST_ANSWER, FaultKind.SERVER_ERROR])
def test_a_digest_whose_telling_breaks_off_is_told_once(peerbot: Bot, desk: Desk, fault: FaultKind) -> None:
    gather(peerbot.store, peerbot.workspace, programme=(WALK, DESK))
    told(peerbot.store, "r1")
    peerbot.workspace.workspace.faults.switch_on(Fault(fault, method="chat.postMessage"))

    for _ in range(3):
        Digests.at(desk).do(NOW.replace(hour=17))

    assert len(digests(peerbot)) == 1


PLANTED = {
    Attribution.ORGANISATION: ("Asha", "U0ASHA", "Bran", "U0BRAN", "Cerys", "U0CERYS"),
    Attribution.ROLE: ("Asha", "U0ASHA", "Bran", "U0BRAN", "Northshire", "Westmere"),
    Attribution.CHATHAM_HOUSE: ("Asha", "U0ASHA", "Bran", "U0BRAN", "Northshire", "Westmere", "Eastborough"),
}


@pytest.mark.parametrize("rule", PLANTED)
def test_pages_and_digests_name_nobody_whom_the_rule_does_not_let_be_named(
    peerbot: Bot, desk: Desk, rule: Attribution
) -> None:
    words = "Asha <@U0ASHA0001>, Bran and Cerys of Northshire, Eastborough and Westmere"
    walk = WALK.model_copy(update={"title": words, "place": words})
    gather(peerbot.store, peerbot.workspace, rule=rule, programme=(walk, DESK), title=words, focus=words)
    told(peerbot.store, "r1", observation=words)
    told(peerbot.store, "r2", by=BRAN, observation=words)

    shown = ""
    for user in EVERYBODY:
        peerbot.person(user).open_home()
        shown += home_with(
            peerbot, user, wording.ROLES[desk.visiting.parts(desk.acquaintances.of(user))[0].participant.role]
        )
    Digests.at(desk).do(NOW.replace(hour=18))
    dm = peerbot.person(FARAH).dm.id
    shown += str([one.blocks for one in peerbot.workspace.state.conversations.timeline(dm, FARAH)])

    assert "to be reviewed" in shown
    assert [mark for mark in PLANTED[rule] if mark in shown] == []
