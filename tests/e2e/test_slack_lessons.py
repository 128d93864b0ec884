"""/lessons: an answer for one person, which they may share."""

from dataclasses import replace

import pytest

from bot import wording
from bot.workspace.faults import Fault, FaultKind
from bot.workspace.values import Message
from knowledge.model import Answer, Audience, Outcome, Status
from knowledge.store import Surface
from tests.slack_bot import (
    ASHA,
    BRAN,
    EXCHANGE,
    FACILITATORS,
    FARAH,
    GENERAL,
    KENT,
    LUNCH,
    SAID,
    Bot,
    add,
    quoted,
)

QUESTION = "/lessons How did Kent do?"


def answer_to(bot: Bot, command: str = QUESTION, channel: str = GENERAL, user: str = ASHA) -> Message:
    """What the person who gave the command is told, and nobody else."""
    assert bot.person(user).command(channel, command).ok
    answer = bot.wait_for_whisper(user, channel, "")
    if "Show passage" in str(answer.blocks):
        bot.journal.wait_for("answered")
    return answer


def said_in(bot: Bot, channel: str) -> list[Message]:
    return [message for message in bot.workspace.state.conversations.messages(channel) if message.bot_id]


@pytest.mark.parametrize("channel", [GENERAL, LUNCH])
def test_a_command_is_answered_for_whoever_gave_it_in_any_channel(peerbot: Bot, channel: str) -> None:
    answer = answer_to(peerbot, channel=channel)

    assert answer.visible_to == ASHA
    assert f"> {SAID}" in answer.text
    assert said_in(peerbot, channel) == []


def test_a_command_works_in_a_direct_message(peerbot: Bot) -> None:
    dm = peerbot.person(ASHA).dm.id

    assert SAID in answer_to(peerbot, channel=dm).text


def test_a_command_and_its_answer_are_kept(peerbot: Bot) -> None:
    answer_to(peerbot)
    mark = peerbot.journal.wait_for("answered").__dict__

    assert (mark["gesture"], mark["outcome"], mark["quotes"]) == (Surface.SLASH, Outcome.ANSWERED, 2)


@pytest.mark.parametrize("command", ["/lessons help", "/lessons  hello "])
def test_without_a_question_the_command_says_how_to_ask_one(peerbot: Bot, command: str) -> None:
    answer = answer_to(peerbot, command)

    assert answer.text.startswith(wording.HELP)
    assert "/lessons How did Kent work with local partners?" in answer.text
    assert all(f"{typed} {does}" in answer.text for typed, does in wording.COMMAND_HELP)
    assert peerbot.answers.asked == []


def test_what_is_not_covered_is_said_to_the_one_person(peerbot: Bot) -> None:
    peerbot.answers.instead = {"Who won?": Answer("Who won?", Outcome.NOT_COVERED, 0.1)}

    assert answer_to(peerbot, "/lessons Who won?").text.startswith(wording.NOT_COVERED)


def test_an_answer_that_is_shared_is_everybodys_and_says_who_shares_it(peerbot: Bot) -> None:
    answer = answer_to(peerbot)

    assert peerbot.person(ASHA).press(answer, "share_answer").ok
    shared = peerbot.person(BRAN).latest(GENERAL, lambda message: message.bot_id)

    assert shared.text.startswith(f"Shared by <@{ASHA}>, who asked: How did Kent do?\n\nFrom 2 case studies:")
    assert SAID in shared.text
    assert "share_answer" not in str(shared.blocks)
    assert peerbot.whispers_to(ASHA, GENERAL) == []


def test_an_answer_is_shared_where_peerbot_is_no_member(peerbot: Bot) -> None:
    answer = answer_to(peerbot, channel=LUNCH)

    assert peerbot.person(ASHA).press(answer, "share_answer").ok

    assert SAID in peerbot.person(BRAN).latest(LUNCH, lambda message: message.bot_id).text


def told_why(bot: Bot, channel: str, why: str) -> None:
    """Whoever would share is told why not, and nobody else hears anything."""
    bot.wait_for_whisper(ASHA, channel, why)
    assert said_in(bot, channel) == []
    assert any(SAID in message.text for message in bot.whispers_to(ASHA, channel))


def test_what_not_everybody_in_the_channel_may_see_is_not_shared_there(peerbot: Bot) -> None:
    answer = answer_to(peerbot, channel=EXCHANGE)
    for_the_network = replace(KENT.metadata, audience=Audience.NETWORK)
    add(replace(KENT, metadata=for_the_network), peerbot.store)

    peerbot.person(ASHA).press(answer, "share_answer")

    told_why(peerbot, EXCHANGE, wording.NOT_SHARED_FOR_FEWER)


def test_what_is_no_longer_in_the_library_is_not_shared(peerbot: Bot) -> None:
    answer = answer_to(peerbot)
    peerbot.store.case_studies.remove(KENT.id)

    peerbot.person(ASHA).press(answer, "share_answer")

    told_why(peerbot, GENERAL, wording.NOT_SHARED_GONE)


def test_a_lesson_that_was_put_in_other_words_since_is_not_shared_in_the_old_ones(peerbot: Bot) -> None:
    lesson = replace(KENT, status=Status.SHARED)
    add(lesson, peerbot.store)
    quote = replace(quoted(), status=Status.SHARED)
    peerbot.answers.instead = {"How did Kent do?": Answer("How?", Outcome.ANSWERED, 0.9, quotes=(quote,))}
    answer = answer_to(peerbot, channel=FACILITATORS, user=FARAH)
    peerbot.journal.wait_for("answered")
    add(replace(lesson, text=lesson.text.replace("Each district", "[…]")), peerbot.store)

    peerbot.person(FARAH).press(answer, "share_answer")

    peerbot.wait_for_whisper(FARAH, FACILITATORS, wording.NOT_SHARED_GONE)
    assert said_in(peerbot, FACILITATORS) == []


def test_a_shared_answer_can_be_asked_further(peerbot: Bot) -> None:
    peerbot.person(ASHA).press(answer_to(peerbot), "share_answer")
    shared = peerbot.person(BRAN).latest(GENERAL, lambda message: message.bot_id)
    peerbot.journal.wait_for("shared")

    follow_up = peerbot.person(BRAN).post(GENERAL, "and in Leeds?", shared.ts)

    assert "They asked: and in Leeds?" in peerbot.person(BRAN).reply_to(follow_up).text
    assert peerbot.answers.asked[-1].earlier == ("How did Kent do?",)


def test_buttons_of_an_answer_for_one_person_work(peerbot: Bot) -> None:
    answer, asha = answer_to(peerbot, channel=LUNCH), peerbot.person(ASHA)

    asha.press(answer, "show_passage:1")
    shown = asha.modal(lambda view: len(view.blocks) > 1)
    asha.press(answer, "ask_person")
    wanted = peerbot.person(FARAH).latest(FACILITATORS)

    assert SAID in str(shown.blocks)
    assert wanted.text == f"<@{ASHA}> would like a person to answer this.\n> How did Kent do?"
    peerbot.wait_for_whisper(ASHA, LUNCH, wording.PERSON_ASKED)


def test_whoever_asked_a_person_by_command_is_told_in_a_direct_message(peerbot: Bot) -> None:
    asha, farah = peerbot.person(ASHA), peerbot.person(FARAH)
    asha.press(answer_to(peerbot), "ask_person")

    farah.press(farah.latest(FACILITATORS), "mark_resolved")

    told = asha.latest(asha.dm.id, lambda message: message.bot_id)
    assert told.text == f"<@{ASHA}>, <@{FARAH}> has dealt with your question to the facilitators."


def test_an_error_is_an_apology_to_whoever_gave_the_command(peerbot: Bot) -> None:
    peerbot.answers.instead = {"How?": ZeroDivisionError("of no concern to anybody")}

    answer = answer_to(peerbot, "/lessons How?")

    assert answer.text.startswith("Something went wrong on my side.")
    assert "concern" not in answer.text


def test_sharing_that_slack_refuses_is_said(peerbot: Bot) -> None:
    answer = answer_to(peerbot)
    refused = Fault(FaultKind.SERVER_ERROR, method="chat.postMessage")
    peerbot.workspace.workspace.faults.switch_on(refused)

    peerbot.person(ASHA).press(answer, "share_answer")

    peerbot.wait_for_whisper(ASHA, GENERAL, "Something went wrong")
