"""How commitments stand: looked at, followed up, asked after, and a lesson's use in the end."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.blocks.gestures import Action, Form
from bot.chores.commitments import FollowUps
from bot.desk import Desk, make_desk
from bot.progress_views import ProgressViews
from bot.readers import Identity
from bot.wording import commitments, lesson_cards
from bot.wording import progress as wording
from bot.wording import visits as visit_wording
from bot.workspace.faults import Fault, FaultKind
from bot.workspace.values import Message, View
from knowledge.lessons import LessonStatus
from knowledge.records import Actor, Commitment, RecordGesture, moved
from knowledge.store import Deed
from knowledge.visits import Attribution, Role, VisitState
from tests.e2e.test_slack_browsing import teach
from tests.e2e.test_slack_group_feedback import written
from tests.lesson_samples import adoption
from tests.slack_bot import ASHA, BRAN, CERYS, FARAH, GENERAL, Bot, MadeUp, Means, clock, settings_for
from tests.statement_counts import statements
from tests.visit_party import VISIT, client_of, gather, handed, pseudonym
from tests.visit_samples import NOW, commitment, visit

OWEN = "U0OWEN0005"
STATES = {"current_state": "Repairs take long.", "desired_state": "Repairs take a week."}
DUE = NOW + timedelta(weeks=12, hours=1)
"""In the morning of the day on which the visit asks after its commitments first."""


@pytest.fixture
def desk(peerbot: Bot, tmp_path: Path) -> Desk:
    """Another process at the same store: it does what the rounds would."""
    slack = peerbot.workspace
    means = Means(settings_for(slack, tmp_path), peerbot.store, MadeUp(), clock)
    app = slack.workspace.app
    return make_desk(means, client_of(slack), Identity(user=app.bot_user, team=app.team_id))


def agreed(bot: Bot, name: str, by: str, council: str, *gestures: RecordGesture, **fields: Any) -> Commitment:
    """A commitment that somebody made, that was settled, and what happened to it since."""
    author = Actor(pseudonym=pseudonym(by), role=Role.PARTICIPANT)
    farah = Actor(pseudonym=pseudonym(FARAH), role=Role.FACILITATOR)
    given = {"visit": VISIT, "respondent": author.pseudonym, "council": council}
    found = moved(commitment(name, **(given | STATES | fields)), RecordGesture.SETTLE, farah, at=NOW)
    for gesture in gestures:
        found = moved(found, gesture, author, at=NOW, reason="Two more fitters came.")
    bot.store.records.add(found)
    return found


def gathered(bot: Bot, rule: Attribution = Attribution.OPEN, **fields: Any) -> None:
    gather(bot.store, bot.workspace, rule, VisitState.CLOSED, **fields)


def text(shown: View | Message) -> str:
    return str(shown.blocks)


def opened(bot: Bot, user: str) -> View:
    assert bot.person(user).command(GENERAL, "/visit progress").ok
    return shows(bot, user, lambda said: wording.OPENING not in said and visit_wording.OPENING not in said)


def shows(bot: Bot, user: str, wanted: Any) -> View:
    return bot.person(user).modal(lambda view: wanted(text(view)))


def form(bot: Bot, user: str, callback: Form) -> View:
    return bot.person(user).modal(lambda view: view.content.get("callback_id") == callback)


def asked_after(bot: Bot, user: str) -> list[Message]:
    everything = bot.workspace.state.conversations.messages(bot.person(user).dm.id)
    return [message for message in everything if "How does it go" in message.text]


def test_one_s_own_council_is_looked_at_first_and_any_other_can_be_chosen(peerbot: Bot) -> None:
    gathered(peerbot)
    agreed(peerbot, "c1", ASHA, "Northshire", due="2026-04-01")
    agreed(peerbot, "c2", CERYS, "Westmere", desired_state="One number to ring.")

    mine = opened(peerbot, ASHA)

    assert "On track, overdue, by 1 April 2026" in text(mine)
    assert "One number to ring." not in text(mine)
    assert peerbot.person(ASHA).press(mine, Action.CHOOSE_PROGRESS, "c2").ok
    shows(peerbot, ASHA, lambda said: "One number to ring." in said and STATES["desired_state"] not in said)


def test_whoever_is_on_no_visit_or_has_nothing_agreed_is_told_what_comes_first(peerbot: Bot) -> None:
    gathered(peerbot)

    nobody = text(opened(peerbot, OWEN))
    assert wording.NO_VISIT in nobody
    assert Action.PLAN_VISIT in nobody
    assert wording.NOTHING in text(opened(peerbot, BRAN))


def test_a_step_is_taken_from_here_and_leads_back_here(peerbot: Bot) -> None:
    gathered(peerbot)
    seen = agreed(peerbot, "c1", ASHA, "Northshire")

    assert (
        peerbot.person(ASHA).press(opened(peerbot, ASHA), Action.STEP_IN_PROGRESS, f"FLAG {seen.version}").ok
    )
    asked = form(peerbot, ASHA, Form.STEP_OF_COMMITMENT)
    assert peerbot.person(ASHA).submit(asked, reason="No fitters.").ok

    back = shows(peerbot, ASHA, lambda said: commitments.TAKEN[RecordGesture.FLAG] in said)
    assert "1 at risk" in text(back)
    assert "No fitters." in text(back)
    assert Action.STEP_IN_PROGRESS not in text(opened(peerbot, BRAN))  # he neither made it nor facilitates


def test_a_lesson_that_helped_is_used_by_what_the_commitment_says(peerbot: Bot) -> None:
    gathered(peerbot)
    agreed(peerbot, "c1", ASHA, "Northshire", RecordGesture.FINISH, measure="Days.")
    teach(peerbot, "l1", title="Ring first")
    assert Action.SAY_LESSON_HELPED not in text(opened(peerbot, BRAN))
    done = opened(peerbot, ASHA)

    assert peerbot.person(ASHA).press(done, Action.SAY_LESSON_HELPED).ok
    asked = form(peerbot, ASHA, Form.LESSON_THAT_HELPED)
    for said in (
        "Ring first",
        "Northshire",
        STATES["desired_state"],
        "2026-03-04",
        "Two more fitters",
        "Days.",
    ):
        assert said in text(asked)
    assert peerbot.person(ASHA).submit(asked, **written(asked, lesson="l1")).ok

    back = shows(peerbot, ASHA, lambda said: lesson_cards.THANKS in said)
    assert wording.helped("Ring first") in text(back)
    assert wording.HELPED not in text(back).replace(wording.helped(""), "")
    [kept] = peerbot.store.adoptions.all()
    assert (kept.lesson, kept.commitment, kept.council, kept.change) == (
        "l1",
        "c1",
        "Northshire",
        STATES["desired_state"],
    )
    assert peerbot.store.lessons.get("l1").status is LessonStatus.APPLIED


def test_a_second_who_says_which_lesson_helped_is_told_somebody_has(peerbot: Bot) -> None:
    gathered(peerbot)
    agreed(peerbot, "c1", ASHA, "Northshire", RecordGesture.FINISH)
    teach(peerbot, "l1")
    forms = {}
    for user in (ASHA, FARAH):
        assert peerbot.person(user).press(opened(peerbot, user), Action.SAY_LESSON_HELPED).ok
        forms[user] = form(peerbot, user, Form.LESSON_THAT_HELPED)

    peerbot.person(ASHA).submit(forms[ASHA], **written(forms[ASHA], lesson="l1"))
    peerbot.person(FARAH).submit(forms[FARAH], **written(forms[FARAH], lesson="l1"))

    shows(peerbot, FARAH, lambda said: wording.SAID_ALREADY in said)
    assert len(peerbot.store.adoptions.all()) == 1


def test_whoever_made_it_is_asked_once_in_every_interval_until_it_is_done(peerbot: Bot, desk: Desk) -> None:
    gathered(peerbot)
    seen = agreed(peerbot, "c1", ASHA, "Northshire")
    chore = FollowUps(desk)

    chore.do(DUE.replace(hour=3))
    assert asked_after(peerbot, ASHA) == []  # at night at the host
    for hours in (0, 1, 24):
        chore.do(DUE + timedelta(hours=hours))
    [first] = asked_after(peerbot, ASHA)
    assert "Repairs take a week." in text(first)
    assert asked_after(peerbot, FARAH) == []

    chore.do(DUE + timedelta(weeks=12))
    assert len(asked_after(peerbot, ASHA)) == 2
    author = Actor(pseudonym=pseudonym(ASHA), role=Role.PARTICIPANT)
    peerbot.store.records.change(moved(seen, RecordGesture.FINISH, author, at=DUE), seen.version)
    chore.do(DUE + timedelta(weeks=24))
    assert len(asked_after(peerbot, ASHA)) == 2

    assert peerbot.person(ASHA).press(first, Action.SHOW_PROGRESS).ok
    shows(peerbot, ASHA, lambda said: "1 done" in said)


def test_facilitators_are_asked_when_whoever_made_it_is_gone_and_nobody_who_wants_no_reminders(
    peerbot: Bot, desk: Desk
) -> None:
    gathered(peerbot)
    agreed(peerbot, "c1", ASHA, "Northshire")
    agreed(peerbot, "c2", CERYS, "Westmere")
    team = peerbot.workspace.workspace.app.team_id
    asha, cerys = (peerbot.store.people.known(team, user) for user in (ASHA, CERYS))
    assert asha
    assert cerys
    peerbot.store.people.leave(VISIT, asha.id)
    peerbot.store.people.nudge(cerys.id, wanted=False)

    FollowUps(desk).do(DUE)

    [asked] = asked_after(peerbot, FARAH)
    assert "Northshire" in text(asked)
    assert "Westmere" not in text(asked)
    assert asked_after(peerbot, ASHA) + asked_after(peerbot, CERYS) == []


def test_whom_slack_could_not_tell_is_asked_at_a_later_round(peerbot: Bot, desk: Desk) -> None:
    gathered(peerbot)
    agreed(peerbot, "c1", ASHA, "Northshire")
    faults = peerbot.workspace.workspace.faults
    faults.switch_on(Fault(FaultKind.SERVER_ERROR, method="chat.postMessage", times=None))
    chore = FollowUps(desk)
    chore.do(DUE)
    faults.switch_off(FaultKind.SERVER_ERROR, "chat.postMessage")

    chore.do(DUE)

    assert len(asked_after(peerbot, ASHA)) == 1


def test_whoever_was_asked_when_the_connection_broke_is_asked_no_more(peerbot: Bot, desk: Desk) -> None:
    gathered(peerbot)
    agreed(peerbot, "c1", ASHA, "Northshire")
    peerbot.workspace.workspace.faults.switch_on(Fault(FaultKind.LOST_ANSWER, method="chat.postMessage"))
    chore = FollowUps(desk)

    for _ in range(3):
        chore.do(DUE)
    FollowUps(desk).do(DUE)

    assert len(asked_after(peerbot, ASHA)) == 1


def test_what_somebody_died_over_is_asked_after_in_the_same_hour(peerbot: Bot, desk: Desk) -> None:
    gathered(peerbot)
    agreed(peerbot, "c1", ASHA, "Northshire")
    [asha] = peerbot.store.people.called("Asha")
    assert peerbot.store.chores.begin(f"progress of c1 asked 1 {asha.id}", DUE)
    chore = FollowUps(desk)

    chore.do(DUE)
    assert asked_after(peerbot, ASHA) == []
    for minutes in (6, 7):
        chore.do(DUE + timedelta(minutes=minutes))

    assert len(asked_after(peerbot, ASHA)) == 1


def test_however_many_visits_have_commitments_none_due_takes_more_queries(peerbot: Bot, desk: Desk) -> None:
    gathered(peerbot)
    agreed(peerbot, "c1", ASHA, "Northshire")
    FollowUps(desk).do(DUE)
    few = statements(lambda: FollowUps(desk).do(DUE))
    for number in range(20):
        name = f"more-{number}"
        peerbot.store.visits.add(
            visit(name, state=VisitState.CLOSED), Deed("tests", NOW, "planned the visit")
        )
        agreed(peerbot, f"c-{name}", ASHA, "Northshire", RecordGesture.FINISH, visit=name)

    many = statements(lambda: FollowUps(desk).do(DUE))

    assert 0 < few == many


def test_however_many_lessons_helped_to_see_how_commitments_stand_takes_no_more_queries(
    peerbot: Bot, desk: Desk
) -> None:
    gathered(peerbot)
    [asha] = peerbot.store.people.called("Asha")
    views = ProgressViews(desk.store, desk.readers, desk.now)

    def helped(number: int) -> None:
        agreed(peerbot, f"c{number}", ASHA, "Northshire", RecordGesture.FINISH)
        teach(peerbot, f"l{number}")
        said = {"lesson": f"l{number}", "commitment": f"c{number}"}
        peerbot.store.adoptions.add(adoption(f"a{number}", **said))

    helped(0)
    few = statements(lambda: views.screen(asha))
    for number in range(1, 9):
        helped(number)

    many = statements(lambda: views.screen(asha))

    assert 0 < few == many
    assert str(views.screen(asha)).count("Lesson l") == 9


PLANTED = ("Asha", "Bran", "Cerys", "Farah", "Helen", "Northshire", "Eastborough", "Westmere", "@asha", ASHA)


@pytest.mark.parametrize("rule", [Attribution.ROLE, Attribution.CHATHAM_HOUSE])
def test_nobody_whom_the_rule_protects_is_named_in_what_is_seen_asked_or_told_of_it(
    peerbot: Bot, desk: Desk, rule: Attribution
) -> None:
    names = " and ".join(PLANTED).replace(ASHA, f"<@{ASHA}>")
    gathered(peerbot, rule, title="With Helen at Eastborough")
    texts = dict.fromkeys(("current_state", "desired_state", "measure", "owner_role"), names)
    agreed(peerbot, "c1", CERYS, "Westmere", **texts)
    agreed(peerbot, "c2", ASHA, "Northshire", RecordGesture.FINISH, **texts)
    teach(peerbot, "l1")
    FollowUps(desk).do(DUE)
    [asked] = asked_after(peerbot, CERYS)
    seen = opened(peerbot, FARAH)
    assert peerbot.person(FARAH).press(seen, Action.SAY_LESSON_HELPED).ok
    use = form(peerbot, FARAH, Form.LESSON_THAT_HELPED)

    words = [text(seen), seen.private_metadata, text(asked), asked.text, text(use)]

    assert {name for name in (*PLANTED, pseudonym(ASHA)) for each in words if name in each} == set()
    assert peerbot.person(FARAH).submit(use, **written(use, lesson="l1", council="Northshire")).ok
    shows(peerbot, FARAH, lambda said: lesson_cards.THANKS in said)
    [kept] = peerbot.store.adoptions.all()
    assert kept.attribution is rule


def test_the_card_of_a_visit_leads_here(peerbot: Bot) -> None:
    gathered(peerbot)
    agreed(peerbot, "c1", ASHA, "Northshire")
    button = handed(peerbot.workspace, ASHA, Action.OPEN_VISIT)
    assert peerbot.person(ASHA).press(button, Action.OPEN_VISIT).ok
    card = shows(peerbot, ASHA, lambda said: Action.SHOW_PROGRESS in said)

    assert peerbot.person(ASHA).press(card, Action.SHOW_PROGRESS).ok

    shows(peerbot, ASHA, lambda said: STATES["desired_state"] in said)
