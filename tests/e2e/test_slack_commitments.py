"""Commitments: made by a council's people, settled, followed up, withdrawn; shown under the visit's rule."""

from typing import Any

import pytest

from bot.blocks.gestures import Action, Form
from bot.wording import commitments as wording
from bot.workspace.values import View
from knowledge.records import Commitment, RecordGesture, RecordStatus
from knowledge.store import RecordFilters
from knowledge.visits import Attribution, VisitState
from tests.slack_bot import ASHA, BRAN, FARAH, Bot
from tests.visit_party import HELEN, VISIT, gather, handed, pseudonym
from tests.visit_samples import NOW, commitment

STATES = {"current_state": "Repairs take long.", "desired_state": "Repairs take a week."}


def text(view: View) -> str:
    return str(view.blocks)


def opened(bot: Bot, user: str) -> View:
    button = handed(bot.workspace, user, Action.SHOW_COMMITMENTS)
    assert bot.person(user).press(button, Action.SHOW_COMMITMENTS).ok
    return shows(bot, user, lambda shown: wording.OPENING not in shown)


def shows(bot: Bot, user: str, wanted: Any) -> View:
    return bot.person(user).modal(lambda view: wanted(text(view)))


def form(bot: Bot, user: str, callback: Form) -> View:
    return bot.person(user).modal(lambda view: view.content.get("callback_id") == callback)


def committed(bot: Bot, user: str = ASHA, **fields: Any) -> Commitment:
    given = {"visit": VISIT, "respondent": pseudonym(user), "council": "Northshire", "created_at": NOW}
    record = commitment("c1", **given | STATES | fields)
    bot.store.records.add(record)
    return record


def step(bot: Bot, user: str, gesture: RecordGesture) -> None:
    version = kept(bot).version
    assert bot.person(user).press(opened(bot, user), Action.STEP_COMMITMENT, f"{gesture.name} {version}").ok


def kept(bot: Bot) -> Commitment:
    [found] = bot.store.records.find(RecordFilters(VISIT, withdrawn=True))
    assert isinstance(found, Commitment)
    return found


def fields(**typed: str) -> dict[str, str]:
    return {f"{Form.COMMITMENT}.{name}": said for name, said in typed.items()}


def test_a_peer_commits_their_own_council(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace, state=VisitState.DISCUSSION)
    empty = opened(peerbot, ASHA)
    assert wording.NOTHING in text(empty)
    peerbot.person(ASHA).press(empty, Action.MAKE_COMMITMENT)
    asked = form(peerbot, ASHA, Form.COMMITMENT)

    assert "Northshire" in text(asked) and "Westmere" not in text(asked)  # noqa: PT018  # their own alone
    typed = {**STATES, "measure": "Days.", "due": "2026-10-01", "owner_role": "head of housing"}
    assert peerbot.person(ASHA).submit(asked, **fields(**typed)).ok
    shown = text(shows(peerbot, ASHA, lambda said: wording.MADE in said))

    for said in ("Northshire · Proposed, by 1 October 2026", *STATES.values(), "Days.", "head of housing"):
        assert said in shown
    assert kept(peerbot).respondent == pseudonym(ASHA)


def test_what_is_missing_is_asked_for_at_its_field(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace, state=VisitState.DISCUSSION)
    peerbot.person(ASHA).press(opened(peerbot, ASHA), Action.MAKE_COMMITMENT)

    answered = peerbot.person(ASHA).submit(
        form(peerbot, ASHA, Form.COMMITMENT), **fields(current_state="\u200b", desired_state="Fast.")
    )

    assert list(answered.errors) == ["current_state"]


def test_a_commitment_is_settled_put_at_risk_brought_back_and_done(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace, state=VisitState.DISCUSSION)
    committed(peerbot)

    step(peerbot, FARAH, RecordGesture.SETTLE)
    shows(peerbot, FARAH, lambda said: wording.TAKEN[RecordGesture.SETTLE] in said)
    for gesture in (RecordGesture.FLAG, RecordGesture.RECOVER, RecordGesture.FINISH):
        step(peerbot, ASHA, gesture)
        asked = form(peerbot, ASHA, Form.STEP_OF_COMMITMENT)
        assert peerbot.person(ASHA).submit(asked, reason=f"Because of {gesture.name}.").ok
        shows(peerbot, ASHA, lambda said, gesture=gesture: f"Because of {gesture.name}." in said)

    assert [event.status for event in kept(peerbot).history] == ["agreed", "at risk", "agreed", "done"]
    assert "Done, " in text(opened(peerbot, HELEN))


def test_after_the_visit_is_archived_it_is_still_marked_and_nothing_else_is_agreed(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace, state=VisitState.ARCHIVED)
    assert wording.TOO_LATE in text(opened(peerbot, FARAH))
    committed(peerbot, status=RecordStatus.AGREED)

    listed = text(opened(peerbot, ASHA))
    assert Action.MAKE_COMMITMENT not in listed
    step(peerbot, ASHA, RecordGesture.FINISH)
    asked = form(peerbot, ASHA, Form.STEP_OF_COMMITMENT)
    assert peerbot.person(ASHA).submit(asked, reason="A week now.").ok
    shows(peerbot, ASHA, lambda said: wording.TAKEN[RecordGesture.FINISH] in said)

    assert kept(peerbot).status is RecordStatus.DONE


def test_its_author_changes_it_until_it_is_settled(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace, state=VisitState.DISCUSSION)
    committed(peerbot)

    step(peerbot, ASHA, RecordGesture.REVISE)
    asked = form(peerbot, ASHA, Form.COMMITMENT)
    peerbot.person(ASHA).submit(asked, **fields(desired_state="Repairs take a day."))
    shows(peerbot, ASHA, lambda said: "Repairs take a day." in said)

    assert kept(peerbot).current_state == STATES["current_state"]
    assert "WITHDRAW" not in text(opened(peerbot, BRAN))


def test_its_author_withdraws_it_and_what_it_said_is_gone(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace, state=VisitState.DISCUSSION)
    committed(peerbot)

    step(peerbot, ASHA, RecordGesture.WITHDRAW)
    peerbot.person(ASHA).submit(form(peerbot, ASHA, Form.STEP_OF_COMMITMENT))
    gone = shows(peerbot, ASHA, lambda said: wording.TAKEN[RecordGesture.WITHDRAW] in said)

    assert STATES["desired_state"] not in text(gone)
    assert kept(peerbot).status is RecordStatus.WITHDRAWN


def test_whoever_comes_second_reads_it_as_it_is_now(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace, state=VisitState.DISCUSSION)
    committed(peerbot)
    mine = opened(peerbot, FARAH)
    step(peerbot, ASHA, RecordGesture.REVISE)
    peerbot.person(ASHA).submit(form(peerbot, ASHA, Form.COMMITMENT), **fields(desired_state="Other."))
    shows(peerbot, ASHA, lambda said: "Other." in said)

    peerbot.person(FARAH).press(mine, Action.STEP_COMMITMENT, "SETTLE 0")
    shows(peerbot, FARAH, lambda said: wording.CHANGED_MEANWHILE in said and "Other." in said)

    assert kept(peerbot).status is RecordStatus.SUBMITTED


def test_a_host_sees_only_what_is_settled(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace, state=VisitState.DISCUSSION)
    committed(peerbot)

    assert wording.NOTHING_FOR_HOSTS in text(opened(peerbot, HELEN))


PLANTED = ("Asha", "Bran", "Cerys", "Farah", "Helen", "Northshire", "Eastborough", "Westmere", "@asha", ASHA)
COUNCILS = {"Northshire", "Eastborough", "Westmere"}


@pytest.mark.parametrize("rule", [Attribution.ORGANISATION, Attribution.ROLE, Attribution.CHATHAM_HOUSE])
def test_nobody_whom_the_rule_protects_is_named(peerbot: Bot, rule: Attribution) -> None:
    names = " and ".join(PLANTED).replace(ASHA, f"<@{ASHA}>")
    gather(peerbot.store, peerbot.workspace, rule, VisitState.DISCUSSION, title="With Helen at Eastborough")
    texts = ("current_state", "desired_state", "measure", "owner_role", "respondent_role")
    committed(peerbot, **dict.fromkeys(texts, names))
    step(peerbot, FARAH, RecordGesture.SETTLE)
    shows(peerbot, FARAH, lambda said: wording.TAKEN[RecordGesture.SETTLE] in said)
    step(peerbot, ASHA, RecordGesture.FLAG)
    peerbot.person(ASHA).submit(form(peerbot, ASHA, Form.STEP_OF_COMMITMENT), reason=names)
    shows(peerbot, ASHA, lambda said: wording.TAKEN[RecordGesture.FLAG] in said)

    view = opened(peerbot, BRAN)
    shown = text(view) + view.private_metadata

    allowed = COUNCILS if rule is Attribution.ORGANISATION else set[str]()
    assert {name for name in (*PLANTED, pseudonym(ASHA)) if name in shown} == allowed
