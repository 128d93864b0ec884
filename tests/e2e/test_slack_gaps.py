"""What nothing answers: facilitators answer it, put it on a visit or decline it, and askers hear of it."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.blocks.gestures import Action, Form
from bot.blocks.texts import escape
from bot.chores.gaps import GapAnswers
from bot.chores.weeks import Weeks
from bot.desk import Desk, make_desk
from bot.readers import Identity
from bot.wording import enquiries
from bot.wording import gaps as wording
from bot.workspace.faults import Fault, FaultKind
from bot.workspace.values import Message, View
from knowledge.gaps import Remedy, RemedyKind
from knowledge.lessons import Lesson, LessonStatus
from knowledge.model import Answer, Audience, Outcome
from knowledge.records import RecordStatus
from knowledge.store import About, document_id
from knowledge.visits import Attribution, VisitState
from tests.contract.test_store_gaps import asked
from tests.e2e.test_slack_browsing import teach
from tests.e2e.test_slack_group_feedback import written
from tests.lesson_samples import WESTMERE, adoption, lesson, passage, words
from tests.slack_bot import (
    ASHA,
    BRAN,
    CERYS,
    EXCHANGE,
    FACILITATORS,
    FARAH,
    GENERAL,
    Bot,
    MadeUp,
    Means,
    add,
    clock,
    settings_for,
)
from tests.statement_counts import statements
from tests.visit_party import VISIT, client_of, gather, told
from tests.visit_samples import NOW

BINS = "How are missed bins & bags avoided?"


@pytest.fixture
def desk(peerbot: Bot, tmp_path: Path) -> Desk:
    """Another process at the same store: it does what the rounds would."""
    slack = peerbot.workspace
    means = Means(settings_for(slack, tmp_path), peerbot.store, MadeUp(), clock)
    app = slack.workspace.app
    return make_desk(means, client_of(slack), Identity(user=app.bot_user, team=app.team_id))


def text(shown: View | Message) -> str:
    return str(shown.blocks)


def asks(bot: Bot, user: str = ASHA, channel: str = EXCHANGE) -> Message:
    """The person asks what nothing covers; the message they asked in."""
    bot.answers.instead = {BINS: Answer(BINS, Outcome.NOT_COVERED, 0.1)}
    message = bot.person(user).post(channel, f"@Peerbot {BINS}")
    bot.answered(message)
    return message


def asks_alone(bot: Bot, user: str) -> None:
    before = len(bot.journal.lines("answered"))
    bot.answers.instead = {BINS: Answer(BINS, Outcome.NOT_COVERED, 0.1)}
    assert bot.person(user).command(GENERAL, f"/lessons {BINS}").ok
    bot.journal.wait_for_another("answered", before + 1)


def opened(bot: Bot, user: str = FARAH) -> View:
    assert bot.person(user).command(GENERAL, "/lessons gaps").ok
    return shows(bot, wording.TITLE, user)


def shows(bot: Bot, said: str, user: str = FARAH) -> View:
    """The modal on the person's screen that says so, in its title or below."""
    return bot.person(user).modal(
        lambda view: said in str(view.content) and wording.OPENING not in str(view.content)
    )


def form(bot: Bot, action: Action, called: Form) -> View:
    assert bot.person(FARAH).press(opened(bot), action).ok
    return bot.person(FARAH).modal(lambda view: view.content.get("callback_id") == called)


def answers(bot: Bot, **given: str) -> View:
    view = form(bot, Action.ANSWER_GAP, Form.GAP_ANSWER)
    if "lesson" in given:
        assert offered(bot, view, "")
    assert bot.person(FARAH).submit(view, **written(view, **given)).ok
    return shows(bot, wording.ANSWERED if "words" in given else wording.LINKED)


def offered(bot: Bot, view: View, typed: str) -> list[str]:
    """The titles among which a lesson can be chosen once somebody has typed that."""
    [box] = [block for block in view.blocks if block.get("block_id") == "lesson"]
    found = bot.person(FARAH).suggest(view, box["element"]["action_id"], typed)
    return [one["text"]["text"] for one in found.options]


def news_to(bot: Bot, user: str, heading: str) -> Message:
    person = bot.person(user)
    return person.latest(person.dm.id, lambda one: one.text.startswith(heading[:25]))


def letters(bot: Bot, user: str) -> tuple[Message, ...]:
    return bot.workspace.state.conversations.messages(bot.person(user).dm.id)


def test_the_list_is_for_facilitators(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    asks(peerbot)

    shown = opened(peerbot, BRAN)

    assert "are for facilitators" in text(shown)
    assert BINS not in text(shown)


def test_an_empty_list_says_what_will_stand_there(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)

    assert "No question waits for an answer." in text(opened(peerbot))


def test_what_several_asked_stands_there_once_with_how_many_and_never_who(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    asks(peerbot)
    asks_alone(peerbot, CERYS)

    shown = text(opened(peerbot))

    assert shown.count(BINS) == 1
    assert "2 people asked" in shown
    for name in (ASHA, CERYS, "Asha", "Cerys", "Northshire", "Westmere"):
        assert name not in shown


def test_an_answer_reaches_everybody_who_asked_where_they_asked_and_once(peerbot: Bot, desk: Desk) -> None:
    gather(peerbot.store, peerbot.workspace)
    message = asks(peerbot)
    asks_alone(peerbot, CERYS)

    left = answers(peerbot, words="Ring the crew & ask.")

    told = peerbot.workspace.wait_for(
        lambda _state: next(
            (one for one in peerbot.replies_to(message) if "Ring the crew" in text(one)), None
        )
    )
    assert "A facilitator has found an answer" in told.text
    assert escape(BINS) in told.text
    assert "Ring the crew & ask." in text(news_to(peerbot, CERYS, wording.NOTE_CAME))
    assert FARAH not in text(told) + told.text
    assert BINS not in text(left)
    GapAnswers.at(desk).do(clock())
    assert len([one for one in peerbot.replies_to(message) if "Ring the crew" in text(one)]) == 1


@pytest.mark.parametrize("given", [{}, {"lesson": "-"}, {"words": "Ring.", "lesson": "l1"}])
def test_an_answer_is_either_words_or_a_lesson(peerbot: Bot, given: dict[str, str]) -> None:
    gather(peerbot.store, peerbot.workspace)
    propose(peerbot)
    asks(peerbot)
    view = form(peerbot, Action.ANSWER_GAP, Form.GAP_ANSWER)
    offered(peerbot, view, "")

    outcome = peerbot.person(FARAH).submit(view, **written(view, **given))

    assert outcome.errors == {"words": wording.SAY_ONE}
    assert peerbot.store.gaps.settled(1) == ()


def test_a_lesson_is_named_to_whoever_asked_once_it_is_shared_with_them(peerbot: Bot, desk: Desk) -> None:
    gather(peerbot.store, peerbot.workspace)
    message = asks(peerbot)
    propose(peerbot)
    answers(peerbot, lesson="l1")
    GapAnswers.at(desk).do(clock())
    assert not [one for one in peerbot.replies_to(message) if "Meet often" in text(one)]

    share(peerbot, Audience.PUBLIC)
    GapAnswers.at(desk).do(clock())

    [told] = [one for one in peerbot.replies_to(message) if "Meet often" in text(one)]
    assert told.text.startswith("A lesson now answers what you asked")
    assert letters(peerbot, ASHA) == ()


def test_news_whose_connection_breaks_reaches_its_asker_once(peerbot: Bot, desk: Desk) -> None:
    gather(peerbot.store, peerbot.workspace)
    message = asks(peerbot)
    propose(peerbot)
    answers(peerbot, lesson="l1")
    share(peerbot, Audience.PUBLIC)
    lost = Fault(FaultKind.LOST_ANSWER, method="chat.postMessage")
    peerbot.workspace.workspace.faults.switch_on(lost)

    GapAnswers.at(desk).do(clock())
    [(_, untold)] = peerbot.store.gaps.untold()
    GapAnswers.at(desk).do(clock())

    assert untold == peerbot.question_id(message)
    assert peerbot.store.gaps.untold() == ()
    assert len([one for one in peerbot.replies_to(message) if "Meet often" in text(one)]) == 1


def test_a_lesson_that_not_everybody_in_the_channel_may_see_is_named_to_its_asker_alone(
    peerbot: Bot, desk: Desk
) -> None:
    gather(peerbot.store, peerbot.workspace)
    message = asks(peerbot)
    propose(peerbot)
    answers(peerbot, lesson="l1")
    for one in peerbot.store.people.on(VISIT):  # who is on a visit is of the network
        peerbot.store.people.forget(one.person)

    share(peerbot, Audience.NETWORK)
    GapAnswers.at(desk).do(clock())

    assert "Meet often" in text(news_to(peerbot, ASHA, wording.LESSON_CAME))
    assert not [one for one in peerbot.replies_to(message) if "Meet often" in text(one)]


def test_a_lesson_that_comes_to_nothing_lets_the_question_wait_again(peerbot: Bot, desk: Desk) -> None:
    gather(peerbot.store, peerbot.workspace)
    asks(peerbot)
    proposed = propose(peerbot)
    answers(peerbot, lesson="l1")
    rejected = proposed.model_copy(update={"status": LessonStatus.REJECTED})
    peerbot.store.lessons.change(rejected, proposed.version)

    GapAnswers.at(desk).do(clock())

    assert BINS in text(opened(peerbot))


def propose(bot: Bot) -> Lesson:
    """A lesson that rests on a case study for the whole network."""
    add(WESTMERE, bot.store)
    made = lesson("l1", passage())
    bot.store.lessons.add(made)
    return made


def test_a_lesson_under_review_is_offered_to_nobody_who_may_not_see_what_it_rests_on(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    asks(peerbot)
    peerbot.store.lessons.add(lesson("l1", passage()))
    view = form(peerbot, Action.ANSWER_GAP, Form.GAP_ANSWER)
    assert "Meet often" not in offered(peerbot, view, "")

    add(WESTMERE, peerbot.store)

    assert "Meet often" in offered(peerbot, view, "")


def share(bot: Bot, audience: Audience) -> None:
    """Share the lesson, and wait until it is published."""
    seen = bot.store.lessons.get("l1")
    shared = seen.model_copy(update={"status": LessonStatus.SHARED, "audience": audience})
    bot.store.lessons.change(shared, seen.version)
    bot.workspace.wait_for(
        lambda _state: document_id(About.LESSON, "l1") in bot.store.case_studies.standings()
    )


def test_a_question_on_a_visit_stands_on_its_card_and_can_still_be_answered(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    asks(peerbot)
    view = form(peerbot, Action.PLACE_GAP, Form.GAP_PLACE)

    assert peerbot.person(FARAH).submit(view, **written(view, where=f"{VISIT} s1")).ok

    left = shows(peerbot, wording.ON_VISITS)
    assert "Repairs on time, Estate walk" in text(left)
    assert peerbot.person(BRAN).command(GENERAL, "/visit").ok
    card = shows(peerbot, enquiries.TAKE_ALONG, BRAN)
    assert BINS in text(card)
    assert f"Estate walk · {enquiries.OPEN}" in text(card)
    answers(peerbot, words="Ring the crew.")
    assert "Ring the crew." in text(told_in_thread(peerbot))


def told_in_thread(bot: Bot) -> Message:
    return bot.workspace.wait_for(
        lambda state: next(
            (one for one in state.conversations._seen_by(EXCHANGE, ASHA) if "Ring the crew" in text(one)),
            None,
        )
    )


def test_whoever_facilitates_no_visit_that_is_to_come_is_told_so(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace, state=VisitState.CLOSED)
    asks(peerbot)
    assert peerbot.person(FARAH).press(opened(peerbot), Action.PLACE_GAP).ok

    assert Action.PLAN_VISIT in text(shows(peerbot, "You facilitate no visit"))


def test_what_is_not_for_us_leaves_the_list_with_a_reason_and_nobody_is_told(
    peerbot: Bot, desk: Desk
) -> None:
    gather(peerbot.store, peerbot.workspace)
    asks_alone(peerbot, CERYS)
    view = form(peerbot, Action.DECLINE_GAP, Form.GAP_REASON)

    assert peerbot.person(FARAH).submit(view, **written(view, words="A matter for counties.")).ok

    assert BINS not in text(shows(peerbot, wording.DECLINED))
    [kept] = peerbot.store.gaps.settled(1)
    assert (kept.kind, kept.words) == (RemedyKind.DECLINED, "A matter for counties.")
    GapAnswers.at(desk).do(clock())
    assert letters(peerbot, CERYS) == ()


def test_of_two_facilitators_at_one_question_the_second_is_told(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    asks(peerbot)
    view = form(peerbot, Action.DECLINE_GAP, Form.GAP_REASON)
    [gap] = [one.question.id for one in peerbot.store.questions.gaps(5)]
    peerbot.store.gaps.settle(
        Remedy(gap=gap, kind=RemedyKind.NOTE, words="Ring.", by="u-other", at=NOW), [gap]
    )

    assert peerbot.person(FARAH).submit(view, **written(view, words="No.")).ok

    shows(peerbot, wording.GONE)
    [kept] = peerbot.store.gaps.settled(2)
    assert kept.words == "Ring."


def next_monday() -> datetime:
    """At half past eight."""
    today = clock().astimezone(ZoneInfo("Europe/London"))
    return (today + timedelta(days=7 - today.weekday())).replace(hour=8, minute=30)


def test_the_week_is_told_to_facilitators_once_on_monday_morning(peerbot: Bot, desk: Desk) -> None:
    gather(peerbot.store, peerbot.workspace)
    asks(peerbot)
    asks_alone(peerbot, CERYS)
    monday = next_monday()

    for moment in (monday.replace(hour=7), monday + timedelta(days=1), monday, monday + timedelta(hours=1)):
        Weeks(desk).do(moment)

    [told] = weeks(peerbot)
    assert "2 questions were asked: 0 answered, 2 not covered." in told.text
    assert BINS in text(told)
    assert wording.NOTHING_USED in text(told)
    for name in (ASHA, CERYS, "Asha", "Cerys", "Northshire", "Westmere"):
        assert name not in text(told) + told.text
    assert peerbot.person(FARAH).press(told, Action.SHOW_GAPS).ok
    assert BINS in text(shows(peerbot, wording.TITLE))


def test_the_week_names_each_lesson_that_was_used_once(peerbot: Bot, desk: Desk) -> None:
    gather(peerbot.store, peerbot.workspace)
    propose(peerbot)
    share(peerbot, Audience.PUBLIC)
    for name in ("a1", "a2"):
        peerbot.store.adoptions.add(adoption(name, created_at=next_monday() - timedelta(days=1)))

    Weeks(desk).do(next_monday())

    [told] = weeks(peerbot)
    assert text(told).count("Meet often") == 1


def test_however_much_a_week_brought_to_tell_of_it_takes_no_more_queries(peerbot: Bot, desk: Desk) -> None:
    monday = next_monday()

    def brought(before: datetime, *numbers: int) -> int:
        """What it takes to tell of a week in which so much was asked and used."""
        day = before - timedelta(days=1)
        for number in numbers:
            asked(peerbot.store, f"q{number}", f"What of subject {number}?", asked_at=day)
            teach(peerbot, f"l{number}")
            peerbot.store.adoptions.add(adoption(f"a{number}", lesson=f"l{number}", created_at=day))
        return statements(lambda: Weeks(desk).do(before))

    brought(monday, 0)  # The first time, what is kept for later is looked up too.
    few = brought(monday + timedelta(weeks=1), 1)
    many = brought(monday + timedelta(weeks=2), *range(2, 7))

    assert 0 < few == many
    assert [text(told).count("Lesson l") for told in weeks(peerbot)] == [1, 1, 5]


@pytest.mark.parametrize("fault", [FaultKind.LOST_ANSWER, FaultKind.SERVER_ERROR])
def test_a_week_whose_telling_breaks_off_is_told_once(peerbot: Bot, desk: Desk, fault: FaultKind) -> None:
    peerbot.workspace.workspace.faults.switch_on(Fault(fault, method="chat.postMessage"))

    for _ in range(3):
        Weeks(desk).do(next_monday())

    assert len(weeks(peerbot)) == 1


def test_a_week_that_somebody_died_over_is_told_a_while_later(peerbot: Bot, desk: Desk) -> None:
    monday = next_monday()
    assert peerbot.store.chores.begin(f"week before {monday.date()}", monday)

    Weeks(desk).do(monday)
    assert weeks(peerbot) == []
    for minutes in (6, 7):
        Weeks(desk).do(monday + timedelta(minutes=minutes))

    assert len(weeks(peerbot)) == 1


def weeks(bot: Bot) -> list[Message]:
    said = bot.workspace.state.conversations.messages(FACILITATORS)
    return [one for one in said if wording.WEEK in text(one)]


def test_a_lesson_is_looked_for_by_its_title_as_it_is_shown_among_those_one_may_see(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    told(peerbot.store, "r1", observation="They met.", status=RecordStatus.ACCEPTED)
    asks(peerbot)
    quiet = {"attribution": Attribution.CHATHAM_HOUSE, "councils": ()}
    rests, elsewhere = (
        [{"text": "They met.", "evidence": [words("They met.", visit=visit)]}] for visit in (VISIT, "v9")
    )
    shared = {"status": LessonStatus.SHARED, "audience": Audience.PUBLIC, "claims": rests}
    for fields in (
        shared | {"title": "Meet tenants weekly"},
        shared | {"title": "Meet often in Northshire", **quiet},
        shared | {"title": "Meet never", "status": LessonStatus.REJECTED},
        shared | {"title": "Meet elsewhere", "audience": Audience.VISIT_TEAM, "claims": elsewhere},
        {"title": "Meet here", "claims": rests, "visit": VISIT},
        {"title": "Meet unseen"},  # what it rests on is nowhere for anybody to read
    ):
        peerbot.store.lessons.add(lesson(str(fields["title"]).replace(" ", "-"), passage(), **fields))
    view = form(peerbot, Action.ANSWER_GAP, Form.GAP_ANSWER)

    assert sorted(offered(peerbot, view, "MEET")) == sorted(
        [wording.NO_LESSON, "Meet tenants weekly", "Meet often in […]", "Meet here"]
    )
    assert offered(peerbot, view, "weekly tenants") == [wording.NO_LESSON, "Meet tenants weekly"]
    assert offered(peerbot, view, "northshire") == [wording.NO_LESSON]
