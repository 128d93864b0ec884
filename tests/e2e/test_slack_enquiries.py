"""A question that a visit takes along: seen where people are, answered by what they log."""

import pytest

from bot.blocks.gestures import Action, Form
from bot.wording import enquiries as wording
from bot.wording import feedback as feedback_wording
from bot.wording import gaps as gap_wording
from bot.workspace.values import View
from knowledge.gaps import Enquiry, Remedy, RemedyKind
from knowledge.model import Outcome
from knowledge.records import FeedbackRecord, RecordStatus
from knowledge.store import RecordFilters
from knowledge.visits import Attribution
from tests.contract.test_store_gaps import asked
from tests.e2e.test_slack_feedback import field, send
from tests.slack_bot import BRAN, FARAH, GENERAL, Bot
from tests.visit_party import VISIT, gather, handed, told
from tests.visit_samples import NOW

BINS = "How does Westmere avoid missed bins?"
ENQUIRY = Enquiry(gap="q1", visit=VISIT, session="s1", question=BINS)


def take_along(bot: Bot, *enquiries: Enquiry, rule: Attribution = Attribution.OPEN) -> None:
    """A visit that is to ask what somebody asked before."""
    gather(bot.store, bot.workspace, rule)
    for enquiry in enquiries:
        asked(bot.store, enquiry.gap, enquiry.question, Outcome.NOT_COVERED)
        put = Remedy(gap=enquiry.gap, kind=RemedyKind.ENQUIRY, by="u-farah", at=NOW)
        assert bot.store.gaps.settle(put, [enquiry.gap], enquiry)


def shows(bot: Bot, said: str, user: str = BRAN) -> View:
    return bot.person(user).modal(lambda view: said in str(view.content))


def pressed(bot: Bot, user: str, action: Action, said: str) -> View:
    """What a press of a button on a screen of the visit's opens."""
    assert bot.person(user).press(handed(bot.workspace, user, action), action).ok
    return shows(bot, said, user)


def logged(bot: Bot) -> FeedbackRecord:
    [record] = bot.store.records.find(RecordFilters(visit=VISIT))
    assert isinstance(record, FeedbackRecord)
    return record


def test_it_stands_on_the_programme_beneath_its_session_and_is_answered_from_there(peerbot: Bot) -> None:
    take_along(peerbot, ENQUIRY)
    page = pressed(peerbot, BRAN, Action.SHOW_PROGRAMME, wording.TAKE_ALONG)
    assert f"To ask here: {BINS}" in str(page.content)
    assert f"Estate walk · {wording.OPEN}" in str(page.content)

    assert peerbot.person(BRAN).press(page, Action.LOG_FEEDBACK).ok
    form = peerbot.person(BRAN).modal(lambda view: view.content.get("callback_id") == Form.FEEDBACK)
    chosen = {
        name: field(form, name)["element"]["initial_option"]["value"] for name in ("enquiry", "session")
    }
    assert send(peerbot, BRAN, form, kind="worked well", observation="The crews ring ahead.").ok

    shows(peerbot, feedback_wording.THANKS)
    assert chosen == {"enquiry": ENQUIRY.id, "session": "s1"}
    assert (logged(peerbot).enquiry, logged(peerbot).session) == (ENQUIRY.id, "s1")
    assert wording.ANSWERED in str(pressed(peerbot, BRAN, Action.SHOW_PROGRAMME, wording.TAKE_ALONG).content)


def test_a_facilitator_reads_with_feedback_which_question_it_answers_and_sees_it_among_the_gaps(
    peerbot: Bot,
) -> None:
    take_along(peerbot, ENQUIRY)
    told(peerbot.store, "r1", enquiry=ENQUIRY.id)

    card = pressed(peerbot, FARAH, Action.REVIEW_FEEDBACK, "Seen: r1.")
    assert peerbot.person(FARAH).command(GENERAL, "/lessons gaps").ok
    gaps = shows(peerbot, gap_wording.ON_VISITS, FARAH)

    assert wording.ON_IT.format(question=BINS) in str(card.content)
    assert f"Estate walk: {gap_wording.LOGGED}" in str(gaps.content)


def test_what_was_rejected_answers_nothing(peerbot: Bot) -> None:
    take_along(peerbot, ENQUIRY)
    told(peerbot.store, "r1", enquiry=ENQUIRY.id, status=RecordStatus.REJECTED)

    page = pressed(peerbot, BRAN, Action.SHOW_PROGRAMME, wording.TAKE_ALONG)

    assert f"Estate walk · {wording.OPEN}" in str(page.content)


@pytest.mark.parametrize("action", [Action.SHOW_PROGRAMME, Action.OPEN_VISIT, Action.LOG_FEEDBACK])
def test_a_question_names_nobody_whom_the_rule_of_the_visit_protects(peerbot: Bot, action: Action) -> None:
    take_along(peerbot, ENQUIRY, rule=Attribution.CHATHAM_HOUSE)

    page = pressed(peerbot, BRAN, action, "avoid missed bins")

    assert "How does […] avoid missed bins?" in str(page.content)
    assert BINS not in str(page.content)


def test_more_questions_than_find_room_can_still_be_chosen_when_feedback_is_logged(peerbot: Bot) -> None:
    many = [
        Enquiry(gap=f"q{n}", visit=VISIT, question=f"{n} What of it? {'x' * 2_000} &<") for n in range(12)
    ]
    take_along(peerbot, *many)

    page = pressed(peerbot, BRAN, Action.SHOW_PROGRAMME, wording.TAKE_ALONG)
    form = pressed(peerbot, BRAN, Action.LOG_FEEDBACK, feedback_wording.ADD_DETAIL)

    assert wording.more(2) in str(page.content)
    assert len(field(form, "enquiry")["element"]["options"]) == 13
