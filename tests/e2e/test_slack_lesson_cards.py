"""A lesson's card: what it rests on, who used it, and what follows when somebody says they did."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.blocks.gestures import Action, Form
from bot.chores.adoptions import AdoptionNews
from bot.desk import Desk, make_desk
from bot.readers import Identity
from bot.wording import browsing
from bot.wording import lesson_cards as wording
from bot.workspace.values import Message, View
from knowledge.lessons import Lesson, LessonStatus
from knowledge.model import Answer, Outcome, Status
from knowledge.records import RecordStatus
from knowledge.store import About, document_id
from knowledge.visits import Attribution
from tests.e2e.test_slack_browsing import shows, teach, text
from tests.e2e.test_slack_group_feedback import written
from tests.lesson_samples import adoption, passage, words
from tests.slack_bot import (
    ASHA,
    BRAN,
    CERYS,
    EXCHANGE,
    FARAH,
    Bot,
    MadeUp,
    Means,
    clock,
    quoted,
    settings_for,
)
from tests.visit_party import VISIT, client_of, gather, handed, told

QUOTE = "Asha of Northshire met them weekly."
CHANGE = "We at Westmere meet weekly, says {name}."


@pytest.fixture
def desk(peerbot: Bot, tmp_path: Path) -> Desk:
    """Another process at the same store: it does what the rounds would."""
    slack = peerbot.workspace
    means = Means(settings_for(slack, tmp_path), peerbot.store, MadeUp(), clock)
    app = slack.workspace.app
    return make_desk(means, client_of(slack), Identity(user=app.bot_user, team=app.team_id))


def name(bot: Bot, user: str) -> str:
    person = bot.store.people.known(bot.workspace.workspace.app.team_id, user)
    assert person is not None
    return person.display_name


def taught(bot: Bot, rule: Attribution = Attribution.OPEN, **fields: Any) -> Lesson:
    """A lesson that Farah proposes on what Asha saw, and on a case study that is not there."""
    gather(bot.store, bot.workspace, rule)
    told(bot.store, "r1", observation=QUOTE, status=RecordStatus.ACCEPTED)
    farah = bot.store.people.known(bot.workspace.workspace.app.team_id, FARAH)
    assert farah is not None
    bot.store.people.byline(farah.id, "teal")
    rests_on = [words(QUOTE, visit=VISIT), passage()]
    claims = [{"text": "Meeting helps, says Asha.", "evidence": rests_on}]
    return teach(bot, attribution=rule, claims=claims, visit=VISIT, **fields)


def card(bot: Bot, user: str) -> View:
    door = handed(bot.workspace, user, Action.OPEN_LESSON, "l1")
    assert bot.person(user).press(door, Action.OPEN_LESSON).ok
    return shows(bot, wording.HISTORY, user)


def form(bot: Bot, user: str, pressed: View | Message, action: Action) -> View:
    assert bot.person(user).press(pressed, action).ok
    return bot.person(user).modal(lambda view: view.content.get("callback_id") == Form.LESSON_USE)


def uses(bot: Bot, user: str = CERYS, **given: str) -> View:
    """Somebody says they used the lesson, and sees it on the card."""
    view = form(bot, user, card(bot, user), Action.USE_LESSON)
    assert bot.person(user).submit(view, **written(view, **given)).ok
    return shows(bot, wording.THANKS, user)


def news(bot: Bot, user: str, said: str) -> Message:
    return bot.person(user).latest(bot.person(user).dm.id, lambda message: said in message.text)


def told_of(bot: Bot, user: str, said: str) -> list[Message]:
    everything = bot.workspace.state.conversations.messages(bot.person(user).dm.id)
    return [message for message in everything if said in message.text]


def test_showing_the_passage_of_a_lesson_opens_its_card(peerbot: Bot) -> None:
    taught(peerbot)
    quote = replace(quoted(), case_study=document_id(About.LESSON, "l1"), status=Status.SHARED)
    peerbot.answers.instead = {"How?": Answer("How?", Outcome.ANSWERED, 0.9, quotes=(quote,))}
    question = peerbot.person(ASHA).post(EXCHANGE, "@Peerbot How?")
    peerbot.answered(question)

    assert peerbot.person(ASHA).press(peerbot.person(ASHA).reply_to(question), "show_passage:1").ok

    shown = text(shows(peerbot, wording.HISTORY))
    for said in (
        "Lesson l1",
        "seen in 2 places",
        QUOTE,
        wording.KEPT_BACK,
        browsing.NOBODY_USED,
        "Proposed, ",
    ):
        assert said in shown


def test_evidence_is_kept_from_whoever_may_not_see_what_it_is_taken_from(peerbot: Bot) -> None:
    taught(peerbot)
    leave(peerbot, BRAN)

    shown = text(card(peerbot, BRAN))

    assert QUOTE not in shown
    assert wording.KEPT_BACK in shown


def leave(bot: Bot, user: str) -> None:
    person = bot.store.people.known(bot.workspace.workspace.app.team_id, user)
    assert person is not None
    bot.store.people.leave(VISIT, person.id)


def test_a_use_that_names_a_change_applies_the_lesson_and_those_behind_it_hear_by_whom(peerbot: Bot) -> None:
    taught(peerbot)

    shown = text(uses(peerbot, change="We meet weekly.", since="2026-01-05", result="Fewer complaints."))

    assert "Westmere, since 5 January 2026: We meet weekly. Fewer complaints." in shown
    assert peerbot.store.lessons.get("l1").status is LessonStatus.APPLIED
    [kept] = peerbot.store.adoptions.of("l1")
    assert kept.council == "Westmere"
    heard = news(peerbot, ASHA, wording.YOURS_USED_BY.format(council="Westmere"))
    assert "What changed: We meet weekly." in str(heard.blocks)
    assert "Lesson l1" in str(
        news(peerbot, FARAH, wording.PROPOSED_USED_BY.format(council="Westmere")).blocks
    )
    assert told_of(peerbot, CERYS, "says it used") == []


def test_under_the_chatham_house_rule_nobody_is_named_on_the_card_or_in_the_news(
    peerbot: Bot, desk: Desk
) -> None:
    taught(peerbot, Attribution.CHATHAM_HOUSE, councils=())

    shown = text(uses(peerbot, change=CHANGE.format(name=name(peerbot, CERYS))))

    author, proposer = (
        news(peerbot, ASHA, wording.YOURS_USED),
        news(peerbot, FARAH, wording.PROPOSED_USED),
    )
    for told_ in (shown, *(f"{one.text} {one.blocks}" for one in (author, proposer))):
        assert "meet weekly" in told_
        for planted in ("Asha", "Northshire", "Westmere", *name(peerbot, CERYS).split()):
            assert planted not in told_
    assert "[…] met them weekly." in shown
    AdoptionNews(desk).do(clock())
    assert len(told_of(peerbot, ASHA, wording.YOURS_USED)) == 1


def test_a_form_that_is_not_fit_says_so_at_the_field_and_keeps_nothing(peerbot: Bot) -> None:
    taught(peerbot)
    view = form(peerbot, CERYS, card(peerbot, CERYS), Action.USE_LESSON)
    tomorrow = (clock() + timedelta(days=2)).date().isoformat()

    outcome = peerbot.person(CERYS).submit(view, **written(view, since=tomorrow))

    assert outcome.errors == {"since": wording.IN_FUTURE}
    assert peerbot.store.adoptions.all() == ()


def test_whoever_used_a_lesson_is_asked_once_how_it_goes_and_says_so(peerbot: Bot, desk: Desk) -> None:
    taught(peerbot)
    cerys = peerbot.store.people.known(peerbot.workspace.workspace.app.team_id, CERYS)
    assert cerys is not None
    begun = datetime(2026, 1, 5, 9, tzinfo=UTC)
    said = adoption(by=peerbot.store.people.byline(cerys.id, "lark"), created_at=begun, change=None)
    peerbot.store.adoptions.add(said)

    AdoptionNews(desk).do(datetime(2026, 4, 5, 2, tzinfo=UTC))  # at night nobody is asked
    assert told_of(peerbot, CERYS, "Three months ago") == []
    for hour in (10, 11):
        AdoptionNews(desk).do(datetime(2026, 4, 5, hour, tzinfo=UTC))

    [asked] = told_of(peerbot, CERYS, "Three months ago you said you used this lesson: Lesson l1.")
    assert peerbot.store.adoptions.get("a1").reminded == (3,)
    view = form(peerbot, CERYS, asked, Action.FOLLOW_UP_USE)
    assert peerbot.person(CERYS).submit(view, **written(view, change="We meet.", result="Calmer.")).ok
    shows(peerbot, wording.THANKS_AGAIN, CERYS)
    kept = peerbot.store.adoptions.get("a1")
    assert (kept.council, kept.change, kept.result) == ("Northshire", "We meet.", "Calmer.")
    assert peerbot.store.lessons.get("l1").status is LessonStatus.APPLIED


def test_nobody_says_for_another_how_it_goes(peerbot: Bot) -> None:
    taught(peerbot)
    peerbot.store.adoptions.add(adoption())
    door = handed(peerbot.workspace, BRAN, Action.FOLLOW_UP_USE, "a1")

    assert peerbot.person(BRAN).press(door, Action.FOLLOW_UP_USE).ok

    assert "We meet each week." not in text(shows(peerbot, wording.NOT_YOURS, BRAN))


def test_nobody_hears_of_their_own_use(peerbot: Bot, desk: Desk) -> None:
    taught(peerbot)
    asha = peerbot.store.people.known(peerbot.workspace.workspace.app.team_id, ASHA)
    assert asha is not None
    peerbot.store.adoptions.add(adoption(by=peerbot.store.people.byline(asha.id, "lark"), created_at=clock()))

    AdoptionNews(desk).do(clock())

    assert len(told_of(peerbot, FARAH, "says it used")) == 1
    assert told_of(peerbot, ASHA, "says it used") == []
