"""What can be pressed under an answer: the passage, a person, the thumbs."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot import wording
from bot.workspace.faults import Fault, FaultKind
from bot.workspace.running import RunningWorkspace
from bot.workspace.values import Message, View
from knowledge.model import Answer, Audience, Outcome, Status
from tests.slack_bot import (
    AFTER,
    ASHA,
    BEFORE,
    BRAN,
    FACILITATORS,
    FARAH,
    GENERAL,
    KENT,
    SAID,
    Bot,
    add,
    clock,
    quoted,
    running,
)


def answer(bot: Bot) -> Message:
    """An answer to Asha, once the store has it too."""
    question = bot.person(ASHA).post(GENERAL, "@peerbot How did Kent do?")
    bot.answered(question)
    return bot.person(ASHA).reply_to(question)


def passage(bot: Bot, reply: Message, number: int = 1) -> View:
    assert bot.person(ASHA).press(reply, f"show_passage:{number}").ok
    return bot.person(ASHA).modal(lambda view: wording.OPENING not in str(view.blocks))


# Show the passage


def test_the_passage_stands_amid_its_case_study_with_the_quote_marked(peerbot: Bot) -> None:
    shown = passage(peerbot, answer(peerbot))

    heading, citation, text, link = shown.blocks
    [parts] = [section["elements"] for section in text["elements"]]
    assert heading["text"]["text"] == KENT.metadata.title
    assert citation["elements"][0]["text"].startswith("1 · Kent · Kent: mini agreements · page 3")
    assert [part["text"] for part in parts] == [BEFORE, SAID, AFTER]
    assert [part.get("style") for part in parts] == [None, {"bold": True}, None]
    assert link["elements"][0]["elements"][0]["url"] == KENT.metadata.source


def test_the_modal_opens_before_anything_is_read(peerbot: Bot) -> None:
    reply = answer(peerbot)
    peerbot.workspace.workspace.faults.switch_on(
        Fault(FaultKind.SLOW_ANSWER, method="views.update", seconds=0.5)
    )

    assert peerbot.person(ASHA).press(reply, "show_passage:1").ok
    first = peerbot.person(ASHA).modal()

    assert wording.OPENING in str(first.blocks)
    assert SAID in str(peerbot.person(ASHA).modal(lambda view: len(view.blocks) > 1).blocks)


def test_a_case_study_that_has_changed_shows_what_was_quoted(peerbot: Bot) -> None:
    reply = answer(peerbot)
    add(replace(KENT, text="Something else altogether."), peerbot.store)

    shown = str(passage(peerbot, reply).blocks)

    assert wording.CHANGED_SINCE in shown
    assert SAID in shown
    assert "something else" not in shown.casefold()


def test_a_case_study_that_is_gone_shows_what_was_quoted(peerbot: Bot) -> None:
    reply = answer(peerbot)
    peerbot.store.case_studies.remove(KENT.id)

    shown = str(passage(peerbot, reply).blocks)

    assert wording.GONE in shown
    assert SAID in shown


def test_a_case_study_that_is_for_others_now_is_not_shown(peerbot: Bot) -> None:
    reply = answer(peerbot)
    private = replace(KENT.metadata, audience=Audience.VISIT_TEAM, visit="v1")
    add(replace(KENT, metadata=private), peerbot.store)

    shown = str(passage(peerbot, reply).blocks)

    assert wording.NOT_FOR_YOU in shown
    assert SAID not in shown


def answer_from_a_lesson(bot: Bot) -> Message:
    add(replace(KENT, status=Status.SHARED), bot.store)
    quote = replace(quoted(), status=Status.SHARED)
    bot.answers.instead = {"How did Kent do?": Answer("How?", Outcome.ANSWERED, 0.9, quotes=(quote,))}
    return answer(bot)


def test_what_visits_taught_is_not_shown_again_once_it_is_taken_back(peerbot: Bot) -> None:
    reply = answer_from_a_lesson(peerbot)
    peerbot.store.case_studies.remove(KENT.id)

    shown = str(passage(peerbot, reply).blocks)

    assert wording.WITHDRAWN in shown
    assert SAID not in shown


def test_what_visits_taught_is_not_shown_in_words_that_were_struck_out_since(peerbot: Bot) -> None:
    reply = answer_from_a_lesson(peerbot)
    add(replace(KENT, status=Status.SHARED, text="Each […]."), peerbot.store)

    shown = str(passage(peerbot, reply).blocks)

    assert wording.REWORDED in shown
    assert SAID not in shown


def test_a_modal_that_cannot_be_filled_apologises(peerbot: Bot) -> None:
    reply = answer(peerbot)
    broken = Fault(FaultKind.SERVER_ERROR, method="views.update", times=3)
    peerbot.workspace.workspace.faults.switch_on(broken)

    peerbot.person(ASHA).press(reply, "show_passage:1")
    shown = peerbot.person(ASHA).modal(lambda view: "Reference" in str(view.blocks))

    assert "Something went wrong on my side." in str(shown.blocks)


# Ask a person


def wanted(bot: Bot) -> Message:
    return bot.person(FARAH).latest(FACILITATORS)


def test_a_person_is_asked_in_the_facilitators_channel(peerbot: Bot) -> None:
    reply = answer(peerbot)

    assert peerbot.person(ASHA).press(reply, "ask_person").ok

    assert wanted(peerbot).text == f"<@{ASHA}> would like a person to answer this.\n> How did Kent do?"
    assert f"/archives/{GENERAL}/p{(reply.thread_ts or '').replace('.', '')}" in str(wanted(peerbot).blocks)
    assert KENT.metadata.title in str(wanted(peerbot).blocks)
    whisper = peerbot.wait_for_whisper(ASHA, GENERAL, wording.PERSON_ASKED)
    assert whisper.thread_ts == reply.thread_ts


def test_asking_a_person_twice_is_told(peerbot: Bot) -> None:
    reply = answer(peerbot)
    peerbot.person(ASHA).press(reply, "ask_person")
    peerbot.wait_for_whisper(ASHA, GENERAL, wording.PERSON_ASKED)

    peerbot.person(BRAN).press(reply, "ask_person")

    peerbot.wait_for_whisper(BRAN, GENERAL, wording.PERSON_ASKED_BEFORE)
    assert len(peerbot.workspace.state.conversations.messages(FACILITATORS)) == 1


def test_when_the_question_is_resolved_its_asker_is_told_in_the_thread(peerbot: Bot) -> None:
    reply = answer(peerbot)
    peerbot.person(ASHA).press(reply, "ask_person")

    assert peerbot.person(FARAH).press(wanted(peerbot), "mark_resolved").ok
    peerbot.journal.wait_for("resolved")

    told = peerbot.replies_to(reply)[-1]
    assert told.text.startswith(
        f"<@{ASHA}>, <@{FARAH}> has dealt with your question to the facilitators. <http"
    )
    assert wanted(peerbot).text.endswith(f"Resolved by <@{FARAH}>.")
    assert "mark_resolved" not in str(wanted(peerbot).blocks)


def test_a_question_is_resolved_once(peerbot: Bot) -> None:
    question = peerbot.person(ASHA).post(GENERAL, "@peerbot How did Kent do?")
    asked = peerbot.answered(question).question
    reply = peerbot.person(ASHA).reply_to(question)
    peerbot.person(ASHA).press(reply, "ask_person")
    before = wanted(peerbot)
    peerbot.store.help_requests.resolve(asked.id, by=BRAN, now=clock())

    peerbot.person(FARAH).press(before, "mark_resolved")

    peerbot.wait_for_whisper(FARAH, FACILITATORS, f"This was resolved already, by <@{BRAN}>.")
    assert peerbot.replies_to(reply) == []


def test_asking_a_person_about_what_is_resolved_is_told(peerbot: Bot) -> None:
    reply = answer(peerbot)
    peerbot.person(ASHA).press(reply, "ask_person")
    peerbot.person(FARAH).press(wanted(peerbot), "mark_resolved")
    peerbot.journal.wait_for("resolved")

    peerbot.person(BRAN).press(reply, "ask_person")

    peerbot.wait_for_whisper(BRAN, GENERAL, f"This was resolved already, by <@{FARAH}>.")


def test_after_a_person_is_asked_what_others_say_in_the_thread_is_left_to_people(peerbot: Bot) -> None:
    reply = answer(peerbot)
    peerbot.person(ASHA).press(reply, "ask_person")
    peerbot.wait_for_whisper(ASHA, GENERAL, wording.PERSON_ASKED)

    theirs = peerbot.person(BRAN).post(GENERAL, "I was in Kent and can tell you.", reply.thread_ts)
    peerbot.deliver(theirs)
    hers = peerbot.person(ASHA).post(GENERAL, "and in Leeds?", reply.thread_ts)

    assert "They asked: and in Leeds?" in peerbot.person(ASHA).reply_to(hers).text
    peerbot.stop()
    assert [asked.text for asked in peerbot.answers.asked] == ["How did Kent do?", "and in Leeds?"]


def test_without_a_facilitators_channel_whoever_asks_is_told_whom_to_ask(
    slack: RunningWorkspace, tmp_path: Path
) -> None:
    with running(slack, tmp_path, facilitators_channel=None) as bot:
        bot.person(ASHA).press(answer(bot), "ask_person")

        bot.wait_for_whisper(ASHA, GENERAL, wording.NOBODY_TO_ASK)


def test_a_facilitators_channel_that_peerbot_is_not_in_is_told_and_asking_again_works(
    slack: RunningWorkspace, tmp_path: Path
) -> None:
    bot_user = slack.workspace.app.bot_user
    slack.workspace.talk.leave(bot_user, FACILITATORS)
    with running(slack, tmp_path) as bot:
        reply = answer(bot)
        bot.person(ASHA).press(reply, "ask_person")
        bot.wait_for_whisper(ASHA, GENERAL, wording.FACILITATORS_OUT_OF_REACH)

        slack.workspace.talk.invite(FARAH, FACILITATORS, bot_user)
        bot.person(ASHA).press(reply, "ask_person")

        bot.wait_for_whisper(ASHA, GENERAL, wording.PERSON_ASKED)


# Thumbs


@pytest.mark.parametrize(("thumb", "value"), [("up", 1), ("down", -1)])
def test_a_thumb_is_kept_with_the_question(peerbot: Bot, thumb: str, value: int) -> None:
    reply = answer(peerbot)
    question_id = f"{peerbot.workspace.workspace.app.team_id}:{GENERAL}:{reply.thread_ts}"

    assert peerbot.person(BRAN).press(reply, "vote_on_answer", f"{question_id} {thumb}").ok
    peerbot.wait_for_whisper(BRAN, GENERAL, wording.THANKS_FOR_VOTE)

    [vote] = peerbot.store.votes.on(question_id)
    assert (vote.voter, vote.value, vote.reason) == (BRAN, value, None)
    assert (peerbot.workspace.state.screens.modal(BRAN) is not None) is (value < 0)


def test_a_thumb_down_asks_why_and_the_reason_is_kept(peerbot: Bot) -> None:
    reply, bran = answer(peerbot), peerbot.person(BRAN)
    question_id = f"{peerbot.workspace.workspace.app.team_id}:{GENERAL}:{reply.thread_ts}"
    bran.press(reply, "vote_on_answer", f"{question_id} down")
    form = bran.modal()

    assert bran.submit(form, choice="2", reason="The mayor has left.").ok
    peerbot.journal.wait_for("explained")

    [vote] = peerbot.store.votes.on(question_id)
    assert (vote.value, vote.reason) == (-1, "It is out of date: The mayor has left.")


def test_a_form_closed_without_a_reason_leaves_the_vote(peerbot: Bot) -> None:
    reply, bran = answer(peerbot), peerbot.person(BRAN)
    question_id = f"{peerbot.workspace.workspace.app.team_id}:{GENERAL}:{reply.thread_ts}"
    bran.press(reply, "vote_on_answer", f"{question_id} down")

    bran.close(bran.modal())
    peerbot.wait_for_whisper(BRAN, GENERAL, wording.THANKS_FOR_VOTE)

    assert [vote.value for vote in peerbot.store.votes.on(question_id)] == [-1]
