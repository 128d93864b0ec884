"""A question that is too wide is asked back, and what is chosen is asked in the same place, once."""

from datetime import UTC, datetime
from pathlib import Path

from bot import wording
from bot.workspace.running import RunningWorkspace
from bot.workspace.values import Message
from knowledge.model import Answer, Choice, Outcome, Theme
from knowledge.scopes import STRANGERS
from knowledge.store import Question, Surface, open_store
from tests.slack_bot import ASHA, BRAN, GENERAL, Bot, finished, running

CHOICES = (
    Choice("What of Kent?", "Kent: mini agreements", Theme.LEADERSHIP),
    Choice("And what of the echo?", "Echo <!channel>"),
)
WIDE = Answer("What works?", Outcome.ASK_BACK, 0.0, choices=CHOICES)


def asked_back(bot: Bot, channel: str, text: str) -> tuple[Message, Message]:
    """The wide question, and what it was asked back with, once the store has it."""
    bot.answers.instead = {"What works?": WIDE}
    question = bot.person(ASHA).post(channel, text)
    bot.answered(question)
    return question, bot.person(ASHA).reply_to(question)


def answers_in(bot: Bot, question: Message, times: int) -> list[str]:
    bot.journal.wait_for_another("answered", times)
    return [message.text for message in finished(bot.replies_to(question))]


def test_a_choice_is_said_and_answered_in_the_thread_once_whoever_presses_it(peerbot: Bot) -> None:
    question, reply = asked_back(peerbot, GENERAL, "@peerbot What works?")

    for person in (ASHA, BRAN):
        assert peerbot.person(person).press(reply, "choose_question:2").ok
    peerbot.journal.wait_for_another("chosen", 2)
    assert peerbot.person(BRAN).press(reply, "choose_question:1").ok

    _, said, echo, said_next, kent = answers_in(peerbot, question, 3)
    assert said == f"<@{ASHA}> asked about “Echo &lt;!channel&gt;”."
    assert "They asked: And what of the echo?" in echo
    assert said_next == f"<@{BRAN}> asked about “Kent: mini agreements”."
    assert "They asked: What of Kent?" in kent
    assert [one.text for one in peerbot.answers.asked] == ["What works?", CHOICES[1].asked, CHOICES[0].asked]


def test_a_choice_is_for_those_who_read_it_where_it_was_offered(peerbot: Bot) -> None:
    question, reply = asked_back(peerbot, peerbot.person(ASHA).dm.id, "What works?")

    assert peerbot.person(ASHA).press(reply, "choose_question:1").ok

    answers_in(peerbot, question, 2)
    chosen = peerbot.store.questions.get(f"{peerbot.question_id(question)} 1").question
    assert (chosen.surface, chosen.asker, chosen.thread_ts) == (Surface.DIRECT, ASHA, question.ts)
    scopes = [one.filters.scopes for one in peerbot.answers.asked]
    assert scopes[0] == scopes[1]
    assert scopes[1] is not None
    assert scopes[1] > STRANGERS


def test_a_choice_left_undone_is_answered_after_a_restart(slack: RunningWorkspace, tmp_path: Path) -> None:
    wide = slack.as_person(ASHA).post(GENERAL, "what works?")
    team = slack.workspace.app.team_id
    now = datetime(2026, 11, 22, tzinfo=UTC)
    chosen = Question("T 1", "What of Kent?", ASHA, now, Surface.THREAD, team, GENERAL, thread_ts=wide.ts)
    with open_store(f"sqlite:///{tmp_path / 'peerbot.sqlite3'}") as store:
        store.questions.claim(chosen, by="a process that died", now=now)

    with running(slack, tmp_path) as bot:
        reply = slack.as_person(ASHA).reply_to(wide)

        assert "They asked: What of Kent?" in reply.text
        bot.journal.wait_for("answered")


def test_a_choice_offered_to_one_person_alone_is_answered_to_them_alone(peerbot: Bot) -> None:
    peerbot.answers.instead = {"What works?": WIDE}
    assert peerbot.person(ASHA).command(GENERAL, "/lessons What works?").ok
    offered = peerbot.wait_for_whisper(ASHA, GENERAL, wording.TOO_WIDE)
    peerbot.journal.wait_for_another("answered", 1)

    assert peerbot.person(ASHA).press(offered, "choose_question:2").ok

    answer = peerbot.wait_for_whisper(ASHA, GENERAL, "From 2 case studies")
    assert "They asked: And what of the echo?" in answer.text
