"""Save: on a lesson's card and beneath an answer; a list of one's own, as one may see it today."""

from dataclasses import replace

import pytest

from bot.blocks.gestures import Action
from bot.wording import browsing, homes, lesson_cards
from bot.wording import saved as wording
from bot.workspace.values import Message, View
from knowledge.lessons import LessonStatus
from knowledge.model import Answer, Audience, Outcome, Status
from knowledge.saved import SavedItem, SavedKind
from knowledge.store import About, document_id
from knowledge.visits import Attribution
from tests.e2e.test_slack_browsing import opened, shows, teach, text
from tests.lesson_samples import WESTMERE
from tests.slack_bot import ASHA, BRAN, EXCHANGE, KENT, Bot, add, clock, quoted
from tests.visit_party import handed

QUESTION = "How did Kent begin?"


def card(bot: Bot, name: str = "l1", user: str = ASHA) -> View:
    door = handed(bot.workspace, user, Action.OPEN_LESSON, name)
    assert bot.person(user).press(door, Action.OPEN_LESSON).ok
    return shows(bot, lesson_cards.HISTORY, user)


def save(bot: Bot, name: str = "l1", user: str = ASHA) -> View:
    assert bot.person(user).press(card(bot, name, user), Action.SAVE).ok
    return shows(bot, wording.SAVED, user)


def listed(bot: Bot, said: str, user: str = ASHA) -> View:
    return opened(bot, said, user, "/lessons saved")


def answered(bot: Bot) -> Message:
    """An answer in a channel that quotes a lesson and a case study."""
    lesson = bot.store.case_studies.get(document_id(About.LESSON, "l1"))
    said = "Meeting often helps."
    start = lesson.text.index(said)
    of_lesson = replace(
        quoted(), text=said, case_study=lesson.id, start=start, end=start + len(said), status=Status.SHARED
    )
    bot.answers.instead = {QUESTION: Answer(QUESTION, Outcome.ANSWERED, 0.9, quotes=(of_lesson, quoted()))}
    asked = bot.person(ASHA).post(EXCHANGE, f"@Peerbot {QUESTION}")
    bot.answered(asked)
    return bot.workspace.wait_for(
        lambda _state: next(
            (one for one in bot.replies_to(asked) if Action.SAVE_ANSWER in str(one.blocks)), None
        )
    )


def saved_of(bot: Bot, user: str) -> tuple[SavedItem, ...]:
    person = bot.store.people.known(bot.workspace.workspace.app.team_id, user)
    assert person is not None
    return bot.store.saved.of(person.id)


def test_an_empty_list_says_what_will_stand_there(peerbot: Bot) -> None:
    assert "press save" in text(listed(peerbot, wording.NONE)).lower()


def test_a_lesson_is_saved_on_its_card_for_one_person_and_taken_off_there(peerbot: Bot) -> None:
    teach(peerbot)
    after = save(peerbot)
    assert wording.UNSAVE in text(after)

    assert "Lesson l1" in text(listed(peerbot, wording.INTRODUCTION))
    assert wording.NONE in text(listed(peerbot, wording.NONE, BRAN))
    assert peerbot.person(ASHA).press(card(peerbot), Action.UNSAVE).ok

    assert Action.SAVE in text(shows(peerbot, wording.REMOVED))
    assert saved_of(peerbot, ASHA) == ()


def test_what_is_taken_off_the_list_can_be_put_back(peerbot: Bot) -> None:
    teach(peerbot)
    save(peerbot)
    assert peerbot.person(ASHA).press(listed(peerbot, "Lesson l1"), Action.REMOVE_SAVED).ok
    left = shows(peerbot, wording.REMOVED)
    assert "Lesson l1" not in text(left)

    assert peerbot.person(ASHA).press(left, Action.PUT_BACK_SAVED).ok

    assert "Lesson l1" in text(shows(peerbot, wording.RESTORED))


def test_an_answer_is_saved_by_what_it_quotes_and_whoever_saves_it_is_told_alone(peerbot: Bot) -> None:
    add(KENT, peerbot.store)
    teach(peerbot)
    reply = answered(peerbot)

    assert peerbot.person(BRAN).press(reply, Action.SAVE_ANSWER).ok

    peerbot.wait_for_whisper(BRAN, EXCHANGE, wording.SAVED)
    shown = text(listed(peerbot, "Lesson l1", BRAN))
    assert "Each district signed an agreement of its own." in shown
    assert "Kent: mini agreements" in shown
    assert [item.kind for item in saved_of(peerbot, BRAN)] == [SavedKind.LESSON, SavedKind.PASSAGE]


def test_a_saved_passage_and_a_saved_lesson_open_from_the_list(peerbot: Bot) -> None:
    add(KENT, peerbot.store)
    teach(peerbot)
    peerbot.person(BRAN).press(answered(peerbot), Action.SAVE_ANSWER)
    peerbot.wait_for_whisper(BRAN, EXCHANGE, wording.SAVED)

    page = listed(peerbot, "Lesson l1", BRAN)
    assert peerbot.person(BRAN).press(page, f"{Action.SHOW_PASSAGE}:saved").ok

    shows(peerbot, "The county had no plan at first.", BRAN)


def test_what_was_withdrawn_is_said_to_be_gone_and_nothing_of_it_is_shown(peerbot: Bot) -> None:
    lesson = teach(peerbot)
    save(peerbot)
    seen = peerbot.store.lessons.get(lesson.id)
    gone = seen.model_copy(update={"status": LessonStatus.WITHDRAWN})
    before = len(peerbot.journal.lines("published"))
    peerbot.store.lessons.change(gone, seen.version)
    peerbot.journal.wait_for_another("published", before + 1)

    shown = text(listed(peerbot, wording.LESSON_GONE))

    assert "Lesson l1" not in shown
    assert Action.OPEN_LESSON not in shown
    assert Action.REMOVE_SAVED in shown


@pytest.mark.parametrize("change", ["audience", "text", "case study"])
def test_a_passage_is_gone_with_its_source_its_words_or_the_right_to_see_it(
    peerbot: Bot, change: str
) -> None:
    add(KENT, peerbot.store)
    teach(peerbot)
    peerbot.person(ASHA).press(answered(peerbot), Action.SAVE_ANSWER)
    peerbot.wait_for_whisper(ASHA, EXCHANGE, wording.SAVED)

    match change:
        case "audience":
            kept = replace(KENT.metadata, audience=Audience.VISIT_TEAM)
            add(replace(KENT, metadata=kept), peerbot.store)
        case "text":
            add(replace(KENT, text=KENT.text.replace("signed", "shared")), peerbot.store)
        case _:
            peerbot.store.case_studies.remove(KENT.id)

    shown = text(listed(peerbot, wording.PASSAGE_GONE))
    assert "agreement of its own" not in shown
    assert "Lesson l1" in shown


def test_under_the_chatham_house_rule_a_saved_lesson_names_no_council(peerbot: Bot) -> None:
    add(WESTMERE, peerbot.store)
    teach(peerbot, title="Westmere met", attribution=Attribution.CHATHAM_HOUSE, councils=())
    save(peerbot)

    shown = text(listed(peerbot, "[…] met"))

    for name in ("Westmere", "seen in"):
        assert name not in shown


def test_a_long_list_has_pages_and_home_counts_it(peerbot: Bot) -> None:
    peerbot.person(ASHA).open_home()
    peerbot.person(ASHA).home(lambda view: homes.BROWSE in text(view))
    person = peerbot.store.people.known(peerbot.workspace.workspace.app.team_id, ASHA)
    assert person is not None
    for number in range(11):
        item = SavedItem(kind=SavedKind.LESSON, item=f"x{number:02}")
        peerbot.store.saved.add(person.id, item, clock())
    teach(peerbot)
    save(peerbot)
    peerbot.person(ASHA).home(lambda view: homes.saved(12) in text(view))

    first = listed(peerbot, "Lesson l1")
    assert peerbot.person(ASHA).press(first, Action.TURN_SAVED_ON).ok
    second = peerbot.person(ASHA).modal(lambda view: wording.BACK in text(view))

    assert text(first).count(wording.LESSON_GONE) == 9
    assert text(second).count(wording.LESSON_GONE) == 2
    assert peerbot.person(ASHA).press(second, Action.BROWSE).ok
    shows(peerbot, browsing.INTRODUCTION)
