"""The facilitator's queue: feedback is read one at a time, decided on, and its author told."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.blocks.gestures import Action
from bot.record_changes import RecordChanges
from bot.visiting import Part
from bot.wording import reviews as wording
from bot.workspace.values import Message, View
from knowledge.attribution import STRUCK
from knowledge.lessons import LessonStatus
from knowledge.model import Theme
from knowledge.records import (
    Actor,
    Evidence,
    EvidenceKind,
    FeedbackKind,
    FeedbackRecord,
    RecordGesture,
    RecordStatus,
    Sensitivity,
    Source,
    moved,
)
from knowledge.visits import Attribution, Role, VisitState
from tests.lesson_samples import draft, lesson, words
from tests.slack_bot import ASHA, BRAN, CERYS, FARAH, Bot
from tests.visit_party import VISIT, gather, handed, told
from tests.visit_party import pseudonym as pseudonym_of
from tests.visit_samples import group_feedback


def text(view: View | Message) -> str:
    return str(view.blocks)


def queue(bot: Bot, user: str = FARAH) -> View:
    button = handed(bot.workspace, user, Action.REVIEW_FEEDBACK)
    assert bot.person(user).press(button, Action.REVIEW_FEEDBACK).ok
    return bot.person(user).modal(lambda view: wording.OPENING not in text(view))


def shows(bot: Bot, said: str, user: str = FARAH) -> View:
    return bot.person(user).modal(lambda view: said in text(view))


def titled(title: str) -> Callable[[View], bool]:
    return lambda view: bool(view.content["title"]["text"] == title)


def kept(bot: Bot, record: str) -> FeedbackRecord:
    found = bot.store.records.get(record)
    assert isinstance(found, FeedbackRecord)
    return found


def letter(bot: Bot, user: str, beginning: str) -> Message:
    person = bot.person(user)
    return person.latest(person.dm.id, lambda one: one.text.startswith(beginning))


def test_an_empty_queue_says_what_will_stand_there(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)

    assert "As soon as somebody logs what they saw" in text(queue(peerbot))


def test_one_piece_of_feedback_stands_there_with_its_session_theme_and_author(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    told(peerbot.store, "r1", theme=Theme.CUSTOMERS, usefulness=4, discussion="It saves a call.")

    shown = text(queue(peerbot))

    for said in ("Worked well", "Customer and community focus", "09:30 Estate walk", "Seen: r1.", "It saves"):
        assert said in shown
    assert "Usefulness 4 of 5" in shown
    assert "Told by Asha, Northshire" in shown
    assert "1 of 1 waiting" in shown


def test_accepting_shows_the_next_and_counts_what_is_left(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    told(peerbot.store, "r1")
    told(peerbot.store, "r2", by=BRAN)
    first = queue(peerbot)

    assert peerbot.person(FARAH).press(first, Action.ACCEPT_FEEDBACK).ok
    second = shows(peerbot, wording.ACCEPTED)

    assert "Seen: r2." in text(second)
    assert "1 of 1 waiting" in text(second)
    assert kept(peerbot, "r1").status is RecordStatus.ACCEPTED
    assert kept(peerbot, "r1").history[-1].actor == pseudonym_of(FARAH)


def test_the_queue_is_thumbed_through_both_ways_and_begins_again(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    for name in ("r1", "r2", "r3"):
        told(peerbot.store, name)
    farah = peerbot.person(FARAH)

    farah.press(queue(peerbot), f"{Action.TURN_QUEUE}:1")
    farah.press(shows(peerbot, "2 of 3 waiting"), f"{Action.TURN_QUEUE}:1")
    farah.press(shows(peerbot, "3 of 3 waiting"), f"{Action.TURN_QUEUE}:1")
    farah.press(shows(peerbot, "1 of 3 waiting"), f"{Action.TURN_QUEUE}:-1")

    assert "Seen: r3." in text(shows(peerbot, "3 of 3 waiting"))


def test_filters_narrow_the_queue_to_a_theme_and_to_what_was_decided(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    told(peerbot.store, "r1", theme=Theme.LEADERSHIP)
    told(peerbot.store, "r2", theme=Theme.CULTURE)
    farah = peerbot.person(FARAH)

    farah.press(queue(peerbot), f"{Action.FILTER_QUEUE}:theme", Theme.CULTURE)
    assert "Seen: r2." in text(shows(peerbot, "1 of 1 waiting"))
    farah.press(shows(peerbot, "1 of 1 waiting"), Action.ACCEPT_FEEDBACK)
    empty = shows(peerbot, "choose another, or all of them")
    farah.press(empty, f"{Action.FILTER_QUEUE}:status", RecordStatus.ACCEPTED)
    accepted = shows(peerbot, "1 of 1 accepted")

    assert "Seen: r2." in text(accepted)
    assert Action.ACCEPT_FEEDBACK not in text(accepted)


def test_an_author_who_is_asked_reads_the_question_and_their_own_words(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    told(peerbot.store, "r1")
    farah = peerbot.person(FARAH)

    assert farah.press(queue(peerbot), Action.ASK_FOR_INFORMATION).ok
    form = farah.modal(titled(wording.ASK_TITLE))
    assert farah.submit(form, reason="Which team was it?").ok
    shows(peerbot, wording.DECIDED[RecordGesture.ASK])
    question = letter(peerbot, ASHA, "Thank you for your feedback on “Repairs on time”.")

    assert "Which team was it?" in text(question)
    assert peerbot.person(ASHA).press(question, Action.CHANGE_FEEDBACK).ok
    peerbot.person(ASHA).modal(lambda view: "Seen: r1." in text(view))
    assert "Seen: r1." in text(question)
    assert kept(peerbot, "r1").status is RecordStatus.NEEDS_INFORMATION
    assert kept(peerbot, "r1").history[-1].reason == "Which team was it?"


def test_an_author_whose_feedback_is_rejected_is_told_why_and_to_go_on(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    told(peerbot.store, "r1", by=CERYS)
    farah = peerbot.person(FARAH)

    farah.press(queue(peerbot), Action.REJECT_FEEDBACK)
    form = farah.modal(titled(wording.REJECT_TITLE))
    farah.submit(form, reason="It names a tenant.")
    shows(peerbot, wording.DECIDED[RecordGesture.REJECT])
    told_why = letter(peerbot, CERYS, "Thank you for your feedback")

    assert "It names a tenant." in text(told_why)
    assert wording.LOG_AGAIN in text(told_why)
    assert kept(peerbot, "r1").status is RecordStatus.REJECTED


def test_a_reason_of_nothing_but_spaces_is_asked_for_again(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    told(peerbot.store, "r1")
    farah = peerbot.person(FARAH)
    farah.press(queue(peerbot), Action.REJECT_FEEDBACK)
    form = farah.modal(titled(wording.REJECT_TITLE))

    answered = farah.submit(form, reason="   ")

    assert "give a reason" in str(answered)
    assert kept(peerbot, "r1").status is RecordStatus.SUBMITTED


def test_an_author_who_is_not_in_slack_is_said_to_be_out_of_reach(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    told(peerbot.store, "r1", respondent="nobody-here", source=Source.COMMAND_LINE)
    farah = peerbot.person(FARAH)

    farah.press(queue(peerbot), Action.ASK_FOR_INFORMATION)
    farah.submit(farah.modal(titled(wording.ASK_TITLE)), reason="Where?")

    assert wording.NOBODY_TOLD in text(shows(peerbot, wording.NOBODY_TOLD))


def test_what_is_sensitive_is_marked_and_released(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    told(peerbot.store, "r1")
    farah = peerbot.person(FARAH)

    farah.press(queue(peerbot), Action.KEEP_BACK)
    marked = shows(peerbot, wording.SENSITIVE)
    assert kept(peerbot, "r1").sensitivity is Sensitivity.SENSITIVE
    farah.press(marked, Action.RELEASE)
    shows(peerbot, wording.RELEASED)

    record = kept(peerbot, "r1")
    assert record.sensitivity is Sensitivity.ORDINARY
    assert [event.gesture for event in record.history] == [RecordGesture.KEEP_BACK, RecordGesture.RELEASE]


def test_the_second_of_two_facilitators_is_told_and_sees_what_the_first_did(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    told(peerbot.store, "r1")
    told(peerbot.store, "r2")
    mine = queue(peerbot)
    record = kept(peerbot, "r1")
    part = next(one for one in peerbot.store.people.on(VISIT) if one.pseudonym == pseudonym_of(FARAH))
    RecordChanges(peerbot.store).move(
        Part(peerbot.store.visits.get(VISIT), part),
        record,
        RecordGesture.REJECT,
        0,
        at=record.created_at,
        reason="Twice the same.",
    )
    peerbot.person(FARAH).press(mine, Action.ACCEPT_FEEDBACK)
    next_one = shows(peerbot, wording.DECIDED_ALREADY)

    assert "Seen: r2." in text(next_one)
    assert kept(peerbot, "r1").status is RecordStatus.REJECTED


def test_a_reason_for_what_changed_meanwhile_is_kept_in_its_form(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    record = told(peerbot.store, "r1")
    farah = peerbot.person(FARAH)
    farah.press(queue(peerbot), Action.REJECT_FEEDBACK)
    form = farah.modal(titled(wording.REJECT_TITLE))
    gone = moved(
        record,
        RecordGesture.WITHDRAW,
        Actor(pseudonym=record.respondent, role=Role.PARTICIPANT),
        at=record.created_at,
    )
    peerbot.store.records.change(gone, 0)

    answered = farah.submit(form, reason="Too long.")

    assert wording.DECIDED_WHILE_YOU_WROTE in str(answered)


def undone(bot: Bot, pressed_in: View, reason: str | None = None) -> None:
    """Press Undo and put it back, with the reason that stands there unless another is given."""
    assert bot.person(FARAH).press(pressed_in, Action.REOPEN_FEEDBACK).ok
    form = bot.person(FARAH).modal(lambda view: wording.REOPEN_LABEL in text(view))
    typed = {"reason": reason} if reason else {}
    assert bot.person(FARAH).submit(form, **typed).ok


def test_a_slip_of_the_thumb_is_undone_where_it_happened_and_the_author_hears_nothing(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    told(peerbot.store, "r1")
    told(peerbot.store, "r2", by=BRAN)
    farah = peerbot.person(FARAH)
    farah.press(queue(peerbot), Action.ACCEPT_FEEDBACK)

    undone(peerbot, shows(peerbot, wording.ACCEPTED))
    again = shows(peerbot, wording.DECIDED[RecordGesture.REOPEN])

    assert "Seen: r1." in text(again)
    assert "2 waiting" in text(again)
    assert wording.reopened_because(wording.BY_MISTAKE) in text(again)
    record = kept(peerbot, "r1")
    assert record.status is RecordStatus.SUBMITTED
    assert [(event.gesture, event.actor) for event in record.history] == [
        (RecordGesture.ACCEPT, pseudonym_of(FARAH)),
        (RecordGesture.REOPEN, pseudonym_of(FARAH)),
    ]
    timeline = peerbot.workspace.state.conversations.timeline(peerbot.person(ASHA).dm.id, ASHA)
    assert [*timeline] == []


def test_an_author_who_was_told_no_is_told_that_it_is_taken_back_and_can_change_it(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    told(peerbot.store, "r1", by=CERYS)
    farah = peerbot.person(FARAH)
    farah.press(queue(peerbot), Action.REJECT_FEEDBACK)
    farah.submit(farah.modal(titled(wording.REJECT_TITLE)), reason="It names a tenant.")
    shows(peerbot, wording.DECIDED[RecordGesture.REJECT])
    letter(peerbot, CERYS, "Thank you for your feedback")
    rejected = f"{Action.FILTER_QUEUE}:status"
    farah.press(shows(peerbot, wording.DECIDED[RecordGesture.REJECT]), rejected, RecordStatus.REJECTED)

    undone(peerbot, shows(peerbot, "1 of 1 rejected"), "It names nobody.")
    shows(peerbot, wording.DECIDED[RecordGesture.REOPEN])
    news = letter(peerbot, CERYS, "You were told that your feedback on “Repairs on time”")

    assert "It names nobody." in text(news)
    assert Action.CHANGE_FEEDBACK in text(news)
    assert kept(peerbot, "r1").status is RecordStatus.SUBMITTED


def test_what_the_group_chose_is_put_back_knowingly_and_what_a_lesson_quotes_is_not(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace, state=VisitState.DISCUSSION)
    told(peerbot.store, "r1", status=RecordStatus.ACCEPTED)
    group = group_feedback("g1", visit=VISIT, respondent=pseudonym_of(FARAH), session=None, chosen=("r1",))
    peerbot.store.records.add(group)
    farah = peerbot.person(FARAH)
    farah.press(queue(peerbot), f"{Action.FILTER_QUEUE}:status", RecordStatus.ACCEPTED)
    accepted = shows(peerbot, "1 of 1 accepted")

    farah.press(accepted, Action.REOPEN_FEEDBACK)
    form = shows(peerbot, wording.REOPEN_LABEL)
    assert wording.GROUP_CHOSE_IT in text(form)
    assert wording.IN_DRAFTS in text(form)
    quote = words("Seen: r1.", visit=VISIT)
    holding = lesson("l1", title="Meet as Asha does").model_copy(
        update={"visit": VISIT, "claims": draft(quote).claims, "attribution": Attribution.ROLE}
    )
    peerbot.store.lessons.add(holding)

    assert "lesson quotes" in str(farah.submit(form, reason="By mistake."))
    farah.close(form)
    farah.press(accepted, Action.REOPEN_FEEDBACK)
    shows(peerbot, wording.held_by([f"Meet as {STRUCK} does"]))
    assert kept(peerbot, "r1").status is RecordStatus.ACCEPTED


def test_what_a_rejected_lesson_was_made_of_is_decided_again(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace, state=VisitState.DISCUSSION)
    told(peerbot.store, "r1", status=RecordStatus.DISTILLED)
    quote = words("Seen: r1.", visit=VISIT)
    rejected = lesson("l1", status=LessonStatus.REJECTED)
    peerbot.store.lessons.add(rejected.model_copy(update={"visit": VISIT, "claims": draft(quote).claims}))
    farah = peerbot.person(FARAH)
    farah.press(queue(peerbot), f"{Action.FILTER_QUEUE}:status", RecordStatus.DISTILLED)

    farah.press(shows(peerbot, "1 of 1 part of a lesson"), Action.REOPEN_FEEDBACK)
    form = shows(peerbot, wording.REOPEN_LABEL)
    assert wording.IN_GONE_LESSONS in text(form)
    assert farah.submit(form, reason="The lesson is rejected.").ok
    shows(peerbot, wording.DECIDED[RecordGesture.REOPEN])

    assert kept(peerbot, "r1").status is RecordStatus.SUBMITTED
    assert "Seen: r1." not in peerbot.store.lessons.get("l1").model_dump_json()


@pytest.mark.parametrize("user", [ASHA, "U0OWEN0005"])
def test_nobody_but_a_facilitator_sees_the_queue(peerbot: Bot, user: str) -> None:
    gather(peerbot.store, peerbot.workspace)
    told(peerbot.store, "r1")
    button = handed(peerbot.workspace, user, Action.REVIEW_FEEDBACK)

    peerbot.person(user).press(button, Action.REVIEW_FEEDBACK)
    refused = peerbot.person(user).modal(lambda view: "Only a facilitator" in text(view))

    assert "Seen" not in text(refused)


def test_a_queue_of_a_visit_that_is_closed_meanwhile_says_so(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace, state=VisitState.CLOSED)
    told(peerbot.store, "r1")
    button = handed(peerbot.workspace, FARAH, Action.REVIEW_FEEDBACK)

    peerbot.person(FARAH).press(button, Action.REVIEW_FEEDBACK)

    shows(peerbot, "and this one is closed")


# Attribution

PLANTED = (
    "Asha",
    "Bran",
    "Cerys",
    "Farah",
    "Helen",
    "Northshire",
    "Eastborough",
    "Westmere",
    "@asha",
    "U0ASHA0001",
)


def planted(bot: Bot, name: str, **fields: Any) -> FeedbackRecord:
    """Feedback that names everybody in every field there is."""
    names = " and ".join(PLANTED).replace(ASHA, f"<@{ASHA}>")
    texts = ("observation", "discussion", "conclusion", "recommendation", "respondent_role")
    evidence = Evidence(kind=EvidenceKind.MESSAGE, reference=f"https://x/{names}", quote=names)
    given: dict[str, Any] = {**dict.fromkeys(texts, names), "evidence": (evidence,)}
    return told(bot.store, name, **given | fields)


NAMED_UNDER = {
    Attribution.ORGANISATION: {"Northshire", "Eastborough", "Westmere"},
    Attribution.ROLE: set[str](),
    Attribution.CHATHAM_HOUSE: set[str](),
}


@pytest.mark.parametrize("rule", NAMED_UNDER)
def test_nobody_whom_the_rule_protects_is_named_in_the_queue(peerbot: Bot, rule: Attribution) -> None:
    gather(peerbot.store, peerbot.workspace, rule, title="Repairs in Eastborough by Helen")
    planted(peerbot, "r1", kind=FeedbackKind.RISK)

    view = queue(peerbot)
    shown = text(view) + str(view.private_metadata)

    assert "Risk" in shown
    assert {name for name in (*PLANTED, pseudonym_of(ASHA)) if name in shown} == NAMED_UNDER[rule]


def test_under_chatham_house_what_is_asked_is_read_by_its_author_alone_and_logged_nowhere(
    peerbot: Bot,
) -> None:
    gather(peerbot.store, peerbot.workspace, Attribution.CHATHAM_HOUSE)
    planted(peerbot, "r1")
    farah = peerbot.person(FARAH)
    farah.press(queue(peerbot), Action.ASK_FOR_INFORMATION)
    farah.submit(farah.modal(titled(wording.ASK_TITLE)), reason="Bran of Westmere?")
    shows(peerbot, wording.DECIDED[RecordGesture.ASK])
    letter(peerbot, ASHA, "Thank you")
    farah.press(
        shows(peerbot, wording.DECIDED[RecordGesture.ASK]),
        f"{Action.FILTER_QUEUE}:status",
        RecordStatus.NEEDS_INFORMATION,
    )
    asked = text(shows(peerbot, "A facilitator asked"))

    assert [name for name in (*PLANTED, pseudonym_of(ASHA)) if name in asked] == []
    lines = " ".join(str(one.__dict__) for one in peerbot.journal.lines("decided"))
    assert lines
    assert [name for name in (*PLANTED, pseudonym_of(ASHA)) if name in lines] == []
