"""My feedback: what became of it, changing it, answering a question, withdrawing it."""

import pytest

from bot.blocks.gestures import Action, Shortcut
from bot.wording import feedback as wording
from bot.workspace.values import View
from knowledge.records import ERASED, RecordGesture, RecordStatus, moved
from knowledge.visits import Attribution, VisitState
from tests.e2e.test_slack_feedback import SEEN, command, field, form, kept, log, send
from tests.slack_bot import ASHA, BRAN, GENERAL, Bot
from tests.visit_party import gather, handed, told
from tests.visit_samples import FACILITATOR, NOW


def mine(bot: Bot, user: str = ASHA) -> View:
    return command(bot, user, "/visit-feedback mine")


def listed(bot: Bot, user: str = ASHA, said: str = wording.MINE_INTRODUCTION) -> View:
    return bot.person(user).modal(lambda view: said in str(view.blocks))


def decide(bot: Bot, gesture: RecordGesture, reason: str | None = None) -> None:
    """What a facilitator does with the only record."""
    [record] = kept(bot)
    after = moved(record, gesture, FACILITATOR, at=NOW, reason=reason)
    bot.store.records.change(after, record.version)


@pytest.fixture
def party(peerbot: Bot) -> Bot:
    gather(peerbot.store, peerbot.workspace)
    return peerbot


def test_whoever_has_logged_nothing_is_told_what_to_do(party: Bot) -> None:
    mine(party)

    assert Action.LOG_FEEDBACK in str(listed(party, said=wording.MINE_EMPTY).blocks)


def test_ones_own_feedback_is_listed_with_what_became_of_it_and_nobody_elses(party: Bot) -> None:
    told(party.store, "r1", observation=SEEN)
    told(party.store, "r2", BRAN, observation="The van is old.")

    mine(party)
    view = listed(party)

    assert SEEN in str(view.blocks)
    assert wording.STATUSES[RecordStatus.SUBMITTED] in str(view.blocks)
    assert "Estate walk" in str(view.blocks)
    assert "The van is old." not in str(view.blocks)


def test_feedback_is_changed(party: Bot) -> None:
    log(party, session="s1")
    mine(party)

    party.person(ASHA).press(listed(party), Action.CHANGE_FEEDBACK)
    view = form(party, ASHA)
    assert field(view, "observation")["element"]["initial_value"] == SEEN
    assert field(view, "session")["element"]["initial_option"]["value"] == "s1"
    assert send(party, ASHA, view, observation="Sorted by street.").ok

    [record] = kept(party)
    assert (record.observation, record.kind, record.session) == ("Sorted by street.", "worked well", "s1")
    assert [event.gesture for event in record.history] == [RecordGesture.REVISE]
    thanks = party.person(ASHA).modal(lambda one: wording.CHANGED in str(one.blocks))
    party.person(ASHA).press(thanks, Action.MY_FEEDBACK)
    assert "Sorted by street." in str(listed(party).blocks)


def test_a_facilitators_question_is_shown_and_answering_it_submits_again(party: Bot) -> None:
    log(party)
    decide(party, RecordGesture.ASK, "Which desk?")
    mine(party)
    view = listed(party)
    assert "Their question: Which desk?" in str(view.blocks)
    assert wording.STATUSES[RecordStatus.NEEDS_INFORMATION] in str(view.blocks)

    party.person(ASHA).press(view, Action.CHANGE_FEEDBACK)
    assert send(party, ASHA, form(party, ASHA), observation="The duty desk sorts it.").ok

    assert [one.status for one in kept(party)] == [RecordStatus.SUBMITTED]


def test_a_button_elsewhere_leads_to_the_same_form(party: Bot) -> None:
    log(party)
    [record] = kept(party)
    button = handed(party.workspace, ASHA, Action.CHANGE_FEEDBACK, record.id)
    party.person(ASHA).close(party.person(ASHA).modal())

    party.person(ASHA).press(button, Action.CHANGE_FEEDBACK)

    assert field(form(party, ASHA), "observation")["element"]["initial_value"] == SEEN


def test_what_is_accepted_can_only_be_withdrawn(party: Bot) -> None:
    log(party)
    decide(party, RecordGesture.ACCEPT)

    mine(party)
    shown = str(listed(party).blocks)

    assert Action.CHANGE_FEEDBACK not in shown
    assert Action.WITHDRAW_FEEDBACK in shown
    assert wording.STATUSES[RecordStatus.ACCEPTED] in shown


def test_what_a_facilitator_decided_while_one_wrote_is_said_and_what_was_typed_stays(party: Bot) -> None:
    log(party)
    mine(party)
    party.person(ASHA).press(listed(party), Action.CHANGE_FEEDBACK)
    view = form(party, ASHA)
    decide(party, RecordGesture.ACCEPT)

    outcome = send(party, ASHA, view, observation="Sorted by street.")

    assert outcome.errors == {"observation": wording.CHANGED_MEANWHILE}
    assert [one.observation for one in kept(party)] == [SEEN]


def test_what_is_withdrawn_is_erased_and_leaves_the_list(party: Bot) -> None:
    log(party)
    mine(party)

    assert party.person(ASHA).press(listed(party), Action.WITHDRAW_FEEDBACK).ok
    view = listed(party, said=wording.WITHDRAWN)

    assert SEEN not in str(view.blocks)
    [record] = kept(party)
    assert (record.status, record.observation) == (RecordStatus.WITHDRAWN, ERASED)


def test_what_a_message_said_goes_with_the_feedback_that_quotes_it(party: Bot) -> None:
    message = party.person(BRAN).post(GENERAL, "The duty desk sorts them.")
    party.person(ASHA).shortcut(Shortcut.LOG_MESSAGE, message)
    assert send(party, ASHA, form(party, ASHA), kind="risk", observation=SEEN).ok
    party.journal.wait_for("author asked")
    mine(party)

    party.person(ASHA).press(listed(party), Action.WITHDRAW_FEEDBACK)
    listed(party, said=wording.WITHDRAWN)

    with party.store.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM quotations").scalar_one() == 0


def test_nobody_changes_or_withdraws_the_feedback_of_another(party: Bot) -> None:
    told(party.store, "r1", observation=SEEN)
    button = handed(party.workspace, BRAN, Action.CHANGE_FEEDBACK, "r1")

    party.person(BRAN).press(button, Action.CHANGE_FEEDBACK)

    said = "I no longer have that."
    assert SEEN not in str(party.person(BRAN).modal(lambda one: said in str(one.blocks)).blocks)


def test_many_pieces_of_feedback_are_paged(party: Bot) -> None:
    for number in range(12):
        told(party.store, f"r{number:02}", observation=f"Seen {number:02}.")
    mine(party)
    first = listed(party)
    assert "Seen 11." in str(first.blocks)
    assert "Seen 01." not in str(first.blocks)

    party.person(ASHA).press(first, f"{Action.TURN_MY_FEEDBACK}:1")

    second = listed(party, said="Seen 01.")
    assert "Seen 11." not in str(second.blocks)
    assert f"{Action.TURN_MY_FEEDBACK}:0" in str(second.blocks)


def test_after_a_visit_is_closed_feedback_can_still_be_withdrawn_but_not_changed(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace, state=VisitState.CLOSED)
    told(peerbot.store, "r1", observation=SEEN)
    mine(peerbot)
    view = listed(peerbot)

    assert Action.CHANGE_FEEDBACK not in str(view.blocks)
    peerbot.person(ASHA).press(view, Action.WITHDRAW_FEEDBACK)
    listed(peerbot, said=wording.WITHDRAWN)
    assert [one.status for one in kept(peerbot)] == [RecordStatus.WITHDRAWN]


@pytest.mark.parametrize("rule", [Attribution.ROLE, Attribution.CHATHAM_HOUSE])
def test_the_list_names_nobody_against_the_rule(peerbot: Bot, rule: Attribution) -> None:
    planted = "Asha of Northshire with @asha, asha@northshire.example, Eastborough and Westmere"
    gather(peerbot.store, peerbot.workspace, rule, title=planted)
    told(peerbot.store, "r1", observation=planted, session=None)
    decide(peerbot, RecordGesture.ASK, f"Is that {planted}?")

    mine(peerbot)
    shown = str(listed(peerbot).content)

    assert "Their question" in shown
    names = ("Asha", "Northshire", "Eastborough", "Westmere", "@asha", "northshire.example")
    assert [name for name in names if name in shown] == []
