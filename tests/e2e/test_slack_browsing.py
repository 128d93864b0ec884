"""/lessons without a question: lessons by theme, council and kind of place, for those they are for."""

from typing import Any

import pytest

from bot.blocks.gestures import Action, Form
from bot.wording import browsing as wording
from bot.workspace.values import View
from knowledge.lessons import Lesson, LessonGesture, LessonStatus
from knowledge.model import Audience, Theme
from knowledge.visits import Attribution
from tests.e2e.test_slack_group_feedback import written
from tests.lesson_samples import WESTMERE, adoption, lesson, passage
from tests.slack_bot import ASHA, BRAN, EXCHANGE, FACILITATORS, GENERAL, Bot, add, clock
from tests.visit_party import VISIT, gather


def text(view: View) -> str:
    return str(view.content)


def teach(bot: Bot, name: str = "l1", *, published: bool = True, **fields: Any) -> Lesson:
    given = {"status": LessonStatus.SHARED, "audience": Audience.PUBLIC, "title": f"Lesson {name}"}
    made = lesson(name, passage(), **(given | fields))
    before = len(bot.journal.lines("published"))
    bot.store.lessons.add(made)
    if published:
        bot.journal.wait_for_another("published", before + 1)
    return made


def shows(bot: Bot, said: str, user: str = ASHA) -> View:
    return bot.person(user).modal(lambda view: said in text(view) and wording.OPENING not in text(view))


def opened(bot: Bot, said: str, user: str = ASHA, command: str = "/lessons") -> View:
    assert bot.person(user).command(GENERAL, command).ok
    return shows(bot, said, user)


def listed(bot: Bot, said: str, user: str = ASHA) -> View:
    """The lessons of the first theme there is."""
    assert bot.person(user).press(opened(bot, wording.INTRODUCTION, user), Action.SHOW_THEME).ok
    return shows(bot, said, user)


def narrowed(bot: Bot, said: str, **given: str) -> View:
    assert bot.person(ASHA).press(opened(bot, wording.INTRODUCTION), Action.NARROW_LESSONS).ok
    form = bot.person(ASHA).modal(lambda view: view.content.get("callback_id") == Form.LESSON_FILTERS)
    assert bot.person(ASHA).submit(form, **written(form, **given)).ok
    return shows(bot, said)


@pytest.mark.parametrize("command", ["/lessons", "/lessons browse"])
def test_where_there_is_no_lesson_the_list_says_what_to_do_instead(peerbot: Bot, command: str) -> None:
    assert "type /lessons and your question" in text(opened(peerbot, wording.NONE, command=command))


def test_lessons_are_counted_by_theme_and_opened_from_there(peerbot: Bot) -> None:
    teach(peerbot, "l1")
    teach(peerbot, "l2", theme=Theme.INNOVATION)
    teach(peerbot, "l3", theme=Theme.INNOVATION)

    themes = opened(peerbot, wording.INTRODUCTION)
    assert "Culture change and motivation: 1 lesson" in text(themes)
    assert "Innovation: 2 lessons" in text(themes)
    assert "All lessons: 3 lessons" in text(themes)

    assert peerbot.person(ASHA).press(themes, Action.SHOW_THEME).ok
    page = shows(peerbot, "Lesson l1")
    assert "Lesson l2" not in text(page)
    assert peerbot.person(ASHA).press(page, Action.OPEN_LESSON).ok
    card = text(shows(peerbot, wording.USED))
    for said in ("Meeting often helps.", "Shared · Westmere", "seen in 1 place", wording.NOBODY_USED):
        assert said in card


def test_nobody_is_shown_a_lesson_that_is_not_for_them(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    teach(peerbot, "l1")
    teach(peerbot, "secret", audience=Audience.VISIT_TEAM, published=False)
    teach(peerbot, "early", status=LessonStatus.PROPOSED, published=False)
    teach(peerbot, "endorsed", status=LessonStatus.ENDORSED, published=False)

    page = text(listed(peerbot, "Lesson l1"))

    for name in ("secret", "early", "endorsed"):
        assert name not in page
    assert "All lessons: 1 lesson" in text(opened(peerbot, wording.INTRODUCTION))


def test_a_lesson_that_is_for_a_visits_team_is_shown_to_it(peerbot: Bot) -> None:
    gather(peerbot.store, peerbot.workspace)
    teach(peerbot, "l1", audience=Audience.VISIT_TEAM, visit=VISIT)

    assert "Lesson l1" in text(listed(peerbot, "Lesson l1", BRAN))


def test_pages_are_turned_there_and_back(peerbot: Bot) -> None:
    for number in range(12):
        teach(peerbot, f"l{number:02}", published=False)
    first = listed(peerbot, "Lesson l11")
    assert "12 lessons" in text(first)

    assert peerbot.person(ASHA).press(first, Action.TURN_LESSONS_ON).ok
    second = shows(peerbot, "Lesson l00")
    assert "Lesson l02" not in text(second)
    assert peerbot.person(ASHA).press(second, Action.TURN_LESSONS).ok
    assert "Lesson l02" in text(shows(peerbot, "Lesson l11"))


def test_a_list_is_narrowed_to_councils_like_mine_and_to_a_kind_of_place(peerbot: Bot) -> None:
    teach(peerbot, "kent", councils=("Kent County Council",), published=False)
    teach(peerbot, "leeds", councils=("Leeds",), published=False)

    assert "Lesson leeds" not in text(narrowed(peerbot, "Lesson kent", mine="Devon"))
    assert "Lesson kent" not in text(narrowed(peerbot, "Lesson leeds", council="Leeds City Council"))
    assert "Lesson leeds" not in text(narrowed(peerbot, "Lesson kent", tier="county"))
    narrowed(peerbot, wording.NO_MATCH, council="Leeds", tier="county")


def test_a_council_that_nobody_knows_is_said_at_its_field(peerbot: Bot) -> None:
    teach(peerbot)
    peerbot.person(ASHA).press(opened(peerbot, wording.INTRODUCTION), Action.NARROW_LESSONS)
    form = peerbot.person(ASHA).modal(lambda view: view.content.get("callback_id") == Form.LESSON_FILTERS)

    outcome = peerbot.person(ASHA).submit(form, **written(form, mine="Atlantis"))

    assert outcome.errors == {"mine": wording.UNKNOWN}


def test_under_the_chatham_house_rule_no_council_and_no_number_is_shown(peerbot: Bot) -> None:
    add(WESTMERE, peerbot.store)
    words = "Somebody met Westmere."
    teach(
        peerbot, "l1", attribution=Attribution.CHATHAM_HOUSE, councils=(), lesson=words, title="Westmere met"
    )
    peerbot.store.adoptions.add(adoption("a1", change="Northshire now meets.", council="Northshire"))

    page = listed(peerbot, "[…] met")
    assert peerbot.person(ASHA).press(page, Action.OPEN_LESSON).ok
    card = shows(peerbot, wording.USED)

    for name in ("Westmere", "seen in"):
        assert name not in text(page)
        assert name not in text(card)
    assert "Northshire:" not in text(card)


@pytest.mark.parametrize(("channel", "said"), [(FACILITATORS, None), (EXCHANGE, wording.FOR_FEWER)])
def test_a_lesson_is_shared_only_where_everybody_may_see_it(
    peerbot: Bot, channel: str, said: str | None
) -> None:
    teach(peerbot, audience=Audience.NETWORK)
    page = listed(peerbot, "Lesson l1")
    peerbot.person(ASHA).press(page, Action.OPEN_LESSON)
    peerbot.person(ASHA).press(shows(peerbot, wording.USED), Action.POST_LESSON)
    form = peerbot.person(ASHA).modal(lambda view: view.content.get("callback_id") == Form.LESSON_CHANNEL)

    assert peerbot.person(ASHA).submit(form, **written(form, channel=channel)).ok

    shows(peerbot, said or wording.POSTED)
    posts = [one for one in peerbot.workspace.state.conversations.messages(channel) if one.bot_id]
    assert [f"<@{ASHA}>" in one.text and "Meeting often helps." in str(one.blocks) for one in posts] == (
        [] if said else [True]
    )


def test_a_list_is_narrowed_to_what_was_shared_since_a_day(peerbot: Bot) -> None:
    [proposed] = lesson("l1", passage()).history
    shared = proposed.model_copy(update={"gesture": LessonGesture.SHARE, "at": clock()})
    teach(peerbot, "new", history=(proposed, shared))
    teach(peerbot, "old")

    page = narrowed(peerbot, "Lesson new", dates="shared 3")

    assert "Lesson old" not in text(page)
    assert "1 lesson · shared since" in text(page)
    assert "reviewed since 2 January 2026" in text(
        narrowed(peerbot, wording.NO_MATCH, dates="reviewed day", day="2026-01-02")
    )
