"""What counts as a question: told from edits, bots, thanks and other people's talk."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.hearing import commanded, heard, is_courtesy, is_greeting
from knowledge.store import Surface

BOT, ASHA, TEAM = "U0BOT", "U0ASHA0001", "T0NETWORK1"
POST = {
    "type": "message",
    "user": ASHA,
    "text": "<@U0BOT> How did Kent do?",
    "ts": "1795380949.725001",
    "channel": "C1",
    "channel_type": "channel",
}
REPLY = POST | {"text": "and in Leeds?", "thread_ts": "1795380000.000001"}


def hear(event: dict[str, Any]) -> Any:
    return heard(event, team=TEAM, bot_user=BOT)


def test_a_mention_is_a_question_to_us() -> None:
    said = hear(POST)

    assert (said.question.text, said.question.asker, said.to_us) == ("How did Kent do?", ASHA, True)
    assert said.question.id == "T0NETWORK1:C1:1795380949.725001"
    assert said.question.thread_ts == "1795380949.725001"
    assert said.question.asked_at == datetime.fromtimestamp(1795380949.725001, UTC)


def test_a_mention_and_a_message_about_one_post_are_one_question() -> None:
    mention = {key: value for key, value in POST.items() if key != "channel_type"} | {"type": "app_mention"}

    assert hear(mention).question == hear(POST).question


def test_a_direct_message_needs_no_mention() -> None:
    said = hear(POST | {"channel_type": "im", "channel": "D1", "text": "How did Kent do?"})

    assert (said.to_us, said.question.surface) == (True, Surface.DIRECT)


def test_a_reply_in_a_thread_may_be_for_us() -> None:
    said = hear(REPLY)

    assert (said.to_us, said.may_follow_up, said.question.surface) == (False, True, Surface.THREAD)
    assert said.question.thread_ts == "1795380000.000001"


@pytest.mark.parametrize(
    "text", ["thanks!", "Great, thank you :tada:", "👍", ":+1:", "<@U0BRAN> what do you think?"]
)
def test_thanks_and_talk_to_others_in_a_thread_are_not_for_us(text: str) -> None:
    assert not hear(REPLY | {"text": text}).may_follow_up


@pytest.mark.parametrize(
    "change",
    [
        {"text": "no mention, no thread"},
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"subtype": "bot_message"},
        {"bot_id": "B1"},
        {"user": None},
    ],
)
def test_what_nobody_asked_is_not_heard(change: dict[str, Any]) -> None:
    assert hear(POST | change) is None


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast"])
def test_a_question_with_a_file_or_shown_in_the_channel_is_a_question(subtype: str) -> None:
    assert hear(REPLY | {"subtype": subtype}).question.text == "and in Leeds?"


def test_in_a_shared_channel_the_asker_may_be_of_another_team() -> None:
    assert hear(POST | {"user_team": "T0WESTMERE"}).asker_team == "T0WESTMERE"
    assert hear(POST).asker_team == TEAM


def test_a_very_long_post_is_cut() -> None:
    assert len(hear(POST | {"text": "<@U0BOT> " + "word " * 5000}).question.text) == 2_000


def test_a_command_is_a_question_that_leaves_no_message() -> None:
    sent = {"team_id": TEAM, "channel_id": "C1", "user_id": ASHA, "trigger_id": "1.2.abc"}
    now = datetime(2026, 11, 22, tzinfo=UTC)

    question = commanded(sent, "How did Kent do?", now)

    assert question.id == "T0NETWORK1:C1:1.2.abc"
    assert (question.surface, question.message_ts, question.thread) == (Surface.SLASH, None, None)


@pytest.mark.parametrize("text", ["", "Hi!", "hello there", "Help, please", "Good morning Peerbot", "👋"])
def test_a_greeting_is_told_from_a_question(text: str) -> None:
    assert is_greeting(text)


@pytest.mark.parametrize(
    "text", ["Thanks", "thank you so much", "OK, that’s great.", "Perfect, very useful!", "yes"]
)
def test_a_courtesy_is_told_from_a_question(text: str) -> None:
    assert is_courtesy(text)


@pytest.mark.parametrize(
    "text", ["Why?", "and in Leeds?", "Kent", "What helped?", "ok and Leeds", "is that all?", ""]
)
def test_questions_are_neither_greetings_nor_courtesies(text: str) -> None:
    assert not is_courtesy(text)
    assert not is_greeting(text) or not text
