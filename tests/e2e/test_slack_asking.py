"""Questions in Slack, from the post to the answer in its thread."""

import pytest

from bot import wording
from bot.blocks.gestures import Action
from bot.workspace.values import Message
from knowledge.model import Answer, Outcome
from knowledge.scopes import NETWORK, PUBLIC
from knowledge.store import Surface
from tests.slack_bot import ASHA, BRAN, CERYS, EXCHANGE, GENERAL, SAID, Bot, quoted


def ask(
    bot: Bot, text: str = "@peerbot How did Kent do?", user: str = ASHA, channel: str = GENERAL
) -> Message:
    return bot.person(user).post(channel, text)


def answer_to(bot: Bot, message: Message) -> Message:
    return bot.person(message.user).reply_to(message)


def test_a_mention_is_answered_in_its_thread_with_quotes_sources_and_buttons(peerbot: Bot) -> None:
    question = ask(peerbot)

    reply = answer_to(peerbot, question)

    assert reply.thread_ts == question.ts
    assert reply.text.startswith("From 2 case studies:")
    assert f"> {SAID}" in reply.text
    assert "1 · Kent · Kent: mini agreements · page 3 · as of March 2003 · published case study" in reply.text
    assert [block["type"] for block in reply.blocks] == [
        "markdown",
        "rich_text",
        "actions",
        "context_actions",
    ]


def test_whoever_asks_sees_at_once_that_the_question_is_worked_on(peerbot: Bot) -> None:
    peerbot.answers.going_on.clear()
    question = ask(peerbot)
    assistance = peerbot.workspace.state.assistance

    status = peerbot.workspace.wait_for(lambda _state: assistance.status(GENERAL, question.ts))
    peerbot.answers.going_on.set()
    answer_to(peerbot, question)

    assert (status.text, status.loading_messages) == (wording.STATUS, wording.WAITING)
    assert assistance.status(GENERAL, question.ts) is None


def test_a_direct_message_is_answered_in_a_thread_of_its_own(peerbot: Bot) -> None:
    question = ask(peerbot, "How did Kent do?", channel=peerbot.person(ASHA).dm.id)

    reply = answer_to(peerbot, question)

    assert reply.thread_ts == question.ts
    assert "They asked: How did Kent do?" in reply.text
    assert peerbot.answered(question).question.surface is Surface.DIRECT


def test_a_question_is_kept_with_its_answer_and_the_message_that_holds_it(peerbot: Bot) -> None:
    question = ask(peerbot)
    reply = answer_to(peerbot, question)

    kept = peerbot.answered(question)

    assert (kept.question.text, kept.question.surface) == ("How did Kent do?", Surface.MENTION)
    assert (kept.reply_ts, kept.standalone) == (reply.ts, "How did Kent do?")
    assert kept.answer is not None
    assert kept.answer.quotes[0] == quoted()


@pytest.mark.parametrize("follower", [ASHA, BRAN])
def test_a_follow_up_in_the_thread_needs_no_mention_and_leans_on_what_was_asked(
    peerbot: Bot, follower: str
) -> None:
    first = ask(peerbot)
    answer_to(peerbot, first)

    follow_up = peerbot.person(follower).post(GENERAL, "and in Leeds?", first.ts)

    assert "They asked: and in Leeds?" in answer_to(peerbot, follow_up).text
    assert peerbot.answers.asked[-1].earlier == ("How did Kent do?",)


def test_a_follow_up_in_a_direct_message_leans_on_its_thread(peerbot: Bot) -> None:
    asha = peerbot.person(ASHA)
    first = asha.post(asha.dm.id, "How did Kent do?")
    asha.reply_to(first)

    asha.reply_to(asha.post(asha.dm.id, "and in Leeds?", first.ts))
    asha.reply_to(asha.post(asha.dm.id, "Who paid?"))

    assert [asked.earlier for asked in peerbot.answers.asked] == [(), ("How did Kent do?",), ()]


def test_a_mention_in_a_thread_of_other_people_is_answered_there(peerbot: Bot) -> None:
    first = ask(peerbot, "Shall we go to Kent?", BRAN)
    question = peerbot.person(ASHA).post(GENERAL, "@peerbot How did Kent do?", first.ts)

    assert answer_to(peerbot, question).thread_ts == first.ts


def test_in_a_channel_shared_between_teams_a_guest_is_answered_too(peerbot: Bot) -> None:
    question = ask(peerbot, user=CERYS, channel=EXCHANGE)

    assert "They asked" in answer_to(peerbot, question).text


@pytest.mark.parametrize("text", ["Thank you, very helpful!", ":tada:", "@bran what do you think?"])
def test_thanks_and_talk_to_others_in_our_thread_are_left_alone(peerbot: Bot, text: str) -> None:
    first = ask(peerbot)
    answer_to(peerbot, first)

    remark = peerbot.person(ASHA).post(GENERAL, text, first.ts)
    peerbot.deliver(remark)
    peerbot.stop()

    assert peerbot.replies_to(remark) == []


def test_what_people_say_to_each_other_is_left_alone(peerbot: Bot) -> None:
    talk = ask(peerbot, "Shall we go to Kent?")
    reply = peerbot.person(BRAN).post(GENERAL, "How did Kent do?", talk.ts)
    for message in (talk, reply):
        peerbot.deliver(message)
    peerbot.stop()

    assert peerbot.replies_to(talk) == []
    assert peerbot.answers.asked == []


def test_editing_and_deleting_a_question_asks_nothing_again(peerbot: Bot) -> None:
    question = ask(peerbot)
    reply = answer_to(peerbot, question)
    talk = peerbot.workspace.workspace.talk

    talk.edit_message(ASHA, GENERAL, question.ts, "@peerbot How did Leeds do?")
    talk.delete_message(ASHA, GENERAL, question.ts)
    peerbot.deliver(ask(peerbot, "@peerbot And now?"))
    peerbot.stop()

    assert [one.ts for one in peerbot.replies_to(question)] == [reply.ts]
    assert [asked.text for asked in peerbot.answers.asked] == ["How did Kent do?", "And now?"]


def test_what_is_not_covered_is_said_plainly_with_the_nearest_passages(peerbot: Bot) -> None:
    peerbot.answers.instead = {"Who won?": Answer("Who won?", Outcome.NOT_COVERED, 0.1, related=(quoted(),))}

    reply = answer_to(peerbot, ask(peerbot, "@peerbot Who won?"))

    assert reply.text.startswith("The case studies do not say.\n\nRelated, may not answer:\n\n")
    assert SAID in reply.text


def test_while_the_library_is_empty_whoever_asks_hears_who_can_fill_it(peerbot: Bot) -> None:
    peerbot.answers.instead = {"Who won?": Answer("Who won?", Outcome.NOT_COVERED, 0.1)}
    before = answer_to(peerbot, ask(peerbot, "@peerbot Who won?"))
    for study in peerbot.store.case_studies.summaries():
        peerbot.store.case_studies.remove(study.id)

    question = ask(peerbot, "@peerbot Who won?")
    reply = answer_to(peerbot, question)
    peerbot.stop()

    assert wording.NOTHING_RELATED in before.text
    assert reply.text.rstrip() == f"{wording.NOTHING_TO_QUOTE}\n\n{wording.FILLED_BY_OTHERS}"
    assert Action.ASK_PERSON in str(reply.blocks)
    [gap] = peerbot.store.questions.gaps(10)  # The one that was asked before.
    assert gap.reply_ts == before.ts


def test_a_question_that_asks_nothing_is_asked_back(peerbot: Bot) -> None:
    peerbot.answers.instead = {"What about it?": Answer("What about it?", Outcome.ASK_BACK, 0.0)}

    assert answer_to(peerbot, ask(peerbot, "@peerbot What about it?")).text == wording.ASK_BACK


@pytest.mark.parametrize("text", ["hi", "Help, please"])
def test_a_greeting_is_answered_with_help(peerbot: Bot, text: str) -> None:
    reply = answer_to(peerbot, ask(peerbot, text, channel=peerbot.person(ASHA).dm.id))

    assert reply.text.startswith(wording.HELP)
    assert wording.BESIDES_ASKING in str(reply.blocks)
    assert peerbot.answers.asked == []


def test_a_question_after_a_greeting_leans_on_nothing(peerbot: Bot) -> None:
    asha = peerbot.person(ASHA)
    greeting = asha.post(asha.dm.id, "hello")
    peerbot.answered(greeting)

    asha.reply_to(asha.post(asha.dm.id, "How did Kent do?", greeting.ts))

    assert [asked.earlier for asked in peerbot.answers.asked] == [()]


def test_thanks_in_a_direct_message_are_returned(peerbot: Bot) -> None:
    reply = answer_to(peerbot, ask(peerbot, "Thanks a lot!", channel=peerbot.person(ASHA).dm.id))

    assert reply.text == wording.WELCOME


def test_in_a_channel_of_the_network_what_the_network_may_see_is_quoted(peerbot: Bot) -> None:
    answer_to(peerbot, ask(peerbot))

    assert peerbot.answers.asked[0].filters.scopes == frozenset({PUBLIC, NETWORK})


def test_what_a_person_writes_mentions_and_links_nobody_in_the_answer(peerbot: Bot) -> None:
    hostile = "@peerbot @bran @channel <!here> [click](https://evil.example) https://evil.example/x *who*?"

    reply = answer_to(peerbot, ask(peerbot, hostile))

    assert "<" not in reply.text
    assert "`https://evil.example/x`" in reply.text
    assert r"&lt;!here&gt; \[click\](`https://evil.example)`" in reply.text
